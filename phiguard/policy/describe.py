"""A policy in plain data, with the questions that it leaves open: what ``phiguard doctor`` prints."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from phiguard.policy.rules import DestinationRule
from phiguard.policy.words import Enforce, Mode, profile

if TYPE_CHECKING:
    from phiguard.policy.model import Policy

__all__ = ["describe"]

_ENFORCED = {
    Enforce.ALL: "every cell of the disclosure table",
    Enforce.CERTAIN: "identifiers that meet health context in one message, toward listed trackers without BAA",
    Enforce.NOTHING: "nothing",
}
_UNANSWERED = (
    "is the sender a health service? say [sender] health_service = true or false; "
    "until then, what only the sender implies is counted, not stopped"
)
_SOON = 30
"""Days before its end at which an agreement is mentioned."""


def describe(policy: Policy, *, today: date | None) -> dict[str, Any]:
    """Everything that the policy says, and ``questions``: sentences that name what is missing or due."""
    return {
        "profile": policy.profile,
        "mode": str(policy.mode),
        "enforced": _ENFORCED[profile(policy.profile).enforce] if policy.mode in (Mode.BLOCK, Mode.REDACT) else _ENFORCED[Enforce.NOTHING],
        "health_service": policy.sender.health_service,
        "domains": list(policy.sender.domains),
        "destinations": [_destination(rule, today) for rule in policy.destinations],
        "recognizers": [recognizer.entity for recognizer in policy.recognizers],
        "digest": policy.digest,
        "questions": _questions(policy, today),
    }


def _destination(rule: DestinationRule, today: date | None) -> dict[str, Any]:
    there = rule.destination(today, lambda _: True)
    return {
        "id": rule.id,
        "category": str(rule.category),
        "vendor": rule.vendor,
        "hosts": list(rule.hosts),
        "baa": there.baa,
        "expires": rule.agreement.expires.isoformat() if rule.agreement and rule.agreement.expires else None,
        "permitted": there.permitted,
        "observe": rule.observe,
        "action": str(rule.action) if rule.action else None,
    }


def _questions(policy: Policy, today: date | None) -> list[str]:
    questions = []
    if policy.sender.health_service is None:
        questions.append(_UNANSWERED)
    if not policy.sender.domains:
        questions.append("which domains are your own? list them under [sender] domains, so that they are first-party")
    for rule in policy.destinations:
        questions += _about(rule, today)
    return questions


def _about(rule: DestinationRule, today: date | None) -> list[str]:
    questions = []
    if not rule.hosts:
        questions.append(f"destination {rule.id}: it has no hosts, so no HTTP call is ever its own")
    expires = rule.agreement.expires if rule.agreement else None
    if expires and today and (expires - today).days < _SOON:
        state = "has expired" if expires < today else "expires soon"
        questions.append(f"destination {rule.id}: its BAA {state} ({expires.isoformat()}); renew it, or the recipient is without one")
    return questions
