"""Which nodes of a message are the events of a batch: each of them is decided on its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from phiguard.decoding.codec import LIST, OBJECT, Field, Opened
from phiguard.model.leaf import SHARED, Address

__all__ = ["Batch"]

_DEPTH_MAX = 3
"""How deep below a document's root a named batch may stand (``{"data": {"attributes": {"events": [...]}}}``)."""


class Batch:
    """Finds the events while a message is opened, and numbers what lies inside them.

    The first document that has a batch decides: a list of objects under one of *names*; else what is a batch by its format (lines,
    envelope items); else, for a message that is itself a list, its objects.
    """

    __slots__ = ("_names", "_numbers", "_sizes", "events")

    def __init__(self, names: Sequence[str]) -> None:
        self._names = frozenset(names)
        self._numbers: dict[Address, int] = {}
        self._sizes: tuple[int, ...] = ()
        self.events: tuple[Address, ...] = ()

    def look(self, base: Address, opened: Opened, *, key: str, top: bool) -> None:
        """Look for a batch in a document opened at *base*, under *key*; *top*: nothing but layers stands above it."""
        if self.events:
            return
        found = list(self._named(base, opened.fields)) if self._names else []
        if key in self._names:
            found = _objects_of(base, opened.fields, ())
        if not found and opened.events is not None:
            found = [(*base, *field.address) for field in opened.fields if len(field.address) == 1 and field.address[0] >= opened.events]
        if not found and top:
            found = _objects_of(base, opened.fields, ())
        self.events = tuple(found)
        self._numbers = {address: number for number, address in enumerate(found)}
        self._sizes = tuple({len(address) for address in found})

    def number(self, address: Address) -> int:
        """The number of the event that the node at *address* belongs to, or `SHARED`."""
        for size in self._sizes:
            number = self._numbers.get(address[:size])
            if number is not None:
                return number
        return SHARED

    def _named(self, base: Address, fields: Sequence[Field]) -> Iterator[Address]:
        for field in fields:
            if field.shape == LIST and field.name in self._names and len(field.address) <= _DEPTH_MAX:
                yield from _objects_of(base, fields, field.address)


def _objects_of(base: Address, fields: Sequence[Field], parent: Address) -> list[Address]:
    """The objects of the list at *parent*; none when it holds anything else."""
    depth = len(parent) + 1
    items = [field for field in fields if len(field.address) == depth and field.address[:-1] == parent]
    if not all(field.shape == OBJECT and field.name is None for field in items):
        return []
    return [(*base, *field.address) for field in items]
