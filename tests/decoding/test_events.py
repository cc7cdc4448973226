"""Which nodes are the events of a batch."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from phiguard.decoding import DROP, Document, open_call, open_object
from phiguard.model.call import OutboundCall
from phiguard.model.leaf import SHARED, LeafType

TWO = [{"e": "a"}, {"e": "b"}]


def _open(body: str | bytes, *events: str, media: str = "application/json") -> Document:
    data = body.encode() if isinstance(body, str) else body
    return open_call(OutboundCall(method="POST", url="https://api.test/c?v=1", headers={"Content-Type": media}, body=data), events=events)


def _numbers(document: Document) -> dict[str, int]:
    return {leaf.text: leaf.event for leaf in document.leaves if leaf.type is not LeafType.KEY}


ENVELOPE = b'{"event_id":"1"}\n{"type":"event"}\n{"e":"a"}\n{"type":"session","length":9}\n{"e":"b"}\n'


@pytest.mark.parametrize(
    ("body", "events", "media"),
    [
        (json.dumps({"batch": TWO, "sentAt": "now"}), ("batch",), "application/json"),
        (json.dumps({"x": {"batch": TWO}}), ("batch",), "application/json"),
        (urlencode({"data": json.dumps({"events": TWO})}), ("events",), "application/x-www-form-urlencoded"),
        (urlencode({"data": json.dumps(TWO)}), ("data",), "application/x-www-form-urlencoded"),
        ("\n".join(map(json.dumps, TWO)), (), "application/json"),
        ("".join(map(json.dumps, TWO)), (), "application/json"),
        (json.dumps(TWO), (), "application/json"),
        ("e=a&v=1\r\ne=b&v=1", (), "text/plain"),
        (ENVELOPE, (), "application/x-sentry-envelope"),
    ],
)
def test_events_are_numbered(body: str | bytes, events: tuple[str, ...], media: str) -> None:
    """A named list, lines, a list at the top, or the items of an envelope; all else is shared."""
    document = _open(body, *events, media=media)
    numbers = _numbers(document)
    assert (numbers["a"], numbers["b"]) == (0, 1)
    assert len(document.events) == 2
    assert numbers.get("now", SHARED) == SHARED
    assert numbers["https://api.test"] == SHARED


def test_two_lists_are_one_batch() -> None:
    """A vendor with attributes and events in one call gets them numbered through."""
    document = _open(json.dumps({"attributes": [{"e": "a"}], "events": [{"e": "b"}, {"e": "c"}]}), "attributes", "events")
    assert [_numbers(document)[text] for text in "abc"] == [0, 1, 2]


@pytest.mark.parametrize("body", [{"batch": ["x", "y"]}, {"other": TWO}, {"batch": {"e": "a"}}, TWO[0]])
def test_a_single_message_has_no_events(body: object) -> None:
    """A list of strings is a value, and a list under another name belongs to its message."""
    document = _open(json.dumps(body), "batch")
    assert document.events == ()
    assert set(_numbers(document).values()) == {SHARED}


def test_objects_have_events_too() -> None:
    """An SDK's queue is a list of dicts."""
    document = open_object({"batch": TWO}, events=("batch",))
    assert document.rewrite({document.events[0]: DROP}) == {"batch": [{"e": "b"}]}


@pytest.mark.parametrize(
    ("body", "events", "expected"),
    [
        (json.dumps({"batch": TWO}), ("batch",), json.dumps({"batch": TWO[1:]})),
        ("\n".join(map(json.dumps, TWO)) + "\n", (), json.dumps(TWO[1]) + "\n"),
        ("e=a&v=1\ne=b&v=1", (), "e=b&v=1"),
    ],
)
def test_an_event_can_be_dropped(body: str, events: tuple[str, ...], expected: str) -> None:
    """The rest of the batch goes out as it was."""
    document = _open(body, *events, media="text/plain")
    assert document.rewrite({document.events[0]: DROP}).body.decode() == expected


def test_an_envelope_loses_an_item() -> None:
    """With its header line."""
    document = _open(ENVELOPE, media="application/x-sentry-envelope")
    assert document.rewrite({document.events[1]: DROP}).body == ENVELOPE[: ENVELOPE.index(b'{"type":"session"')]
