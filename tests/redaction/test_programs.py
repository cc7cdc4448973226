"""Texts that the recipient runs are not edited but for their literals."""

from __future__ import annotations

from typing import Any

import pytest

from phiguard.errors import DecodeError
from phiguard.model.leaf import Leaf, LeafType, Where
from phiguard.redaction.programs import is_program

BOOK = "mutation BookAppointment($who: Patient!) { bookAppointment(who: $who) { id } }"


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("query", BOOK, True),
        ("query", "{ viewer { login } }", True),
        ("query", "query { me { id } }", True),
        ("Query", "  subscription Visits { visits { id } }", True),
        ("operationName", "BookAppointment", True),
        ("operationName", "book my appointment please", False),
        ("query", "migraine treatment near me", False),
        ("query", "query migraine", False),
        ("query", '{"match": {"name": "x"}}', False),
        ("text", BOOK, False),
        ("query", "{" * 50_000, False),
    ],
)
def test_what_is_a_program(key: str, text: str, expected: bool) -> None:
    """A GraphQL document under its key, and the name of an operation; a search under the same key is none."""
    assert is_program(Leaf(where=Where.BODY, address=(0,), key=key, text=text)) is expected


def test_a_key_is_no_program() -> None:
    """Only values are run."""
    assert not is_program(Leaf(where=Where.BODY, address=(0,), key="query", text=BOOK, type=LeafType.KEY))


def test_names_of_a_document_stay_and_the_person_goes(bench: Any) -> None:
    """The health word is a name of the recipient's own; so whoever is booked goes from the variables, whatever side was asked for."""
    on = bench({"operationName": "BookAppointment", "query": BOOK, "variables": {"who": {"name": "Mona Reyes", "reason": "migraine"}}})
    on.find("APPOINTMENT", "Appointment").find("PERSON_NAME", "Mona Reyes").find("CONDITION", "migraine")
    body = on.body(side="health")
    assert (body["operationName"], body["query"]) == ("BookAppointment", BOOK)
    assert body["variables"] == {"who": {"name": "[PERSON_NAME]", "reason": "[CONDITION]"}}


def test_literals_of_a_document_are_values(bench: Any) -> None:
    """What is written into the document as a string is replaced there."""
    on = bench({"query": 'query { patient(name: "Mona Reyes", dx: "migraine") { id name } }'}).find("PERSON_NAME", "Mona Reyes")
    assert on.body() == {"query": 'query { patient(name: "[PERSON_NAME]", dx: "migraine") { id name } }'}


def test_bytes_that_nothing_could_open_are_not_redacted(bench: Any) -> None:
    """Nobody saw what else they hold, and lengths may stand before values: the caller blocks."""
    on = bench(b"\x81\xa4name\xaaMona Reyes\xc0", **{"Content-Type": "application/x-unheard-of"})
    if not any("latin-1" in leaf.encodings for leaf in on.document.leaves):
        pytest.skip("this format is opened by now")
    with pytest.raises(DecodeError):
        on.find("PERSON_NAME", "Mona Reyes").redact()
