"""Requests composed by hand before the detector had seen any of them: other vendors, keys, languages and values than the corpora's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import phiguard
from benchmarks.quality.board import Line
from benchmarks.quality.http_files import action, read

__all__ = ["measure"]

_FOLDER = Path(__file__).parents[2] / "tests" / "detection" / "unseen"


def measure() -> Iterator[Line]:
    """Stopped and passed under ``strict``."""
    for part, bar in (("unlawful", 97.0), ("lawful", 97.0)):
        cases = list(read(_FOLDER / f"{part}.http"))
        wrong = [case.id for case in cases if (action(case) is phiguard.Action.ALLOW) == (part == "unlawful")]
        verb = "stopped" if part == "unlawful" else "passed"
        yield Line(name=f"composed {part}: {verb}", good=len(cases) - len(wrong), of=len(cases), bar=bar, errors=tuple(wrong))
