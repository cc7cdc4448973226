"""A word in another field's sense is not taken for a health word."""

from __future__ import annotations

import pytest

from phiguard.detection.lexicons import find, supported
from phiguard.detection.lexicons.senses import Guard, read_classes


def kept(text: str) -> list[str]:
    """The texts of the terms that count in *text*."""
    return [hit.term.text for hit in supported(text, find(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Tropical depression forms east of the islands",
        "The Great Depression, chapter 4",
        "an economic depression",
        "Cold storage warehouse",
        "cold start of the lambda",
        "Cancer: your horoscope",
        "virus scan finished",
        "SQL injection",
        "injection molding",
        "dependency injection container",
        "retail therapy",
        "flutter doctor",
        "Doctor Who",
        "soccer clinic",
        "stroke width",
        "breast stroke",
        "treatment group of the experiment",
        "TreatmentVariant",
        "heat treatment of steel",
        "battery discharge",
        "Diagnosis of the memory leak",
        "Please be patient",
        "prescription strength",
        "Labor shortages",
        "tire specialists take an appointment",
        "android tablet",
        "capsule wardrobe",
        "drug cartel",
        "troop withdrawal",
        "bipolar junction transistor",
        "tree surgeon",
        "lorem ipsum dolor sit amet",
        "auto insurance deductible",
        "hair appointment",
        "at_period_end",
    ],
)
def test_other_sense(text: str) -> None:
    """Neighbours of another field take a word out."""
    assert kept(text) == []


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Depression makes it hard for the patient to sleep", "depression"),
        ("treated at the clinic for depression", "depression"),
        ("stroke, seen by neurology", "stroke"),
        ("a cold with fever", "cold"),
        ("injection of insulin", "injection"),
        ("the doctor diagnosed asthma", "doctor"),
        ("breast cancer", "breast cancer"),
        ("depression", "depression"),
        ("/anxiety/", "anxiety"),
        ("Stroke", "stroke"),
    ],
)
def test_health_sense(text: str, term: str) -> None:
    """An everyday word counts beside a sign of health, or as all that a name or an answer says."""
    assert term in kept(text)


@pytest.mark.parametrize(
    "text", ["patient", "treatment", "doctor", "The doctor is in", "We felt the cold of the morning", "depression " * 5]
)
def test_without_support(text: str) -> None:
    """An everyday word alone, or saying itself again, does not count."""
    assert kept(text) == []


def test_sole_can_be_forbidden() -> None:
    """Where one word alone proves nothing the caller says so."""
    text = "depression"
    assert supported(text, find(text), sole=False) == ()


def test_support_has_a_reach() -> None:
    """A sign of health far away supports nothing."""
    assert kept("cold " + "word " * 60 + "asthma") == ["asthma"]
    assert kept("asthma " + "word " * 60 + "cold") == ["asthma"]


def test_sense_ends_with_the_sentence() -> None:
    """Neighbours beyond the end of the sentence say nothing."""
    assert kept("He asked for a dose of lithium. Batteries and cells sold here. Discharge") != []
    assert "depression" in kept("depression and insomnia. Tropical fish")


def test_many_hits_stay_linear() -> None:
    """Thousands of everyday words are judged by their near neighbours only."""
    text = "patient " * 2000 + "cold " * 2000
    assert kept(text) == ["patient", "cold"] * 20 or set(kept(text)) <= {"patient", "cold"}


def test_classes() -> None:
    """Classes hold words and quoted phrases; comments and blank lines are skipped."""
    classes = read_classes(["# c", "[a]", "one two", "", '"three four" five', "[b]", "six"])
    assert classes == {"a": {"one", "two", "three four", "five"}, "b": {"six"}}


def test_guard() -> None:
    """Words refute from either side; phrases may hold the term itself."""
    guard = Guard.of(["who", "spin doctor", "doctor is in"])
    assert guard.refutes([], ["doctor"], ["who"])
    assert guard.refutes(["who"], ["doctor"], [])
    assert guard.refutes(["the", "spin"], ["doctor"], [])
    assert guard.refutes([], ["doctor"], ["is", "in"])
    assert not guard.refutes(["my"], ["doctor"], ["is", "out"])
    assert not Guard.of(["x"]).refutes(["y"], ["z"], [])
