"""``python -m benchmarks.quality [--errors]``: prints the score-board; the exit status says whether every bar is reached."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable

from benchmarks.quality import clean_traffic, from_scenarios, known_people, presidio_core, unseen
from benchmarks.quality.board import Line, shared

__all__ = ["main"]


def main() -> int:
    """Measure, print, and return how many bars were missed."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--errors", action="store_true", help="list misses and false alarms: ids and entities, no values")
    errors = ask.parse_args().errors
    missed = _show("Composed by hand", unseen.measure(), errors=errors)
    corpora = shared()
    if corpora is None:
        print("  -    everything else: the shared corpora are not there; set PHIGUARD_SHARED")
        return missed
    for title, measure in (
        ("Scenarios", from_scenarios.measure),
        ("Real traffic", clean_traffic.measure),
        ("Known values", known_people.measure),
        ("Presidio's recognizer tests", presidio_core.measure),
    ):
        missed += _show(title, measure(corpora), errors=errors)
    return missed


def _show(title: str, lines: Iterable[Line], *, errors: bool) -> int:
    print(f"\n{title}")
    missed = 0
    for line in lines:
        print(line, flush=True)
        missed += not line.holds
        if errors:
            for error in line.errors:
                print(f"         {error}")
    return missed


if __name__ == "__main__":
    sys.exit(min(main(), 1))
