"""What the demo sends, about whom, and to whom: invented people, requests in the form that complaints and notices describe.

The data files hold the requests with the vendors' own hosts; the clients replace the host by a recorder's and keep path and query.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from importlib import resources
from types import MappingProxyType
from typing import Any

__all__ = ["CLEAN_ROUNDS", "RECIPIENTS", "Event", "Person", "Recipient", "Scenario", "load"]

CLEAN_ROUNDS = 3
"""How often each event without PHI is sent in a run: the added latency is a median over them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A synthetic patient, known to the judge.

    Attributes:
        id: the demo's own number.
        identifiers: (entity name, plain value) pairs.
        health: (entity name, value) pairs: what the requests say about this person's health.
    """

    id: str
    identifiers: tuple[tuple[str, str], ...]
    health: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Recipient:
    """A company that a recorder stands for.

    Attributes:
        id: the id that the policy gives it.
        title: what people call it.
        category: the recipient category that the policy states.
        vendor: the vendor file whose parameter roles apply.
        action: what the policy asks for in place of the table's word, or empty: some would rather have the event without the person.
        on_block: how a stop is delivered; SDK threads are answered, since an exception there is retried.
        reply: (status, body) that the vendor would give.
    """

    id: str
    title: str
    _: KW_ONLY
    category: str
    vendor: str
    on_block: str
    reply: tuple[int, bytes]
    action: str = ""

    @property
    def tracker(self) -> bool:
        """Whether a patient's identifier alone is a disclosure to it: that somebody uses a health service is health information."""
        return self.category in {"ad_tracker", "analytics", "cdp"}


_META = b'{"events_received":1,"messages":[],"fbtrace_id":"demo"}'
_TIKTOK = b'{"code":0,"message":"OK","request_id":"demo","data":{}}'

RECIPIENTS: tuple[Recipient, ...] = (
    Recipient("meta", "Meta", category="ad_tracker", vendor="meta", on_block="raise", reply=(200, _META)),
    Recipient("tiktok", "TikTok", category="ad_tracker", vendor="tiktok", on_block="reply", reply=(200, _TIKTOK), action="redact"),
    Recipient("google", "Google Analytics", category="analytics", vendor="google_analytics", on_block="refuse", reply=(204, b"")),
    Recipient("segment", "Segment", category="cdp", vendor="segment", on_block="refuse", reply=(200, b'{"success":true}'), action="redact"),
    Recipient("sentry", "Sentry", category="error_tracker", vendor="sentry", on_block="refuse", reply=(200, b'{"id":"demo"}')),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that the backend reports.

    Attributes:
        id: the demo's own number.
        story: the case it comes from: ``Cerebral``, ``BetterHelp``, ``GoodRx``, ``Without PHI``.
        step: where in the funnel.
        to: the recipient's id.
        people: whom it tells about; empty for an event without PHI.
        client: which client sends it: a key of `phiguard.cli.demo.clients.SENDERS`, ``segment`` or ``sentry``.
        method, url, headers, body: the request, for plain clients.
        call, arguments: the SDK's method and what it is given, for SDKs.
        keep: (key, value) pairs that redaction has no reason to take: event name, value, currency.
    """

    id: str
    story: str
    step: str
    to: str
    people: tuple[str, ...]
    client: str
    method: str = ""
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    body: str = ""
    call: str = ""
    arguments: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    keep: tuple[tuple[str, str], ...] = ()

    @property
    def clean(self) -> bool:
        """Whether it tells about nobody, and must arrive byte for byte."""
        return not self.people

    @property
    def rounds(self) -> int:
        """How often it is sent in one run."""
        return CLEAN_ROUNDS if self.clean else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """All events in the order in which they are sent, and everybody they are about."""

    events: tuple[Event, ...]
    people: tuple[Person, ...]


def load() -> Scenario:
    """The scenario that comes with the package."""
    people = tuple(
        Person(id=row["id"], identifiers=_pairs(row["identifiers"]), health=_pairs(row["health"])) for row in _read("people.json")
    )
    events = tuple(Event(**{**row, "people": tuple(row["people"]), "keep": _pairs(row.get("keep", ()))}) for row in _read("events.json"))
    return Scenario(events=events, people=people)


def _pairs(rows: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in rows)


def _read(name: str) -> list[dict[str, Any]]:
    text = resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(text)
    return rows
