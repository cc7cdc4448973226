"""The logger: a developer sees what was stopped, why and where, without configuring anything, and without being flooded."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from phiguard.model.decision import Action
from phiguard.model.destination import Category, Destination
from phiguard.model.inspection import Outcome
from phiguard.reporting import LogReporter, announce

Make = Callable[..., Outcome]


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def test_a_blocked_call_is_told_in_one_line(outcome: Make, caplog: pytest.LogCaptureFixture) -> None:
    """The line has deed, recipient, call site, entities, rule and how to go on."""
    LogReporter().heard(outcome())
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("phiguard", "WARNING")
    for part in (
        "blocked",
        "meta",
        "ad_tracker",
        "shop/views.py:7",
        "EMAIL_HASH, MEDICATION",
        "phiguard explain table:ad_tracker/linkable/clinical",
    ):
        assert part in record.getMessage()


def test_the_record_carries_the_same_facts_as_fields(outcome: Make, caplog: pytest.LogCaptureFixture) -> None:
    """Structured logging needs no parsing."""
    LogReporter().heard(outcome(Action.ALLOW, wanted=Action.BLOCK, incomplete=("budget",)))
    fields = {name: value for name, value in vars(caplog.records[0]).items() if name.startswith("phiguard_")}
    assert fields == {
        "phiguard_action": "allow",
        "phiguard_wanted": "block",
        "phiguard_rule": "table:ad_tracker/linkable/clinical",
        "phiguard_destination": "meta",
        "phiguard_category": "ad_tracker",
        "phiguard_entities": ("EMAIL_HASH", "MEDICATION"),
        "phiguard_stage": "analysis",
        "phiguard_incomplete": ("budget",),
        "phiguard_site": "shop/views.py:7",
        "phiguard_held_back": 0,
    }


@pytest.mark.parametrize(
    ("action", "wanted", "expected"),
    [
        (Action.ALLOW, Action.BLOCK, "let through (the rules ask to block, which is not enforced)"),
        (Action.REDACT, Action.BLOCK, "redacted (the rules ask to block, which is not enforced)"),
        (Action.REDACT, Action.REDACT, "phiguard redacted a call"),
        (Action.BLOCK, Action.REDACT, "phiguard blocked a call"),
    ],
)
def test_what_was_done_and_what_was_wanted_are_both_told(
    outcome: Make, caplog: pytest.LogCaptureFixture, action: Action, wanted: Action, expected: str
) -> None:
    """A reader learns when less was done than the rules ask for."""
    LogReporter().heard(outcome(action, wanted=wanted))
    assert expected in caplog.text


def test_clean_calls_are_silent(outcome: Make, caplog: pytest.LogCaptureFixture) -> None:
    """Nobody notices phiguard while nothing is wrong."""
    LogReporter().heard(outcome(Action.ALLOW, rule="clean"))
    assert not caplog.records


def test_repeats_are_held_back_and_counted(outcome: Make, caplog: pytest.LogCaptureFixture) -> None:
    """One line a rule, recipient and call site in the interval; the next one says how many there were."""
    clock = Clock()
    reporter = LogReporter(interval=60, clock=clock)
    for clock.now in (0, 1, 59, 61):
        reporter.heard(outcome())
    assert len(caplog.records) == 2
    assert "2 more alike" in caplog.records[1].getMessage()
    assert "more alike" not in caplog.records[0].getMessage()


@pytest.mark.parametrize(
    "other",
    [
        {"site": "shop/views.py:8"},
        {"rule": "table:other"},
        {"destination": Destination(id="tiktok", category=Category.AD_TRACKER, listed="policy")},
    ],
)
def test_another_rule_recipient_or_site_is_told_at_once(outcome: Make, caplog: pytest.LogCaptureFixture, other: dict[str, object]) -> None:
    """Rate limiting hides repeats, not news."""
    reporter = LogReporter()
    reporter.heard(outcome())
    reporter.heard(outcome(**other))
    assert len(caplog.records) == 2


def test_what_is_remembered_is_bounded(outcome: Make, caplog: pytest.LogCaptureFixture) -> None:
    """Of a thousand call sites the latest are remembered; the first has been forgotten and is told again."""
    reporter = LogReporter(interval=1e9)
    for number in range(1000):
        reporter.heard(outcome(site=f"x.py:{number}"))
    caplog.clear()
    reporter.heard(outcome(site="x.py:999"))
    assert not caplog.records
    reporter.heard(outcome(site="x.py:0"))
    assert len(caplog.records) == 1


def test_our_own_failure_is_told_by_kind_and_place(caplog: pytest.LogCaptureFixture) -> None:
    """A fault of ours is an error with its class and our line, once per place."""
    reporter = LogReporter()
    for _ in range(3):
        reporter.erred("KeyError", place="detection/keys.py:12")
    reporter.erred("PatientMonaReyesError")
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]
    assert "KeyError in detection/keys.py:12" in caplog.records[0].getMessage()
    assert "Mona" not in caplog.text


@pytest.mark.parametrize(
    ("health_service", "mode", "level", "part"),
    [
        (True, "block", "INFO", "profile strict"),
        (None, "block", "WARNING", "health_service is not set"),
        (False, "report", "WARNING", "nothing is redacted or blocked"),
        (False, "off", "WARNING", "mode off"),
        (False, None, "INFO", "1 destination of your own"),
    ],
)
def test_start_up_names_what_is_in_force(
    caplog: pytest.LogCaptureFixture, health_service: bool | None, mode: str | None, level: str, part: str
) -> None:
    """One line at installation; a warning where an answer is missing or the guard is held back."""
    caplog.set_level(logging.INFO, "phiguard")
    announce(SimpleNamespace(profile="strict", mode=mode, sender=SimpleNamespace(health_service=health_service), destinations=(1,)))
    (record,) = caplog.records
    assert record.levelname == level
    assert part in record.getMessage()


def test_it_works_without_any_configuration() -> None:
    """In a bare interpreter the warning reaches stderr, and phiguard has added no handler."""
    code = (
        "import logging; from phiguard.reporting.log import LOGGER\n"
        "assert not LOGGER.handlers and not logging.getLogger().handlers\n"
        "LOGGER.warning('%s', 'heard')"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stderr.strip() == "heard"
