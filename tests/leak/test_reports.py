"""Reporters speak in closed words: whatever an outcome carries, logger, metrics, exemplars and log events show none of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from phiguard.decoding import open_call
from phiguard.model.call import OutboundCall
from phiguard.model.decision import Action, Decision
from phiguard.model.destination import Category, Destination
from phiguard.model.entities import ENTITIES
from phiguard.model.finding import Finding
from phiguard.model.inspection import Inspection, Outcome, Stage
from phiguard.reporting import call_site


def outcome(call: OutboundCall, canaries: Mapping[str, str], action: Action, **more: Any) -> Outcome:
    """An outcome whose open ends all carry canaries, as a careless integration might make it."""
    found = tuple(
        Finding(
            entity="PERSON_NAME",
            kind=ENTITIES["PERSON_NAME"].kind,
            strength=ENTITIES["PERSON_NAME"].strength,
            where=leaf.where,
            path=f"$.{canaries['json key']}",
            spans=((0, len(leaf.text)),),
            recognizer="key",
            address=leaf.address,
        )
        for leaf in open_call(call).leaves
    )
    category = Category.UNLISTED
    decision = Decision(
        action=action,
        wanted=Action.BLOCK,
        rule="table:unlisted/direct/care",
        destination="_other",
        category=category,
        entities=("PERSON_NAME",),
    )
    inspection = Inspection(
        decision=decision,
        stage=Stage.ANALYSIS,
        incomplete=("budget", canaries["error text"]),
        findings=found,
        call=call,
        destination=Destination(id=f"{canaries['host']}.example.test", category=category),
        payload={canaries["json key"]: canaries["json value"]},
    )
    return Outcome(inspection=inspection, client=canaries["client"], channel=canaries["channel"], seconds=0.01, **more)


@pytest.mark.parametrize("action", list(Action))
def test_no_report_shows_a_canary(call: OutboundCall, kit: Any, net: Any, canaries: Mapping[str, str], action: Action) -> None:
    """Messages, structured fields, attributes, exemplars and events, for each thing that may happen to a call."""
    for reporter in kit.reporters:
        reporter.heard(outcome(call, canaries, action))
    kit.cast(net)
    assert {"metrics", "logger"} <= set(net.out)
    assert ("log events" in net.out) is (action is Action.BLOCK)
    assert net.caught() == []


def test_our_own_failures_show_no_canary(kit: Any, net: Any, canaries: Mapping[str, str]) -> None:
    """An error's class can be made with any name, and its text quotes what was parsed."""
    error = type(canaries["error class"], (ValueError,), {})(canaries["error text"])
    for reporter in kit.reporters:
        reporter.erred(type(error).__name__, place="decoding/opener.py:3")
    kit.cast(net)
    assert set(net.out) == {"metrics", "logger"}
    assert net.caught() == []


def test_a_call_site_shows_no_home_directory(call: OutboundCall, kit: Any, net: Any, canaries: Mapping[str, str]) -> None:
    """Scripts live in people's homes; the site names the file, not the way there."""
    space: dict[str, Any] = {"__name__": "__main__", "call_site": call_site}
    exec(compile("def run():\n    return call_site()\n", f"/home/{canaries['home directory']}/run.py", "exec"), space)
    for reporter in kit.reporters:
        reporter.heard(outcome(call, canaries, Action.BLOCK, site=space["run"]()))
    kit.cast(net)
    assert "run.py:2" in net.out["logger"]
    assert net.caught() == []
