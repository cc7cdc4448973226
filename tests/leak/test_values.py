"""Nothing that phiguard makes of a call shows what stands in it: reprs, messages, pickles, errors."""

from __future__ import annotations

import copy
import pickle
import traceback
from collections.abc import Mapping
from typing import Any

import pytest

from phiguard.decoding import DROP, Document, Replace, open_call, open_object, open_text
from phiguard.errors import DecodeError, PHIBlocked
from phiguard.model.call import OutboundCall
from phiguard.model.context import CallContext
from phiguard.model.decision import Action, Decision, Disclosure, EventDecision
from phiguard.model.destination import Category, Destination
from phiguard.model.entities import ENTITIES, Kind, Strength
from phiguard.model.finding import Finding
from phiguard.model.inspection import Inspection, Outcome, Stage
from phiguard.model.leaf import SHARED
from phiguard.redaction import redact
from phiguard.testing import capture_outcomes, reveal

LISTED = Destination(id="meta", category=Category.AD_TRACKER, listed="catalogue")


def findings(document: Document) -> tuple[Finding, ...]:
    """A finding over each leaf, of alternating kinds."""
    names = ("PERSON_NAME", "MEDICATION", "EMAIL_HASH")
    return tuple(
        Finding(
            entity=names[number % 3],
            kind=ENTITIES[names[number % 3]].kind,
            strength=ENTITIES[names[number % 3]].strength,
            where=leaf.where,
            path="",
            encodings=leaf.encodings,
            spans=((0, len(leaf.text)),),
            recognizer="key",
            address=leaf.address,
            event=leaf.event,
        )
        for number, leaf in enumerate(document.leaves)
        if leaf.text
    )


def blocked(found: tuple[Finding, ...]) -> Decision:
    """A decision to block."""
    names = tuple(sorted({finding.entity for finding in found}))
    event = EventDecision(event=0, action=Action.BLOCK, wanted=Action.BLOCK, rule="table:x")
    return Decision(
        action=Action.BLOCK,
        wanted=Action.BLOCK,
        rule="table:x",
        destination="meta",
        category=Category.AD_TRACKER,
        entities=names,
        events=(event,),
    )


def test_reprs_show_no_payload(call: OutboundCall, net: Any, canaries: Mapping[str, str]) -> None:
    """Every value of the model shows shape and counts; a debugger's or a crash report's look at it tells nothing."""
    document = open_call(call)
    found = findings(document)
    decision = blocked(found)
    inspection = Inspection(
        decision=decision, stage=Stage.ANALYSIS, findings=found, call=call, destination=LISTED, payload={"n": canaries["json value"]}
    )
    outcome = Outcome(inspection=inspection, client="requests", channel="http", seconds=0.1)
    for thing in (call, document, inspection, outcome, decision, found, LISTED, CallContext(subject=canaries["subject"])):
        net.add(type(thing).__name__, thing)
    for leaf in document.leaves:
        net.add("Leaf", leaf)
        net.add("Step", document.trail(leaf.address))
        net.add("Replace", Replace(leaf.text))
    assert net.caught() == []


def test_a_stop_tells_the_rule_and_nothing_else(call: OutboundCall, net: Any) -> None:
    """`PHIBlocked` is printed, logged and pickled by applications and task queues."""
    error = PHIBlocked(blocked(findings(open_call(call))))
    again = pickle.loads(pickle.dumps(error))
    for thing in (error, again, copy.copy(error), error.args, vars(error)):
        net.add("PHIBlocked", thing)
    net.add("pickle", pickle.dumps(error))
    net.add("traceback", "".join(traceback.format_exception(error)))
    assert again.decision == error.decision
    assert net.caught() == []


def test_errors_of_redaction_tell_nothing(call: OutboundCall, net: Any) -> None:
    """Neither message nor chain of an error quotes what could not be written."""
    document = open_call(call)
    wanted = Disclosure(event=SHARED, identifier=Strength.DIRECT, health=Strength.CLINICAL, cell="x", wanted=Action.REDACT, certain=True)
    found = findings(document)
    wrong = [
        lambda: redact(document, (), (wanted,), vendor=None, destination=LISTED, side="both"),
        lambda: redact(document, _shifted(found), (wanted,), vendor=None, destination=LISTED, side="both"),
        lambda: document.rewrite({(99, 99): Replace("x")}),
        lambda: document.rewrite({(): DROP}),
        lambda: reveal(call, _shifted(found)[0]),
    ]
    for attempt in wrong:
        with pytest.raises(DecodeError) as caught:
            attempt()
        # messages and chains only: a traceback also shows the source lines of this test
        chain: BaseException | None = caught.value
        while chain is not None:
            net.add("error", chain)
            chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
    assert net.caught() == []


def _shifted(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(
        Finding(**{name: getattr(finding, name) for name in finding.__slots__} | {"spans": ((0, finding.spans[0][1] + 7),)})
        for finding in found
    )


def test_redaction_takes_every_canary_out(call: OutboundCall, net: Any) -> None:
    """When everything is found, everything but host and protocol is gone from the message that leaves."""
    document = open_call(call)
    wanted = Disclosure(event=SHARED, identifier=Strength.DIRECT, health=Strength.CLINICAL, cell="x", wanted=Action.REDACT, certain=True)
    technical = {"Content-Type", "Content-Encoding", "Content-Length"}
    origin = document.leaves[0].address
    found = [
        f
        for f in findings(document)
        if f.address != origin and next(leaf.key for leaf in document.leaves if leaf.address == f.address) not in technical
    ]
    headers = {leaf.address for leaf in document.leaves if leaf.where == "header" and leaf.type == "key" and leaf.text in technical}
    if "opaque" in document.incomplete or "undecodable" in document.incomplete:
        pytest.skip("what cannot be opened cannot be redacted: the policy's failure mode decides about it")
    result = redact(document, [f for f in found if f.address not in headers], (wanted,), vendor=None, destination=LISTED, side="both")
    for leaf in open_call(result).leaves:
        net.add("what leaves", leaf.text)
    net.add("what leaves", result.body)
    assert {surface for surface, _ in net.caught()} <= {"host", "user info"}


def test_texts_and_objects_show_nothing(net: Any, canaries: Mapping[str, str]) -> None:
    """What is scanned before it goes anywhere is no less secret."""
    for document in (open_text(canaries["sentence"] + " came in today"), open_object({canaries["json key"]: [canaries["json value"], 1]})):
        net.add("document", document)
        net.add("leaves", document.leaves)
    with capture_outcomes() as outcomes:
        net.add("captured", outcomes)
    assert {finding.kind for finding in findings(open_text("x y"))} <= set(Kind)
    assert net.caught() == []
