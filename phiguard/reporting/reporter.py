"""What hears of every call, and how others are let in to listen for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from phiguard.model.inspection import Outcome

__all__ = ["TAPS", "ErrorReporter", "Listeners", "Reporter"]


class Reporter(Protocol):
    """Hears the outcome of each call, allowed ones included; called on the thread that makes the call, so it must be quick.

    It may raise: the runtime counts that and goes on; the call's fate is already decided.
    """

    def heard(self, outcome: Outcome) -> None:
        """Take note of *outcome*; nothing in it holds a value of the payload, unless `Inspection.call` or ``payload`` is read."""


@runtime_checkable
class ErrorReporter(Protocol):
    """What a reporter may offer besides: to hear that phiguard itself failed."""

    def erred(self, kind: str, *, place: str = "") -> None:
        """Take note of a failure inside phiguard.

        Args:
            kind: name of the error's class.  Its text may quote a payload and is never passed on.
            place: ``file.py:line`` in phiguard, see `phiguard.reporting.site.own_place`.
        """


class Listeners:
    """Reporters that come and go while calls are being made.

    The tuple is replaced, never changed, so that a call in flight goes on with the one it took and no lock is needed on its way.
    """

    __slots__ = ("_current",)

    def __init__(self) -> None:
        self._current: tuple[Reporter, ...] = ()

    def add(self, reporter: Reporter) -> None:
        """Let *reporter* hear what comes from now on."""
        self._current = (*self._current, reporter)

    def remove(self, reporter: Reporter) -> None:
        """Let *reporter* hear nothing more."""
        self._current = tuple(other for other in self._current if other is not reporter)

    def heard(self, outcome: Outcome) -> None:
        """Tell every listener: each is told even when one before it raises, and the last error is the one that is raised."""
        _tell(self._current, outcome)


def _tell(reporters: tuple[Reporter, ...], outcome: Outcome) -> None:
    if reporters:
        try:
            reporters[0].heard(outcome)
        finally:
            _tell(reporters[1:], outcome)


TAPS = Listeners()
"""Who listens to this process's outcomes for a while: `phiguard.testing.capture_outcomes`.  Part of the default reporters."""
