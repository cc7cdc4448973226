"""Whether a recognizer's literal may come with its delimiters."""

from __future__ import annotations

from phiguard.detection.types import Recognizer

__all__ = ["needs_boundary"]


def needs_boundary(recognizer: Recognizer, literal: str) -> bool:
    """Whether the pattern cannot match when a letter touches *literal* on its left, as its own hits show."""
    if not literal[0].isalpha():
        return False
    for hit in recognizer.hits:
        at = hit.lower().find(literal.lower())
        if at >= 0 and any(start <= at + 1 + len(literal) for start, _ in _touched(recognizer, hit, at)):
            return False
    return True


def _touched(recognizer: Recognizer, hit: str, at: int) -> list[tuple[int, int]]:
    return list(recognizer.find(hit[:at] + "x" + hit[at:]))
