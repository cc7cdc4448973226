"""Bodies of real APIs, toward a host that nobody has listed: whatever is redacted or blocked is a false alarm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import phiguard
from benchmarks.quality.board import Line, rows

__all__ = ["measure"]

_NAMES = frozenset({"PERSON_NAME", "PROVIDER_NAME"})


def measure(corpora: Path) -> Iterator[Line]:
    """Redacted or blocked under ``strict``, by class of body and kind of sender."""
    payloads = list(rows(corpora / "datasets" / "dev" / "clean" / "payloads.ndjson.gz"))
    phrases = [{**row, "content_type": "text/plain", "body": row.get("body") or row["text"]} for row in _phrases(corpora)]
    for health in (True, False):
        guard = phiguard.Guard({"profile": "strict", "sender": {"health_service": health}}, reporters=())
        sender = "a health service" if health else "another sender"
        for name in ("clean", "identifier_no_health"):
            part = [row for row in payloads if row["class"] == name]
            stopped = [(row, found) for row in part if (found := _stopped(guard, row)) is not None]
            beyond = [(row, found) for row, found in stopped if not (health and name == "clean" and _NAMES & found)]
            bar = {("clean", True): 0.2, ("identifier_no_health", False): 0.5, ("clean", False): 0.2}.get((name, health))
            yield Line(
                name=f"real traffic, {name}, {sender}: stopped" + (", beyond names" if health and name == "clean" else ""),
                good=len(beyond),
                of=len(part),
                bar=bar,
                most=True,
                errors=tuple(f"{row['id']} {'name ' if _NAMES & found else ''}{','.join(sorted(found))}" for row, found in stopped),
            )
    guard = phiguard.Guard({"profile": "strict", "sender": {"health_service": True}}, reporters=())
    wrong = [row["id"] for row in phrases if _stopped(guard, row) is not None]
    yield Line(
        name="clinical phrases about nobody, a health service: stopped", good=len(wrong), of=len(phrases), bar=0.5, most=True,
        errors=tuple(wrong),
    )  # fmt: skip


def _phrases(corpora: Path) -> Iterator[dict[str, Any]]:
    return rows(corpora / "datasets" / "dev" / "clean" / "icd10cm_phrases.ndjson.gz")


def _stopped(guard: phiguard.Guard, row: dict[str, Any]) -> frozenset[str] | None:
    """The entities found in a body that did not pass; None when it did."""
    call = phiguard.OutboundCall(
        method="POST",
        url="https://api.partner.example/v1",
        headers=(("Content-Type", row["content_type"]),),
        body=row["body"].encode(),
    )
    inspection = guard.inspect(call, context=phiguard.CallContext(authenticated=True))
    if inspection.decision.action is phiguard.Action.ALLOW:
        return None
    return frozenset(finding.entity for finding in inspection.findings)
