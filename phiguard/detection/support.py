"""Which candidates count: those that speak for themselves, and those that something in the same event or container speaks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from phiguard.detection.candidates import COMPANY, HEALTH, SIBLINGS, Candidate
from phiguard.model.entities import Kind, Strength
from phiguard.model.leaf import SHARED, Address

__all__ = ["counting", "merged"]

_BESIDE = frozenset({"ZIP_CODE", "CITY", "SERVICE_DATE", "STREET_ADDRESS"})


def counting(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that count, in their order.

    What stands in the part shared by all events (URL, headers, envelope) speaks for every event, and every event for it.
    """
    people = _events(each for each in candidates if each.kind is Kind.IDENTIFIER and not each.needs)
    health = _events(each for each in candidates if each.kind is Kind.HEALTH and not each.needs)
    beside = _containers(candidates)
    return [
        each
        for each in candidates
        if not each.needs
        or (each.needs == COMPANY and _met(each.leaf.event, people))
        or (each.needs == HEALTH and _met(each.leaf.event, health))
        or (each.needs == SIBLINGS and beside[each.leaf.address[:-1]] - {each.leaf.address})
    ]


def _events(candidates: Iterable[Candidate]) -> set[int]:
    return {each.leaf.event for each in candidates}


def _met(event: int, events: set[int]) -> bool:
    return event in events or SHARED in events or (event == SHARED and bool(events))


def _containers(candidates: Iterable[Candidate]) -> defaultdict[Address, set[Address]]:
    found: defaultdict[Address, set[Address]] = defaultdict(set)
    for each in candidates:
        if each.strength is Strength.DIRECT and (not each.needs or each.entity in _BESIDE):
            found[each.leaf.address[:-1]].add(each.leaf.address)
    return found


def merged(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Without what another candidate of the same leaf and side covers: the wider one stays, of equals the surer one.  Idempotent."""
    chosen: defaultdict[tuple[Address, Kind], list[Candidate]] = defaultdict(list)
    for each in sorted(candidates, key=_rank):
        held = chosen[each.leaf.address, each.kind]
        if not any(_covers(other, each) for other in held):
            held.append(each)
    found = [each for held in chosen.values() for each in held]
    return sorted(found, key=lambda each: (_order(each.leaf.address), each.span, each.kind, each.entity))


def _covers(other: Candidate, each: Candidate) -> bool:
    """Whether *other* says what *each* says; a note that is a finding as a whole does not say what stands in it."""
    inside = other.span[0] <= each.span[0] and each.span[1] <= other.span[1]
    note = each.kind is Kind.HEALTH and other.span != each.span and other.span[1] - other.span[0] > _NOTE
    return inside and not note


_NOTE = 32


def _rank(each: Candidate) -> tuple[int, float, int, str]:
    return each.span[0] - each.span[1], -each.score, each.span[0], each.entity


def _order(address: Address) -> tuple[tuple[int, int], ...]:
    """Document order: a key stands right before its value."""
    return tuple((position, 1) if position >= 0 else (~position, 0) for position in address)
