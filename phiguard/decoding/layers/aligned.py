"""Rewriting text of which only parts are escaped: what did not change is copied as it was written, and only what is new is escaped.

The decoded text alone cannot be escaped again: an unescaped ``<`` was markup and one from a reference was not, a bare ``%`` was a per cent
sign.  So old and new text are laid beside each other word by word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol

from phiguard.model.patterns import late

__all__ = ["Escapes", "Finder", "rewrite"]

_WORD = late(r"\s+|[^\s<>&;]+|.", re.DOTALL)
_GRAM = 3
"""As many equal words in a row are taken to be the same place."""


class Finder(Protocol):
    """A pattern, or what finds as one does."""

    def finditer(self, text: str, /) -> Iterator[re.Match[str]]:
        """The escapes of *text*, from left to right."""


class Escapes(NamedTuple):
    """How an encoding escapes parts of a text.

    Attributes:
        pattern: what an escape looks like; one match is copied or given up as a whole.
        decode: the text of an escape.
        encode: escapes new text.
        kept: what stays of text that goes, as it stands for no text of its own (a tag).
    """

    pattern: Finder
    decode: Callable[[str], str]
    encode: Callable[[str], str]
    kept: Finder | None = None


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
        place, stop = _meet(units, old, grams, at)
        stop = len(words) if stop < 0 else stop
        before, after = _kept(units[old:place], escapes)
        pieces += [before, escapes.encode("".join(words[at:stop])), after]
        old, at = place, stop
    before, after = _kept(units[old:], escapes)
    return "".join((*pieces, before, escapes.encode("".join(words[at:])), after))


def _kept(gone: Sequence[_Unit], escapes: Escapes) -> tuple[str, str]:
    """What stays before and behind the new text: tags that opened in front of the old one still do."""
    if escapes.kept is None or not gone:
        return "", ""
    source = "".join(unit.source for unit in gone)
    before: list[str] = []
    after: list[str] = []
    at = 0
    for found in escapes.kept.finditer(source):
        (before if found.start() == at else after).append(found.group())
        at = found.end() if found.start() == at else -1
    return "".join(before), "".join(after)


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
    if word:  # escapes without a text of their own at the end
        rest = "".join(part.source for part in word)
        units = [*units[:-1], units[-1]._replace(source=units[-1].source + rest)] if units else [_Unit("", rest)]
    return units
