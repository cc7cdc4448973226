"""Redaction over the scenario corpus with perfect detection: its labels are the findings, its judge says what is left."""

from __future__ import annotations

import base64
import importlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from phiguard.decoding import Document, open_call
from phiguard.disclosure import side
from phiguard.errors import DecodeError
from phiguard.model.call import OutboundCall
from phiguard.model.decision import Action, Disclosure
from phiguard.model.destination import Category, Destination
from phiguard.model.entities import ENTITIES, Kind, Strength
from phiguard.model.finding import Finding
from phiguard.model.leaf import SHARED, Leaf
from phiguard.redaction import redact

SHORT = 3
"""Labels up to this length also stand in texts by chance; they are taken where they are a whole value."""


def places(leaf: Leaf, value: str) -> Iterator[int]:
    """Where *value* stands in *leaf* as a word of its own."""
    at = leaf.text.find(value)
    while at >= 0:
        around = leaf.text[max(0, at - 1) : at] + leaf.text[at + len(value) : at + len(value) + 1]
        if not any(char.isalnum() for char in around) and (len(value) > SHORT or leaf.text == value):
            yield at
        at = leaf.text.find(value, at + 1)


def labelled(document: Document, labels: list[dict[str, Any]]) -> list[Finding]:
    """A finding for each place of each label."""
    return [
        Finding(
            entity=label["category"],
            kind=Kind.IDENTIFIER if label["kind"] == "id" else Kind.HEALTH,
            strength=ENTITIES[label["category"]].strength,
            where=leaf.where,
            path="",
            spans=((at, at + len(str(label["value"]))),),
            recognizer="label",
            address=leaf.address,
            event=leaf.event,
        )
        for label in labels
        for leaf in document.leaves
        if leaf.where == label["where"]
        for at in places(leaf, str(label["value"]))
    ]


def records(folder: Path) -> Iterator[dict[str, Any]]:
    """What must not leave."""
    for part in ("leak", "evasion"):
        for line in (folder / "dev" / f"{part}.ndjson").read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if record["labels"]:
                yield record


def redacted_call(record: Mapping[str, Any], body: bytes, which: str | None) -> OutboundCall:
    """The record's call without what its labels mark."""
    destination = Destination(id="x", category=Category(record["recipient"]["class"]))
    headers = tuple(record["headers"].items())
    document = open_call(OutboundCall(method=record["method"], url=record["url"], headers=headers, body=body))
    implied = record["expected"]["health_from"] == "sender" or record["sender"]["health_app"]
    wanted = tuple(
        Disclosure(event=event, identifier=Strength.DIRECT, health=Strength.CARE, cell="x", wanted=Action.REDACT, certain=not implied)
        for event in (range(len(document.events)) if document.events else (SHARED,))
    )
    findings = labelled(document, record["labels"])
    result = redact(document, findings, wanted, vendor=None, destination=destination, side=which or side(destination))
    assert isinstance(result, OutboundCall)
    return result


@pytest.mark.parametrize("which", [None, "identifiers", "both"])
def test_with_perfect_detection_every_redaction_is_clean(shared: Path, monkeypatch: pytest.MonkeyPatch, which: str | None) -> None:
    """In every encoding and container of the corpus: one side gone, the message still what it was, nothing else changed."""
    folder = shared / "corpora" / "scenarios"
    monkeypatch.syspath_prepend(str(folder))
    corpus = importlib.import_module("redacted")
    verdicts: dict[str, str] = {}
    for record in records(folder):
        body = base64.b64decode(record["body_b64"])
        try:
            call = redacted_call(record, body, which)
        except DecodeError:  # bytes that no codec opens: the guard blocks
            assert "msgpack" in record["family"], record["id"]
            continue
        before = corpus.normal({**record, "body": body})
        verdicts[record["id"]] = corpus.judge(record, before, {"url": call.url, "headers": call.headers, "body": call.body})[0]
    assert len(verdicts) > 200
    assert {name: verdict for name, verdict in verdicts.items() if verdict != "clean"} == {}
