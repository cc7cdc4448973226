"""What of the gate's signals could matter toward a recipient: most calls can go once the others are left out."""

from __future__ import annotations

from functools import cache

from phiguard.disclosure.table import PUBLIC, Row, row
from phiguard.model.decision import Action
from phiguard.model.destination import Category, Destination
from phiguard.model.entities import Strength
from phiguard.model.signals import ALL_SIGNALS, Signal

__all__ = ["possible", "signals"]

_DIRECT = int(Signal.KEY | Signal.SHAPE)
_LINKABLE = int(Signal.LINK | Signal.PSEUDONYM)
_PERSON = _DIRECT | _LINKABLE | int(Signal.PROSE)
_HEALTH = int(Signal.HEALTH)
_UNSEEN = int(Signal.ENCODED | Signal.CUSTOM)


def signals(destination: Destination, *, health_service: bool | None, declared: bool = False) -> Signal:
    """The signals that have to be looked for.

    None toward the first party, who is not looked at.  No prose toward those who may have PHI: they are looked at to be counted, and
    never delayed by the name engine.  The sender takes no bit away: both sides are needed to tell a disclosure from a word.

    Args:
        destination: the recipient.
        health_service: as in `judge`.
        declared: whether the application declares a relation to care for the call.
    """
    return Signal(_plan(destination.category, destination.permitted, health_service, declared)[0])


def possible(seen: Signal, destination: Destination, *, health_service: bool | None, declared: bool = False) -> bool:
    """Whether a message in which the gate saw *seen* could disclose something that the table does not simply allow.

    Args:
        seen: the gate's signals.
        destination: the recipient.
        health_service: as in `judge`.
        declared: whether the application declares a relation to care for the call.
    """
    mask, alone = _plan(destination.category, destination.permitted, health_service, declared)
    bits = int(seen) & mask  # plain integers: this stands in the way of every call, and flags cost ten times as much
    if bits & _UNSEEN:
        return True
    return bool(bits & _PERSON if bits & _HEALTH else bits & alone)


@cache
def _plan(category: Category, permitted: bool, health_service: bool | None, declared: bool) -> tuple[int, int]:  # noqa: FBT001 -- a cache key
    """The bits that are looked for, and those of them that matter without any health signal."""
    if category is Category.FIRST_PARTY:
        return 0, 0
    mask = int(ALL_SIGNALS & ~Signal.PROSE if permitted else ALL_SIGNALS)
    if permitted or (health_service is False and not declared):
        return mask, 0
    line = row(category)
    linkable = _asks(line, Strength.LINKABLE, declared=declared)
    if category is Category.UNLISTED and health_service:
        linkable = True  # it may turn out to be a tracker, by the shape of its requests
    direct = _asks(line, Strength.DIRECT, declared=declared)
    return mask, (_DIRECT if direct else 0) | (_LINKABLE if linkable else 0)


def _asks(line: Row, identifier: Strength, *, declared: bool) -> bool:
    health = ["implied", PUBLIC, *(["care"] if declared and line.side != "health" else [])]
    return any(line.cells[f"{identifier}/{column}"] is not Action.ALLOW for column in health)
