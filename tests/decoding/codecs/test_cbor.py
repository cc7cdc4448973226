"""CBOR, and what MessagePack has beyond strings under string keys."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phiguard.decoding import DROP, Replace, open_call
from phiguard.decoding.codec import Hint
from phiguard.decoding.codecs.cbor import CBOR
from phiguard.decoding.codecs.msgpack import MSGPACK
from phiguard.model.call import OutboundCall

View = Callable[..., dict[str, str]]
Opener = Callable[..., Any]
MEDIA = {"Content-Type": "application/cbor"}


def _head(major: int, size: int) -> bytes:
    return bytes([major << 5 | size]) if size < 24 else bytes([major << 5 | 25]) + struct.pack(">H", size)


def cbor(value: object) -> bytes:
    """A reference writer, as small as the test needs it."""
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, float):
        return b"\xfb" + struct.pack(">d", value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return _head(4, len(value)) + b"".join(map(cbor, value))
    if isinstance(value, dict):
        return _head(5, len(value)) + b"".join(cbor(key) + cbor(inner) for key, inner in value.items())
    return b"\xf6"


RECORD = {"patient": {"name": "Ann Doe", "dob": "1990-01-02"}, "n": -300, "f": 1.5, "ok": True, "none": None, "dx": ["F41.1"], 7: "seven"}
EXPECTED = {"name": "Ann Doe", "dob": "1990-01-02", "n": "-300", "f": "1.5", "ok": "true", "dx": "F41.1", "7": "seven"}


def test_cbor(view: View) -> None:
    """Strings, numbers and booleans under their keys, declared or not, behind tags too."""
    assert view(cbor(RECORD), headers=MEDIA) == EXPECTED
    assert view(cbor(RECORD)) == EXPECTED
    assert view(b"\xd9\xd9\xf7" + cbor(RECORD)) == EXPECTED


def test_indefinite_lengths(view: View) -> None:
    """Containers that end at a break, and strings in chunks."""
    data = b"\xbf\x64name\x7f\x63Ann\x64 Doe\xff\x64tags\x9f\x61a\x61b\xff\xff"
    assert view(data) == {"name": "Ann Doe", "tags": "b"}


@pytest.mark.parametrize("new", ["-", "x" * 30, "é" * 200, "y" * 70_000])
@pytest.mark.parametrize("key", ["name", "7", "dx"])
def test_cbor_is_rewritten(replaced: Callable[..., Any], key: str, new: str) -> None:
    """With the head that the new length asks for."""
    replaced(cbor(RECORD), key, new, headers=MEDIA)


@pytest.mark.parametrize(("key", "new"), [("n", "5"), ("n", "-70000"), ("f", "2.5"), ("ok", "false"), ("n", "[GONE]")])
def test_cbor_numbers(replaced: Callable[..., Any], key: str, new: str) -> None:
    """A number stays one where the new text is one."""
    replaced(cbor(RECORD), key, new, headers=MEDIA)


def test_cbor_drops_leave_null(opened: Opener) -> None:
    """Under an empty key in a map, so that the count stays right; bare in a list."""
    document = opened(cbor({"a": "x", "b": ["y", "z"]}))
    assert document.rewrite({(2, 0): DROP, (2, 1, 0): DROP}).body == b"\xa2\x60\xf6\x61b\x82\xf6\x61z"


@pytest.mark.parametrize(
    "data",
    [
        b"\xa1\x61a",
        b"\xa1\xf6\x01",
        b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff\x01",
        b"\x81\x7f\x63Ann",
        b"\x83\x01\x02\x03",
        b"\xa1\x61a\xfc",
        b"\xa1\x61a\x1f",
        b"\x9f\x61a\x61b",
    ],
)
def test_broken_cbor_is_none(data: bytes) -> None:
    """Cut short, with lengths beyond the data, with reserved heads, or numbers alone."""
    assert CBOR.open(data, Hint()) is None


def test_many_values_in_a_row(opened: Opener) -> None:
    """Declared, a body may be a sequence of items (RFC 8742), and each is an event."""
    document = opened(cbor({"a": "x"}) + cbor({"a": "y"}), headers={"Content-Type": "application/cbor-seq"})
    assert [leaf.text for leaf in document.leaves if leaf.key == "a"] == ["x", "y"]
    assert len(document.events) == 2
    packed = opened(b"\x91\xa1x\x91\xa1y", headers={"Content-Type": "application/msgpack"})
    assert [leaf.text for leaf in packed.leaves if leaf.where == "body"] == ["x", "y"]


def test_msgpack_extensions_and_integer_keys(opened: Opener) -> None:
    """Data of an application's own type is looked at when there is text in it, and written with its length and type."""
    data = b"\x82\x05\xc7\x07\x2aAnn Doe\xa1t\xd6\xff\x00\x00\x00\x01"
    document = opened(data)
    leaf = next(leaf for leaf in document.leaves if leaf.text == "Ann Doe")
    assert (leaf.key, document.incomplete) == ("5", ())
    assert document.rewrite({leaf.address: Replace("[N]")}).body == data.replace(b"\xc7\x07\x2aAnn Doe", b"\xc7\x03\x2a[N]")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**15), 2**15) | st.text("abcé ", max_size=40) | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1, max_size=9), inner, max_size=4),
    max_leaves=12,
)


@given(value=st.dictionaries(st.text("abcdef", min_size=1, max_size=8), VALUES, min_size=1, max_size=4), data=st.data())
@settings(max_examples=120, deadline=None)
def test_any_cbor_is_read_and_written(value: dict[str, object], data: st.DataObject) -> None:
    """Nothing moves without an edit, and an edit gives a document of as many fields."""
    call = OutboundCall(method="POST", url="https://a.test/", headers=MEDIA, body=cbor({**value, "last": "text"}))
    document = open_call(call)
    assert document.rewrite({}) == call
    leaf = data.draw(st.sampled_from([leaf for leaf in document.leaves if leaf.where == "body"]))
    after = document.rewrite({leaf.address: Replace("[GONE]")})
    assert CBOR.open(after.body, Hint(media="application/cbor")) is not None


@given(data=st.binary(max_size=40))
@settings(max_examples=300, deadline=None)
def test_no_bytes_raise(data: bytes) -> None:
    """Whatever stands there, both scanners end."""
    for codec, media in ((CBOR, "application/cbor"), (MSGPACK, "application/msgpack")):
        for hint in (Hint(), Hint(media=media)):
            codec.open(data or b"\x00", hint)
