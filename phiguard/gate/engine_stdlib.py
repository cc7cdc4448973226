"""The engine that needs nothing but the standard library: ready in milliseconds, for as long as nothing faster is.

Literals are found by their first eight, four or two bytes: all such groups of a payload are looked up in one C-level set intersection
(a ``memoryview`` cast to integers, once for each alignment), and only the groups that some literal begins with are gone into.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Callable, Mapping
from typing import Literal

from phiguard.gate.engine import Candidates
from phiguard.gate.plan import WIDTHS, Literals, Plan

__all__ = ["StdlibEngine"]

_Found = list[tuple[int, int]]
_FORMATS: Mapping[int, Literal["Q", "I", "H"]] = {8: "Q", 4: "I", 2: "H"}


class _Heads:
    """Goes into the places where a head stands, for one part of the literals and one width of heads.

    Args:
        literals: the table.
        part: numbers of the part's first literal and of the one behind its last.
        sizes: shortest literal, and the length from which on another width looks for them.
    """

    __slots__ = ("_entries", "_literals", "_part", "_sizes")

    def __init__(self, literals: Literals, part: tuple[int, int], sizes: tuple[int, int]) -> None:
        self._literals, self._part, self._sizes = literals, part, sizes
        self._entries: dict[bytes, tuple[list[int], dict[bytes, int]]] = {}

    def occurrences(self, data: bytes, head: bytes, found: _Found) -> None:
        """Append every occurrence of every literal that begins with *head*."""
        at, length = data.find(head), len(data)
        if at < 0:
            return
        sizes, literals = self._entries.get(head) or self._look_up(head)
        while at >= 0:
            for size in sizes:
                if at + size > length:
                    break
                literal = literals.get(data[at : at + size])
                if literal is not None:
                    found.append((literal, at + size))
            at = data.find(head, at + 1)

    def _look_up(self, head: bytes) -> tuple[list[int], dict[bytes, int]]:
        """The literals of one head; kept, because building the whole table at once would take longer than a first call may."""
        texts, (shortest, longest), literals = self._literals.texts, self._sizes, {}
        for number in range(bisect_left(texts, head, *self._part), self._part[1]):
            text = texts[number]
            if not text.startswith(head):
                break
            if shortest <= len(text) < longest:
                literals[text] = number
        entries = self._entries[head] = sorted({len(text) for text in literals}), literals
        return entries


def _groups(heads: _Heads, packed: bytes, width: int) -> Callable[[bytes, _Found], None]:
    """Finds literals by heads of two bytes and more."""
    form = _FORMATS[width]
    numbers = frozenset(memoryview(packed).cast(form))

    def find(data: bytes, found: _Found) -> None:
        view = memoryview(data)
        seen: set[int] = set()
        for shift in range(width):
            count = (len(data) - shift) // width
            if count > 0:
                seen |= numbers.intersection(view[shift : shift + count * width].cast(form))
        for number in seen:
            heads.occurrences(data, number.to_bytes(width, sys.byteorder), found)

    return find


def _single(heads: _Heads, packed: bytes) -> Callable[[bytes, _Found], None]:
    """Finds literals of one byte."""
    texts = [bytes([code]) for code in packed]

    def find(data: bytes, found: _Found) -> None:
        for text in texts:
            heads.occurrences(data, text, found)

    return find


class _Table:
    """One pass: the caseless literals over the lower-case bytes, the others over the bytes as they are."""

    __slots__ = ("_cased", "_caseless")

    def __init__(self, literals: Literals) -> None:
        self._caseless = _finders(literals, (0, literals.caseless), literals.heads[: len(WIDTHS)])
        self._cased = _finders(literals, (literals.caseless, literals.count), literals.heads[len(WIDTHS) :])

    def find(self, data: bytes) -> _Found:
        """All candidates."""
        found: _Found = []
        if self._caseless:
            low = data.lower()
            for find in self._caseless:
                find(low, found)
        for find in self._cased:
            find(data, found)
        return found


def _finders(literals: Literals, part: tuple[int, int], packed: tuple[bytes, ...]) -> tuple[Callable[[bytes, _Found], None], ...]:
    finders, longest = [], sys.maxsize
    for width, codes in zip(WIDTHS, packed, strict=True):
        heads = _Heads(literals, part, (width, longest))
        if codes:
            finders.append(_groups(heads, codes, width) if width > 1 else _single(heads, codes))
        longest = width
    return tuple(finders)


class StdlibEngine:
    """See `Engine`; holds no state between scans, so it is its own scanner for every thread.

    Args:
        plan: the literals.
    """

    name = "stdlib"

    def __init__(self, plan: Plan) -> None:
        self._words = _Table(plan.words)
        self._pseudonyms = _Table(plan.pseudonyms)
        self._shapes = _Table(plan.shapes)

    def scanner(self) -> StdlibEngine:
        """Itself."""
        return self

    def words(self, data: bytes) -> Candidates:
        """See `Scanner`."""
        return self._words.find(data)

    def pseudonyms(self, data: bytes) -> Candidates:
        """See `Scanner`."""
        return self._pseudonyms.find(data)

    def shapes(self, folded: bytes) -> Candidates:
        """See `Scanner`."""
        return self._shapes.find(folded)
