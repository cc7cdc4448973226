"""The closed words of a policy, and the tables that come with the package: profiles and failure modes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from phiguard.model.decision import Action
from phiguard.model.destination import Category

__all__ = ["REASONS", "Enforce", "Failure", "Mode", "OnBlock", "Profile", "class_failure", "profile", "profiles"]

_FOLDER = Path(__file__).parent

REASONS = ("error", "budget", "depth", "oversize", "expansion", "stream", "closed", "undecodable", "opaque", "no_engine")
"""Why something was not looked at: the words of ``Inspection.incomplete``."""


class Mode(StrEnum):
    """The ceiling over everything that a policy decides, lowest first."""

    OFF = "off"
    """Nothing is looked at."""
    REPORT = "report"
    """Everything is judged and reported, nothing is changed."""
    REDACT = "redact"
    """Nothing is blocked; what should be is redacted."""
    BLOCK = "block"
    """No ceiling."""

    @property
    def height(self) -> int:
        """0 to 3, comparable across modes."""
        return list(Mode).index(self)

    def cap(self, action: Action) -> Action:
        """*action*, or the most that this mode lets happen."""
        if self is Mode.BLOCK or action is Action.ALLOW:
            return action
        return Action.REDACT if self is Mode.REDACT else Action.ALLOW


class Failure(StrEnum):
    """What becomes of a call of which something could not be looked at."""

    OPEN = "open"
    """It leaves."""
    REPORT = "report"
    """It leaves, and is counted as not looked at."""
    DEGRADE = "degrade"
    """What is known goes out redacted, what was not seen is taken away."""
    CLOSED = "closed"
    """Nothing leaves."""

    @property
    def action(self) -> Action:
        """The action that this mode asks for."""
        return {Failure.DEGRADE: Action.REDACT, Failure.CLOSED: Action.BLOCK}.get(self, Action.ALLOW)


class OnBlock(StrEnum):
    """How a stop surfaces, in place of what the vendor file says."""

    REPLY = "reply"
    REFUSE = "refuse"
    RAISE = "raise"


class Enforce(StrEnum):
    """Which of the wanted actions happen."""

    ALL = "all"
    CERTAIN = "certain"
    NOTHING = "nothing"


class Profile(NamedTuple):
    """A named choice of what is enforced.

    Attributes:
        name: what policies call it.
        enforce: which wanted actions happen.
        categories: recipients for whom certain cells are enforced.
        vacated: cells, without their category, that are allowed and counted.
    """

    name: str
    enforce: Enforce
    categories: frozenset[Category] = frozenset()
    vacated: frozenset[str] = frozenset()


def profile(name: str) -> Profile:
    """The profile of that name; KeyError when there is none."""
    return profiles()[name]


@cache
def profiles() -> Mapping[str, Profile]:
    """All profiles by name."""
    return {
        name: Profile(
            name=name,
            enforce=Enforce(data["enforce"]),
            categories=frozenset(Category(word) for word in data.get("categories", ())),
            vacated=frozenset(data.get("vacated", ())),
        )
        for name, data in _read("profiles.toml").items()
    }


def class_failure(category: Category, reason: str) -> Failure:
    """The failure mode for recipients of *category*; a reason that nobody listed is an ``error``."""
    modes = _failures()[category]
    return modes.get(reason, modes["error"])


@cache
def _failures() -> Mapping[Category, Mapping[str, Failure]]:
    return {
        Category(category): {reason: mode for mode in Failure for reason in row.get(mode, ())}
        for row in _read("failures.toml")["row"]
        for category in row["categories"]
    }


def _read(name: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))
