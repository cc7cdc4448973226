"""Which candidates count: those that speak for themselves, and those that something in the same event or container speaks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

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
    groups: defaultdict[tuple[Address, Kind], list[Candidate]] = defaultdict(list)
    for each in candidates:
        groups[each.leaf.address, each.kind].append(each)
    found = [each for group in groups.values() for each in _uncovered(group)]
    return sorted(found, key=lambda each: (_order(each.leaf.address), each.span, each.kind, each.entity))


def _uncovered(group: list[Candidate]) -> Iterator[Candidate]:
    """One sweep from left to right, the widest first at each place: a span is covered when one that began before it ends behind it.

    A health note, a wide span that says something about the text as a whole, covers only what is as wide as itself.
    """
    reached, noted = -1, set[tuple[int, int]]()
    for each in sorted(group, key=lambda each: (each.span[0], -each.span[1], -each.score, each.entity)):
        start, end = each.span
        if end <= reached or each.span in noted:
            continue
        if each.kind is Kind.HEALTH and end - start > _NOTE:
            noted.add(each.span)
        else:
            reached = end
        yield each


_NOTE = 32


def _order(address: Address) -> tuple[tuple[int, int], ...]:
    """Document order: a key stands right before its value."""
    return tuple((position, 1) if position >= 0 else (~position, 0) for position in address)
