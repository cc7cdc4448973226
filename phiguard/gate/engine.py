"""What an engine is: built from a plan once, then one scanner a thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

__all__ = ["Candidates", "Engine", "Scanner"]

Candidates = Sequence[tuple[int, int]]
"""(number of the literal, offset behind its last byte): every occurrence of every literal, overlapping ones too, in any order."""


class Scanner(Protocol):
    """The three passes.  A scanner belongs to one thread, and what it gives is good until it is asked again."""

    def words(self, data: bytes) -> Candidates:
        """Candidates of ``plan.words`` in the raw bytes."""
        ...

    def pseudonyms(self, data: bytes) -> Candidates:
        """Candidates of ``plan.pseudonyms`` in the raw bytes."""
        ...

    def shapes(self, folded: bytes) -> Candidates:
        """Candidates of ``plan.shapes`` in the folded bytes."""
        ...


class Engine(Protocol):
    """A plan made ready to scan; immutable, shared by threads."""

    @property
    def name(self) -> str:
        """What reports call it."""
        ...

    def scanner(self) -> Scanner:
        """A new scanner for the calling thread."""
        ...
