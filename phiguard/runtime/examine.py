"""The flow of one message through the layers: open, recognize, judge, decide, redact, look again.

No state and no clock of its own: what it needs comes in, an `Inspection` goes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from phiguard.decoding import Document
from phiguard.destinations import looks_like_tracker
from phiguard.detection import Analysis, analyse
from phiguard.disclosure import judge, side
from phiguard.errors import DecodeError
from phiguard.model.call import OutboundCall
from phiguard.model.decision import Action, Decision, Disclosure
from phiguard.model.destination import Category, Destination
from phiguard.model.inspection import Inspection, Stage
from phiguard.redaction import enforced, redact, residual
from phiguard.runtime.budget import Budget
from phiguard.runtime.case import Case

__all__ = ["examine"]


@dataclass(frozen=True, slots=True, repr=False)
class _Look:
    """One complete look at a document."""

    document: Document
    analysis: Analysis
    incomplete: tuple[str, ...]
    disclosures: tuple[Disclosure, ...]
    decision: Decision


def examine(case: Case) -> Inspection:
    """Look at *case*, decide, and rewrite where the decision asks for it."""
    budget = Budget(case.policy.limits.scan_budget_ms)
    look = _look(case, case.source, budget)
    if look.decision.action is not Action.REDACT:
        return _inspection(case, look, look.decision, None if look.decision.action is Action.BLOCK else case.source)
    rewritten, decision = _rewrite(case, look)
    return _inspection(case, look, decision, rewritten)


def _look(case: Case, source: Any, budget: Budget, known_gaps: Sequence[str] = ()) -> _Look:
    document = case.opener(source)
    analysis = _analysis(case, document, budget)
    destination = _as_judged(case, document, analysis)
    incomplete = _incomplete(source, document, analysis, budget)
    disclosures = judge(
        analysis.findings, destination, health_service=case.policy.sender.health_service, context=case.context, events=len(document.events)
    )
    decision = case.policy.decide(destination, disclosures, [word for word in incomplete if word not in known_gaps])
    return _Look(document, analysis, incomplete, disclosures, decision)


def _analysis(case: Case, document: Document, budget: Budget) -> Analysis:
    """What is found in *document*, less the placeholders of an earlier redaction: a hop or a second seam sees those again."""
    found = analyse(
        document,
        vendor=case.vendor,
        generic=_generic(case),
        known=case.known,
        extra=case.extra,
        keep_going=budget.keep_going,
        own_domains=case.policy.sender.domains,
    )
    return replace(found, findings=residual(document, found.findings)) if found.findings else found


def _generic(case: Case) -> bool:
    """Whether the generic ad-tech parameter roles apply: for trackers without a file of their own, and for hosts nobody listed."""
    return case.vendor is None and case.destination.category in _TRACKED


_TRACKED = frozenset(
    {
        Category.AD_TRACKER,
        Category.ANALYTICS,
        Category.SESSION_REPLAY,
        Category.CDP,
        Category.ATTRIBUTION,
        Category.DATA_BROKER,
        Category.UNLISTED,
    }
)


def _as_judged(case: Case, document: Document, analysis: Analysis) -> Destination:
    """An unlisted host whose request has a tracker's shape is judged as one; what is enforced still knows that nobody listed it."""
    if case.destination.category is not Category.UNLISTED or not isinstance(case.source, OutboundCall):
        return case.destination
    if looks_like_tracker(case.source, document.leaves, analysis.findings):
        return replace(case.destination, category=Category.AD_TRACKER)
    return case.destination


def _incomplete(source: Any, document: Document, analysis: Analysis, budget: Budget) -> tuple[str, ...]:
    words = [*document.incomplete, *analysis.incomplete]
    if isinstance(source, OutboundCall) and source.unread:
        words.append(source.unread)
    if budget.spent:
        words.append("budget")
    return tuple(dict.fromkeys(words))


def _rewrite(case: Case, look: _Look) -> tuple[Any, Decision]:
    """The redacted source, and the decision after the second look: what still tells is blocked, and so is what cannot be written.

    Of a message that was not seen whole nothing is redacted: what the look did not reach would leave as it is, beside what it did.
    """
    if set(look.incomplete) - _SEEN_ALL_THE_SAME:
        return None, _blocked(look.decision, "redaction:not-all-seen")
    try:
        rewritten = redact(
            look.document,
            look.analysis.findings,
            enforced(look.disclosures, look.decision),
            vendor=case.vendor,
            destination=case.destination,
            side=side(case.destination),
        )
        second = _look(case, rewritten, Budget(case.policy.limits.scan_budget_ms), known_gaps=look.incomplete)
    except DecodeError:
        return None, _blocked(look.decision, "redaction:unwritable")
    if second.decision.action is not Action.ALLOW or set(second.incomplete) - set(look.incomplete):
        return None, _blocked(look.decision, "redaction:still-telling")
    return rewritten, look.decision


_SEEN_ALL_THE_SAME = frozenset({"no_engine"})
"""Words of `Inspection.incomplete` that do not mean that a part of the message was not read."""


def _blocked(decision: Decision, rule: str) -> Decision:
    return replace(decision, action=Action.BLOCK, rule=rule)


def _inspection(case: Case, look: _Look, decision: Decision, result: Any) -> Inspection:
    is_call = isinstance(case.source, OutboundCall)
    return Inspection(
        decision=decision,
        stage=Stage.ANALYSIS,
        incomplete=look.incomplete,
        findings=look.analysis.findings,
        call=result if is_call else None,
        destination=case.destination,
        payload=None if is_call else result,
    )
