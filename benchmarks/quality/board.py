"""One line of the score-board: a rate with its 95 % Wilson interval, beside the bar that it has to reach."""

from __future__ import annotations

import gzip
import json
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Line", "rows", "shared", "wilson"]

_Z = 1.959964


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure.

    Attributes:
        name: what was measured.
        good: how often it held, of
        of: this many.
        bar: per cent that it must reach, or stay below when *most* is set; None: shown only.
        most: whether *bar* is an upper bound.
        errors: ids of what did not hold, and why; never a value.
        note: why there is nothing to count.
    """

    name: str
    good: int = 0
    of: int = 0
    bar: float | None = None
    most: bool = False
    errors: tuple[str, ...] = ()
    note: str = ""

    @property
    def rate(self) -> float:
        """Per cent."""
        return 100.0 * self.good / self.of if self.of else 0.0

    @property
    def holds(self) -> bool:
        """Whether the figure is on the right side of its bar."""
        return self.bar is None or not self.of or (self.rate <= self.bar if self.most else self.rate >= self.bar)

    def __str__(self) -> str:
        """The line as printed."""
        if not self.of:
            return f"  {'-':4} {self.name:58} {self.note or 'nothing to measure'}"
        low, high = wilson(self.good, self.of)
        mark = "    " if self.bar is None else "ok  " if self.holds else "MISS"
        bar = "" if self.bar is None else f"  bar {'<=' if self.most else '>='} {self.bar:g} %"
        return f"  {mark} {self.name:58} {self.rate:6.2f} %  [{low:.1f}, {high:.1f}]  {self.good}/{self.of}{bar}"


def wilson(good: int, of: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a rate, in per cent."""
    if not of:
        return 0.0, 100.0
    share = good / of
    middle = share + _Z * _Z / (2 * of)
    reach = _Z * math.sqrt(share * (1 - share) / of + _Z * _Z / (4 * of * of))
    scale = 1 + _Z * _Z / of
    return 100 * max(0.0, (middle - reach) / scale), 100 * min(1.0, (middle + reach) / scale)


def shared() -> Path | None:
    """The folder with the corpora, which is no part of the repository: ``$PHIGUARD_SHARED``, else ``shared`` beside the checkout."""
    path = Path(os.environ.get("PHIGUARD_SHARED") or Path(__file__).parents[3] / "shared") / "corpora"
    return path if path.is_dir() else None


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of an NDJSON file, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())
