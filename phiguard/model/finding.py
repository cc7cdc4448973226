"""What a recognizer saw, without what it read."""

from __future__ import annotations

from dataclasses import dataclass

from phiguard.model.entities import Kind, Strength
from phiguard.model.leaf import SHARED, Address, Where

__all__ = ["Finding", "Span"]

Span = tuple[int, int]
"""Code points in the decoded leaf, start inclusive, end exclusive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found in one leaf.  Never holds the text: see `phiguard.testing.reveal`.

    Attributes:
        entity: canonical entity name, a key of `phiguard.model.entities.ENTITIES`, or a policy-defined one.
        kind: ``identifier`` or ``health``.
        strength: ``direct``, ``linkable``, ``clinical``, ``care`` or ``implied``.
        where: part of the message.
        path: positions and role-table keys only.
        encodings: what was undone to see it, outermost first.
        spans: code points in the decoded leaf, non-empty; the whole leaf is ``((0, len),)``.
        score: 0 to 1; how sure the recognizer is.
        recognizer: its id: ``key``, ``vendor``, ``us_ssn``, ``known_value`` ...
        address: positions from the document's root, to find the leaf again.
        event: which event of a batch, or ``SHARED``.
    """

    entity: str
    kind: Kind
    strength: Strength
    where: Where
    path: str
    encodings: tuple[str, ...] = ()
    spans: tuple[Span, ...]
    score: float = 1.0
    recognizer: str
    address: Address = ()
    event: int = SHARED
