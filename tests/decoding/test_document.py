"""Edits, drops and trails: what a document promises whatever codec stands behind it."""

from __future__ import annotations

import gzip
import json

import pytest

from phiguard.decoding import DROP, Replace, open_call, open_text
from phiguard.errors import DecodeError
from phiguard.model.call import OutboundCall
from phiguard.model.leaf import Leaf, LeafType

NESTED = '{"a": 1.50,  "list": ["x", "y", "z"], "in": "{\\"email\\": \\"ann@example.org\\", \\"n\\": 1e3}"}'


def _leaf(text: str, key: str) -> Leaf:
    return next(leaf for leaf in open_text(text).leaves if leaf.key == key and leaf.type is not LeafType.KEY)


def test_untouched_values_keep_their_form() -> None:
    """White space, number forms and key order survive an edit beside them, also one layer down."""
    result = open_text(NESTED).rewrite({_leaf(NESTED, "email").address: Replace("-")})
    assert result == NESTED.replace("ann@example.org", "-")


@pytest.mark.parametrize(
    ("positions", "expected"),
    [
        ((0,), '["b", "c"]'),
        ((1,), '["a", "c"]'),
        ((2,), '["a", "b"]'),
        ((0, 1), '["c"]'),
        ((1, 2), '["a"]'),
        ((0, 2), '["b"]'),
        ((0, 1, 2), "[]"),
    ],
)
def test_a_dropped_item_takes_its_comma_with_it(positions: tuple[int, ...], expected: str) -> None:
    """Whichever items are dropped, the list stays a list."""
    assert open_text('["a", "b", "c"]').rewrite({(0, position): DROP for position in positions}) == expected


def test_a_dropped_member_takes_its_key_with_it() -> None:
    """Dropping a member by its value or by its key is the same."""
    assert open_text('{"a":1,"b":{"c":2}}').rewrite({(0, 1): DROP}) == '{"a":1}'
    assert open_text('{"a":1,"b":{"c":2}}').rewrite({(0, ~1): DROP}) == '{"a":1}'


def test_an_edit_inside_a_dropped_member_goes_with_it() -> None:
    """A drop further out wins, also across an encoding."""
    document = open_text(NESTED)
    inner = _leaf(NESTED, "email").address
    assert document.rewrite({inner: Replace("-"), inner[:2]: DROP}) == '{"a": 1.50,  "list": ["x", "y", "z"]}'


def test_a_key_can_be_replaced() -> None:
    """Keys hold values too often to be out of reach."""
    assert open_text('{"ann@example.org": {"hiv": true}}').rewrite({(0, ~0): Replace("k")}) == '{"k": {"hiv": true}}'


@pytest.mark.parametrize("address", [(), (5,), (0, 99), (0, 1, 7), (0, 2, 0, 0, 0)])
def test_an_unknown_address_is_an_error(address: tuple[int, ...]) -> None:
    """An edit that names no node is a mistake of ours, and is told."""
    with pytest.raises(DecodeError):
        open_text(NESTED).rewrite({address: Replace("x")})


def test_a_container_can_only_be_dropped() -> None:
    """There is no text that could stand for a list."""
    with pytest.raises(DecodeError):
        open_text(NESTED).rewrite({(0, 1): Replace("x")})


def test_errors_hold_no_text() -> None:
    """What cannot be written is named by type, never shown."""
    call = OutboundCall(
        method="POST", url="https://api.test/", headers={"Content-Type": "text/plain; charset=latin-1"}, body="Zoë".encode("latin-1")
    )
    document = open_call(call)
    with pytest.raises(DecodeError) as caught:
        document.rewrite({document.leaves[-1].address: Replace("Łucja")})
    assert "ucja" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_the_trail_names_keys_and_codecs() -> None:
    """Each step has its position, its key as written, and the codec that was undone to take it."""
    body = gzip.compress(json.dumps({"events": [{"payload": '{"dob": "1990-01-02"}'}]}).encode())
    document = open_call(OutboundCall(method="POST", url="https://api.test/", body=body))
    leaf = next(leaf for leaf in document.leaves if leaf.key == "dob")
    steps = document.trail(leaf.address)
    assert tuple(step.position for step in steps) == leaf.address
    assert [(step.key, step.codec) for step in steps] == [
        (None, ""),
        (None, "gzip"),
        (None, ""),
        ("events", "json"),
        (None, ""),
        ("payload", ""),
        ("dob", "json"),
    ]
    assert leaf.encodings == ("gzip", "json", "json")


def test_the_trail_of_an_unknown_node_is_an_error() -> None:
    """As for edits."""
    with pytest.raises(DecodeError):
        open_text("[1]").trail((0, 3))


def test_reprs_hold_no_text() -> None:
    """Documents and edits can be logged."""
    assert "ann" not in repr(open_text(NESTED)) + repr(Replace("ann"))
