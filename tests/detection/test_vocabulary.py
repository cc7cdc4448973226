"""`phiguard.detection.vocabulary`: the one source that gate and analyser share."""

from __future__ import annotations

from phiguard.detection import vocabulary
from phiguard.detection.keys import lookup
from phiguard.model.entities import ENTITIES
from phiguard.model.roles import Use


def test_certain_and_quasi_keys_are_apart() -> None:
    """No form is both; together they are the whole table."""
    assert not set(vocabulary.keys()) & set(vocabulary.quasi())
    assert vocabulary.keys()["date of birth"].entity == "DATE_OF_BIRTH"
    assert "city" in vocabulary.quasi()


def test_forms_are_what_lookup_finds() -> None:
    """A certain form's role is what the analyser finds for it."""
    for form in ("last nm", "dob", "ssn", "hashed email", "fecha de nacimiento"):
        entry = lookup(form.replace(" ", "_"))
        assert entry is not None
        assert vocabulary.keys()[form] == entry.role


def test_contexts_and_bare_keys() -> None:
    """Words for people, and what stands bare beneath them."""
    assert {"patient", "user", "doctor"} <= vocabulary.contexts()
    assert vocabulary.bare()["name"].use is Use.VALUE


def test_everything_is_there() -> None:
    """Parameters, terms and recognizers come from their own rooms."""
    assert "em" in vocabulary.parameters()
    assert len(vocabulary.terms()) > 100
    assert any(each.id == "us_ssn" for each in vocabulary.recognizers())


def test_the_version_is_stable() -> None:
    """The digest is the same each time it is asked for, and short."""
    assert vocabulary.version() == vocabulary.version()
    assert len(vocabulary.version()) == 24


def test_neighbours_are_raw_texts() -> None:
    """Code systems and FHIR's marker are lower-case texts with the entities that they can name."""
    named = vocabulary.neighbours()
    assert all(text == text.lower() and entity in ENTITIES for text, entity in named)
    assert ("snomed", "SNOMED_CT") in named
    assert "resourcetype" in {text for text, _ in named}
