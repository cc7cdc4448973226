"""MessagePack: maps, arrays, strings and numbers with their spans; a string is written again with the length that it then has."""

from __future__ import annotations

import struct
from typing import Final

from phiguard.decoding.codec import Field, Hint, Opened, Raw
from phiguard.decoding.tree import Tree
from phiguard.errors import BudgetExceeded
from phiguard.model.leaf import LeafType
from phiguard.model.patterns import late

__all__ = ["MSGPACK", "MsgpackBytes"]

_NUMBERS: Final = {0xCA: ">f", 0xCB: ">d", 0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q", 0xD0: ">b", 0xD1: ">h", 0xD2: ">i", 0xD3: ">q"}
_SIZED: Final = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4, 0xDC: 2, 0xDD: 4, 0xDE: 2, 0xDF: 4}
_FIXED_EXTENSIONS: Final = {0xD4: 1, 0xD5: 2, 0xD6: 4, 0xD7: 8, 0xD8: 16}
_EXTENSIONS: Final = {0xC7: 1, 0xC8: 2, 0xC9: 4}
_LENGTH_MIN = 4
_WORDS = late(rb"[\x20-\x7e]{4}")


def _encode_string(new: Raw, _raw: Raw) -> Raw:
    data = new if isinstance(new, bytes) else new.encode("utf-8", "surrogateescape")
    size = len(data)
    if size < 32:
        return bytes([0xA0 | size]) + data
    head, form = (0xD9, ">B") if size < 1 << 8 else (0xDA, ">H") if size < 1 << 16 else (0xDB, ">I")
    return bytes([head]) + struct.pack(form, size) + data


def _encode_bytes(new: Raw, _raw: Raw) -> Raw:
    data = new if isinstance(new, bytes) else new.encode("utf-8", "surrogateescape")
    head, form = (0xC4, ">B") if len(data) < 1 << 8 else (0xC5, ">H") if len(data) < 1 << 16 else (0xC6, ">I")
    return bytes([head]) + struct.pack(form, len(data)) + data


def _encode_number(new: Raw, raw: Raw) -> Raw:
    """An integer, float or boolean where the new text is one, else a string."""
    text = new if isinstance(new, str) else new.decode("latin-1")
    if text in ("true", "false"):
        return b"\xc3" if text == "true" else b"\xc2"
    try:
        number = int(text)
        return bytes([number]) if 0 <= number < 1 << 7 else b"\xd3" + struct.pack(">q", number)
    except (ValueError, struct.error):
        pass
    try:
        return b"\xcb" + struct.pack(">d", float(text))
    except ValueError:
        return _encode_string(text, raw)


def _encode_extension(new: Raw, raw: Raw) -> Raw:
    """The data of an extension, whose type stands behind its length."""
    data = new if isinstance(new, bytes) else new.encode("utf-8", "surrogateescape")
    old = raw if isinstance(raw, bytes) else raw.encode("latin-1")
    kind = old[1 + _EXTENSIONS.get(old[0], 0) :][:1]
    head, form = (0xC7, ">B") if len(data) < 1 << 8 else (0xC8, ">H") if len(data) < 1 << 16 else (0xC9, ">I")
    return bytes([head]) + struct.pack(form, len(data)) + kind + data


