"""scan and redact on text and objects."""

from __future__ import annotations

import json

import pytest

import phiguard

NOTE = "Call 937-555-0142 or write mona.reyes@example.org about the sertraline refill."


def test_scan_finds_with_spans() -> None:
    """Findings of a text carry the code points that they cover."""
    found = {f.entity: NOTE[f.spans[0][0] : f.spans[0][1]] for f in phiguard.scan(NOTE)}
    assert found["EMAIL_ADDRESS"] == "mona.reyes@example.org"
    assert found["PHONE_NUMBER"] == "937-555-0142"
    assert found["MEDICATION"] == "sertraline"


@pytest.mark.parametrize(("kinds", "absent"), [(("identifier",), "MEDICATION"), (("health",), "EMAIL_ADDRESS")])
def test_scan_by_kind(kinds: tuple[str, ...], absent: str) -> None:
    """Only the kinds asked for are given."""
    found = phiguard.scan(NOTE, kinds=kinds)
    assert found
    assert absent not in {f.entity for f in found}


def test_redact_text() -> None:
    """Identifiers become their entity's name; the rest of the text is untouched."""
    assert phiguard.redact(NOTE) == "Call [PHONE_NUMBER] or write [EMAIL_ADDRESS] about the sertraline refill."


def test_redact_object_keeps_type_and_original() -> None:
    """An object comes back as a new one of the same shape, and the one given is unchanged."""
    event = {"user": {"email": "mona.reyes@example.org"}, "n": 3, "nested": json.dumps({"ssn": "078-05-1120"})}
    before = json.dumps(event)
    clean = phiguard.redact(event)
    assert json.dumps(event) == before
    assert clean["n"] == 3
    assert "mona" not in json.dumps(clean)
    assert "078-05-1120" not in json.dumps(clean)
    assert set(json.loads(clean["nested"])) == {"ssn"}


def test_redact_is_idempotent() -> None:
    """Redacting what was redacted changes nothing more."""
    once = phiguard.redact(NOTE, kinds=("identifier", "health"))
    assert phiguard.redact(once, kinds=("identifier", "health")) == once


def test_redact_of_nothing_is_the_same() -> None:
    """A text without findings comes back as it was."""
    assert phiguard.redact("the build took 41 seconds") == "the build took 41 seconds"
