"""Counts by attribute values, cheap enough for every call: OpenTelemetry reads them when it collects."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["OVERFLOW", "Tally"]

Made = TypeVar("Made")

OVERFLOW = "_overflow"
"""Stands for every value of a count beyond the bound."""

_SETS_MAX = 1500
"""Attribute sets of one tally; the SDK overflows at 2,000.  Only a policy with hundreds of destinations comes near."""


class Tally:
    """Counts by attribute values.

    Without a lock: with the GIL ``counts[key] += 1`` on a plain dict with string keys is not interrupted (no Python code runs
    between load and store).  On a free-threaded build two threads can lose a count to each other; a lock would cost every call
    three times as much and could hang a fork or a finalizer.

    Args:
        names: attribute names, in the order of the values.
        most: attribute sets that are kept apart; what comes later is counted under `OVERFLOW`.
    """

    __slots__ = ("_counts", "_most", "_names")

    def __init__(self, *names: str, most: int = _SETS_MAX) -> None:
        self._names = names
        self._most = most
        self._counts: dict[tuple[str, ...], int] = {}

    def count(self, *values: str) -> None:
        """One more of the kind that *values* describe; values are plain ``str``, as hashing an enum runs Python code."""
        counts, key = self._counts, values
        if key not in counts:
            if len(counts) >= self._most:
                key = (OVERFLOW,) * len(self._names)
            counts.setdefault(key, 0)
        counts[key] += 1

    def observe(self, make: Callable[[int, dict[str, str]], Made]) -> list[Made]:
        """Every count as what *make* makes of it and its attributes."""
        return [make(count, dict(zip(self._names, key, strict=True))) for key, count in self._counts.copy().items()]
