"""Which findings go: of which events, of which side, and of a sentence which words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from phiguard.model.decision import Action
from phiguard.model.entities import Kind, Strength
from phiguard.model.leaf import SHARED, LeafType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from phiguard.model.decision import Decision, Disclosure
    from phiguard.model.finding import Finding
    from phiguard.model.leaf import Leaf

__all__ = ["Scope", "enforced", "is_prose", "scope_of", "to_remove"]

SIDES: Mapping[str, frozenset[Kind]] = {
    "identifiers": frozenset({Kind.IDENTIFIER}),
    "health": frozenset({Kind.HEALTH}),
    "both": frozenset(Kind),
}
_PROSE_WORDS = 4
_WHOLE = 0.9
"""A finding over this share of a leaf speaks about the leaf as a whole (a note, an appointment), not about words in it."""
_BY_NAME = frozenset({"key", "vendor"})
"""Recognizers that go by what the leaf is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What of a message is touched.

    Attributes:
        dropped: events that are taken out of their batch.
        sides: for each event that is edited in place (and `SHARED`, when there is one) the kinds of findings that go.
    """

    dropped: frozenset[int]
    sides: Mapping[int, frozenset[Kind]]

    def health_only(self) -> Scope:
        """The same events, when an identifier has to stay where it is: then what is said about health goes."""
        return Scope(dropped=self.dropped, sides=dict.fromkeys(self.sides, frozenset({Kind.HEALTH})))

    def person_too(self) -> Scope:
        """The same events, when a health word has to stay where it is: then the person goes."""
        return Scope(dropped=self.dropped, sides={event: kinds | {Kind.IDENTIFIER} for event, kinds in self.sides.items()})

    def kinds(self, leaf: Leaf) -> frozenset[Kind]:
        """The kinds of findings that go from *leaf*: from a sentence that must not name anybody, the health words as well."""
        kinds = self.sides.get(leaf.event, frozenset())
        return frozenset(Kind) if Kind.IDENTIFIER in kinds and is_prose(leaf) else kinds


def scope_of(disclosures: Sequence[Disclosure], *, events: int, side: str) -> Scope:
    """What is touched: events whose disclosure wants to redact are edited, those that it wants to block are dropped.

    Of a single message, and of a batch in which no event would survive, nothing is dropped: who asks for a redaction then (a
    policy whose ceiling is ``redact``) wants the message to leave without what may not.  What belongs to every event is touched
    when any edited event needs it.

    Args:
        disclosures: one per event, or one for the message.
        events: how many events the message has; 0 for a single message.
        side: ``identifiers``, ``health`` or ``both``: what goes where the disclosure does not force more.
    """
    stopped = {d.event for d in disclosures if d.wanted is Action.BLOCK}
    dropped = frozenset(stopped - {SHARED}) if events > len(stopped) else frozenset()
    edited = {d.event: _kinds(d, SIDES[side]) for d in disclosures if d.wanted is not Action.ALLOW and d.event not in dropped}
    if edited:
        edited[SHARED] = frozenset().union(*edited.values())
    return Scope(dropped=dropped, sides=edited)


def enforced(disclosures: Sequence[Disclosure], decision: Decision) -> tuple[Disclosure, ...]:
    """*disclosures* with what is done in place of what the table wants: profile, mode and the policy's own rules have the last word.

    Args:
        disclosures: one per event of the batch, or one for the message.
        decision: about the same message.
    """
    actions = {event.event: event.action for event in decision.events} or {SHARED: decision.action}
    return tuple(replace(disclosure, wanted=actions.get(disclosure.event, Action.ALLOW)) for disclosure in disclosures)


def _kinds(disclosure: Disclosure, kinds: frozenset[Kind]) -> frozenset[Kind]:
    """What the sender implies cannot be taken out of the message; so the person must go."""
    implied = disclosure.health is Strength.IMPLIED or not disclosure.certain
    return kinds | {Kind.IDENTIFIER} if implied else kinds


def is_prose(leaf: Leaf) -> bool:
    """Whether *leaf* is a text of several words.

    No name engine may have read it, and then a name that nobody saw can stand beside the health words; so both sides go from it.
    """
    if leaf.type is not LeafType.TEXT:
        return False
    words = leaf.text.split(None, 4 * _PROSE_WORDS)
    return sum(any(char.isalpha() for char in word[:40]) for word in words) >= _PROSE_WORDS


def to_remove(findings: Iterable[Finding], leaf: Leaf, scope: Scope) -> list[Finding]:
    """Those of *findings*, all in *leaf*, that go.

    In a sentence, a health finding about the whole of it yields to findings about words in it: a prompt without its names and
    conditions is still a prompt, ``[CLINICAL_NOTE]`` is none.  Where health must go, the whole goes if there is no such word, or if
    its key says that it is a note: what follows then is clinical in words that no lexicon has.
    """
    kinds = scope.kinds(leaf)
    chosen = [finding for finding in findings if finding.kind in kinds]
    if not is_prose(leaf):
        return chosen
    whole = [finding for finding in chosen if _about_whole(finding, leaf)]
    within = [finding for finding in chosen if finding not in whole]
    must = Kind.HEALTH in scope.sides.get(leaf.event, frozenset())
    said = any(finding.kind is Kind.HEALTH for finding in within)
    return chosen if must and (not said or any(finding.recognizer in _BY_NAME for finding in whole)) else within


def _about_whole(finding: Finding, leaf: Leaf) -> bool:
    return finding.kind is Kind.HEALTH and _covered(finding.spans) >= _WHOLE * len(leaf.text)


def _covered(spans: Collection[tuple[int, int]]) -> int:
    return sum(end - start for start, end in spans)
