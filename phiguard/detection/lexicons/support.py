"""Which everyday words count: those that something near them makes health words."""

from __future__ import annotations

from collections.abc import Sequence

from phiguard.detection.types import Hit
from phiguard.model.entities import Strength

__all__ = ["NEAR", "supported"]

NEAR = 120
"""How far apart, in code points, two hits may stand to speak for each other."""
_MOST = 20
_SMALL = 40
"""A text of at most this many code points is a name or a label, not a sentence."""


def supported(text: str, hits: Sequence[Hit], *, sole: bool = True) -> tuple[Hit, ...]:
    """The hits that count by themselves: unambiguous ones, and ambiguous ones with support.

    Args:
        text: what the hits were found in.
        hits: as `find` gave them.
        sole: whether a clinical word that is all that a short text says supports itself (``depression`` in a URL or as an answer).

    Support is an unambiguous hit within `NEAR`, or a different ambiguous one of which at least one is clinical.
    """
    return tuple(
        hit
        for place, hit in enumerate(hits)
        if not hit.term.ambiguous or _beside(hits, place, 1) or _beside(hits, place, -1) or (sole and _alone(text, hit))
    )


def _beside(hits: Sequence[Hit], place: int, step: int) -> bool:
    """Whether a hit further on (or back) speaks for this one; only a few need looking at, as most do."""
    hit = hits[place]
    stop = min(place + _MOST, len(hits)) if step > 0 else max(place - _MOST, -1)
    for number in range(place + step, stop, step):
        other = hits[number]
        if max(hit.start, other.start) - min(hit.end, other.end) > NEAR:
            return False
        if _speaks(other, hit):
            return True
    return False


def _speaks(other: Hit, hit: Hit) -> bool:
    if not other.term.ambiguous:
        return True
    if other.term.text == hit.term.text:
        return False
    return Strength.CLINICAL in (other.term.strength, hit.term.strength)


def _alone(text: str, hit: Hit) -> bool:
    return hit.term.strength == Strength.CLINICAL and len(text) <= _SMALL and text.strip(" \t/_-.#") == text[hit.start : hit.end]
