"""How a parameter is named, whichever way its container writes it: ``ud[em]``, ``user_data.em``, ``{"user_data": {"em": ...}}``.

A pattern is a name as a vendor's documentation has it: ``em``, ``ud[em]``, ``user.email``, ``cd[*]`` and ``ep.*`` (everything below),
``cd#`` (a name with a number at its end), ``^type`` (only at the top of the message or of an event).  The longest name wins over a
shorter one, and a name over everything below.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Generic, TypeVar

__all__ = ["Names", "below", "canonical"]

T = TypeVar("T")

_LONGEST = 3
"""Segments of the longest pattern."""
_UP = 12
"""How many names above a value are looked at."""
_CUT = str.maketrans({"[": ".", "]": "", "/": "."})
_DIGITS = "0123456789"


def canonical(name: str) -> str:
    """*name* in the one form that names are compared in: lower case, dots between its segments, no list positions."""
    return ".".join(_segments(name))


def below(path: tuple[str, ...], pattern: str) -> bool:
    """Whether the value at *path* (canonical segments) is named by *pattern*."""
    return Names({pattern: True}).at(path) is not None


def _segments(name: str) -> list[str]:
    low = name.lower()
    if "." not in low and "[" not in low:
        return [low] if low and not low.isdigit() else []
    return [part for part in low.translate(_CUT).split(".") if part and not part.isdigit()]


class Names(Generic[T]):
    """What patterns say, asked by key and the keys above it.

    Args:
        table: what each pattern says.
        roots: keys that hold a list of events; each of these is a top of its own.
    """

    __slots__ = ("_below", "_exact", "_numbered", "_roots")

    def __init__(self, table: Mapping[str, T], roots: Collection[str] = ()) -> None:
        self._roots = frozenset({(), *((canonical(root),) for root in roots)})
        self._exact: dict[str, T] = {}
        self._below: dict[str, T] = {}
        for pattern, value in table.items():
            name = canonical(pattern)
            if name.endswith(".*"):
                self._below[name[:-2]] = value
            else:
                self._exact[name] = value
        self._numbered = any("#" in name for name in self._exact)

    def find(self, key: str, parents: tuple[str, ...] = ()) -> T | None:
        """What is said about the value under *key*, which stands below *parents* (outermost first), or None."""
        return self.at(tuple(segment for name in (*parents[-_UP:], key) for segment in _segments(name)))

    def at(self, path: tuple[str, ...]) -> T | None:
        """As `find`, for a path of canonical segments."""
        for name in _suffixes(path):
            if name in self._exact:
                return self._exact[name]
        if path and path[:-1] in self._roots and (top := f"^{path[-1]}") in self._exact:
            return self._exact[top]
        if self._numbered and path and path[-1][-1] in _DIGITS:
            return self.at((*path[:-1], path[-1].rstrip(_DIGITS) + "#"))
        return self._from_above(path)

    def _from_above(self, path: tuple[str, ...]) -> T | None:
        if not self._below:
            return None
        for end in range(len(path) - 1, 0, -1):
            for name in _suffixes(path[:end]):
                if name in self._below:
                    return self._below[name]
        return None


def _suffixes(path: tuple[str, ...]) -> Iterator[str]:
    for length in range(min(len(path), _LONGEST), 0, -1):
        yield ".".join(path[-length:])
