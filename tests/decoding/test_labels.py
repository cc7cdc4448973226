"""Keys that stand beside their value or above its column."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

View = Callable[..., dict[str, str]]


@pytest.mark.parametrize(
    "source",
    [
        {"name": "email", "value": "ann"},
        {"Name": "email", "Value": "ann"},
        {"value": "ann", "key": "email"},
        {"key": "email", "value": {"stringValue": "ann"}},
        {"title": "email", "short": True, "value": "ann"},
        {"idType": "email", "idValue": "ann"},
        {"question": "email", "answer": "ann"},
        {"field": "email", "values": ["ann"]},
        {"id": "7", "name": "email", "value": "ann"},
        {"type": "email", "value": "ann"},
        {"system": "email", "use": "", "value": "ann"},
        {"x": [{"name": "email", "value": "ann"}, {"name": "b", "value": "c"}]},
    ],
)
def test_a_pair_is_called_by_its_name(view: View, source: object) -> None:
    """The value's key is the text of its name, in whatever spelling the pair comes, in text and in objects."""
    assert view(json.dumps(source))["email"] == "ann"
    assert view(source)["email"] == "ann"


def test_what_lies_below_a_pair_knows_its_name(view: View, opened: Callable[..., object]) -> None:
    """Deeper members keep their own key and have the name among their parents."""
    document = opened(json.dumps({"name": "address", "value": {"city": "Austin", "geo": [1, 2]}}))
    found = {leaf.text: (leaf.key, leaf.parents) for leaf in document.leaves}  # type: ignore[attr-defined]
    assert found["Austin"] == ("city", ("address",))
    assert found["1"] == ("geo", ("address",))
    assert view("{}") == {}


@pytest.mark.parametrize(
    "source",
    [{"name": "https://x.test/a b", "value": "ann"}, {"name": "x" * 201, "value": "ann"}, {"name": 5, "value": "ann"}, {"value": "ann"}],
)
def test_not_everything_is_a_name(view: View, source: object) -> None:
    """A URL, a long text, a number or nothing beside it leave the value its own key."""
    assert view(json.dumps(source))["value"] == "ann"


@pytest.mark.parametrize(
    "source",
    [
        [["email", "dob"], ["ann", "1990"]],
        {"values": [["email", "dob"], ["ann", "1990"], ["bob", "1991"]]},
        {"schema": ["email", "dob"], "data": [["ann", "1990"]]},
        {"columns": ["email", "dob"], "rows": [["ann", "1990"]]},
        {"payload": {"data": [["ann", "1990"]], "schema": ["email", "dob"]}},
    ],
)
def test_cells_are_called_by_their_column(opened: Callable[..., object], source: object) -> None:
    """By the first row, or by a list of names beside the rows."""
    document = opened(json.dumps(source))
    keys = {leaf.text: leaf.key for leaf in document.leaves}  # type: ignore[attr-defined]
    assert (keys["ann"], keys["1990"]) == ("email", "dob")


def test_rows_without_names_have_none(opened: Callable[..., object]) -> None:
    """Coordinates are no table."""
    document = opened(json.dumps({"points": [["1", "2"], ["3", "4"]]}))
    assert {leaf.key for leaf in document.leaves} == {"", "points"}  # type: ignore[attr-defined]
