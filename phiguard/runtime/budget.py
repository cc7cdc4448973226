"""How much work one call's analysis may still be."""

from __future__ import annotations

from time import monotonic, thread_time

__all__ = ["Budget"]


class Budget:
    """A bound that is asked, never enforced from outside: a regex cannot be stopped from another thread.

    Counts the thread's own processor time.  On a busy machine wall time would run out while nothing is being looked at, and what was
    not looked at might then pass.

    Args:
        milliseconds: processor time from now, of the thread that makes the budget.
    """

    __slots__ = ("_allowed", "_ask_at", "_start", "spent")

    def __init__(self, milliseconds: float) -> None:
        self._allowed = milliseconds / 1000
        self._start = thread_time()
        self._ask_at = monotonic() + self._allowed
        self.spent = False

    def keep_going(self) -> bool:
        """Whether there is time left; once false, `spent` stays true.

        The thread's clock is a system call; it cannot have run out before the wall's has, so that one is asked first.
        """
        now = monotonic()
        if not self.spent and now > self._ask_at:
            left = self._allowed - (thread_time() - self._start)
            self.spent = left <= 0
            self._ask_at = now + left
        return not self.spent
