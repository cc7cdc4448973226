"""What users' tests get: the text of a finding, and the outcomes of their calls."""

from __future__ import annotations

import gzip
import json
import threading
from dataclasses import replace
from typing import Any

import pytest

from phiguard.decoding import open_call, open_object, open_text
from phiguard.errors import DecodeError
from phiguard.model.call import OutboundCall
from phiguard.model.decision import Action, Decision
from phiguard.model.destination import Category, Destination
from phiguard.model.entities import Kind, Strength
from phiguard.model.finding import Finding
from phiguard.model.inspection import Inspection, Outcome, Stage
from phiguard.reporting import TAPS
from phiguard.testing import capture_outcomes, reveal


def found(document: Any, *texts: str) -> Finding:
    """One finding that marks *texts*, all in one leaf."""
    leaf = next(leaf for leaf in document.leaves if all(text in leaf.text for text in texts))
    spans = tuple((leaf.text.index(text), leaf.text.index(text) + len(text)) for text in texts)
    return Finding(
        entity="PERSON_NAME",
        kind=Kind.IDENTIFIER,
        strength=Strength.DIRECT,
        where=leaf.where,
        path="",
        spans=spans,
        recognizer="t",
        address=leaf.address,
    )


def call(body: Any, **headers: str) -> OutboundCall:
    """A call with that JSON body, gzipped."""
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip", **headers}
    return OutboundCall(
        method="POST", url="https://x.test/p/mona%20reyes", headers=tuple(headers.items()), body=gzip.compress(json.dumps(body).encode())
    )


@pytest.mark.parametrize("text", ["mona reyes", "Zoë 😀 Reyes", "deep value"])
def test_reveal_gives_the_text_of_a_finding(text: str) -> None:
    """In a URL, in a body, behind encodings; spans are code points of the decoded text."""
    source = call({"a": [{"name": "x Zoë 😀 Reyes y"}], "b": json.dumps({"c": "deep value"})})
    assert reveal(source, found(open_call(source), text)) == text


def test_reveal_joins_several_spans() -> None:
    """A value that is spread over a text comes as its pieces."""
    text = "Reyes, known as Mona"
    assert reveal(text, found(open_text(text), "Reyes", "Mona")) == "Reyes Mona"


def test_reveal_reads_objects() -> None:
    """An SDK's event is a source as well."""
    event = {"traits": {"name": "Mona Reyes"}}
    assert reveal(event, found(open_object(event), "Mona Reyes")) == "Mona Reyes"


@pytest.mark.parametrize("change", [{"address": (9, 9)}, {"spans": ((0, 999),)}])
def test_reveal_refuses_another_source(change: dict[str, Any]) -> None:
    """A finding of one message says nothing about another, and the error quotes neither."""
    event = {"name": "Mona Reyes"}
    with pytest.raises(DecodeError) as caught:
        reveal(event, replace(found(open_object(event), "Mona Reyes"), **change))
    assert "Mona" not in str(caught.value)


def outcome(action: Action) -> Outcome:
    """An outcome with that action."""
    decision = Decision(action=action, wanted=action, rule="r", destination="x", category=Category.CRM)
    inspection = Inspection(decision=decision, stage=Stage.GATE, destination=Destination(id="x", category=Category.CRM))
    return Outcome(inspection=inspection, client="requests", channel="http", seconds=0.1)


def test_outcomes_are_captured_inside_the_block_only() -> None:
    """From any thread, in order; nothing before and nothing after."""
    TAPS.heard(outcome(Action.BLOCK))
    with capture_outcomes() as outcomes:
        TAPS.heard(outcome(Action.ALLOW))
        thread = threading.Thread(target=TAPS.heard, args=(outcome(Action.REDACT),))
        thread.start()
        thread.join()
    TAPS.heard(outcome(Action.BLOCK))
    assert outcomes.actions == ["allow", "redact"]
    assert [heard.client for heard in outcomes] == ["requests", "requests"]


def _fail_inside() -> list[str]:
    """What was captured by a block that raised."""
    outcomes: list[Outcome] = []
    try:
        with capture_outcomes() as captured:
            outcomes = captured
            TAPS.heard(outcome(Action.ALLOW))
            _ = 1 / 0
    except ZeroDivisionError:
        TAPS.heard(outcome(Action.REDACT))
    return [heard.inspection.decision.action.value for heard in outcomes]


def test_captures_nest_and_end_with_an_error() -> None:
    """An inner capture does not take from an outer one, and a test that fails leaves no listener behind."""
    with capture_outcomes() as outer:
        assert _fail_inside() == ["allow"]
    assert outer.actions == ["allow", "redact"]
