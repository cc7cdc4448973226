"""What one leaf may say, before it is known whether it counts."""

from __future__ import annotations

from dataclasses import dataclass

from phiguard.detection.types import Span
from phiguard.model.entities import ENTITIES, Kind, Strength
from phiguard.model.leaf import Leaf

__all__ = ["COMPANY", "HEALTH", "SIBLINGS", "Candidate", "candidate"]

COMPANY, HEALTH, SIBLINGS = "company", "health", "siblings"
"""What a candidate needs: another identifier in its event, another sign of health there, a direct identifier in its own container."""

_QUASI = frozenset({"CITY", "COUNTY", "ZIP_CODE", "SERVICE_DATE", "GEO_COORDINATE", "HEALTH_PLAN_GROUP"})
"""Places and dates name somebody only together with something else (45 CFR 164.514(b)(2)(i)(B), (C))."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Candidate:
    """One possible finding.

    Attributes:
        leaf: where it was seen.
        span: code points in the leaf's text as decoded.
        entity: canonical name.
        kind: the side it stands on.
        strength: as in `Finding`.
        score: 0 to 1.
        recognizer: what saw it.
        needs: empty when it counts by itself, else `COMPANY`, `HEALTH` or `SIBLINGS`.
    """

    leaf: Leaf
    span: Span
    entity: str
    kind: Kind
    strength: Strength
    score: float
    recognizer: str
    needs: str = ""

    def __repr__(self) -> str:
        """Entity and place, never the text."""
        return f"<Candidate {self.entity} {self.recognizer} {self.span} needs={self.needs or '-'}>"


def candidate(
    leaf: Leaf, span: Span, entity: str, *, recognizer: str, score: float = 0.9, needs: str = "", strength: Strength | None = None
) -> Candidate:
    """A candidate whose kind and strength are the entity's own, unless *strength* says otherwise."""
    known = ENTITIES.get(entity)
    own = strength or (known.strength if known else Strength.DIRECT)
    health = own in (Strength.CLINICAL, Strength.CARE, Strength.IMPLIED)
    needs = needs or (COMPANY if entity in _QUASI else "")
    return Candidate(
        leaf=leaf,
        span=span,
        entity=entity,
        kind=Kind.HEALTH if health else Kind.IDENTIFIER,
        strength=own,
        score=score,
        recognizer=recognizer,
        needs=needs,
    )
