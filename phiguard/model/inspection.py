"""The result of looking at one call."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from phiguard.model.call import OutboundCall
from phiguard.model.decision import Decision
from phiguard.model.destination import Destination
from phiguard.model.finding import Finding
from phiguard.model.reply import Reply

__all__ = ["Inspection", "Outcome", "Stage"]


class Stage(StrEnum):
    """How far the guard looked: tells *clean* from *not looked at*."""

    DESTINATION = "destination"
    """The recipient decided; the payload was not read."""
    CACHE = "cache"
    """The same bytes were screened before, and nothing that matters could be in them."""
    GATE = "gate"
    """The gate saw nothing that could matter toward this recipient."""
    ANALYSIS = "analysis"
    """The payload was opened and its leaves were looked at."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Inspection:
    """What the guard found and decided.

    Attributes:
        decision: what happens, and why.
        stage: how far the guard looked.
        incomplete: closed words for what was not looked at: ``oversize``, ``budget``, ``depth``, ``expansion``, ``undecodable``,
            ``opaque``, ``stream``, ``closed``, ``no_engine``, ``error``; empty when all was seen.
        findings: complete with paths when asked for in detail or the call is not allowed, else located only.
        call: what would be sent: the call itself, its redacted copy, or None when blocked.
        destination: the recipient.
        reply: what a client is told in place of the vendor's answer when the call is blocked; None means that an exception is raised.
        payload: for `Guard.inspect_event` the object to go on with, of the type that was given; None when blocked or not an event.
    """

    decision: Decision
    stage: Stage
    incomplete: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    call: OutboundCall | None = None
    destination: Destination
    reply: Reply | None = None
    payload: Any = None

    def __repr__(self) -> str:
        """Decision and counts; never the payload."""
        told = f"{self.decision.action} rule={self.decision.rule} stage={self.stage}"
        return f"<Inspection {told} findings={len(self.findings)} incomplete={self.incomplete}>"


class Outcome(NamedTuple):
    """What became of one call; reporters hear it.

    Attributes:
        inspection: the result.
        client: the client library.
        channel: as in `OutboundCall`.
        seconds: time spent inside the guard.
        site: ``file:line`` of the application's frame that made the call, or empty; computed only for calls that are reported.
    """

    inspection: Inspection
    client: str
    channel: str
    seconds: float
    site: str = ""

    def __repr__(self) -> str:
        """As the inspection."""
        return f"<Outcome {self.inspection!r} client={self.client}>"
