"""Whether a recognizer's literal may come with its delimiters: its own samples show it."""

from __future__ import annotations

from phiguard.detection.types import Recognizer

__all__ = ["ends_alone", "starts_alone"]


def starts_alone(recognizer: Recognizer, literal: str) -> bool:
    """Whether no sample is found any more when a letter touches *literal* on its left."""
    return _alone(recognizer, literal, after=False)


def ends_alone(recognizer: Recognizer, literal: str) -> bool:
    """Whether in no sample a letter follows *literal*, nor may follow it."""
    return _alone(recognizer, literal, after=True)


def _alone(recognizer: Recognizer, literal: str, *, after: bool) -> bool:
    seen = False
    for hit in recognizer.hits:
        at = hit.lower().find(literal.lower())
        if at < 0:
            continue
        seen = True
        cut = at + len(literal) * after
        if after and hit[cut : cut + 1].isalpha():
            return False
        if any(start <= at + 1 + len(literal) for start, _ in recognizer.find(f"{hit[:cut]}x{hit[cut:]}")):
            return False
    return seen or not after
