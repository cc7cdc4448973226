"""Text to words: what counts as a word, and what may stand between two words of one term."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Sequence

from phiguard.model.patterns import late

__all__ = ["JOINTS", "Span", "fold", "glued", "lower", "pattern", "runs", "split", "tall"]

Span = tuple[int, int]

JOINTS = frozenset(("", " ", "_", "-", "/", "+", ".", "'", "\u2019", "\u00a0"))
"""What may stand between two words of one term: nothing (a hump, a digit) or one of these."""

_ASCII = late(r"[a-z]+|[A-Z](?:[a-z]+|[A-Z]+s(?![A-Za-z])|[A-Z]*(?![a-z]))|[0-9]+")
_WIDE = late(r"[A-Z]{2,}s(?![^\W\d_])|[A-Z]+(?![^\W\d_A-Z])|[A-Z]?[^\W\d_A-Z]+|\d+")
_SOME_TALL = late(r"[A-Z](?:(?<=[a-z][A-Z])[A-Z]{2}|[A-Z]{2}[a-z]{3})")
_TALL = late(r"\b(?:[a-z]{2,}[A-Z]{3,}[a-z]*|[A-Z]{3,}[a-z]{3,})\b")
_TALLEST = 40
_FIRST_ACCENT, _LAST_ACCENT = 0xC0, 0x17F
_LONG = 8
"""Letters from which on a term cannot be chance within a token such as base64."""
_SHORT = 4
_LONGEST_NAME = 64


def _accents() -> dict[int, str]:
    """Latin letters with marks to their base, one code point to one."""
    pairs = ((code, unicodedata.normalize("NFD", chr(code))[0]) for code in range(_FIRST_ACCENT, _LAST_ACCENT + 1))
    return {code: base for code, base in pairs if base.isascii()}


_ACCENTS = _accents()


def fold(text: str) -> str:
    """*text* without the marks of Latin letters; of the same length."""
    return text if text.isascii() else text.translate(_ACCENTS)


def tall(text: str, known: Container[str]) -> str:
    """*text* with *known* words in tall-man letters (``buPROPion``, ``DOCEtaxel``: how records tell drugs apart) in lower case.

    Others are names with humps (``bookHIVTest``).
    """
    if not _SOME_TALL.search(text):
        return text
    return _TALL.sub(lambda match: low if len(match[0]) <= _TALLEST and (low := match[0].lower()) in known else match[0], text)


def pattern(text: str) -> re.Pattern[str]:
    """The pattern whose matches are the words of *text*: runs of one case, humps of camelCase, runs of digits."""
    return _ASCII if text.isascii() else _WIDE


def lower(words: Sequence[str]) -> list[str]:
    """*words* in lower case; one pass in C is twice as fast as a call each."""
    return " ".join(words).lower().split(" ")


def split(text: str) -> list[str]:
    """The words of *text* in lower case.

    >>> split("R_PREGNANCY_WEEK-hba1c")
    ['r', 'pregnancy', 'week', 'hba', '1', 'c']
    """
    text = fold(text)
    found = pattern(text).findall(text)
    return lower(found) if found else []


def runs(spans: Sequence[Span]) -> list[Span]:
    """For each word the first and last of those that it touches without anything between them."""
    bounds: list[Span] = []
    first = 0
    for place, (_, end) in enumerate(spans):
        if place + 1 == len(spans) or spans[place + 1][0] != end:
            bounds += [(first, place)] * (place + 1 - first)
            first = place + 1
    return bounds


def glued(text: str, spans: Sequence[Span], bounds: Sequence[Span], found: Span) -> bool:
    """Whether the words *found* (first and last) are chance within a longer token (base64, hex, a serial number).

    A term that stands free, or between humps of a name that a person would write (``HIVTestBooked``), is not.

    Args:
        text: where they are.
        spans: of all its words.
        bounds: as `runs` gives them.
        found: the words.
    """
    first, last = found
    left, right = bounds[first][0], bounds[last][1]
    if (left, right) == found:
        return False
    letters = sum(char.isalpha() for char in text[spans[first][0] : spans[last][1]])
    if letters >= _LONG:
        return False
    if spans[right][1] - spans[left][0] > _LONGEST_NAME:
        return True
    around = [text[a:b] for a, b in (*spans[left:first], *spans[last + 1 : right + 1])]
    if letters < _SHORT and any(word.isdigit() for word in around):
        return True
    return sum(len(word) == 1 and word.isalpha() for word in around) > (letters >= _SHORT)
