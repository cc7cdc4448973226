"""Which of the lexicon's terms the gate needs, and by which of its words a longer one is noticed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from phiguard.gate.spellings import EVERYDAY, is_noisy

__all__ = ["anchor", "shortest", "split_term"]

_LETTERS = 3
_WORD = re.compile(r"[a-z]+|[0-9]+")


def split_term(text: str) -> list[str]:
    """The words of a term: letters and digits apart, as its lexicon splits them."""
    return _WORD.findall(text.lower())


def shortest(terms: Collection[str]) -> Iterator[str]:
    """The terms that hold no other term as words: where a longer one stands, the gate has fired already."""
    known = frozenset(terms)
    for text in terms:
        if " " not in text or not _holds_other(text.split(" "), known):
            yield text


def _holds_other(parts: list[str], known: frozenset[str]) -> bool:
    count = len(parts)
    return any(" ".join(parts[start:end]) in known for start in range(count) for end in range(start + 1, count + 1) if end - start < count)


def anchor(text: str) -> str:
    """The word by which a term of several words is noticed: the longest that everyday words do not hide; empty when all are everyday."""
    if " " not in text:
        return ""
    words = [word for word in split_term(text) if word.isalpha() and len(word) >= _LETTERS and word not in EVERYDAY]
    return max(words, key=lambda word: (not is_noisy(word), len(word), word), default="")
