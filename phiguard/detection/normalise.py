"""Text as it reads, not as it is coded: one plain form for look-alike letters, digits, dashes and blanks, and the way back."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

__all__ = ["Plain", "normalise", "plain"]

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d"
_QUOTES = {"\u2018": "'", "\u2019": "'", "\u201b": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"', "\u00b4": "'"}
_BLANK = "Zs"
_DROPPED = frozenset({"Cf", "Mn", "Me"})
_CYRILLIC = (
    "\u0430a\u0435e\u043eo\u0440p\u0441c\u0443y\u0445x\u0456i\u0458j\u0455s\u04bbh\u0501d\u051bq\u051dw\u043cm\u043dh\u0442t\u043ak\u0432b"
    "\u0410A\u0412B\u0415E\u041aK\u041cM\u041dH\u041eO\u0420P\u0421C\u0422T\u0425X\u0423Y\u0406I\u0408J\u0405S\u04aeY\u04c0l"
)
_GREEK = (
    "\u03b1a\u03b5e\u03b9i\u03bak\u03bdv\u03bfo\u03c1p\u03c4t\u03c5u\u03c7x\u03b3y\u03c9w\u03f2c"
    "\u0391A\u0392B\u0395E\u0396Z\u0397H\u0399I\u039aK\u039cM\u039dN\u039fO\u03a1P\u03a4T\u03a5Y\u03a7X"
)
_LATIN = "\u0131i\u0237j\u0251a\u0261g\u0269i\u00f8o\u00d8O\u0142l\u0141L\u0111d\u0110D\u0127h"
_ALIKE = {pair[0]: pair[1] for table in (_CYRILLIC, _GREEK, _LATIN) for pair in zip(table[::2], table[1::2], strict=True)}
"""Letters that read as a Latin one; those that NFKC does not fold already (Unicode TR39 lists them as confusable)."""


class Plain(NamedTuple):
    """A text in its plain form.

    Attributes:
        text: what recognizers read.
        origin: for each code point of *text* the index of its source in the original; None when text and original are the same.
    """

    text: str
    origin: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's code points behind *start* to *end* of the plain text: dropped characters inside are covered too."""
        if self.origin is None or start >= end:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1

    def __repr__(self) -> str:
        """Size only."""
        return f"<Plain chars={len(self.text)}>"


def normalise(text: str) -> Plain:
    """The plain form of *text*: NFKC, decimal digits, dashes and blanks as ASCII, marks and invisible characters gone, confusables folded.

    A pure ASCII text comes back as it is, without a copy.
    """
    if text.isascii():
        return Plain(text)
    letters: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        for letter in _letters(char):
            letters.append(letter)
            origin.append(index)
    return Plain("".join(letters), tuple(origin))


def plain(text: str) -> str:
    """The plain form alone, for keys and terms that need no way back."""
    return text if text.isascii() else normalise(text).text


def _letters(char: str) -> str:
    if char < "\x80":
        return char
    known = _ALIKE.get(char) or _QUOTES.get(char)
    if known:
        return known
    if char in _DASHES:
        return "-"
    if unicodedata.category(char) in _DROPPED:
        return ""
    return "".join(_letter(part) for part in unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", char)))


def _letter(char: str) -> str:
    if char < "\x80":
        return char
    category = unicodedata.category(char)
    if category in _DROPPED:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == _BLANK:
        return " "
    return _ALIKE.get(char, char)
