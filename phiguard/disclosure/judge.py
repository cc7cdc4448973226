"""Whether a message would tell its recipient about somebody's health: identifier and health context in one event, and no permission.

``disclosure = identifier(event) and health(event, sender) and not permitted(recipient)`` (45 CFR 160.103, 164.502).
"""

from __future__ import annotations

from collections.abc import Sequence

from phiguard.disclosure.identifying import identifying
from phiguard.disclosure.table import cell_name, row
from phiguard.model.context import CallContext
from phiguard.model.decision import Action, Disclosure
from phiguard.model.destination import Destination
from phiguard.model.entities import Kind, Strength
from phiguard.model.finding import Finding
from phiguard.model.leaf import SHARED

__all__ = ["judge", "side"]


def judge(
    findings: Sequence[Finding],
    destination: Destination,
    *,
    health_service: bool | None,
    context: CallContext,
    events: int = 0,
) -> tuple[Disclosure, ...]:
    """What each event of a message would disclose; an event takes part in what all share (URL, headers, envelope).

    Args:
        findings: of the whole message.
        destination: the recipient.
        health_service: whether the sender is a health service; None when nobody has said.  Only *false* keeps the sender from
            implying health context: what is unknown is judged, and the policy does not enforce it.
        context: what is known about the moment of the call.
        events: how many events the batch has; 0 when the message is one event, numbered `SHARED`.

    Returns:
        one disclosure an event, in order; its ``cell`` is empty when nothing is disclosed.
    """
    if not events:
        return (_judged(SHARED, findings, destination, health_service=health_service, context=context),)
    shared = [finding for finding in findings if finding.event == SHARED]
    own: list[list[Finding]] = [[] for _ in range(events)]
    for finding in findings:
        if 0 <= finding.event < events:
            own[finding.event].append(finding)
    return tuple(
        _judged(number, shared + part, destination, health_service=health_service, context=context) for number, part in enumerate(own)
    )


def side(destination: Destination) -> str:
    """Which side redaction takes away toward *destination*: ``identifiers``, ``health`` or ``both``."""
    return row(destination.category).side


def _judged(
    event: int, findings: Sequence[Finding], destination: Destination, *, health_service: bool | None, context: CallContext
) -> Disclosure:
    stated = _stated(findings)
    who = identifying(findings, beside_health=stated is not None)
    identifier = Strength.DIRECT if Strength.DIRECT in who.values() else Strength.LINKABLE if who else None
    health = stated or _unstated(destination, health_service=health_service, declared=context.health_context is not None)
    if identifier is None or health is None:
        return Disclosure(event=event, identifier=identifier, health=health, cell="", wanted=Action.ALLOW, certain=False)
    cell = cell_name(identifier, health, public=_public(context))
    what = {finding.entity for finding in findings if finding.kind is Kind.HEALTH}
    return Disclosure(
        event=event,
        identifier=identifier,
        health=health,
        cell=f"{destination.category}/{cell}",
        wanted=Action.ALLOW if destination.permitted else row(destination.category).cells[cell],
        certain=stated is not None,
        entities=tuple(sorted(what.union(who))),
    )


def _stated(findings: Sequence[Finding]) -> Strength | None:
    """The strongest health context that stands in the message."""
    strengths = {finding.strength for finding in findings if finding.kind is Kind.HEALTH}
    if Strength.CLINICAL in strengths:
        return Strength.CLINICAL
    return Strength.CARE if strengths else None


def _unstated(destination: Destination, *, health_service: bool | None, declared: bool) -> Strength | None:
    """The health context of a message that states none.

    A relation to care that the application declares counts as care.  Not toward recipients who have to know whom to reach: nothing
    in the message tells them more than that somebody uses the service, and nothing could be taken out of it.
    """
    if declared and row(destination.category).side != "health":
        return Strength.CARE
    return None if health_service is False and not declared else Strength.IMPLIED


def _public(context: CallContext) -> bool:
    """Whether the person is not signed in; unknown counts as signed in when the application has said whom it is about."""
    return not (context.subject if context.authenticated is None else context.authenticated)
