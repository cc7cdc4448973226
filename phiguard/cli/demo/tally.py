"""Turns two runs into figures, and into the list of promises that were broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median
from types import MappingProxyType

from phiguard.cli.demo.drive import Delivery
from phiguard.cli.demo.judge import Judge, Verdict
from phiguard.cli.demo.scenario import RECIPIENTS, Recipient
from phiguard.cli.demo.unfold import pairs

__all__ = ["Fate", "Figures", "Judged", "Result", "compare"]

_TRACKERS = frozenset(recipient.id for recipient in RECIPIENTS if recipient.tracker)


class Fate(StrEnum):
    """What became of one event."""

    LEAKED = "arrived with PHI"
    BLOCKED = "blocked"
    REDACTED = "arrived redacted"
    UNCHANGED = "arrived unchanged, without PHI"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One event's delivery with what the judge says of it."""

    delivery: Delivery
    verdicts: tuple[Verdict, ...]
    fate: Fate

    @property
    def leaks(self) -> tuple[Verdict, ...]:
        """Verdicts of the requests that carried PHI."""
        return tuple(verdict for verdict in self.verdicts if verdict.phi(tracker=self.delivery.event.to in _TRACKERS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One recipient in one run.

    Attributes:
        sent: events sent to it.
        arrived: requests that arrived.
        with_phi: of these, how many carried PHI.
        people: how many different patients those told about.
        entities: requests by entity class, of those that carried PHI.
        blocked: events of which nothing arrived.
        redacted: events that arrived changed.
        milliseconds: median time to send an event without PHI.
    """

    sent: int
    arrived: int
    with_phi: int
    people: int
    entities: Counter[str]
    blocked: int
    redacted: int
    milliseconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Both runs, judged.

    Attributes:
        before, after: every delivery, in order, unguarded and guarded.
        rows: per recipient: the recipient, its figures unguarded, its figures guarded.
        broken: one line for each promise that was not kept; empty when all were.
        by_default: requests with PHI that arrived with the guard by its default profile, by recipient's id; empty when that was not run.
    """

    before: tuple[Judged, ...]
    after: tuple[Judged, ...]
    rows: tuple[tuple[Recipient, Figures, Figures], ...]
    broken: tuple[str, ...]
    by_default: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def unguarded(self) -> int:
        """Requests with PHI that arrived without the guard."""
        return sum(before.with_phi for _, before, _ in self.rows)

    @property
    def guarded(self) -> int:
        """Requests with PHI that arrived with the guard."""
        return sum(after.with_phi for _, _, after in self.rows)


def compare(judge: Judge, unguarded: Sequence[Delivery], guarded: Sequence[Delivery], by_default: Sequence[Delivery] = ()) -> Result:
    """Judge the runs of the same scenario; promises are made for *guarded* only."""
    before = tuple(_judged(judge, sent, sent) for sent in unguarded)
    after = tuple(_judged(judge, sent, plain) for sent, plain in zip(guarded, unguarded, strict=True))
    rows = tuple((recipient, _figures(before, recipient), _figures(after, recipient)) for recipient in RECIPIENTS)
    return Result(before=before, after=after, rows=rows, broken=tuple(_broken(before, after)), by_default=_leaks(judge, by_default))


def _leaks(judge: Judge, run: Sequence[Delivery]) -> Mapping[str, int]:
    """Requests with PHI that arrived in a run, by recipient's id."""
    if not run:
        return MappingProxyType({})
    judged = [Judged(delivery=sent, verdicts=tuple(judge.read(request) for request in sent.arrived), fate=Fate.UNCHANGED) for sent in run]
    return {recipient.id: sum(len(each.leaks) for each in judged if each.delivery.event.to == recipient.id) for recipient in RECIPIENTS}


def _judged(judge: Judge, sent: Delivery, plain: Delivery) -> Judged:
    verdicts = tuple(judge.read(request) for request in sent.arrived)
    return Judged(delivery=sent, verdicts=verdicts, fate=_fate(sent, plain, verdicts))


def _fate(sent: Delivery, plain: Delivery, verdicts: Iterable[Verdict]) -> Fate:
    same = _identical(sent, plain)
    if sent.event.clean:
        return Fate.UNCHANGED if same else Fate.DAMAGED
    if any(verdict.phi(tracker=sent.event.to in _TRACKERS) for verdict in verdicts):
        return Fate.LEAKED
    if not sent.arrived:
        return Fate.BLOCKED
    if same:
        return Fate.UNCHANGED
    return Fate.REDACTED if _kept(sent) else Fate.DAMAGED


def _identical(sent: Delivery, plain: Delivery) -> bool:
    """Whether every byte arrived that was offered: by the SDK in this run, or by the plain client in the run without the guard."""
    if sent.offered:
        return sent.offered == tuple(request.body for request in sent.arrived)
    return [(request.head, request.body) for request in sent.arrived] == [(request.head, request.body) for request in plain.arrived] != []


def _kept(sent: Delivery) -> bool:
    """Whether the event's name, value and currency survived, where they tell nothing."""
    present = {pair for request in sent.arrived for pair in pairs(request)}
    return all(pair in present for pair in sent.event.keep)


def _figures(run: Iterable[Judged], recipient: Recipient) -> Figures:
    mine = [judged for judged in run if judged.delivery.event.to == recipient.id]
    leaks = [verdict for judged in mine for verdict in judged.leaks]
    return Figures(
        sent=len(mine),
        arrived=sum(len(judged.delivery.arrived) for judged in mine),
        with_phi=len(leaks),
        people=len({person for verdict in leaks for person in verdict.people}),
        entities=Counter(name for verdict in leaks for name in verdict.identifiers | verdict.health),
        blocked=sum(not judged.delivery.arrived for judged in mine),
        redacted=sum(judged.fate is Fate.REDACTED for judged in mine),
        milliseconds=1000 * median(judged.delivery.seconds for judged in mine if judged.delivery.event.clean),
    )


def _broken(before: Sequence[Judged], after: Sequence[Judged]) -> Iterable[str]:
    if not any(judged.leaks for judged in before):
        yield "without the guard nothing arrived that the judge calls PHI: the demo shows nothing"
    for judged in before:
        if judged.fate is Fate.DAMAGED:
            yield f"{_name(judged)}: did not arrive even without the guard"
    for judged in after:
        if judged.fate is Fate.LEAKED:
            yield f"{_name(judged)}: arrived with PHI although guarded ({_entities(judged)})"
        elif judged.fate is Fate.DAMAGED and judged.delivery.event.clean:
            yield f"{_name(judged)}: has no PHI and {'did not arrive' if not judged.delivery.arrived else 'arrived changed'}"
        elif judged.fate is Fate.DAMAGED:
            yield f"{_name(judged)}: redaction took its event name, value or currency without need"


def _name(judged: Judged) -> str:
    event = judged.delivery.event
    return f"{event.id} {event.story}, {event.step}, to {event.to} by {event.client}"


def _entities(judged: Judged) -> str:
    return ", ".join(sorted({name for verdict in judged.leaks for name in verdict.identifiers | verdict.health}))
