"""CBOR (RFC 8949): maps, arrays, strings and numbers with their spans; a string is written again with the length that it then has."""

from __future__ import annotations

import re
import struct
from typing import Final

from phiguard.decoding.codec import Field, Hint, Opened, Raw
from phiguard.decoding.tree import Tree
from phiguard.errors import BudgetExceeded
from phiguard.model.leaf import LeafType
from phiguard.model.patterns import late

__all__ = ["CBOR", "CborBytes"]

_UINT, _NINT, _BYTES, _TEXT, _ARRAY, _MAP, _TAG, _SIMPLE = range(8)
_INDEFINITE: Final = 31
_BREAK: Final = 0xFF
_FLOATS: Final = {25: ">e", 26: ">f", 27: ">d"}
_SELF_DESCRIBED: Final = b"\xd9\xd9\xf7"
_MEDIA = late(r"application/(?:[\w.+-]*\+)?cbor\b", re.IGNORECASE)
_LENGTH_MIN = 4
_FOREVER: Final = -1


def _head(major: int, size: int) -> bytes:
    if size < 24:
        return bytes([major << 5 | size])
    for code, form, bound in ((24, ">B", 1 << 8), (25, ">H", 1 << 16), (26, ">I", 1 << 32)):
        if size < bound:
            return bytes([major << 5 | code]) + struct.pack(form, size)
    return bytes([major << 5 | 27]) + struct.pack(">Q", size)


def _encode_text(new: Raw, _raw: Raw) -> Raw:
    data = new if isinstance(new, bytes) else new.encode("utf-8", "surrogateescape")
    return _head(_TEXT, len(data)) + data


def _encode_bytes(new: Raw, _raw: Raw) -> Raw:
    data = new if isinstance(new, bytes) else new.encode("utf-8", "surrogateescape")
    return _head(_BYTES, len(data)) + data


def _encode_number(new: Raw, raw: Raw) -> Raw:
    """An integer, float or boolean where the new text is one, else a string."""
    text = new if isinstance(new, str) else new.decode("latin-1")
    if text in ("true", "false"):
        return b"\xf5" if text == "true" else b"\xf4"
    try:
        number = int(text)
        return _head(_UINT, number) if number >= 0 else _head(_NINT, -1 - number)
    except (ValueError, struct.error):
        pass
    try:
        return b"\xfb" + struct.pack(">d", float(text))
    except ValueError:
        return _encode_text(text, raw)


