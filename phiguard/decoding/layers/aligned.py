"""Rewriting text of which only parts are escaped: what did not change is copied as it was written, and only what is new is escaped.

The decoded text alone cannot be escaped again: an unescaped ``<`` was markup and one from a reference was not, a bare ``%`` was a per cent
sign.  So old and new text are laid beside each other word by word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import NamedTuple

__all__ = ["Escapes", "rewrite"]

_WORD = re.compile(r"\s+|[^\s<>&;]+|.", re.DOTALL)
_GRAM = 3
"""As many equal words in a row are taken to be the same place."""


class Escapes(NamedTuple):
    """How an encoding escapes parts of a text.

    Attributes:
        pattern: what an escape looks like; one match is copied or given up as a whole.
        decode: the text of an escape.
        encode: escapes new text.
    """

    pattern: re.Pattern[str]
    decode: Callable[[str], str]
    encode: Callable[[str], str]


class _Unit(NamedTuple):
    text: str
    source: str


def rewrite(new: str, raw: str, escapes: Escapes) -> str:
    """*raw* with the text *new*."""
    units = _units(raw, escapes)
    words = [found.group() for found in _WORD.finditer(new)]
    grams: dict[tuple[str, ...], list[int]] = {}
    for place in range(len(words)):
        grams.setdefault(tuple(words[place : place + _GRAM]), []).append(place)
    pieces: list[str] = []
    old = at = 0
    while old < len(units) and at < len(words):
        if units[old].text == words[at]:
            pieces.append(units[old].source)
            old, at = old + 1, at + 1
            continue
        old, stop = _meet(units, old, grams, at)
        stop = len(words) if stop < 0 else stop
        pieces.append(escapes.encode("".join(words[at:stop])))
        at = stop
    pieces.append(escapes.encode("".join(words[at:])))
    return "".join(pieces)


def _meet(units: Sequence[_Unit], old: int, grams: dict[tuple[str, ...], list[int]], at: int) -> tuple[int, int]:
    """Where old and new text are the same again: the next old place, and its place in the new text or -1."""
    for place in range(old, len(units)):
        found = grams.get(tuple(unit.text for unit in units[place : place + _GRAM]))
        if found and (index := bisect_left(found, at)) < len(found):
            return place, found[index]
    return len(units), -1


def _units(raw: str, escapes: Escapes) -> list[_Unit]:
    """The words of the decoded text, each with the way in which it was written."""
    pieces: list[_Unit] = []
    at = 0
    for found in escapes.pattern.finditer(raw):
        pieces += [_Unit(char, char) for char in raw[at : found.start()]]
        pieces.append(_Unit(escapes.decode(found.group()), found.group()))
        at = found.end()
    pieces += [_Unit(char, char) for char in raw[at:]]
    ends = iter([found.end() for found in _WORD.finditer("".join(piece.text for piece in pieces))])
    units: list[_Unit] = []
    word: list[_Unit] = []
    length, end = 0, next(ends, 0)
    for piece in pieces:
        word.append(piece)
        length += len(piece.text)
        while length > end:
            end = next(ends)
        if length == end:
            units.append(_Unit("".join(part.text for part in word), "".join(part.source for part in word)))
            word, end = [], next(ends, length + 1)
    return units
