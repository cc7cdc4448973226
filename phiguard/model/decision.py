"""What happens to a call, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from phiguard.model.destination import Category
from phiguard.model.entities import Strength

__all__ = ["Action", "Decision", "Disclosure", "EventDecision", "strictest"]


class Action(StrEnum):
    """What is done with a call or an event, mildest first."""

    ALLOW = "allow"
    REDACT = "redact"
    BLOCK = "block"

    @property
    def severity(self) -> int:
        """0, 1 or 2: comparable across actions."""
        return _ORDER[self]


_ORDER = {Action.ALLOW: 0, Action.REDACT: 1, Action.BLOCK: 2}


def strictest(actions: Iterable[Action]) -> Action:
    """The strictest of *actions*; ``ALLOW`` of none."""
    return max(actions, key=lambda action: action.severity, default=Action.ALLOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """Whether one event would tell its recipient about somebody's health, after the table of 45 CFR 160.103 and 164.514.

    Attributes:
        event: which event of the batch; ``SHARED`` when the message is one event.
        identifier: the strongest identifier in it, or None.
        health: the strongest health context in it, or None; ``IMPLIED`` when only the sender implies it.
        cell: id of the table's cell that applies: ``ad_tracker/direct/clinical``; empty when there is no disclosure.
        wanted: what that cell asks for.
        certain: whether the identifier and the health context both stand in the message itself (nothing implied by the sender).
        entities: the entity names that met, sorted.
    """

    event: int
    identifier: Strength | None
    health: Strength | None
    cell: str
    wanted: Action
    certain: bool
    entities: tuple[str, ...] = ()


class EventDecision(NamedTuple):
    """The decision about one event of a batch; attributes as in `Decision`."""

    event: int
    action: Action
    wanted: Action
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The decision about a call.

    Attributes:
        action: what happens.
        wanted: what the rules ask for, before profile and mode say what is enforced.
        rule: id of the rule that decided: ``table:ad_tracker/direct/clinical``, ``failure:oversize``, ``permitted:baa`` ...
        destination: the recipient's id; never a host.
        category: the recipient's category.
        entities: names of the entities that met, sorted, without values.
        events: per event of a batch; empty for a single message.  ``REDACT`` when one event survives, ``BLOCK`` when none does.
    """

    action: Action
    wanted: Action
    rule: str
    destination: str
    category: Category
    entities: tuple[str, ...] = ()
    events: tuple[EventDecision, ...] = ()

    def explain(self) -> str:
        """One line for people: rule, recipient and entity names; never a value, a path or a host."""
        what = ", ".join(self.entities) or "nothing named"
        return f"rule {self.rule}, recipient {self.destination} ({self.category}), found {what}"
