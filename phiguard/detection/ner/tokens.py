"""Cuts text into the pieces that the tagger labels, by a rule that needs no language data."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Case", "Tokens", "case_of", "tokenise"]

_TOKEN = re.compile(r"[^\W\d_]{1,3}\.|[^\W\d_]+(?:['\u2019][^\W\d_]+)?|\d+|[^\w\s]|_|[\n\t]")
"""A word of up to three letters keeps the full stop behind it (``Dr.``, ``St.``, ``L.``)."""
_TITLE_WORDS = 4
_TITLE_SHARE = 0.6


class Case:
    """How a text uses capitals: what a capital letter says depends on it."""

    MIXED = "m"
    NONE = "c"
    """All lower or all upper case: capitals say nothing."""
    TITLE = "t"
    """Most words begin with one."""


@dataclass(frozen=True, slots=True, repr=False)
class Tokens:
    """The pieces of one text.

    Attributes:
        words: the pieces, in order.
        starts: where each begins, in code points.
        ends: where each ends.
    """

    words: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        """The number of pieces."""
        return len(self.words)


def tokenise(text: str) -> Tokens:
    """The pieces of *text*: words, digit runs, single signs, line ends and tabs; letters and digits never share a piece.

    Linear in the length of *text*.
    """
    matches = list(_TOKEN.finditer(text))
    return Tokens([match[0] for match in matches], [match.start() for match in matches], [match.end() for match in matches])


def case_of(text: str, words: list[str]) -> str:
    """The `Case` of *text*, whose pieces are *words*."""
    if text.islower() or text.isupper():
        return Case.NONE
    alphabetic = [word for word in words if word[0].isalpha()]
    capital = sum(word[0].isupper() for word in alphabetic)
    return Case.TITLE if len(alphabetic) >= _TITLE_WORDS and capital >= _TITLE_SHARE * len(alphabetic) else Case.MIXED
