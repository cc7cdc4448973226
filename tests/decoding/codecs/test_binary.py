"""msgpack, Protocol Buffers, gRPC frames and bytes of an unknown format."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable
from typing import Any

import pytest

from phiguard.decoding import DROP, Replace

View = Callable[..., dict[str, str]]
Opener = Callable[..., Any]
MSGPACK = {"Content-Type": "application/msgpack"}
PROTO = {"Content-Type": "application/x-protobuf"}

PACKED = (
    b"\x85\xa7patient\x82\xa4name\xb0Colleen Nakamura\xa3dob\xaa1951-05-17\xa2dx\x91\xa6G47.00\xa1n\xcd\x01\x00\xa1f\xcb"
    + struct.pack(">d", 1.5)
    + b"\xa2ok\xc3"
)


def test_msgpack(view: View) -> None:
    """Strings, numbers and booleans under their keys, declared or not."""
    expected = {"name": "Colleen Nakamura", "dob": "1951-05-17", "dx": "G47.00", "n": "256", "f": "1.5", "ok": "true"}
    assert view(PACKED, headers=MSGPACK) == expected
    assert view(PACKED) == expected


@pytest.mark.parametrize(
    ("key", "new"),
    [("name", "-"), ("name", "x" * 40), ("name", "é" * 200), ("dob", "y" * 70_000), ("n", "7"), ("n", "-9"), ("ok", "false")],
)
def test_msgpack_is_rewritten(replaced: Callable[..., Any], key: str, new: str) -> None:
    """With the head that the new length asks for."""
    replaced(PACKED, key, new, headers=MSGPACK)


def test_msgpack_drops_leave_nil(opened: Opener) -> None:
    """The count of members in the head stays right, and the key, which may say as much, goes too."""
    document = opened(PACKED)
    assert document.rewrite({(2, 0, 0): DROP}).body == PACKED.replace(b"\xa4name\xb0Colleen Nakamura", b"\xa0\xc0")


@pytest.mark.parametrize(
    "data", [b"\x81", b"\x81\xa1a", b"\x82\xa1a\x01", b"\x91\xc1", b"\xdf\xff\xff\xff\xff", b"\x81\xc0\x02", b"\x91\xd9\xff"]
)
def test_broken_msgpack_is_none(opened: Opener, data: bytes) -> None:
    """Cut short, or with keys that are neither strings nor numbers."""
    assert not any("msgpack" in leaf.encodings for leaf in opened(data + b"", headers=MSGPACK).leaves)


def test_bytes_inside_msgpack_are_opened(view: View) -> None:
    """A bin value is a source like any other."""
    inner = json.dumps({"email": "ann"}).encode()
    assert view(b"\x81\xa1b\xc4" + bytes([len(inner)]) + inner) == {"email": "ann"}


def _proto(*fields: tuple[int, bytes | int]) -> bytes:
    out = b""
    for number, value in fields:
        out += bytes([number << 3, value]) if isinstance(value, int) else bytes([number << 3 | 2, len(value)]) + value
    return out


MESSAGE = _proto((1, b"Ann Doe"), (2, _proto((1, b"ann@x.test"), (3, 42))), (5, 7))


def test_protobuf(opened: Opener) -> None:
    """Strings and integers by field number, in nested messages too."""
    leaves = [leaf for leaf in opened(MESSAGE, headers=PROTO).leaves if leaf.where == "body"]
    assert [(leaf.key, leaf.text, leaf.parents) for leaf in leaves] == [
        ("1", "Ann Doe", ()),
        ("1", "ann@x.test", ("2",)),
        ("3", "42", ("2",)),
        ("5", "7", ()),
    ]


@pytest.mark.parametrize("new", ["-", "x" * 300])
def test_protobuf_lengths_follow(opened: Opener, new: str) -> None:
    """Of the string and of every message around it."""
    document = opened(MESSAGE, headers=PROTO)
    leaf = next(leaf for leaf in document.leaves if leaf.text == "ann@x.test")
    after = opened(document.rewrite({leaf.address: Replace(new)}))
    assert [leaf.text for leaf in after.leaves if leaf.where == "body"] == ["Ann Doe", new, "42", "7"]


def test_protobuf_fields_can_be_dropped(opened: Opener) -> None:
    """Every field is optional on the wire; an integer stays one."""
    document = opened(MESSAGE, headers=PROTO)
    first, nested, number, _ = [leaf.address for leaf in document.leaves if leaf.where == "body"]
    assert document.rewrite({first: DROP}).body == MESSAGE[9:]
    assert [leaf.text for leaf in opened(document.rewrite({nested: DROP})).leaves if leaf.where == "body"] == ["Ann Doe", "42", "7"]
    assert "0" in [leaf.text for leaf in opened(document.rewrite({number: Replace("x")})).leaves]


def test_grpc_frames(opened: Opener) -> None:
    """Each frame holds a message, and its length follows."""
    body = b"".join(b"\x00" + len(MESSAGE).to_bytes(4, "big") + MESSAGE for _ in range(2))
    document = opened(body, headers={"Content-Type": "application/grpc+proto"})
    leaf = next(leaf for leaf in document.leaves if leaf.text == "Ann Doe")
    after = opened(document.rewrite({leaf.address: Replace("-")}))
    assert [leaf.text for leaf in after.leaves if leaf.key == "1" and not leaf.parents] == ["-", "Ann Doe"]
    assert "opaque" in opened(body[:-1], headers={"Content-Type": "application/grpc"}).incomplete


UNKNOWN = b"\x00\x01\xffObj\x01\x04\x16avro.schema\x00patient=Ann Doe 555-0100\x00\x02\x9cZo\xc3\xab Ann Doe"


def test_runs_in_unknown_bytes(opened: Opener) -> None:
    """Text is seen and masked at its length, and the document says that it is not all."""
    document = opened(UNKNOWN)
    assert document.incomplete == ("opaque",)
    leaf = next(leaf for leaf in document.leaves if "555-0100" in leaf.text)
    short, long = (document.rewrite({leaf.address: Replace(new)}).body for new in ("[é]", "x" * 99))
    assert len(short) == len(long) == len(UNKNOWN)
    assert "[é]****".encode() in short


@pytest.mark.parametrize("data", [os.urandom(2000), bytes(range(256)) * 4, b"\x89PNG\r\n\x1a\n" + bytes(64)])
def test_noise_is_opaque(opened: Opener, data: bytes) -> None:
    """Images and cipher text have no leaves."""
    document = opened(data)
    assert document.incomplete == ("opaque",)
    assert document.rewrite({}).body == data
