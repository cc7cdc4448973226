"""The stdlib logger ``phiguard``: one line that tells a developer what was stopped, why, and where in the code it came from.

It works without any configuration: Python's handler of last resort prints warnings to stderr.  No handler is added here.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from phiguard.model.decision import Action
from phiguard.reporting.words import destination_id, error_type, is_reported, reasons

if TYPE_CHECKING:
    from collections.abc import Callable, Sized

    from phiguard.model.inspection import Outcome

__all__ = ["LOGGER", "Announced", "LogReporter", "announce"]

LOGGER = logging.getLogger("phiguard")

_REMEMBERED = 512
"""Call sites remembered for rate limiting; the one that was silent longest is forgotten first."""


@dataclass(slots=True)
class _Line:
    """When a line was last written, and how many alike were held back since."""

    written: float
    held: int = 0


class _Rate:
    """Lets one line a key through per *interval* seconds, and counts what it holds back.

    Without a lock: heard inside finalizers and after forks, where a held lock would hang the application.  Two threads at the
    same instant can both be let through, or a held-back line go uncounted; neither matters for a hint.
    """

    def __init__(self, interval: float, clock: Callable[[], float]) -> None:
        self._interval = interval
        self._clock = clock
        self._lines: dict[tuple[str, ...], _Line] = {}

    def let_through(self, key: tuple[str, ...]) -> int | None:
        """How many alike were held back since the last line, or None when this one is to be held back, too."""
        now, line = self._clock(), self._lines.get(key)
        if line is not None and now - line.written < self._interval:
            line.held += 1
            return None
        self._lines.pop(key, None)  # put it last again
        if len(self._lines) >= _REMEMBERED:
            self._lines.pop(next(iter(self._lines.copy())), None)
        self._lines[key] = _Line(now)
        return line.held if line else 0


class LogReporter:
    """Writes one WARNING per rule, recipient and call site in *interval* seconds.

    The same facts are on the record as ``phiguard_rule``, ``phiguard_action`` ... for structured logging.

    Args:
        interval: seconds for which a line of the same kind is held back.
        clock: monotonic seconds.
    """

    def __init__(self, *, interval: float = 600.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = _Rate(interval, clock)

    def heard(self, outcome: Outcome) -> None:
        """Write a line if the call is one that somebody should read about."""
        if not is_reported(outcome.inspection):
            return
        decision = outcome.inspection.decision
        recipient = destination_id(outcome.inspection.destination)
        held = self._rate.let_through((decision.rule, recipient, outcome.site))
        if held is not None:
            LOGGER.warning("%s", _sentence(outcome, recipient, held), extra=_fields(outcome, recipient, held))

    def erred(self, kind: str, *, place: str = "") -> None:
        """Write what kind of error it was and where in phiguard, never its text."""
        name, where = error_type(kind), place or "an unknown place"
        held = self._rate.let_through(("error", name, where))
        if held is not None:
            LOGGER.error("phiguard itself failed: %s in %s; the policy's failure mode decides about the call%s", name, where, _alike(held))


def _sentence(outcome: Outcome, recipient: str, held: int) -> str:
    inspection, decision = outcome.inspection, outcome.inspection.decision
    found = ", ".join(decision.entities) or "nothing named"
    site = outcome.site or "an unknown place"
    missed = f", not looked at: {', '.join(reasons(inspection))}" if inspection.incomplete else ""
    return (
        f"phiguard {_deed(decision.action, decision.wanted)} a call to {recipient} ({decision.category}) from {site}: "
        f"found {found}; rule {decision.rule}, stage {inspection.stage}{missed}. "
        f"To see why and what to do: phiguard explain {decision.rule}{_alike(held)}"
    )


_DEEDS = {Action.BLOCK: "blocked", Action.REDACT: "redacted", Action.ALLOW: "let through"}


def _deed(action: Action, wanted: Action) -> str:
    weaker = action.severity < wanted.severity
    return f"{_DEEDS[action]} (the rules ask to {wanted}, which is not enforced)" if weaker else _DEEDS[action]


def _alike(held: int) -> str:
    return f" (and {held} more alike since the last such line)" if held else ""


def _fields(outcome: Outcome, recipient: str, held: int) -> dict[str, object]:
    inspection, decision = outcome.inspection, outcome.inspection.decision
    return {
        "phiguard_action": decision.action.value,
        "phiguard_wanted": decision.wanted.value,
        "phiguard_rule": decision.rule,
        "phiguard_destination": recipient,
        "phiguard_category": decision.category.value,
        "phiguard_entities": decision.entities,
        "phiguard_stage": inspection.stage.value,
        "phiguard_incomplete": reasons(inspection),
        "phiguard_site": outcome.site,
        "phiguard_held_back": held,
    }


class _Sender(Protocol):
    @property
    def health_service(self) -> bool | None:
        """Whether being its user tells that somebody is a patient."""


class Announced(Protocol):
    """The part of a policy that the start-up line names."""

    @property
    def profile(self) -> str:
        """What is enforced."""

    @property
    def mode(self) -> str | None:
        """The ceiling over it."""

    @property
    def sender(self) -> _Sender:
        """Who sends."""

    @property
    def destinations(self) -> Sized:
        """The policy's own recipients."""


def announce(policy: Announced) -> None:
    """Say once, at installation, what is in force.

    A WARNING, and so visible without any configuration, where an answer is missing (``[sender] health_service``) or the guard
    does less than the profile says (mode ``off`` or ``report``); else INFO.
    """
    unset = policy.sender.health_service is None
    weak = policy.mode in {"off", "report"}
    own = len(policy.destinations)
    parts = [f"phiguard is on: profile {policy.profile}, {own} destination{'' if own == 1 else 's'} of your own"]
    if policy.mode:
        parts.append(f"mode {policy.mode}" + (": nothing is redacted or blocked" if weak else ""))
    if unset:
        parts.append("[sender] health_service is not set: say true if being your user tells that somebody is a patient, else false")
    LOGGER.log(logging.WARNING if unset or weak else logging.INFO, "%s", "; ".join(parts))
