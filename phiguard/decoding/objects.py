"""Opens a Python object (an SDK's event, a log record's extra); it is edited by building a new object of the same types."""

from __future__ import annotations

import copy
import datetime as dt
import decimal
import enum
import ipaddress
import pathlib
import uuid
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from types import FunctionType, MethodType, ModuleType
from typing import Any

from phiguard.decoding.codec import DEFAULT_LIMITS, Opened, Raw, as_is
from phiguard.decoding.document import Document
from phiguard.decoding.opener import Opener, Scope
from phiguard.decoding.tree import Tree
from phiguard.errors import BudgetExceeded, DecodeError
from phiguard.model.leaf import Address, LeafType, Where
from phiguard.model.limits import Limits

__all__ = ["open_object"]

_NUMBERS = (int, float, decimal.Decimal)
_WRITTEN = (dt.date, dt.time, uuid.UUID, pathlib.PurePath, ipaddress.IPv4Address, ipaddress.IPv6Address)
_SEQUENCES = (list, tuple, set, frozenset, deque)
_CODE = (type, ModuleType, FunctionType, MethodType)
_NOBODY = ("__", "_sa_")
"""Attributes that libraries keep for themselves (SQLAlchemy's state holds the session)."""

Members = Iterator[tuple[str | None, Any]]
Changes = Mapping[Address, Raw | None]


def open_object(obj: Any, *, limits: Limits = DEFAULT_LIMITS, events: tuple[str, ...] = ()) -> Document:
    """Open *obj*: mappings, sequences, and objects by their attributes; strings and bytes inside are opened too.

    The object is never changed.  Raises nothing on any input.
    """
    opener = Opener(limits, events)
    scope = Scope(where=Where.BODY, whole=True)
    tree = Tree(opener.hint(scope))
    try:
        _walk(obj, tree)
    except BudgetExceeded as limit:
        opener.note(limit.reason)
    except (RuntimeError, AttributeError, TypeError, ValueError):  # another thread changes it, or its own code fails
        opener.note("error")
    opener.keep("", Opened(fields=tree.fields), scope)
    opener.fields(tree.fields, "", Scope(where=Where.BODY))
    return opener.document(tree.fields, lambda changes: _write(obj, changes))


def _walk(obj: object, tree: Tree) -> None:
    """Depth first without recursion; an object inside itself is left out."""
    stack: list[Members] = []
    path: list[int] = []
    members: Members = iter(((None, obj),))
    while True:
        for name, value in members:
            if name is not None:
                tree.key(0, 0, name, as_is)
            inner = None if id(value) in path else _members(value)
            if inner is None:
                _scalar(value, tree)
                continue
            tree.enter(0, is_object=not isinstance(value, _SEQUENCES) or hasattr(value, "_fields"))
            stack.append(members)
            path.append(id(value))
            members = inner
            break
        else:
            if not stack:
                return
            tree.leave(0)
            members = stack.pop()
            path.pop()


def _scalar(value: object, tree: Tree) -> None:
    if isinstance(value, enum.Enum):
        value = value.value
    if isinstance(value, str):
        tree.scalar(0, 0, str(value), as_is)
    elif isinstance(value, bool):
        tree.scalar(0, 0, "true" if value else "false", as_is, LeafType.BOOLEAN)
    elif isinstance(value, _NUMBERS):
        tree.scalar(0, 0, str(value), as_is, LeafType.NUMBER)
    elif isinstance(value, (bytes, bytearray)):
        tree.scalar(0, 0, bytes(value), as_is)
    elif isinstance(value, _WRITTEN):
        tree.scalar(0, 0, str(value), as_is)
    else:
        tree.null(0, 0)


def _members(value: object) -> Members | None:
    """The (name, value) pairs of a container, or None for anything else."""
    if isinstance(value, (str, bytes, bytearray, enum.Enum, *_NUMBERS, *_WRITTEN, *_CODE)) or value is None:
        return None
    if isinstance(value, Mapping):
        return ((str(key), inner) for key, inner in value.items())
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return zip(value._fields, value, strict=False)
    if isinstance(value, _SEQUENCES):
        return ((None, inner) for inner in value)
    names = _attributes(value)
    return ((name, getattr(value, name, None)) for name in names) if names else None