class _Scanner:
    """Reads one item and all that it holds, with a stack of how many items each open container still has."""

    def __init__(self, data: bytes, tree: Tree) -> None:
        self._data = data
        self._tree = tree
        self._left: list[int] = []

    def scan(self, at: int) -> int:
        """The end of the item at *at*.  IndexError, struct.error or ValueError: this is no CBOR."""
        at = self._item(at)
        while self._left:
            if self._left[-1] == _FOREVER and self._data[at] == _BREAK:
                at += 1
                self._left[-1] = 0
            if not self._left[-1]:
                self._left.pop()
                self._tree.leave(at)
                continue
            if self._left[-1] > 0:
                self._left[-1] -= 1
            at = self._item(self._key(at) if self._tree.in_object else at)
        return at

    def _read(self, at: int) -> tuple[int, int, int]:
        """(major type, argument or `_FOREVER`, end of the head) of the item at *at*."""
        first = self._data[at]
        major, low = first >> 5, first & 0x1F
        if low < 24:
            return major, low, at + 1
        if low == _INDEFINITE and major in (_BYTES, _TEXT, _ARRAY, _MAP):
            return major, _FOREVER, at + 1
        if low > 27:
            raise ValueError
        end = self._checked(at + 1 + (1 << (low - 24)))
        return major, int.from_bytes(self._data[at + 1 : end], "big"), end

    def _checked(self, end: int) -> int:
        if end > len(self._data):
            raise ValueError
        return end

    def _string(self, major: int, size: int, at: int) -> tuple[bytes, int]:
        """The content of a string whose head ends at *at*, all chunks together, and its end."""
        if size != _FOREVER:
            end = self._checked(at + size)
            return self._data[at:end], end
        chunks: list[bytes] = []
        while self._data[at] != _BREAK:
            kind, length, start = self._read(at)
            if kind != major or length == _FOREVER:
                raise ValueError
            at = self._checked(start + length)
            chunks.append(self._data[start:at])
        return b"".join(chunks), at + 1

    def _untagged(self, at: int) -> int:
        """Where the item behind the tags starts: they stay as they are."""
        while self._data[at] >> 5 == _TAG:
            at = self._read(at)[2]
        return at

    def _key(self, at: int) -> int:
        """Read a key: a string, or an integer as compact formats have it."""
        at = self._untagged(at)
        major, size, start = self._read(at)
        if major in (_UINT, _NINT):
            self._tree.key(at, start, str(size if major == _UINT else -1 - size), _encode_number)
            return start
        if major not in (_TEXT, _BYTES):
            raise ValueError
        raw, end = self._string(major, size, start)
        self._tree.key(at, end, raw.decode("utf-8", "surrogateescape"), _encode_text if major == _TEXT else _encode_bytes)
        return end

    def _item(self, at: int) -> int:
        at = self._untagged(at)
        major, size, start = self._read(at)
        tree = self._tree
        if major in (_UINT, _NINT):
            tree.scalar(at, start, str(size if major == _UINT else -1 - size), _encode_number, LeafType.NUMBER)
            return start
        if major in (_TEXT, _BYTES):
            raw, end = self._string(major, size, start)
            if major == _TEXT:
                tree.scalar(at, end, raw.decode("utf-8", "surrogateescape"), _encode_text)
            else:
                tree.scalar(at, end, raw, _encode_bytes)
            return end
        if major in (_ARRAY, _MAP):
            if size > len(self._data) - start:
                raise ValueError
            tree.enter(at, is_object=major == _MAP)
            self._left.append(size)
            return start
        return self._simple(at, start)

    def _simple(self, at: int, end: int) -> int:
        """Booleans, nulls and floats."""
        low = self._data[at] & 0x1F
        if low in (20, 21):
            self._tree.scalar(at, end, "true" if low == 21 else "false", _encode_number, LeafType.BOOLEAN)
        elif low in _FLOATS:
            value = struct.unpack_from(_FLOATS[low], self._data, at + 1)[0]
            self._tree.scalar(at, end, str(value), _encode_number, LeafType.NUMBER)
        else:
            self._tree.null(at, end)
        return end


class CborBytes:
    """The codec: declared, or bytes that are one map or array with a string in it to the last byte."""

    def open(self, source: bytes, hint: Hint) -> Opened | None:
        """See `BytesCodec`."""
        declared = _MEDIA.match(hint.media) is not None or source.startswith(_SELF_DESCRIBED)
        code = source[0]
        if not declared and (not (0x80 <= code <= 0x9F or 0xA0 <= code <= 0xBF) or len(source) < _LENGTH_MIN):
            return None
        opened = _open(source, hint, many=False)
        if opened is None and declared:
            return _open(source, hint, many=True)
        return opened if declared or (opened is not None and _says_something(opened)) else None


def _open(source: bytes, hint: Hint, *, many: bool) -> Opened | None:
    """One value to the last byte, or as many in a row as there are."""
    tree, incomplete = Tree(hint, many=many), ""
    scanner, at = _Scanner(source, tree), 0
    try:
        at = scanner.scan(at)
        while many and at < len(source):
            at = scanner.scan(at)
    except BudgetExceeded as limit:
        incomplete, at = limit.reason, len(source)
    except (LookupError, ValueError, struct.error):
        return None
    if at != len(source):
        return None
    return Opened(fields=tree.fields, codec="cbor", blank=_blank, events=0 if many else None, incomplete=incomplete)


def _blank(member: Field) -> Raw:
    """What stands in place of a dropped member, so that the count in the head stays right: null, under an empty name in a map."""
    return b"\x60\xf6" if member.name is not None else b"\xf6"


def _says_something(opened: Opened) -> bool:
    """Whether there is a string: numbers alone can be read into any bytes."""
    return any(field.value and field.type in (LeafType.TEXT, LeafType.KEY) for field in opened.fields)


CBOR = CborBytes()