class _Scanner:
    """Reads one value and all that it holds, with a stack of how many items each open container still has."""

    def __init__(self, data: bytes, tree: Tree) -> None:
        self._data = data
        self._tree = tree
        self._left: list[int] = []

    def scan(self, at: int) -> int:
        """The end of the value at *at*.  IndexError, struct.error or ValueError: this is no MessagePack."""
        at = self._item(at)
        while self._left:
            if not self._left[-1]:
                self._left.pop()
                self._tree.leave(at)
                continue
            self._left[-1] -= 1
            at = self._item(self._key(at) if self._tree.in_object else at)
        return at

    def _key(self, at: int) -> int:
        """Read a key: a string, or an integer as compact formats have it."""
        data, code = self._data, self._data[at]
        start, end = self._string(at)
        if end > at:
            self._tree.key(at, end, data[start:end].decode("utf-8", "surrogateescape"), _encode_string)
            return end
        if code < 0x80 or code >= 0xE0:
            end, number = at + 1, code if code < 0x80 else code - 256
        else:
            end = at + 1 + struct.calcsize(_NUMBERS[code])
            number = struct.unpack_from(_NUMBERS[code], data, at + 1)[0]
        self._tree.key(at, end, str(number), _encode_number)
        return end

    def _string(self, at: int) -> tuple[int, int]:
        """The span of the text of a string at *at*; empty at *at* when there is none."""
        code = self._data[at]
        if 0xA0 <= code <= 0xBF:
            start, size = at + 1, code & 0x1F
        elif code in (0xD9, 0xDA, 0xDB):
            start, size = self._size(at)
        else:
            return at, at
        return start, self._checked(start + size)

    def _size(self, at: int) -> tuple[int, int]:
        width = _SIZED[self._data[at]]
        start = self._checked(at + 1 + width)
        return start, int.from_bytes(self._data[at + 1 : start], "big")

    def _checked(self, end: int) -> int:
        if end > len(self._data):
            raise ValueError
        return end

    def _item(self, at: int) -> int:
        data, tree, code = self._data, self._tree, self._data[at]
        start, end = self._string(at)
        if end > at:
            tree.scalar(at, end, data[start:end].decode("utf-8", "surrogateescape"), _encode_string)
            return end
        if code < 0x80 or code >= 0xE0:
            tree.scalar(at, at + 1, str(code if code < 0x80 else code - 256), _encode_number, LeafType.NUMBER)
            return at + 1
        if code in _NUMBERS:
            end = at + 1 + struct.calcsize(_NUMBERS[code])
            tree.scalar(at, end, str(struct.unpack_from(_NUMBERS[code], data, at + 1)[0]), _encode_number, LeafType.NUMBER)
            return end
        return self._other(at, code)

    def _other(self, at: int, code: int) -> int:
        tree = self._tree
        if code in (0xC2, 0xC3):
            tree.scalar(at, at + 1, "true" if code == 0xC3 else "false", _encode_number, LeafType.BOOLEAN)
            return at + 1
        if code in (0xC4, 0xC5, 0xC6):
            start, size = self._size(at)
            end = self._checked(start + size)
            tree.scalar(at, end, self._data[start:end], _encode_bytes)
            return end
        if 0x80 <= code <= 0x9F or code in (0xDC, 0xDD, 0xDE, 0xDF):
            return self._enter(at, code)
        return self._extension(at, code)

    def _extension(self, at: int, code: int) -> int:
        """Nil, a time, or data of an application's own type, which is looked at when there is text in it."""
        start = at + 1
        if code in _FIXED_EXTENSIONS:
            start, size = at + 2, _FIXED_EXTENSIONS[code]
        elif code in _EXTENSIONS:
            width = _EXTENSIONS[code]
            start, size = at + width + 2, int.from_bytes(self._data[at + 1 : at + 1 + width], "big")
        elif code == 0xC0:
            size = 0
        else:
            raise ValueError
        end = self._checked(start + size)
        if size and _WORDS.search(self._data, start, end):
            self._tree.scalar(at, end, self._data[start:end], _encode_extension)
        else:
            self._tree.null(at, end)
        return end

    def _enter(self, at: int, code: int) -> int:
        is_map = code < 0x90 or code in (0xDE, 0xDF)
        start, size = (at + 1, code & 0x0F) if code < 0xA0 else self._size(at)
        if size > len(self._data) - start:
            raise ValueError
        self._tree.enter(at, is_object=is_map)
        self._left.append(size)
        return start


class MsgpackBytes:
    """The codec: declared, or bytes that are one map or array with a string in it to the last byte."""

    def open(self, source: bytes, hint: Hint) -> Opened | None:
        """See `BytesCodec`."""
        declared = "msgpack" in hint.media.lower()
        code = source[0]
        if not declared and (not (0x80 <= code <= 0x9F or 0xDC <= code <= 0xDF) or len(source) < _LENGTH_MIN):
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
    return Opened(fields=tree.fields, codec="msgpack", blank=_blank, events=0 if many else None, incomplete=incomplete)


def _blank(member: Field) -> Raw:
    """What stands in place of a dropped member, so that the count in the head stays right: null, under an empty name in a map."""
    return b"\xa0\xc0" if member.name is not None else b"\xc0"


def _says_something(opened: Opened) -> bool:
    """Whether there is a string: numbers alone can be read into any bytes."""
    return any(field.value and field.type in (LeafType.TEXT, LeafType.KEY) for field in opened.fields)


MSGPACK = MsgpackBytes()
