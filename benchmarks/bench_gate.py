"""Promise: looking at a clean call costs about as much as parsing it would.  ``python -m benchmarks.bench_gate`` prints the table.

Every figure is a ratio to ``orjson.loads`` and ``json.loads`` of the same bytes in the same run; times are of one core.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.telemetry import SIZES, corpus
from phiguard import gate
from phiguard.gate import Gate
from phiguard.gate.engine_hyperscan import HyperscanEngine, available
from phiguard.gate.engine_stdlib import StdlibEngine
from phiguard.model.signals import ALL_SIGNALS, Signal

__all__ = ["Row", "gates", "measure", "rows"]

MASK = ALL_SIGNALS & ~(Signal.LINK | Signal.PROSE)
"""What a sender that is no health service asks toward an ad tracker, as issue and README name it."""
MASKS = {
    "full mask without linkable ids and prose": MASK,
    "the same without pseudonyms": MASK & ~Signal.PSEUDONYM,
    "health only": Signal.HEALTH,
}
_COUNT = {"200 B": 300, "1 KB": 300, "10 KB": 60, "100 KB": 8, "1 MB": 2}
_BUDGET = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table; times in microseconds."""

    what: str
    size: str
    p50: float
    p99: float
    best: float
    passed: float = 1.0


def measure(work: Callable[[bytes], object], payloads: Sequence[bytes]) -> tuple[float, float, float]:
    """p50, p99 over calls, and the median over payloads of the best call of each: the last is what a busy machine leaves alone."""
    for payload in payloads[:30]:
        work(payload)
    times: list[list[float]] = [[] for _ in payloads]
    gc.disable()
    end = time.perf_counter() + _BUDGET
    try:
        while time.perf_counter() < end or len(times[0]) < 5:
            for number, payload in enumerate(payloads):
                start = time.perf_counter_ns()
                work(payload)
                times[number].append((time.perf_counter_ns() - start) / 1000)
    finally:
        gc.enable()
    every = sorted(value for each in times for value in each)
    return every[len(every) // 2], every[int(len(every) * 0.99)], median(min(each) for each in times)


def gates() -> Iterator[Gate]:
    """The gate on each engine that is installed."""
    first = gate.current()
    yield first.with_engine(StdlibEngine(first.plan))
    if available():
        yield first.with_engine(HyperscanEngine.build(first.plan))


def rows(sizes: Sequence[str] = tuple(SIZES)) -> Iterator[Row]:
    """The table, by size."""
    engines = list(gates())
    for size in sizes:
        payloads = [b"\n" + payload + b"\n" for payload in corpus(SIZES[size], _COUNT[size])]
        for name, parse in _parsers().items():
            yield _row(name, size, parse, payloads)
        for each in engines:
            for what, mask in MASKS.items():
                passed = sum(not each.screen(payload, mask).signals for payload in payloads) / len(payloads)
                yield _row(f"gate on {each.engine}, {what}", size, _screening(each, mask), payloads, passed=passed)


def _screening(gate: Gate, mask: Signal) -> Callable[[bytes], object]:
    return lambda payload: gate.screen(payload, mask)


def _row(what: str, size: str, work: Callable[[bytes], object], payloads: Sequence[bytes], *, passed: float = 1.0) -> Row:
    p50, p99, best = measure(work, payloads)
    return Row(what=what, size=size, p50=p50, p99=p99, best=best, passed=passed)


def _parsers() -> dict[str, Callable[[bytes], object]]:
    found: dict[str, Callable[[bytes], object]] = {"json.loads": json.loads}
    try:
        import orjson  # not a dependency: the yardstick, where it is installed
    except ImportError:
        return found
    return {"orjson.loads": orjson.loads, **found}


def main(sizes: Sequence[str]) -> None:
    """Print the table."""
    yardsticks: dict[str, dict[str, float]] = {}
    sys.stdout.write("| size | what | p50 us | p99 us | best us | / orjson | / json | passed |\n|---|---|---|---|---|---|---|---|\n")
    for row in rows(sizes or tuple(SIZES)):
        known = yardsticks.setdefault(row.size, {})
        known.setdefault(row.what, row.best)
        ratios = [f"{row.best / known[name]:.2f}" if name in known else "-" for name in ("orjson.loads", "json.loads")]
        cells = (row.size, row.what, f"{row.p50:.2f}", f"{row.p99:.2f}", f"{row.best:.2f}", *ratios, f"{row.passed:.3f}")
        sys.stdout.write(f"| {' | '.join(cells)} |\n")


if __name__ == "__main__":
    main(sys.argv[1:])
