"""Promise: ``phiguard.install()`` starts about as fast as what it stands on, and the first call waits for nothing that takes long.

``python -m benchmarks.bench_start`` prints the figures and ends with a status other than 0 when one misses its bound.  Every figure is
the median of fresh interpreters; install and its yardstick take turns in the same run.  Beside wall time stands the processor time of
the calling thread, which a busy machine leaves nearly alone.  Modules are compiled once, into a folder of their own, as ``pip`` does
when it installs them: what is measured is an installed package, also where the environment says ``PYTHONDONTWRITEBYTECODE``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

__all__ = ["FIRST_CALL_MS", "RATIO", "Figure", "figures", "main"]

RATIO = 1.4
"""Install to yardstick, at most."""
FIRST_CALL_MS = 50.0
"""Longest first call with an empty cache directory."""
_PAIRS = 11

_YARDSTICK = "import wrapt, opentelemetry.trace, hyperscan"
_INSTALL = "import phiguard; phiguard.install()"
_TIMED = """
import json, sys, time
wall, cpu = time.perf_counter(), time.thread_time()
{code}
taken = time.perf_counter() - wall, time.thread_time() - cpu
print(json.dumps([*taken, [name for name in ("spacy", "presidio_analyzer") if name in sys.modules]]))
"""
_FIRST = """
import json, logging, time
import phiguard
logging.getLogger("phiguard").addHandler(logging.NullHandler())
installation = phiguard.install()
from phiguard.runtime.shell import consult
call = phiguard.OutboundCall(
    method="POST", url="https://graph.facebook.com/v19.0/1/events", headers=(("Content-Type", "application/json"),), body={body!r}
)
def timed():
    wall, cpu = time.perf_counter(), time.thread_time()
    inspection = consult(installation.guard, call)
    return time.perf_counter() - wall, time.thread_time() - cpu, inspection.decision.action
first = timed()
from phiguard import gate
end = time.monotonic() + 60
while gate.engine() != "hyperscan" and time.monotonic() < end:
    time.sleep(0.01)
later = [timed() for _ in range(99)]
print(json.dumps([first, sorted(later)[49], gate.engine(), {{each[2] for each in (first, *later)}} == {{first[2]}}]))
"""
_BODIES = {
    "clean": b'{"data":[{"event_name":"PageView","custom_data":{"value":12.5,"currency":"USD"}}]}',
    "disclosing": b'{"data":[{"event_name":"Lead","user_data":{"em":"jane@mail.test"},"custom_data":{"diagnosis":"major depression"}}]}',
}


class Figure(NamedTuple):
    """One line of the table.

    Attributes:
        what: what was measured.
        value: the figure.
        bound: its upper bound; None when it only informs.
        holds: whether everything that goes with it holds.
    """

    what: str
    value: float
    bound: float | None = None
    holds: bool = True

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        return self.holds and (self.bound is None or self.value <= self.bound)


def figures(pairs: int = _PAIRS) -> Iterator[Figure]:
    """The table."""
    with TemporaryDirectory() as folder:
        cache = Path(folder) / "cache"
        yield from _start(pairs, cache)
        for what, body in _BODIES.items():
            yield from _first_call(pairs, what, body, cache)


def _start(pairs: int, cache: Path) -> Iterator[Figure]:
    _run(_TIMED.format(code=_INSTALL), cache)  # writes what Python caches
    _run(_TIMED.format(code=_YARDSTICK), cache)
    install, yardstick = [], []
    for _ in range(pairs):
        install.append(_run(_TIMED.format(code=_INSTALL), cache))
        yardstick.append(_run(_TIMED.format(code=_YARDSTICK), cache))
    for number, clock in enumerate(("wall", "processor")):
        own, other = (median(run[number] for run in runs) for runs in (install, yardstick))
        yield Figure(f"install, {clock} ms", own * 1e3)
        yield Figure(f"yardstick, {clock} ms", other * 1e3)
        yield Figure(f"install / yardstick, {clock}", own / other, RATIO, holds=not any(run[2] for run in install))


def _first_call(pairs: int, what: str, body: bytes, cache: Path) -> Iterator[Figure]:
    """Each run begins with an empty cache of databases, so that they are compiled in the background."""
    runs = []
    _run(_FIRST.format(body=body), cache)  # as above
    for _ in range(pairs):
        for file in cache.glob("*"):
            file.unlink()
        runs.append(_run(_FIRST.format(body=body), cache))
    same = all(run[3] for run in runs)
    yield Figure(f"first call, {what}, wall ms", median(run[0][0] for run in runs) * 1e3, FIRST_CALL_MS, holds=same)
    yield Figure(f"first call, {what}, processor ms", median(run[0][1] for run in runs) * 1e3)
    yield Figure(f"later call, {what}, {runs[-1][2]}, wall us", median(run[1][0] for run in runs) * 1e6)


def _run(code: str, cache: Path) -> list:  # type: ignore[type-arg]  # what the program prints
    environ = {**os.environ, "PHIGUARD_CACHE_DIR": str(cache), "PYTHONPYCACHEPREFIX": str(cache.with_name("compiled"))}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True, timeout=120)
    found: list = json.loads(done.stdout)  # type: ignore[type-arg]  # as above
    return found


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 when a bound is missed."""
    missed = 0
    sys.stdout.write("| what | figure | at most | kept |\n|---|---|---|---|\n")
    for figure in figures(int(arguments[0]) if arguments else _PAIRS):
        bound = "-" if figure.bound is None else f"{figure.bound:g}"
        sys.stdout.write(f"| {figure.what} | {figure.value:.2f} | {bound} | {'yes' if figure.kept else 'NO'} |\n")
        missed += not figure.kept
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
