"""The whole guard over calls full of canaries: whatever it finds and decides, only closed words come out."""

from __future__ import annotations

import asyncio
import pickle
import traceback
from collections.abc import Mapping
from typing import Any

import pytest

import phiguard
from phiguard.errors import PHIBlocked
from phiguard.model.call import OutboundCall
from phiguard.model.decision import Action
from phiguard.runtime.shell import aconsult, consult

POLICIES: dict[str, Any] = {
    "default": {"profile": "default"},
    "strict": {"profile": "strict", "sender": {"health_service": True}},
    "observe": {"profile": "observe"},
    "redact": {"profile": "strict", "mode": "redact", "sender": {"health_service": True}},
}


@pytest.mark.parametrize("policy", sorted(POLICIES))
def test_a_guarded_call_reports_no_canary(call: OutboundCall, kit: Any, net: Any, canaries: Mapping[str, str], policy: str) -> None:
    """Inspection, outcome, stop, logger, metrics, exemplars and events of one call, with a subject bound."""
    guard = phiguard.Guard(POLICIES[policy], reporters=kit.reporters)
    context = phiguard.CallContext(authenticated=True, subject=canaries["subject"])
    with phiguard.subject(canaries["subject"], values={"name": canaries["json value"], "email": canaries["path e-mail"]}):
        inspection = consult(guard, call, context=context)
        detailed = guard.inspect(call, context=context, detail=True)
    for shown in (inspection, detailed):
        net.add("inspection", shown)
        net.add("decision", shown.decision)
        net.add("explanation", shown.decision.explain())
        net.add("findings", shown.findings)
        error = PHIBlocked(shown.decision)
        net.add("stop", "".join(traceback.format_exception(error)) + repr(vars(error)))
        net.add("pickled stop", pickle.dumps(error))
        net.add("pickled findings", pickle.dumps(shown.findings))
    net.add("guard", guard)
    net.add("context", context)
    kit.cast(net)
    assert net.caught() == []


def test_the_calls_of_this_suite_are_not_all_let_go(calls: Mapping[str, OutboundCall]) -> None:
    """Canaries that nobody looks at prove nothing: toward the tracker most of these calls are stopped, with findings."""
    guard = phiguard.Guard(POLICIES["strict"], reporters=())
    toward = {name: guard.inspect(call, detail=True) for name, call in calls.items() if "facebook" in name}
    stopped = [name for name, inspection in toward.items() if inspection.decision.action is not Action.ALLOW]
    assert len(stopped) >= 5
    assert sum(len(inspection.findings) for inspection in toward.values()) > 30


def test_a_redacted_call_carries_no_identifier(calls: Mapping[str, OutboundCall], net: Any) -> None:
    """What the guard sends in place of a call no longer has the canaries that it had found."""
    guard = phiguard.Guard(POLICIES["redact"], reporters=())
    for name in ("json to api.openai.com", "gzip to api.openai.com"):
        inspection = guard.inspect(calls[name], detail=True)
        if inspection.decision.action is Action.REDACT and inspection.call is not None:
            found = {phiguard.testing.reveal(calls[name], finding) for finding in inspection.findings if finding.kind == "identifier"}
            left = {leaf for leaf in found if leaf.encode() in inspection.call.body}
            assert left == set()
    net.add("calls", guard)
    assert net.caught() == []


def test_the_async_way_reports_no_more(kit: Any, net: Any, calls: Mapping[str, OutboundCall]) -> None:
    """Work in a thread has the same reporters and the same closed words."""
    guard = phiguard.Guard(POLICIES["strict"], reporters=kit.reporters)
    for call in calls.values():
        net.add("inspection", asyncio.run(aconsult(guard, call)))
    kit.cast(net)
    assert net.caught() == []


def test_a_guard_that_breaks_tells_no_canary(kit: Any, net: Any, canaries: Mapping[str, str], calls: Mapping[str, OutboundCall]) -> None:
    """When something of ours raises with the payload in its text, that text goes nowhere."""

    class Broken:
        """A known value whose matcher fails."""

        def possible(self, _data: bytes) -> bool:
            """Fail."""
            raise ValueError(canaries["error text"])

    guard = phiguard.Guard(POLICIES["strict"], reporters=kit.reporters, known=(Broken(),))  # type: ignore[arg-type]
    inspection = consult(guard, calls["json to graph.facebook.com"])
    assert "error" in inspection.incomplete
    net.add("inspection", inspection)
    net.add("findings", inspection.findings)
    kit.cast(net)
    assert net.caught() == []
