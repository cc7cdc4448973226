"""How long one call's analysis may still take."""

from __future__ import annotations

from time import monotonic

__all__ = ["Budget"]


class Budget:
    """A deadline that is asked, never enforced from outside: a regex cannot be stopped from another thread.

    Args:
        milliseconds: wall time from now.
    """

    __slots__ = ("_deadline", "spent")

    def __init__(self, milliseconds: float) -> None:
        self._deadline = monotonic() + milliseconds / 1000
        self.spent = False

    def keep_going(self) -> bool:
        """Whether there is time left; once false, `spent` stays true."""
        if not self.spent and monotonic() > self._deadline:
            self.spent = True
        return not self.spent
