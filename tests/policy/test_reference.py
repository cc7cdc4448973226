"""docs/policy.md is complete: every option, word and default that the reader knows stands there, and its examples load."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import phiguard
from phiguard.errors import ConfigurationError
from phiguard.model.decision import Action
from phiguard.model.destination import Category
from phiguard.model.limits import Limits
from phiguard.policy import Failure, Mode, Policy
from phiguard.policy.words import REASONS, OnBlock, class_failure, profiles

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "policy.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
NOT_ONE = "qqqqqqqqqq"
PLACE = {"id": "x", "hosts": ["x.example"], "category": "llm"}


def known(section: str, data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The options that the reader takes in a section, as its own message lists them."""
    with pytest.raises(ConfigurationError, match="it is one of ") as caught:
        Policy.from_mapping(data)
    return [(section, option) for option in str(caught.value).partition("it is one of ")[2].split(", ")]


def every_option() -> list[tuple[str, str]]:
    """All sections' options."""
    wrong = {NOT_ONE: 1}
    return [
        *known("", wrong),
        *known("sender", {"sender": wrong}),
        *known("destination", {"destination": [PLACE | wrong]}),
        *known("baa", {"destination": [PLACE | {"baa": wrong}]}),
        *known("limits", {"limits": wrong}),
        *known("on_failure", {"on_failure": wrong}),
        *known("recognizer", {"recognizer": [{"entity": "US_SSN", "keys": ["x"]} | wrong]}),
    ]


@pytest.mark.parametrize(("section", "option"), every_option())
def test_every_option_is_named(section: str, option: str) -> None:
    """What the reader takes is written down, under its section's heading."""
    heading = {
        "": "## Top level",
        "baa": "## `[[destination]]`",
        "destination": "## `[[destination]]`",
        "recognizer": "## `[[recognizer]]`",
    }
    start = TEXT.index(heading.get(section, f"## `[{section}]`") + "\n")
    part = TEXT[start:] if section == "on_failure" and option in list(Category) else re.split(r"(?m)^## ", TEXT[start + 3 :])[0]
    assert f"`{option}`" in (TEXT if section == "on_failure" else part)


@pytest.mark.parametrize("word", sorted({*Category, *Mode, *Failure, *OnBlock, *Action, *REASONS, *profiles()}))
def test_every_word_is_named(word: str) -> None:
    """Closed words are listed."""
    assert f"`{word}`" in TEXT


@pytest.mark.parametrize("option", [each.name for each in fields(Limits)])
def test_every_limit_has_its_default(option: str) -> None:
    """The default that is written is the one that holds."""
    assert re.search(rf"^\| `{option}` \|[^|]*\| `{getattr(Limits(), option):.0f}` \|", TEXT, re.MULTILINE)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_every_example_loads(example: str) -> None:
    """Also the patterns, which are proved on their samples when a guard is made."""
    phiguard.Guard(Policy.from_mapping(tomllib.loads(example)), reporters=())


def test_an_account_is_covered_as_written() -> None:
    """The example's agreement holds for the write key that it names, for the days that it names, and for no other key."""
    (example,) = [each for each in EXAMPLES if "accounts" in each]
    policy = Policy.from_mapping(tomllib.loads(example))

    def covered(key: str, day: date) -> bool:
        return policy.destination("api.segment.io", today=day, carries=lambda account: account in f'{{"writeKey": "{key}"}}').baa

    assert covered("wk_live_covered_source", date(2027, 6, 30))
    assert not covered("wk_live_covered_source", date(2027, 7, 1))
    assert not covered("wk_live_other_source", date(2027, 6, 30))


@pytest.mark.parametrize(
    ("category", "modes"),
    [
        (Category.AD_TRACKER, {"error": "closed", "no_engine": "degrade"}),
        (Category.PARTNER_API, {"budget": "degrade", "opaque": "report", "error": "closed"}),
        (Category.UNLISTED, {"budget": "degrade", "error": "report", "oversize": "closed"}),
        (Category.LLM, {"error": "degrade", "no_engine": "report"}),
        (Category.INFRA, {"error": "open"}),
    ],
)
def test_the_modes_that_are_written_hold(category: Category, modes: Mapping[str, str]) -> None:
    """What the page says about each class of recipient is what the table says."""
    assert {reason: class_failure(category, reason).value for reason in modes} == modes
