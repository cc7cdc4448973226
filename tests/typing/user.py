"""A user's file: what mypy must accept, and the types it must see.  It is checked, never run."""

from __future__ import annotations

from pathlib import Path
from typing import Any, assert_type

import phiguard
from phiguard import Action, CallContext, Decision, Finding, Guard, Inspection, Installation, OutboundCall, PHIBlocked, Policy


def start_up() -> None:
    """Guard the process in each of the ways that the documentation shows."""
    assert_type(phiguard.install(), Installation)
    assert_type(phiguard.install(Path("phiguard.toml"), mode="report"), Installation)
    mapping: dict[str, Any] = {"profile": "strict", "sender": {"health_service": True}}
    with phiguard.install(mapping, clients=["requests", "httpx"]) as installation:
        assert_type(installation, Installation)
        assert_type(installation.guard, Guard)
        installation.reload()
    phiguard.uninstall()


def ask(body: bytes) -> bool:
    """Ask about one call."""
    guard = Guard(Policy.strict())
    call = OutboundCall(method="POST", url="https://api.example.com/", headers=(("Content-Type", "application/json"),), body=body)
    inspection = guard.inspect(call, context=CallContext(authenticated=True, route="/intake/<step>"), detail=True)
    assert_type(inspection, Inspection)
    assert_type(inspection.decision, Decision)
    assert_type(inspection.decision.action, Action)
    assert_type(inspection.findings, tuple[Finding, ...])
    assert_type(inspection.call, OutboundCall | None)
    return inspection.decision.action is Action.ALLOW


async def ask_later(guard: Guard, call: OutboundCall) -> Inspection:
    """The same, off the event loop."""
    return assert_type(await guard.ainspect(call), Inspection)


def scrub(note: str, record: dict[str, int]) -> tuple[str, dict[str, int]]:
    """Redaction gives back the type that it was given."""
    assert_type(phiguard.scan(note, kinds=("identifier",), free_text=False), tuple[Finding, ...])
    return assert_type(phiguard.redact(note), str), assert_type(phiguard.redact(record), dict[str, int])


def about(patient: str) -> None:
    """Known values and health context."""
    with phiguard.subject(patient, values={"name": "Jane Roe", "email": "jane@example.com"}), phiguard.health_context("intake"):
        try:
            ask(b"{}")
        except PHIBlocked as blocked:
            assert_type(blocked.decision, Decision)
    phiguard.bind_subject(patient)
