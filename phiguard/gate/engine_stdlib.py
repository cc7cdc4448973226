"""The engine that needs nothing but the standard library: ready in milliseconds, for as long as nothing faster is.

Literals are found by their first eight, four or two bytes: all such groups of a payload are looked up in one C-level set intersection
(a ``memoryview`` cast to integers, once for each alignment), and only the groups that some literal begins with are gone into.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Literal

from phiguard.gate.engine import Candidates
from phiguard.gate.plan import Literals, Plan

__all__ = ["StdlibEngine"]

_Entries = tuple[bytes, list[int], dict[bytes, int]]
_Format = Literal["Q", "I", "H"]
_Width = tuple[int, _Format]
_WIDTHS: tuple[_Width, ...] = ((8, "Q"), (4, "I"), (2, "H"))


class _Groups:
    """Sorted literals of at least *width* bytes, by their first *width* bytes."""

    __slots__ = ("_entries", "_format", "_numbers", "_place", "_texts", "_width")

    def __init__(self, entries: Sequence[tuple[bytes, int]], width: int, form: _Format) -> None:
        self._texts = [text for text, _ in entries]
        self._place = [number for _, number in entries]
        self._width, self._format = width, form
        self._entries: dict[int, _Entries] = {}
        self._numbers = frozenset(int.from_bytes(head, sys.byteorder) for head in {text[:width] for text in self._texts})

    def find(self, data: bytes, found: list[tuple[int, int]]) -> None:
        """Append every occurrence of every literal."""
        width = self._width
        view = memoryview(data)
        seen: set[int] = set()
        for shift in range(width):
            count = (len(data) - shift) // width
            if count > 0:
                seen |= self._numbers.intersection(view[shift : shift + count * width].cast(self._format))
        for number in seen:
            self._occurrences(data, number, found)

    def _occurrences(self, data: bytes, number: int, found: list[tuple[int, int]]) -> None:
        head, sizes, literals = self._entries.get(number) or self._look_up(number)
        at = data.find(head)
        while at >= 0:
            for size in sizes:
                literal = literals.get(data[at : at + size])
                if literal is not None:
                    found.append((literal, at + size))
            at = data.find(head, at + 1)

    def _look_up(self, number: int) -> _Entries:
        """The literals of one head; kept, because building the whole table at once would take longer than a first call may."""
        head, texts = number.to_bytes(self._width, sys.byteorder), self._texts
        low = high = bisect_left(texts, head)
        while high < len(texts) and texts[high].startswith(head):
            high += 1
        literals = dict(zip(texts[low:high], self._place[low:high], strict=True))
        entries = self._entries[number] = head, sorted({len(text) for text in literals}), literals
        return entries


class _Bytes:
    """Literals of one byte."""

    __slots__ = ("_literals",)

    def __init__(self, entries: Iterable[tuple[bytes, int]]) -> None:
        self._literals = tuple(entries)

    def find(self, data: bytes, found: list[tuple[int, int]]) -> None:
        """Append every occurrence of every literal."""
        for text, literal in self._literals:
            at = data.find(text)
            while at >= 0:
                found.append((literal, at + 1))
                at = data.find(text, at + 1)


class _Table:
    """One pass: the caseless literals over the lower-case bytes, the others over the bytes as they are."""

    __slots__ = ("_cased", "_caseless")

    def __init__(self, literals: Literals, widths: Sequence[_Width]) -> None:
        self._caseless = _finders(literals.texts[: literals.caseless], 0, widths)
        self._cased = _finders(literals.texts[literals.caseless :], literals.caseless, widths)

    def find(self, data: bytes) -> list[tuple[int, int]]:
        """All candidates."""
        found: list[tuple[int, int]] = []
        if self._caseless:
            low = data.lower()
            for finder in self._caseless:
                finder.find(low, found)
        for finder in self._cased:
            finder.find(data, found)
        return found


def _finders(texts: Sequence[bytes], first: int, widths: Sequence[_Width]) -> tuple[_Groups | _Bytes, ...]:
    finders: list[_Groups | _Bytes] = []
    rest = list(zip(texts, range(first, first + len(texts)), strict=True))
    for width, form in widths:
        finders.append(_Groups([entry for entry in rest if len(entry[0]) >= width], width, form))
        rest = [entry for entry in rest if len(entry[0]) < width]
    return (*finders, _Bytes(rest)) if texts else ()


class StdlibEngine:
    """See `Engine`; holds no state between scans, so it is its own scanner for every thread.

    Args:
        plan: the literals.
    """

    name = "stdlib"

    def __init__(self, plan: Plan) -> None:
        self._words = _Table(plan.words, _WIDTHS)
        self._pseudonyms = _Table(plan.pseudonyms, _WIDTHS)
        self._shapes = _Table(plan.shapes, _WIDTHS)

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
