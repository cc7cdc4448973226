"""The lexicon as it is shipped: well-formed, broad, small."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from phiguard.detection.lexicons import find, supported, terms
from phiguard.detection.lexicons.lexicon import endings, lexicon, parse
from phiguard.detection.lexicons.words import fold, runs, split, tall
from phiguard.model.entities import ENTITIES, Kind, Strength

_EVERYDAY = """the and value user name order account total page link status email phone address report music travel coffee water light
paper summer window garden market price server string number object update delete create"""


def test_terms_are_well_formed() -> None:
    """Each term is lower-case words joined by one blank, of a known health entity."""
    for text, term in terms().items():
        assert term.text == text
        assert re.fullmatch(r"[a-z0-9]+( [a-z0-9]+)*", text)
        assert len(text) > 1
        assert ENTITIES[term.entity].kind is Kind.HEALTH
        assert term.strength in (Strength.CLINICAL, Strength.CARE)


def test_terms_is_a_mapping() -> None:
    """Terms are reached by their text, and only by it."""
    assert len(terms()) == len(list(terms()))
    assert terms()["adhd"].entity == "CONDITION"
    assert "adhds" not in terms()


def test_size() -> None:
    """The shipped files stay small, and so does the number of short terms, which cost the gate most."""
    size = sum(len(resources.files("phiguard.detection.lexicons").joinpath(name).read_bytes()) for name in ("terms.txt", "senses.txt"))
    assert size < 400_000
    assert 4_000 < len(terms()) < 10_000
    assert sum(len(text) <= 5 for text in terms()) < 450


@pytest.mark.parametrize(
    "text",
    _EVERYDAY.split(),
)
def test_common_words_are_no_terms(text: str) -> None:
    """Very common words are no terms at all."""
    assert text not in terms()
    assert not find(text)


@pytest.mark.parametrize(
    "text",
    [
        "Acute appendicitis",
        "Malignant neoplasm of pancreas",
        "Chronic kidney disease, stage 3",
        "Cushing's syndrome",
        "Bulimia nervosa",
        "Low back pain",
        "Fracture of clavicle",
        "Hereditary factor VIII deficiency",
        "Scabies",
        "Viral pneumonia",
        "Retinal detachments and breaks",
        "Gout due to renal impairment",
        "Ectopic pregnancy",
        "Opioid related disorders",
        "Disorders of thyroid gland",
        "atorvastatin 20 MG Oral Tablet",
        "0.5 ML dulaglutide pen",
        "lenalidomide",
        "Entresto",
        "Biktarvy",
        "norethindrone",
        "ustekinumab",
        "ropinirole",
        "tolterodine",
        "Pneumovax",
    ],
)
def test_breadth(text: str) -> None:
    """Ailments and drugs are known in the breadth of their code systems."""
    assert supported(text, find(text))


def test_endings() -> None:
    """Only endings are added, so that the stored text begins each form."""
    for word in ("rash", "headache", "biopsy", "iv", "virus", "illness", "mri", "xx", "b12"):
        assert all(form.startswith(word) for form in endings(word))
    assert endings("illness") == ("illness", "illnesses")


def test_parse() -> None:
    """Sections give entity, strength and ambiguity; bars give classes; comments are skipped."""
    rows = list(parse(["# c", "[CONDITION clinical]", "a; b | x y", "", "[COPAY care ambiguous]", "c"]))
    assert rows == [
        ("a", "CONDITION", Strength.CLINICAL, False, ""),
        ("b", "CONDITION", Strength.CLINICAL, False, "x y"),
        ("c", "COPAY", Strength.CARE, True, ""),
    ]


def test_words() -> None:
    """Words end at humps, digits and case; marks of Latin letters are dropped; tall-man letters are lowered."""
    assert split("STDTestHIVStatus2b") == ["std", "test", "hiv", "status", "2", "b"]
    assert split("STDs") == ["stds"]
    assert split("") == []
    assert split("Ärzte ÉTÉ naïve") == ["arzte", "ete", "naive"]
    assert fold("depresión") == "depresion"
    assert len(fold("İßﬁé")) == 4
    drugs = {"prednisone", "docetaxel", "a" * 30 + "b" * 30}
    assert tall("predniSONE and DOCEtaxel, bookHIVTest", drugs) == "prednisone and docetaxel, bookHIVTest"
    assert tall("a" * 30 + "B" * 30, drugs) == "a" * 30 + "B" * 30
    assert tall("nothing tall", drugs) == "nothing tall"


def test_runs() -> None:
    """Words that touch form a run."""
    assert runs([(0, 1), (1, 2), (3, 4)]) == [(0, 1), (0, 1), (2, 2)]
    assert runs([]) == []


def test_read_once() -> None:
    """The files are read at first use and not again."""
    assert lexicon() is lexicon()
