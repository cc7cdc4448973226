"""The disclosure table, read from ``table.toml``: what is asked for, by recipient, identifier and health context."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from phiguard.model.decision import Action
from phiguard.model.destination import Category
from phiguard.model.entities import Strength

__all__ = ["PUBLIC", "Partial", "Row", "cell_name", "partials", "row"]

PUBLIC = "implied-public"
"""The health column for a sender that implies health context on a public page."""

_FILE = Path(__file__).with_name("table.toml")


class Row(NamedTuple):
    """One row: recipients that are treated alike.

    Attributes:
        id: name of the row.
        side: what redaction takes away toward them: ``identifiers``, ``health`` or ``both``.
        cells: what is asked for, by ``identifier/health``.
    """

    id: str
    side: str
    cells: Mapping[str, Action]


class Partial(NamedTuple):
    """Entities that identify nobody by themselves.

    Attributes:
        group: name of the group.
        together: groups of which one beside this one does identify.
        alone: when one identifies by itself after all: ``under_key``, ``beside_health``, ``always``.
    """

    group: str
    together: frozenset[str]
    alone: frozenset[str]


def row(category: Category) -> Row:
    """The row for recipients of *category*."""
    return _rows()[category]


def partials() -> Mapping[str, Partial]:
    """The partial entities by name."""
    return _partials()


def cell_name(identifier: Strength, health: Strength, *, public: bool) -> str:
    """The name of a cell within its row."""
    return f"{identifier}/{PUBLIC if public and health is Strength.IMPLIED else health}"


@cache
def _file() -> dict[str, list[dict[str, object]]]:
    import tomllib

    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _rows() -> dict[Category, Row]:
    return {
        Category(category): Row(
            id=str(data["id"]),
            side=str(data["side"]),
            cells={name: Action(action) for name, action in _mapping(data["cells"]).items()},
        )
        for data in _file()["row"]
        for category in _list(data["categories"])
    }


@cache
def _partials() -> dict[str, Partial]:
    return {
        entity: Partial(group=str(data["group"]), together=frozenset(_list(data["together"])), alone=frozenset(_list(data["alone"])))
        for data in _file()["partial"]
        for entity in _list(data["entities"])
    }


def _list(value: object) -> list[str]:
    assert isinstance(value, list)
    return value


def _mapping(value: object) -> dict[str, str]:
    assert isinstance(value, dict)
    return value
