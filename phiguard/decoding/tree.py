"""Builds the fields of formats that nest objects and lists (JSON, Python repr, msgpack, Python objects), with their keys and bounds.

The scanners stay iterative and only say what they meet; addresses, parents and the keys that belong to list items, name/value pairs
and rows of a table are worked out here, once for all of them.
"""

from __future__ import annotations

from phiguard.decoding.codec import LIST, NULL, OBJECT, Encode, Field, Hint, Raw, Shape, read_only
from phiguard.decoding.labels import ROW_KEYS, VALUE_KEYS, label_pair, label_rows, label_schema
from phiguard.errors import BudgetExceeded
from phiguard.model.leaf import Address, LeafType

__all__ = ["Tree"]


class _Frame:
    """One container that is being read."""

    __slots__ = ("address", "count", "first", "is_object", "key", "name", "paired", "parents", "rows", "slot")

    def __init__(self, address: Address, key: str | None, parents: tuple[str, ...], slot: int, *, is_object: bool) -> None:
        self.address = address
        self.key = key
        self.parents = parents
        self.slot = slot
        self.is_object = is_object
        self.count = 0
        self.name: str | None = None
        self.first = -1
        self.paired = False
        self.rows = False


class Tree:
    """Collects fields.

    The first container that is entered is the node itself and has no field of its own, unless there are *many* of them in a row.
    """

    __slots__ = ("_depth_max", "_fields_max", "_frames", "_many", "_top", "fields")

    def __init__(self, hint: Hint, *, many: bool = False) -> None:
        self.fields: list[Field] = []
        self._frames: list[_Frame] = []
        self._many = many
        self._top = _Frame((), None, (), -1, is_object=False)
        self._depth_max = hint.limits.nesting_depth
        self._fields_max = hint.fields_max

    @property
    def open(self) -> bool:
        """Whether a container is still open."""
        return bool(self._frames)

    @property
    def in_object(self) -> bool:
        """Whether the innermost open container is an object."""
        return self._top.is_object

    def key(self, start: int, end: int, text: str, encode: Encode) -> None:
        """The key of the next member; *encode* writes another one."""
        top = self._top
        top.name = text
        top.first = start
        if text in VALUE_KEYS:
            top.paired = True
        elif text in ROW_KEYS:
            top.rows = True
        self.fields.append(Field((*top.address, ~top.count), start, end, text, encode, "", top.parents, LeafType.KEY, text))

    def scalar(self, start: int, end: int, value: Raw, encode: Encode, type_: LeafType = LeafType.TEXT) -> None:
        """A value."""
        top = self._top
        address = (*top.address, top.count)
        if top.is_object:
            self.fields.append(Field(address, start, end, value, encode, top.name, top.parents, type_, top.name, top.first))
        else:
            self.fields.append(Field(address, start, end, value, encode, top.key, top.parents, type_))
        top.count += 1
        if len(self.fields) > self._fields_max:
            reason = "budget"
            raise BudgetExceeded(reason)

    def null(self, start: int, end: int) -> None:
        """A value that says nothing."""
        self._place(start, end, NULL)

    def enter(self, start: int, *, is_object: bool) -> None:
        """A container begins."""
        top = self._top
        if len(self._frames) >= self._depth_max:
            reason = "depth"
            raise BudgetExceeded(reason)
        if not self._frames and not self._many:
            frame = _Frame(top.address, None, (), -1, is_object=is_object)
        else:
            key = top.name if top.is_object else top.key
            parents = (*top.parents, key) if is_object and key else top.parents
            frame = _Frame((*top.address, top.count), key, parents, len(self.fields), is_object=is_object)
            top.rows |= not is_object
            self._place(start, -2, OBJECT if is_object else LIST)
        self._frames.append(top)
        self._top = frame

    def leave(self, end: int) -> None:
        """The innermost container ends at *end*."""
        frame = self._top
        self._top = self._frames.pop()
        if frame.slot >= 0:
            self.fields[frame.slot] = self.fields[frame.slot]._replace(end=end)
        if frame.is_object:
            if frame.paired:
                label_pair(self.fields, frame.slot + 1, frame.address)
            if frame.rows:
                label_schema(self.fields, frame.slot + 1, frame.address)
        elif frame.rows:
            label_rows(self.fields, frame.slot + 1, frame.address)

    def _place(self, start: int, end: int, shape: Shape) -> None:
        top = self._top
        key = top.name if top.is_object else top.key
        first = top.first if top.is_object else -1
        name = top.name if top.is_object else None
        address = (*top.address, top.count)
        self.fields.append(Field(address, start, end, None, read_only, key, top.parents, LeafType.TEXT, name, first, -1, shape))
        top.count += 1
