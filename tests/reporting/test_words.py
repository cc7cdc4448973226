"""What may stand in a report: only words that a table of ours, the catalogue or the policy wrote."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.model.decision import Action
from phiguard.model.destination import Category, Destination
from phiguard.model.entities import ENTITIES, EntityClass
from phiguard.model.inspection import Outcome
from phiguard.reporting import words


@pytest.mark.parametrize(("listed", "expected"), [("nobody", "_other"), ("catalogue", "x"), ("policy", "x")])
def test_a_host_that_nobody_listed_has_no_name(listed: str, expected: str) -> None:
    """Only ids that the catalogue or the policy chose are passed on."""
    assert words.destination_id(Destination(id="x", category=Category.UNLISTED, listed=listed)) == expected


@given(st.text())
def test_a_channel_is_a_known_word(word: str) -> None:
    """Whatever a channel is called, the report has a word of its own table."""
    assert words.channel(word) in {*words.CHANNELS, words.OTHER}


def test_reasons_are_known_words_each_once_sorted(outcome: Callable[..., Outcome]) -> None:
    """Why something was not looked at is told in closed words."""
    heard = outcome(incomplete=("oversize", "Mona Reyes", "budget", "oversize"))
    assert words.reasons(heard.inspection) == ("budget", "other", "oversize")


@pytest.mark.parametrize("entity", list(ENTITIES))
def test_every_entity_has_a_class(entity: str) -> None:
    """The class of a known entity is one of the eight."""
    assert words.entity_class(entity) in set(EntityClass)


def test_a_policy_defined_entity_has_a_class() -> None:
    """Metrics count what the policy defines under one word."""
    assert words.entity_class("EMPLOYEE_BADGE") == "custom"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("ValueError", "ValueError"),
        ("DecodeError", "DecodeError"),
        ("Mona Reyes", "other"),
        ("print", "other"),
        ("__name__", "other"),
        ("", "other"),
    ],
)
def test_an_error_type_is_a_class_of_python_or_ours(kind: str, expected: str) -> None:
    """A class can be made with any name, so only known ones are named."""
    assert words.error_type(kind) == expected


@pytest.mark.parametrize(
    ("action", "wanted", "rule", "expected"),
    [
        (Action.ALLOW, Action.ALLOW, "clean", False),
        (Action.ALLOW, Action.BLOCK, "table:x", True),
        (Action.REDACT, Action.REDACT, "table:x", True),
        (Action.ALLOW, Action.ALLOW, "failure:oversize", True),
    ],
)
def test_what_somebody_should_read_about(
    outcome: Callable[..., Outcome], action: Action, wanted: Action, rule: str, expected: bool
) -> None:
    """Calls are spoken of when the rules want more than to let them go, or a failure mode decided."""
    assert words.is_reported(outcome(action, wanted=wanted, rule=rule).inspection) is expected
