"""Every label of the scenario corpus can be reached, and every message can be written again."""

from __future__ import annotations

import base64
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from phiguard.decoding import DROP, Replace, open_call
from phiguard.model.call import OutboundCall
from phiguard.model.leaf import Leaf, LeafType

SETS = ("leak", "evasion", "clean", "lawful", "unlisted")
OPAQUE = {"clean/binary"}
"""Families whose body is random bytes: nothing in it can be looked at, and the document says so."""


def _records(shared: Path, name: str) -> Iterator[tuple[dict[str, Any], OutboundCall]]:
    with (shared / "corpora" / "scenarios" / "dev" / f"{name}.ndjson").open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            body = base64.b64decode(record["body_b64"])
            yield record, OutboundCall(method=record["method"], url=record["url"], headers=record["headers"], body=body)


def _shown(markup: str, texts: list[str]) -> bool:
    """Whether every text between the tags of *markup* is there: a label may be a whole HTML body."""
    pieces = [piece.strip() for piece in re.split(r"<[^<>]+>", markup) if piece.strip()]
    return "<" in markup and all(any(piece in text for text in texts) for piece in pieces)


@pytest.mark.parametrize("name", SETS)
def test_every_label_is_reached(shared: Path, name: str) -> None:
    """Each labelled value stands in the text of a leaf of the labelled part of its message."""
    unreached = []
    for record, call in _records(shared, name):
        leaves = open_call(call).leaves
        for label in record["labels"]:
            value = str(label["value"])
            forms = (value, repr(value)[1:-1])
            texts = [leaf.text for leaf in leaves if leaf.where == label["where"]]
            if not any(form in text for text in texts for form in forms) and not _shown(value, texts):
                unreached.append((record["template"], label["where"], label["path"]))
    assert unreached == []


@pytest.mark.parametrize("name", SETS)
def test_nothing_is_left_unread_without_a_reason(shared: Path, name: str) -> None:
    """Only bodies of random bytes are incomplete."""
    for record, call in _records(shared, name):
        incomplete = open_call(call).incomplete
        assert incomplete == (("opaque",) if f"{name}/{record['template']}" in OPAQUE else ()), record["template"]


@pytest.mark.parametrize("name", SETS)
def test_an_untouched_call_is_the_same_call(shared: Path, name: str) -> None:
    """Without edits, what is written is what was read."""
    for _, call in _records(shared, name):
        assert open_call(call).rewrite({}) == call


def _is_whole_markup(leaf: Leaf) -> bool:
    """Text with references that are gone after the edit has one layer less when it is opened again."""
    return bool({"html", "percent"} & set(leaf.encodings)) or (leaf.encodings[-1:] == ("url",) and leaf.text.count("/") == len("//"))


@pytest.mark.parametrize("name", SETS)
def test_one_edit_changes_one_leaf(shared: Path, name: str) -> None:
    """After replacing any leaf, opening the call again gives the replacement and every other leaf as it was."""
    chance = random.Random(7)
    for record, call in _records(shared, name):
        before = open_call(call)
        values = [index for index, leaf in enumerate(before.leaves) if leaf.type is not LeafType.KEY and not _is_whole_markup(leaf)]
        for index in chance.sample(values, min(4, len(values))):
            leaf = before.leaves[index]
            if leaf.address == (0, 0):
                continue
            new = "[GONE]" if leaf.type is LeafType.TEXT else "0"
            after = open_call(before.rewrite({leaf.address: Replace(new)}))
            expected = [new if position == index else other.text for position, other in enumerate(before.leaves)]
            assert [other.text for other in after.leaves] == expected, (record["template"], leaf)


@pytest.mark.parametrize("name", SETS)
def test_dropping_a_member_leaves_the_others(shared: Path, name: str) -> None:
    """After dropping any member, its leaves are gone, and what remains is a message of the same kind."""
    chance = random.Random(11)
    for record, call in _records(shared, name):
        before = open_call(call)
        keys = [leaf for leaf in before.leaves if leaf.type is LeafType.KEY and leaf.address[-1] < 0]
        for key in chance.sample(keys, min(3, len(keys))):
            node = (*key.address[:-1], ~key.address[-1])
            after = open_call(before.rewrite({node: DROP}))
            gone = [leaf for leaf in before.leaves if leaf.address == key.address or leaf.address[: len(node)] == node]
            kept = sorted(leaf.text for leaf in before.leaves if leaf not in gone)
            dropped = sorted(leaf.text for leaf in after.leaves)
            assert dropped == kept or "" in {*dropped, *kept}, (record["template"], key)
