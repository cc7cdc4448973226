"""Every error that phiguard raises, as one tree.

::

    PHIGuardError
    + ConfigurationError     yours, at start-up: a policy or option is wrong; on reload the last good policy stays
    + InstallationError      yours, at start-up: a client asked for by name could not be guarded, or none could
    + InspectionError        ours, at call time: never escapes, the policy's failure mode decides instead
      - DecodeError          bytes are not what the codec reads
      - BudgetExceeded       a bound on depth, bytes, expansion or time was reached
    + PHIBlocked             the call was not sent, because the policy says so

Only the first two and ``PHIBlocked`` ever reach an application.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phiguard.model.decision import Decision

__all__ = [
    "BudgetExceeded",
    "ConfigurationError",
    "DecodeError",
    "InspectionError",
    "InstallationError",
    "PHIBlocked",
    "PHIGuardError",
]


class PHIGuardError(Exception):
    """Base of every error that phiguard raises."""


class ConfigurationError(PHIGuardError):
    """A policy or option is wrong; the message names the option, what it got, and the remedy."""


class InstallationError(PHIGuardError):
    """A client that was asked for by name could not be guarded, or no client could."""


class InspectionError(PHIGuardError):
    """Something in phiguard failed while it looked at a call; the policy's failure mode decides what happens."""


class DecodeError(InspectionError):
    """Bytes or text are not in the format that a codec reads or writes."""


class BudgetExceeded(InspectionError):  # noqa: N818 -- the public name of architecture; it reads as what happened
    """A bound on depth, bytes, expansion ratio or time was reached.

    Args:
        reason: the closed word that goes into ``Inspection.incomplete``: ``depth``, ``oversize``, ``expansion``, ``budget``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PHIBlocked(PHIGuardError):  # noqa: N818 -- the public name is fixed: it states what happened, not that something broke
    """The call was not sent.

    Attributes:
        decision: why: action, rule and, for a batch, each event.  Holds no value of the payload, so it is safe to log.

    Pickles, so that task queues (Celery) can carry it to the caller.
    """

    def __init__(self, decision: Decision) -> None:
        super().__init__(f"phiguard blocked this call: {decision.explain()}")
        self.decision = decision

    def __reduce__(self) -> tuple[type[PHIBlocked], tuple[Decision]]:
        """Rebuild from the decision alone; the message is derived from it."""
        return type(self), (self.decision,)
