"""Listeners come and go, hear everything while they are there, and cannot silence each other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from phiguard.model.inspection import Outcome
from phiguard.reporting import TAPS, ErrorReporter, Listeners, LogReporter, OtelReporter, default_reporters


class Ear:
    """Remembers what it heard, and may complain."""

    def __init__(self, complaint: Exception | None = None) -> None:
        self.heard_of: list[Outcome] = []
        self.complaint = complaint

    def heard(self, outcome: Outcome) -> None:
        """Take note, then complain."""
        self.heard_of.append(outcome)
        if self.complaint:
            raise self.complaint


def test_listeners_hear_while_they_are_there(outcome: Callable[..., Outcome]) -> None:
    """What comes before `add` and after `remove` is not heard."""
    listeners, ear, made = Listeners(), Ear(), outcome()
    listeners.heard(made)
    listeners.add(ear)
    listeners.heard(made)
    listeners.remove(ear)
    listeners.heard(made)
    assert ear.heard_of == [made]


def test_one_that_raises_does_not_silence_the_next(outcome: Callable[..., Outcome]) -> None:
    """Every listener is told; the error still comes out, for the runtime to count."""
    listeners, ears = Listeners(), [Ear(ValueError()), Ear(KeyError()), Ear()]
    for ear in ears:
        listeners.add(ear)
    with pytest.raises(KeyError):
        listeners.heard(outcome())
    assert [len(ear.heard_of) for ear in ears] == [1, 1, 1]


def test_equal_listeners_are_told_apart(outcome: Callable[..., Outcome]) -> None:
    """Taking one capture away leaves another that has heard the same."""
    listeners, one, other = Listeners(), Captured(), Captured()
    listeners.add(one)
    listeners.add(other)
    listeners.remove(one)
    listeners.heard(outcome())
    assert (len(one), len(other)) == (0, 1)


class Captured(list[Outcome]):
    """A list that listens: two empty ones are equal."""

    def heard(self, outcome: Outcome) -> None:
        """Take note."""
        self.append(outcome)


def test_by_default_people_machines_and_tests_hear() -> None:
    """Without any setting there are the logger, OpenTelemetry and the taps; the first two hear of failures as well."""
    log, otel, taps = default_reporters()
    assert isinstance(log, LogReporter)
    assert isinstance(otel, OtelReporter)
    assert taps is TAPS
    assert isinstance(log, ErrorReporter)
    assert isinstance(otel, ErrorReporter)
