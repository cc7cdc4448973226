"""Terms are found as whole words, in prose and in identifiers, and nowhere else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.detection.lexicons import find, terms
from phiguard.detection.lexicons.matching import WINDOW
from phiguard.detection.lexicons.words import JOINTS


def found(text: str) -> list[str]:
    """The texts of the terms in *text*."""
    return [hit.term.text for hit in find(text)]


@pytest.mark.parametrize(
    ("text", "entity", "part"),
    [
        ("/adhd/start", "CONDITION", "adhd"),
        ("type-2-diabetes", "CONDITION", "type-2-diabetes"),
        ("Type2Diabetes", "CONDITION", "Type2Diabetes"),
        ("opioid_use_disorder", "SUBSTANCE_USE", "opioid_use_disorder"),
        ("GENERALIZED ANXIETY DISORDER", "CONDITION", "GENERALIZED ANXIETY DISORDER"),
        ("she has Crohn's disease", "CONDITION", "Crohn's disease"),
        ("uterine fibroids", "CONDITION", "uterine fibroids"),
        ("bladderCancerSupport", "CONDITION", "bladderCancer"),
        ("anaphylaxis after peanuts", "CONDITION", "anaphylaxis"),
        ("Lexapro 10mg", "MEDICATION", "Lexapro"),
        ("sertraline50mg", "MEDICATION", "sertraline"),
        ("drug=wegovy&dose=2", "MEDICATION", "wegovy"),
        ("buPROPion XL 150", "MEDICATION", "buPROPion XL"),
        ("DOCEtaxel 20 MG/ML", "MEDICATION", "DOCEtaxel"),
        ("SSRIs and SNRIs", "MEDICATION", "SSRIs"),
        ("DrugConditionPage", "TREATMENT", "DrugCondition"),
        ("weekly-therapy", "TREATMENT", "weekly-therapy"),
        ("MentalHealthAssessmentComplete", "TREATMENT", "MentalHealthAssessment"),
        ("gender-affirming-care", "TREATMENT", "gender-affirming-care"),
        ("R_PREGNANCY_WEEK_CHOSEN", "REPRODUCTIVE_HEALTH", "PREGNANCY_WEEK_CHOSEN"),
        ("P_PERIOD_LOGGED", "REPRODUCTIVE_HEALTH", "PERIOD_LOGGED"),
        ("ovulationTestResult", "LAB_RESULT", "ovulationTestResult"),
        ("HbA1c 7.1 %", "LAB_RESULT", "HbA1c"),
        ("phq9_score", "ASSESSMENT", "phq9_score"),
        ("PHQ-9", "ASSESSMENT", "PHQ-9"),
        ("Feeling down, depressed, or hopeless", "ASSESSMENT_RESPONSE", "Feeling down"),
        ("q1_little_interest", "ASSESSMENT_RESPONSE", "little_interest"),
        ("Infectious Diseases", "PROVIDER_SPECIALTY", "Infectious Diseases"),
        ("Blue Cross Blue Shield PPO", "INSURANCE_PLAN", "Blue Cross Blue Shield"),
        ("your co-pay", "COPAY", "co-pay"),
        ("depresión", "CONDITION", "depresión"),
        ("motivo de la cita médica", "APPOINTMENT", "cita médica"),
        ("colonoscopies", "PROCEDURE", "colonoscopies"),
        ("Appointment Booked", "APPOINTMENT", "Appointment Booked"),
    ],
)
def test_hits(text: str, entity: str, part: str) -> None:
    """A health word is found whatever joins it and however it is written, with its entity and its span."""
    assert (entity, part) in [(hit.term.entity, text[hit.start : hit.end]) for hit in find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "logout",
        "archive",
        "archives/2021",
        "iPhone",
        "crash",
        "consistent",
        "Romania",
        "germany",
        "3f5dea12-9a1c-4b7e-8a1c-0a1c4fe5dea1",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "dGhpcyBIivQgaXMgSGl2eCBmbHUga2V5",
        "xHivQ",
        "flu7d",
        "visiting-hours",
        "healthz",
        "checkout-v2",
        "utm_campaign=spring",
        "classroom",
        "Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Mobile Safari/537.36",
        "",
        " ",
        "_-/+.",
        "1234567890",
    ],
)
def test_misses(text: str) -> None:
    """Letters of a health word inside another word, or by chance in a token, are none."""
    assert found(text) == []


@pytest.mark.parametrize("joint", sorted(JOINTS - {""}))
def test_joints(joint: str) -> None:
    """Every joint makes one term of two words."""
    assert found(f"panic{joint}attack") == ["panic attack"]


@pytest.mark.parametrize("gap", ["  ", ", ", " (", "\n", "=", '":"'])
def test_no_joint(gap: str) -> None:
    """What is no joint makes two of them."""
    assert "birth control" not in found(f"birth{gap}control")


def test_longest_wins() -> None:
    """Of terms that begin together the longer one is given, and none overlaps another."""
    assert found("depression screening and diabetic retinopathy") == ["depression screening", "diabetic retinopathy"]


@pytest.mark.parametrize(("text", "count"), [("HIVTestBooked", 1), ("bookHIVTest", 1), ("aHIVb", 0), ("HIV2x9", 0)])
def test_short_terms_in_names(text: str, count: int) -> None:
    """A short term counts within a name that a person would write, not within a serial number."""
    assert len(found(text)) == count


def test_windows() -> None:
    """A long text is looked at to its end, with spans of the whole."""
    text = "lorem ipsum " * 4000 + "has schizophrenia"
    (hit,) = find(text)
    assert (text[hit.start : hit.end], hit.start > 2 * WINDOW) == ("schizophrenia", True)


def test_window_without_blank() -> None:
    """A text without blanks is cut hard."""
    text = "/x" * WINDOW + "/schizophrenia"
    assert found(text)[-1:] == ["schizophrenia"]


@pytest.mark.parametrize("text", ["phq9" * 5000, "A" * 20_000, "aA" * 9000, "patient " * 2500, "have you been " * 1200, "buPRO" * 4000])
def test_hostile(text: str) -> None:
    """Texts made of nothing but candidates stay linear."""
    assert isinstance(find(text), tuple)


@given(st.text())
def test_never_raises(text: str) -> None:
    """Any text can be looked at; spans lie inside, in order, and do not overlap."""
    end = 0
    for hit in find(text):
        assert end <= hit.start < hit.end <= len(text)
        end = hit.end


_PIECES = st.sampled_from([*"éİß _-'9x\u00a0\u200b", "HIV", "hiv", "Phq9", "type 2 diabetes", "Depression", "patient", "copay"])


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_literal(text: str) -> None:
    """What is matched begins with the term's text, joints aside: the gate's literals rest on it."""
    for hit in find(text):
        matched = re.sub(r"[ _\-/+.'\u2019\u00a0]", "", text[hit.start : hit.end]).lower()
        rest = matched.removeprefix(hit.term.text.replace(" ", ""))
        assert rest != matched
        assert rest in {"", "s", "es"}


@given(st.data())
def test_own_text(data: st.DataObject) -> None:
    """Every term is found in its own text, and in capitals, snake and kebab case, if no neighbour speaks against it."""
    text = data.draw(st.sampled_from(sorted(terms())))
    for joint in " _-":
        for written in (text.replace(" ", joint), text.replace(" ", joint).upper()):
            hits = find(written)
            assert hits or terms()[text].unless
            assert all(written.lower()[hit.start : hit.end] for hit in hits)
