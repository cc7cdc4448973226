"""The plan that comes with the package: compiling the vocabulary takes most of a second, reading this takes milliseconds.

It is used only while the files that it was compiled from are what they were then; a checkout in which one was edited compiles afresh.
Written by ``python -m phiguard.gate.shipped``.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from phiguard.gate.plan import Plan

__all__ = ["fingerprint", "read", "write"]

_PACKAGE = Path(__file__).parents[1]
_FILE = Path(__file__).with_name("plan.gz")
_FOLDERS = ("detection", "destinations", "gate")
_SUFFIXES = frozenset({".py", ".toml", ".txt"})
_SIZE = 32


def _sources() -> Iterator[Path]:
    for folder in _FOLDERS:
        yield from sorted(path for path in (_PACKAGE / folder).rglob("*") if path.suffix in _SUFFIXES and "source" not in path.parts)


def fingerprint() -> bytes:
    """Digest of every file that the plan depends on."""
    state = sha256()
    for path in _sources():
        content = path.read_bytes()
        state.update(b"%b %d\n" % (path.relative_to(_PACKAGE).as_posix().encode(), len(content)))
        state.update(content)
    return state.digest()


def read() -> Plan | None:
    """The shipped plan; None when there is none for the files as they are."""
    try:
        blob = gzip.decompress(_FILE.read_bytes())
        current = fingerprint()
    except (OSError, EOFError):
        return None
    if blob[:_SIZE] != current:
        return None
    try:
        return Plan.load(blob[_SIZE:])
    except ValueError:
        return None


def write() -> Plan:
    """Compile the vocabulary and write the plan beside this file."""
    from phiguard.detection import vocabulary
    from phiguard.gate.literals import compile_plan

    plan = compile_plan(vocabulary)
    _FILE.write_bytes(gzip.compress(fingerprint() + plan.dump(), mtime=0))
    return plan


if __name__ == "__main__":
    sys.stdout.write(f"{write()!r}\n")
