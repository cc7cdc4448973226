"""Rewriting, written once: new raw values are spliced into a source by the spans that its codec reported.

Bytes between the spans are never touched, so whatever the sender wrote there (key order, number forms, white space) stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from phiguard.decoding.codec import Field, Opened, Raw
from phiguard.errors import DecodeError
from phiguard.model.leaf import Address

__all__ = ["splice"]

Change = tuple[int, int, Raw]


def splice(source: Raw, opened: Opened, changes: Mapping[Address, Raw | None]) -> Raw:
    """*source* with the values at some addresses replaced; None drops the member.

    Raises:
        DecodeError: there is no such node, or it cannot be written.
    """
    fields = {field.address: field for field in opened.fields}
    for address in changes:
        if address not in fields:
            msg = "no such node in this document"
            raise DecodeError(msg)
    dropped = {_member(address) for address, value in changes.items() if value is None}
    replaced = [(fields[address], value) for address, value in changes.items() if value is not None]
    found = _joined(fields, dropped) if opened.joined else _spans(fields, dropped, opened.blank)
    return _apply(source, _innermost_first(source, replaced, found))


def _innermost_first(source: Raw, replaced: Iterable[tuple[Field, Raw]], found: list[Change]) -> list[Change]:
    """The replacements as changes; a value around others (a text around its attributes) is written over what they made of it."""
    for field, value in sorted(replaced, key=lambda item: item[0].end - item[0].start):
        inside = [
            change for change in found if field.start <= change[0] and change[1] <= field.end and change[:2] != (field.start, field.end)
        ]
        if not inside:
            found.append(_replacement(source, field, value))
            continue
        raw = _apply(source[field.start : field.end], [(start - field.start, end - field.start, new) for start, end, new in inside])
        found = [change for change in found if change not in inside]
        found.append((field.start, field.end, _encoded(field, value, raw)))
    return found


def _member(address: Address) -> Address:
    """The member to which a key belongs (a key stands at ``~i``)."""
    return address if not address or address[-1] >= 0 else (*address[:-1], ~address[-1])


def _replacement(source: str | bytes, field: Field, value: Raw) -> Change:
    return field.start, field.end, _encoded(field, value, source[field.start : field.end])


def _encoded(field: Field, value: Raw, raw: Raw) -> Raw:
    if field.value is None:
        msg = "only a value or a key can be replaced, not a container"
        raise DecodeError(msg)
    return field.encode(value, raw)


def _outer(field: Field) -> tuple[int, int]:
    first, last = (field.start if field.first < 0 else field.first), (field.end if field.last < 0 else field.last)
    if last < first:
        msg = "a node that was not read to its end cannot be dropped"
        raise DecodeError(msg)
    return first, last


def _spans(fields: Mapping[Address, Field], dropped: Iterable[Address], blank: Raw | Callable[[Field], Raw]) -> list[Change]:
    members = [fields[address] for address in dropped]
    return [(*_outer(field), blank(field) if callable(blank) else blank) for field in members]


def _joined(fields: Mapping[Address, Field], dropped: set[Address]) -> list[Change]:
    """Deletions of members with the separators that would be left over: up to the next member, or back to the one before."""
    changes: list[Change] = []
    for parent in {address[:-1] for address in dropped}:
        siblings = _siblings(fields, parent, max(address[-1] for address in dropped if address[:-1] == parent))
        position = 0
        while position < len(siblings):
            if (*parent, position) not in dropped:
                position += 1
                continue
            after = position
            while after < len(siblings) and (*parent, after) in dropped:
                after += 1
            start, end = _outer(siblings[position])[0], _outer(siblings[after - 1])[1]
            if after < len(siblings):
                end = _outer(siblings[after])[0]
            elif position:
                start = _outer(siblings[position - 1])[1]
            empty = b"" if isinstance(siblings[position].value, bytes) else ""
            changes.append((start, end, empty))
            position = after
    return changes


def _siblings(fields: Mapping[Address, Field], parent: Address, last: int) -> list[Field]:
    """The members of *parent* up to one beyond position *last*: more is not needed to place a separator."""
    found: list[Field] = []
    while len(found) <= last + 1 and (field := fields.get((*parent, len(found)))) is not None:
        found.append(field)
    return found


def _apply(source: Raw, changes: Iterable[Change]) -> Raw:
    """Apply *changes* from left to right; what lies inside a dropped member goes with it."""
    pieces: list[Raw] = []
    at = 0
    for start, end, raw in sorted(changes, key=lambda change: (change[0], -change[1])):
        if start < at:
            continue
        pieces += [source[at:start], _same_kind(source, raw)]
        at = end
    pieces.append(source[at:])
    empty: Any = source[:0]
    joined: Raw = empty.join(pieces)
    return joined


def _same_kind(source: Raw, raw: Raw) -> Raw:
    if isinstance(source, str):
        return raw if isinstance(raw, str) else raw.decode("latin-1")
    return raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogateescape")
