"""A table under check names the option, what it got, and the remedy; nothing unknown slips through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

import pytest

from phiguard.destinations.tables import Table, suggestion
from phiguard.errors import ConfigurationError


class Colour(StrEnum):
    """Closed words for these tests."""

    RED = "red"
    GREEN = "green"


READ: list[tuple[Callable[[Table], Any], Any, Any]] = [
    (lambda table: table.text("k"), "v", "v"),
    (lambda table: table.flag("k", default=False), True, True),
    (lambda table: table.maybe("k"), False, False),
    (lambda table: table.number("k", 1, least=0), 7, 7),
    (lambda table: table.number("k", 1.0, least=0), 7, 7.0),
    (lambda table: table.texts("k"), ["a", "b"], ("a", "b")),
    (lambda table: table.word("k", Colour), "red", Colour.RED),
    (lambda table: table.day("k"), date(2027, 1, 31), date(2027, 1, 31)),
    (lambda table: table.day("k"), "2027-01-31", date(2027, 1, 31)),
]

ABSENT: list[tuple[Callable[[Table], Any], Any]] = [
    (lambda table: table.text("k", "d"), "d"),
    (lambda table: table.flag("k", default=True), True),
    (lambda table: table.maybe("k"), None),
    (lambda table: table.number("k", 3, least=0), 3),
    (lambda table: table.texts("k"), ()),
    (lambda table: table.word("k", Colour, Colour.GREEN), Colour.GREEN),
    (lambda table: table.day("k"), None),
    (lambda table: table.tables("k"), ()),
    (lambda table: list(table.table("k").keys()), []),
]

WRONG: list[tuple[Callable[[Table], Any], Any, str]] = [
    (lambda table: table.text("k"), 3, r"here: k: expected text, got int; write k = "),
    (lambda table: table.flag("k", default=False), "yes", r"k: expected true or false, got str; write k = false"),
    (lambda table: table.number("k", 1, least=0), True, r"k: expected a whole number, got bool"),
    (lambda table: table.number("k", 1, least=0), 1.5, r"k: expected a whole number, got float"),
    (lambda table: table.number("k", 1.0, least=0), "1", r"k: expected a number, got str"),
    (lambda table: table.number("k", 5, least=1), 0, r"k: must be at least 1; write k = 5"),
    (lambda table: table.number("k", 5.0, least=1), float("nan"), r"k: must be at least 1"),
    (lambda table: table.texts("k"), "a", r"k: expected a list of texts, got str"),
    (lambda table: table.texts("k"), ["a", 1], r"k: expected a list of texts, got list"),
    (lambda table: table.word("k", Colour), "rad", r"k: 'rad' is not known; did you mean 'red'\?"),
    (lambda table: table.word("k", Colour), "violet", r"k: 'violet' is not known; it is one of red, green"),
    (lambda table: table.word("k", Colour), 1, r"k: expected one word, got int; it is one of red, green"),
    (lambda table: table.day("k"), "31.1.2027", r"k: expected a date, got str; write k = 2027-01-31"),
    (lambda table: table.day("k"), 2027, r"k: expected a date, got int"),
    (lambda table: table.table("k"), 1, r"here: \[k\]: expected a table, got int"),
    (lambda table: table.tables("k"), {"a": 1}, r"k: expected a list of tables, got dict; write \[\[k\]\] with two brackets"),
    (lambda table: table.tables("k"), [1], r"here: \[\[k\]\] number 1: expected a table, got int"),
]


@pytest.mark.parametrize(("read", "value", "wanted"), READ)
def test_an_option_of_the_right_type_is_read(read: Callable[[Table], Any], value: Any, wanted: Any) -> None:
    """What was written comes back in its one form, and the table is done."""
    table = Table({"k": value}, "here")
    assert read(table) == wanted
    table.done()


@pytest.mark.parametrize(("read", "wanted"), ABSENT)
def test_an_option_that_is_not_there_has_its_default(read: Callable[[Table], Any], wanted: Any) -> None:
    """Nothing has to be written that has a sensible default."""
    assert read(Table({}, "here")) == wanted


@pytest.mark.parametrize(("read", "value", "message"), WRONG)
def test_a_wrong_option_names_itself_its_type_and_the_remedy(read: Callable[[Table], Any], value: Any, message: str) -> None:
    """The message is enough to mend the file without a manual."""
    with pytest.raises(ConfigurationError, match=message):
        read(Table({"k": value}, "here"))


def test_a_required_option_that_is_missing_is_refused() -> None:
    """Without a default an option has to be there."""
    with pytest.raises(ConfigurationError, match="k: expected text, got nothing"):
        Table({}, "here").text("k")
    with pytest.raises(ConfigurationError, match="k: expected one word, got nothing"):
        Table({}, "here").word("k", Colour)


def test_an_unknown_option_is_refused_with_its_neighbour() -> None:
    """A misspelt option is an error, not silence."""
    table = Table({"colour": "red", "colr": "red"}, "here")
    table.text("colour")
    with pytest.raises(ConfigurationError, match=r"here: unknown option 'colr'; did you mean 'colour'\?"):
        table.done()


def test_an_option_that_is_read_elsewhere_can_be_declared_known() -> None:
    """Options that are read only sometimes are still known."""
    table = Table({"a": 1}, "here")
    table.known("a")
    table.done()
    assert "a" in table


def test_names_of_options_are_text() -> None:
    """A mapping from Python can hold anything as a key."""
    with pytest.raises(ConfigurationError, match="option names are text, got int"):
        list(Table({1: "x"}, "here").keys())
    with pytest.raises(ConfigurationError, match="unknown option '1'"):
        Table({1: "x"}, "here").done()


def test_a_suggestion_is_only_made_when_one_is_close() -> None:
    """A far guess would mislead."""
    assert suggestion("Stric", ["strict", "default"]) == "; did you mean 'strict'?"
    assert not suggestion("zebra", ["strict", "default"])
