"""Python objects are opened without being touched, and edited by building new ones of the same types."""

from __future__ import annotations

import copy
import datetime as dt
import json
import types
import uuid
from collections import OrderedDict, defaultdict, deque, namedtuple
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest

from phiguard.decoding import DROP, Document, Replace, open_object
from phiguard.errors import DecodeError
from phiguard.model.leaf import Leaf, LeafType

Pair = namedtuple("Pair", "name value")  # noqa: PYI024 -- as SDKs have it


class Colour(Enum):
    """An enumeration of texts."""

    RED = "red"


@dataclass(frozen=True, slots=True)
class Slotted:
    """Frozen, with slots."""

    email: str
    tags: tuple[str, ...] = ()


@dataclass
class Event:
    """Plain, with a private attribute and something that is no data."""

    name: str
    user: Any = None
    _note: str = "n"
    hook: Any = field(default=print)

    @property
    def boom(self) -> str:
        """A property is code, and is not run."""
        raise RuntimeError


def _leaf(document: Document, key: str) -> Leaf:
    return next(leaf for leaf in document.leaves if leaf.key == key and leaf.type is not LeafType.KEY)


@pytest.mark.parametrize(
    ("obj", "expected"),
    [
        ({"a": "x", "b": [1, 2.5, True, None]}, ["x", "1", "2.5", "true"]),
        ("text", ["text"]),
        (5, ["5"]),
        (None, []),
        ([["x"], ("y",), {"z"}, deque(["q"])], ["x", "y", "z", "q"]),
        (
            {"d": dt.date(1990, 1, 2), "u": uuid.UUID(int=1), "n": Decimal("1.50"), "c": Colour.RED},
            ["1990-01-02", str(uuid.UUID(int=1)), "1.50", "red"],
        ),
        ({"b": b'{"email": "ann"}', "s": json.dumps({"dob": "1990"})}, ["ann", "1990"]),
        (Event("x", Slotted("ann", ("t",))), ["x", "ann", "t", "n"]),
        ({"p": Pair("email", "ann")}, ["email", "ann"]),
        ({"url": "https://a.test/hiv"}, ["https://a.test", "hiv"]),
        ({1: "x", None: "y"}, ["x", "y"]),
        (types.MappingProxyType({"a": "x"}), ["x"]),
        ({"f": open_object, "m": json, "t": dict, "o": object()}, []),
    ],
)
def test_objects_are_opened(obj: object, expected: list[str]) -> None:
    """Containers, attributes, and texts inside texts; code and modules are not data."""
    assert [leaf.text for leaf in open_object(obj).leaves if leaf.type is not LeafType.KEY] == expected


def test_a_pair_of_attributes_is_called_by_its_name() -> None:
    """As in JSON."""
    assert _leaf(open_object([Pair("email", "ann")]), "email").text in ("email", "ann")
    assert "email" in {leaf.key for leaf in open_object([Pair("email", "ann")]).leaves if leaf.text == "ann"}


@pytest.mark.parametrize(
    ("obj", "new", "expected"),
    [
        ({"k": "x", "o": 1}, "y", {"k": "y", "o": 1}),
        ({"k": 5}, "7", {"k": 7}),
        ({"k": 5}, "-", {"k": "-"}),
        ({"k": True}, "false", {"k": False}),
        ({"k": 1.5}, "2", {"k": 2.0}),
        ({"k": Decimal("1.5")}, "2.50", {"k": Decimal("2.50")}),
        ({"k": b"bytes here"}, "é", {"k": "é".encode()}),
        ({"k": dt.date(1990, 1, 2)}, "1990", {"k": "1990"}),
        ([{"k": "x"}, "z"], "y", [{"k": "y"}, "z"]),
        (({"k": "x"},), "y", ({"k": "y"},)),
        (OrderedDict(k="x"), "y", OrderedDict(k="y")),
        (defaultdict(list, k="x"), "y", defaultdict(list, k="y")),
        (deque([{"k": "x"}]), "y", deque([{"k": "y"}])),
        ({"s": json.dumps({"k": "x"})}, "y", {"s": json.dumps({"k": "y"})}),
        ({"e": Pair("a", {"k": "x"})}, "y", {"e": Pair("a", {"k": "y"})}),
        ({"e": Event("n", {"k": "x"})}, "y", {"e": Event("n", {"k": "y"})}),
        ({"e": Slotted("n", ()), "k": "x"}, "y", {"e": Slotted("n", ()), "k": "y"}),
    ],
)
def test_edits_build_new_objects(obj: Any, new: str, expected: Any) -> None:
    """Of the same types, with the old object as it was."""
    before = copy.deepcopy(obj)
    document = open_object(obj)
    result = document.rewrite({_leaf(document, "k").address: Replace(new)})
    assert result == expected
    assert type(result) is type(obj)
    assert obj == before
    assert document.rewrite({}) is obj


def test_attributes_of_frozen_objects_are_replaced() -> None:
    """In a copy."""
    event = Slotted("ann", ("t", "u"))
    document = open_object(event)
    result = document.rewrite({_leaf(document, "email").address: Replace("-"), _leaf(document, "tags").address: DROP})
    assert result == Slotted("-", ("u",))
    assert event == Slotted("ann", ("t", "u"))


@pytest.mark.parametrize(
    ("obj", "address", "expected"),
    [
        ({"a": 1, "b": 2}, (0,), {"b": 2}),
        ({"a": 1, "b": 2}, (~1,), {"a": 1}),
        ([1, 2, 3], (1,), [1, 3]),
        ({"a": [{"b": 1}, {"c": 2}]}, (0, 0), {"a": [{"c": 2}]}),
        (Event("x", "y"), (1,), Event("x", None)),
    ],
)
def test_members_can_be_dropped(obj: Any, address: tuple[int, ...], expected: Any) -> None:
    """Keys and items go; an attribute, which cannot, becomes None."""
    assert open_object(obj).rewrite({address: DROP}) == expected


def test_keys_can_be_replaced() -> None:
    """In the place where they stood."""
    assert list(open_object({"ann": 1, "b": 2}).rewrite({(~0,): Replace("k")})) == ["k", "b"]


def test_what_cannot_be_rebuilt_is_an_error() -> None:
    """And not an exception of the object's own."""

    class Stubborn:
        def __init__(self) -> None:
            self.email = "ann"

        def __copy__(self) -> Stubborn:
            raise TypeError

    document = open_object({"o": Stubborn()})
    with pytest.raises(DecodeError):
        document.rewrite({_leaf(document, "email").address: Replace("-")})


def test_an_object_that_fails_is_told() -> None:
    """Its own code may raise; ours does not."""

    class Broken(dict[str, str]):
        def items(self) -> Any:
            raise RuntimeError

    assert open_object({"a": "x", "b": Broken()}).incomplete == ("error",)