def _attributes(value: object) -> list[str]:
    """Names of the data that *value* holds, without running its properties."""
    found = dict.fromkeys(getattr(value, "__dict__", ()))
    for kind in type(value).__mro__:
        slots = vars(kind).get("__slots__", ())
        found.update(dict.fromkeys((slots,) if isinstance(slots, str) else slots))
    return [name for name in found if not name.startswith(_NOBODY)]


def _write(obj: object, changes: Changes) -> object:
    try:
        return _rebuilt(obj, {(0, *address): value for address, value in changes.items()} if _members(obj) is None else changes, 0)
    except (TypeError, AttributeError, RecursionError) as error:
        msg = f"an object cannot be rebuilt: {type(error).__name__}"
        raise DecodeError(msg) from None


def _rebuilt(obj: Any, changes: Changes, depth: int) -> Any:
    """*obj* with *changes*, whose addresses start at *depth*; what did not change is shared with the old object."""
    if not changes:
        return obj
    members = _members(obj)
    if members is None:
        return _coerced(obj, next(iter(changes.values())))
    grouped: dict[int, dict[Address, Raw | None]] = {}
    for address, value in changes.items():
        grouped.setdefault(address[depth], {})[address] = value
    kept: list[tuple[Any, Any]] = []
    for position, (_, value) in enumerate(members):
        name_change = grouped.get(~position)
        change = grouped.get(position, {})
        if _dropped(name_change, depth) or _dropped(change, depth):
            continue
        new_name = next(iter(name_change.values())) if name_change else None
        place = position if new_name is None else (position, _text(new_name))
        kept.append((place, _rebuilt(value, change, depth + 1)))
    return _container(obj, kept)


def _dropped(changes: Changes | None, depth: int) -> bool:
    """Whether *changes* drop the member itself, whose address ends at *depth*."""
    return any(new is None and len(address) == depth + 1 for address, new in (changes or {}).items())


def _container(obj: Any, kept: Sequence[tuple[Any, Any]]) -> Any:
    """A container of the type of *obj* that holds the members *kept*, each under its old position or under (position, new name)."""
    values = [value for _, value in kept]
    if isinstance(obj, Mapping):
        return _mapping(obj, kept)
    if isinstance(obj, tuple):
        return type(obj)(*[value for _, value in _named(obj._fields, kept)]) if hasattr(obj, "_fields") else type(obj)(values)
    if isinstance(obj, (set, frozenset)):
        return type(obj)(values)
    new = copy.copy(obj)
    if isinstance(obj, (list, deque)):
        new.clear()
        new.extend(values)
        return new
    names = _attributes(obj)
    present = dict(_named(names, kept))
    for name in names:
        object.__setattr__(new, name, present.get(name))
    return new


def _named(names: Sequence[str], kept: Sequence[tuple[Any, Any]]) -> Iterator[tuple[str, Any]]:
    """Attributes cannot be renamed, and one that is dropped is None."""
    present = {key if isinstance(key, int) else key[0]: value for key, value in kept}
    return ((name, present.get(position)) for position, name in enumerate(names))


def _mapping(obj: Mapping[Any, Any], kept: Sequence[tuple[Any, Any]]) -> Any:
    keys = list(obj)
    found = {keys[key] if isinstance(key, int) else key[1]: value for key, value in kept}
    if not hasattr(obj, "clear"):
        return found
    new: Any = copy.copy(obj)
    new.clear()
    new.update(found)
    return new


def _text(value: Raw | None) -> str:
    return value if isinstance(value, str) else (value or b"").decode("utf-8", "surrogateescape")


def _coerced(old: Any, new: Raw | None) -> Any:
    """*new* in the type of *old* where it can be read as one."""
    if isinstance(old, (bytes, bytearray)):
        return type(old)(new if isinstance(new, bytes) else _text(new).encode("utf-8", "surrogateescape"))
    text = _text(new)
    if isinstance(old, bool):
        return text == "true" if text in ("true", "false") else text
    if isinstance(old, _NUMBERS):
        try:
            return type(old)(text)
        except (ValueError, decimal.InvalidOperation):
            return text
    return text
