"""From what would be disclosed to what happens: each cell wants an action, and the policy says which wishes are enforced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from phiguard.model.decision import Action, Decision, Disclosure, EventDecision, strictest
from phiguard.model.destination import Category, Destination
from phiguard.model.entities import Strength
from phiguard.model.leaf import SHARED
from phiguard.policy.rules import DestinationRule
from phiguard.policy.words import Enforce, Failure, Mode, Profile

__all__ = ["Rules", "decide"]

CLEAN = "clean"
"""The rule of a call that discloses nothing."""


class Rules(NamedTuple):
    """What a decision is made by.

    Attributes:
        profile: what is enforced.
        mode: the ceiling.
        health_service: whether the sender is a health service; None when nobody has said.
        own: the policy's own rule for the recipient, if it has one.
        failure: the failure mode in force for a reason.
        wanted_failure: the failure mode that the class of the recipient asks for.
    """

    profile: Profile
    mode: Mode
    health_service: bool | None
    own: DestinationRule | None
    failure: Callable[[str], Failure]
    wanted_failure: Callable[[str], Failure]


def decide(rules: Rules, destination: Destination, disclosures: Sequence[Disclosure], incomplete: Sequence[str]) -> Decision:
    """The decision about a call.

    Args:
        rules: what it is made by.
        destination: the recipient.
        disclosures: one an event, as `phiguard.disclosure.judge` gives them.
        incomplete: why something was not looked at.
    """
    events = tuple(_event(rules, destination, disclosure) for disclosure in disclosures)
    batch = tuple(event for event in events if event.event != SHARED)
    told = _deciding(events)
    failed = _failed(rules, incomplete)
    action = strictest((_whole([event.action for event in events]), failed.action if failed else Action.ALLOW))
    wanted = strictest((_whole([event.wanted for event in events]), failed.wanted if failed else Action.ALLOW))
    by_failure = failed is not None and (failed.action.severity, failed.wanted.severity) > (told.action.severity, told.wanted.severity)
    return Decision(
        action=action,
        wanted=wanted,
        rule=failed.rule if by_failure and failed else told.rule if told.rule != CLEAN else _permission(destination),
        destination=destination.id,
        category=destination.category,
        entities=tuple(sorted({entity for disclosure in disclosures for entity in disclosure.entities})),
        events=batch,
    )


def _event(rules: Rules, destination: Destination, disclosure: Disclosure) -> EventDecision:
    if not disclosure.cell:
        return EventDecision(event=disclosure.event, action=Action.ALLOW, wanted=Action.ALLOW, rule=CLEAN)
    if destination.permitted:
        return EventDecision(event=disclosure.event, action=Action.ALLOW, wanted=Action.ALLOW, rule=_permission(destination))
    rule, wanted = f"table:{disclosure.cell}", disclosure.wanted
    if disclosure.cell.partition("/")[2] in rules.profile.vacated:
        rule, wanted = f"vacated:{disclosure.cell}", Action.ALLOW
    elif rules.own and rules.own.action is not None and wanted is not Action.ALLOW:
        rule, wanted = f"destination:{destination.id}", rules.own.action
    action = rules.mode.cap(wanted) if _enforced(rules, destination, disclosure) else Action.ALLOW
    return EventDecision(event=disclosure.event, action=action, wanted=wanted, rule=rule)


def _enforced(rules: Rules, destination: Destination, disclosure: Disclosure) -> bool:
    """Whether a wish is enforced; what only the sender implies never is while nobody has said what kind of sender it is."""
    if rules.profile.enforce is Enforce.NOTHING:
        return False
    if disclosure.health is Strength.IMPLIED and rules.health_service is None:
        return False
    if rules.profile.enforce is Enforce.ALL or (rules.own and rules.own.action is not None):
        return True
    return disclosure.certain and destination.listed != "nobody" and destination.category in rules.profile.categories


def _whole(actions: Sequence[Action]) -> Action:
    """What happens to a batch: it is redacted as long as one event survives."""
    strict = strictest(actions)
    return Action.REDACT if strict is Action.BLOCK and any(action is not Action.BLOCK for action in actions) else strict


_NONE = EventDecision(event=SHARED, action=Action.ALLOW, wanted=Action.ALLOW, rule=CLEAN)


def _deciding(events: Sequence[EventDecision]) -> EventDecision:
    """The event that the call's rule is taken from: the one with the strictest action, then the strictest wish."""
    return max(events, key=lambda event: (event.action.severity, event.wanted.severity, event.rule != CLEAN), default=_NONE)


def _failed(rules: Rules, incomplete: Sequence[str]) -> EventDecision | None:
    """The strictest of the failures; None when all was looked at."""
    failures = [
        EventDecision(
            event=SHARED,
            action=rules.mode.cap(rules.failure(reason).action),
            wanted=rules.wanted_failure(reason).action,
            rule=f"failure:{reason}",
        )
        for reason in incomplete
    ]
    return max(failures, key=lambda failure: (failure.action.severity, failure.wanted.severity), default=None)


def _permission(destination: Destination) -> str:
    """The rule for a call that nothing is held against."""
    if destination.baa:
        return "permitted:baa"
    if destination.granted:
        return "permitted:granted"
    return f"permitted:{destination.category}" if destination.category in (Category.FIRST_PARTY, Category.INFRA) else CLEAN
