"""The bytes under the gate, with what several judges want to know about them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from phiguard.gate.fold import FOLD

__all__ = ["NOT_A_WORD", "Judge", "Probe"]


class Probe:
    """The bytes under the gate, with what several judges want to know about them, worked out once and only when asked."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.refused: dict[int, int] = {}
        """Judges that looked at everything up to an offset, and need not again."""

    @cached_property
    def lowered(self) -> bytes:
        """The bytes in lower case."""
        return self.data.lower()

    @cached_property
    def folded(self) -> bytes:
        """The bytes in the folded alphabet."""
        return self.data.translate(FOLD)


Judge = Callable[[Probe, int, int], int]
"""Gets the probe and the span of the candidate without its delimiters; gives the bits that really hold, 0 for none."""

NOT_A_WORD = -1
"""What the judge of an ambiguous term says when the candidate is not even the word."""
