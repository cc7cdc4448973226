"""The few bytes around a candidate, with what glues separators to their neighbours undone."""

from __future__ import annotations

import re

from phiguard.model.patterns import late

__all__ = ["REACH", "plain", "wide"]

REACH = 56
"""Bytes looked at on either side of a candidate: longer than any identifier, short enough that a failing candidate costs 1 to 2 µs."""

_PERCENT = ord("%")
_BACKSLASH = ord("\\")
_ESCAPED = late(rb"%(?:0[9AaDd]|2[0-9A-Fa-f]|3[A-Fa-f]|40|5[B-Eb-e]|60|7[B-Eb-e])")
_SLASHED = late(rb"\\+(?:[nrt]|(?=[/\"'\\]))")


def _separators() -> dict[bytes, bytes]:
    codes = [9, 10, 13, *range(0x20, 0x30), *range(0x3A, 0x41), *range(0x5B, 0x5F), 0x60, *range(0x7B, 0x7F)]
    table = {}
    for code in codes:
        for form in (f"%{code:02X}", f"%{code:02x}"):
            table[form.encode()] = bytes([code])
    return table


_SEPARATORS = _separators()


def _separator(match: re.Match[bytes]) -> bytes:
    return _SEPARATORS.get(match[0], match[0])


def _slashed(match: re.Match[bytes]) -> bytes:
    return b"\n" if match[0][-1] != _BACKSLASH else b""


def plain(piece: bytes) -> bytes:
    r"""*piece* with ``%XX`` of separators, ``\n \r \t`` and ``\/ \"`` undone.

    Letters and digits hidden in ``%XX`` stay as they are: they are an encoding, which the gate reports as such.
    """
    if _PERCENT in piece:
        piece = _ESCAPED.sub(_separator, piece)
    if _BACKSLASH in piece:
        piece = _SLASHED.sub(_slashed, piece)
    return piece


def wide(data: bytes, start: int, end: int) -> bytes:
    """The window around ``data[start:end]``, plain; three times the reach, because percent escapes take three bytes a character."""
    return plain(data[max(0, start - 3 * REACH) : end + 3 * REACH])
