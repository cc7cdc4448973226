"""The hyperscan engine: three literal-mode databases, block mode, one scratch a thread.

The binding releases the GIL in every scan, however small (0.03 to 0.3 µs uncontended); with a busy second thread on the same core a
scan of 1 KB has a p99 of 48 µs instead of 35.  It offers no way to keep it.  Only callbacks report hits (0.14 µs each), and a clean
payload has none.
"""

from __future__ import annotations

import struct
from importlib.metadata import version
from typing import Any

from phiguard.gate.engine import Candidates
from phiguard.gate.plan import Literals, Plan

__all__ = ["HyperscanEngine", "HyperscanScanner", "available", "error", "platform"]

_LENGTHS = struct.Struct("<3I")
_NOTHING = b"\x01\x02phiguard\x02\x01"
"""Stands in for an empty set, which the library cannot compile."""


def available() -> bool:
    """Whether the library is installed and runs on this machine; imports it (12 ms)."""
    try:
        import hyperscan  # noqa: F401 -- 12 ms and 3.5 MB that import phiguard must not cost
    except (ImportError, OSError):
        return False
    return True


def error() -> type[Exception]:
    """The base of what the library raises."""
    import hyperscan

    base: type[Exception] = hyperscan.error
    return base


def platform() -> str:
    """What a serialised database is bound to: the library's version; the caller adds the machine."""
    return f"hyperscan-{version('hyperscan')}"


def _compile(literals: Literals) -> Any:
    import hyperscan as hs

    texts = literals.texts or (_NOTHING,)
    database = hs.Database()
    database.compile(
        expressions=list(texts),
        ids=list(range(len(texts))),
        elements=len(texts),
        flags=[hs.HS_FLAG_CASELESS if number < literals.caseless else 0 for number in range(len(texts))],
        literal=True,
    )
    return database


class HyperscanScanner:
    """One thread's scratches and hit list."""

    __slots__ = ("_append", "_databases", "_hits", "_on_match", "_scratches", "_words")

    def __init__(self, databases: tuple[Any, Any, Any]) -> None:
        import hyperscan as hs

        self._databases = databases
        self._scratches = tuple(hs.Scratch(database) for database in databases)
        self._hits: list[tuple[int, int]] = []
        append = self._hits.append

        def on_match(literal: int, _start: int, end: int, _flags: int, _context: object) -> None:
            append((literal, end))

        self._on_match = on_match

    def words(self, data: bytes) -> Candidates:
        """See `Scanner`."""
        return self._scan(0, data)

    def pseudonyms(self, data: bytes) -> Candidates:
        """See `Scanner`."""
        return self._scan(1, data)

    def shapes(self, folded: bytes) -> Candidates:
        """See `Scanner`."""
        return self._scan(2, folded)

    def _scan(self, which: int, data: bytes) -> Candidates:
        hits = self._hits
        hits.clear()
        self._databases[which].scan(data, self._on_match, 0, None, self._scratches[which])
        return hits


class HyperscanEngine:
    """See `Engine`.

    Args:
        databases: compiled from ``plan.words``, ``plan.pseudonyms`` and ``plan.shapes``.
    """

    name = "hyperscan"
    __slots__ = ("_databases",)

    def __init__(self, databases: tuple[Any, Any, Any]) -> None:
        self._databases = databases

    @classmethod
    def build(cls, plan: Plan) -> HyperscanEngine:
        """Compile *plan*: some hundred milliseconds, the GIL released for most of them."""
        return cls((_compile(plan.words), _compile(plan.pseudonyms), _compile(plan.shapes)))

    @classmethod
    def load(cls, blob: bytes) -> HyperscanEngine:
        """The engine that `serialize` wrote, on the same machine with the same library.

        Raises:
            ValueError: *blob* is not three databases of this library.
        """
        import hyperscan as hs

        try:
            lengths = _LENGTHS.unpack_from(blob)
            if _LENGTHS.size + sum(lengths) != len(blob):
                msg = "gate database: wrong length"
                raise ValueError(msg)
            databases, at = [], _LENGTHS.size
            for length in lengths:
                databases.append(hs.loadb(blob[at : at + length], hs.HS_MODE_BLOCK))
                at += length
        except (struct.error, hs.error) as error:
            msg = f"gate database: {type(error).__name__}"
            raise ValueError(msg) from error
        return cls((databases[0], databases[1], databases[2]))

    def serialize(self) -> bytes:
        """The databases as bytes, for `load`."""
        import hyperscan as hs

        blobs = [hs.dumpb(database) for database in self._databases]
        return _LENGTHS.pack(*map(len, blobs)) + b"".join(blobs)

    def scanner(self) -> HyperscanScanner:
        """A scanner with its own scratches: two threads on one scratch raise ``ScratchInUseError``."""
        return HyperscanScanner(self._databases)
