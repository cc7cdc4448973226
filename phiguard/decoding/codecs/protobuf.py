"""Declared Protocol Buffers, and gRPC frames around them: strings and messages by field number, without the schema.

Every length that encloses a changed value is written again, because each message is opened as a source of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from phiguard.decoding.codec import Field, Hint, Opened, Raw
from phiguard.model.leaf import LeafType
from phiguard.model.patterns import late

__all__ = [
    "GRPC",
    "MEDIA",
    "MESSAGE",
    "PROTOBUF",
    "GrpcBytes",
    "Item",
    "ProtobufBytes",
    "encode_bytes",
    "items",
    "read_varint",
    "write_varint",
]

MEDIA = late(r"application/(?:x-|vnd\.google\.)?(?:[\w.-]+\+)?(?:protobuf|proto)\b|application/x-protobuf", re.IGNORECASE)
_GRPC = late(r"application/grpc(?!-web-text)", re.IGNORECASE)
MESSAGE = "application/x-protobuf"
_VARINT, _FIXED64, _LENGTH, _FIXED32 = 0, 1, 2, 5
_CONTROLS = late(r"[\x00-\x08\x0e-\x1f\x7f]")
_FRAME = 5


class Item(NamedTuple):
    """One field of a message: its number, and where it, its length (-1: none), its value and its end stand."""

    number: int
    start: int
    size_at: int
    value: int
    end: int


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    """(number, end).  IndexError or ValueError: there is none."""
    number = shift = 0
    while True:
        byte = data[at]
        number |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            return number, at
        shift += 7
        if shift > 63:
            raise ValueError


def write_varint(number: int) -> bytes:
    """*number* in seven bits a byte, the lowest first."""
    pieces = bytearray()
    while number > 0x7F:
        pieces.append(number & 0x7F | 0x80)
        number >>= 7
    pieces.append(number)
    return bytes(pieces)


def items(data: bytes) -> Iterator[Item]:
    """The length-delimited and integer fields of a message; ValueError or IndexError when *data* is none."""
    at = 0
    while at < len(data):
        start = at
        tag, at = read_varint(data, at)
        number, kind = tag >> 3, tag & 7
        if not number:
            raise ValueError
        if kind == _VARINT:
            _, end = read_varint(data, at)
            yield Item(number, start, -1, at, end)
            at = end
        elif kind == _LENGTH:
            size_at = at
            size, at = read_varint(data, at)
            yield Item(number, start, size_at, at, at + size)
            at += size
        elif kind in (_FIXED32, _FIXED64):
            at += 4 if kind == _FIXED32 else 8
        else:
            raise ValueError
        if at > len(data):
            raise ValueError


def encode_bytes(new: Raw, _raw: Raw) -> Raw:
    """A length-delimited value, its length before it."""
    data = new if isinstance(new, bytes) else new.encode("utf-8", "surrogateescape")
    return write_varint(len(data)) + data


def _encode_number(new: Raw, _raw: Raw) -> Raw:
    """An unsigned integer: a field's type cannot change, so any other text becomes 0."""
    text = new if isinstance(new, str) else new.decode("latin-1")
    return write_varint(int(text) % (1 << 64) if text.isdecimal() else 0)


def _text(data: bytes) -> str | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS.search(text) else text


def _is_message(data: bytes) -> bool:
    try:
        return sum(1 for _ in items(data)) >= 0 and len(data) > 1
    except (ValueError, IndexError):
        return False


def _field(data: bytes, item: Item) -> Field | None:
    raw, name = data[item.value : item.end], str(item.number)
    if item.size_at < 0:
        value = str(read_varint(raw, 0)[0])
        return Field((0,), item.value, item.end, value, _encode_number, name, (), LeafType.NUMBER, name, item.start, item.end)
    text = _text(raw)
    if not raw:
        return None
    media = MESSAGE if text is None and _is_message(raw) else ""
    return Field(
        (0,),
        item.size_at,
        item.end,
        raw if text is None else text,
        encode_bytes,
        name,
        first=item.start,
        last=item.end,
        name=name,
        media=media,
    )


class ProtobufBytes:
    """The codec.  Text wins over message: short messages can look like text, and as text their strings are seen all the same."""

    def open(self, source: bytes, hint: Hint) -> Opened | None:
        """See `BytesCodec`."""
        if not MEDIA.match(hint.media):
            return None
        try:
            found = list(items(source))
        except (ValueError, IndexError):
            return None
        fields = [field for item in found if (field := _field(source, item)) is not None]
        fields = [field._replace(address=(position,)) for position, field in enumerate(fields)]
        return Opened(fields=fields[: hint.fields_max], codec="protobuf", blank=b"")


def _encode_frame(new: Raw, raw: Raw) -> Raw:
    data = new if isinstance(new, bytes) else new.encode("utf-8", "surrogateescape")
    flag = raw[:1] if isinstance(raw, bytes) else b"\x00"
    return flag + len(data).to_bytes(4, "big") + data


class GrpcBytes:
    """The codec for gRPC's length-prefixed messages; a compressed one is found by its head."""

    def open(self, source: bytes, hint: Hint) -> Opened | None:
        """See `BytesCodec`."""
        if not _GRPC.match(hint.media):
            return None
        fields: list[Field] = []
        at = 0
        while at < len(source):
            end = at + _FRAME + int.from_bytes(source[at + 1 : at + _FRAME], "big")
            if end > len(source) or source[at] > 1:
                return None
            fields.append(Field((len(fields),), at, end, source[at + _FRAME : end], _encode_frame, media=MESSAGE))
            at = end
        return Opened(fields=fields, codec="grpc", blank=b"") if fields else None


PROTOBUF = ProtobufBytes()
GRPC = GrpcBytes()
