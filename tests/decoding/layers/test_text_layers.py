"""Layers of text that came after the common ones: source escapes, base32, bytes inside text, streams without a head, keys."""

from __future__ import annotations

import base64
import gzip
import json
import re
import time
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from phiguard.decoding import Replace, open_call, open_text
from phiguard.decoding.codec import Hint
from phiguard.decoding.layers.aligned import Escapes, rewrite
from phiguard.decoding.layers.backslash import BACKSLASH
from phiguard.decoding.layers.headless import headless
from phiguard.decoding.registry import is_coded
from phiguard.model.call import OutboundCall
from phiguard.model.leaf import LeafType

View = Callable[..., dict[str, str]]
TEXT = '{"name": "Zoë Doe", "dob": "1990-01-02", "note": "seen in the clinic"}'
MIB = 1 << 20


def _deflate(data: bytes) -> bytes:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    return compressor.compress(data) + compressor.flush()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\x41nn", "Ann"),
        (r"Zo\u00eb", "Zoë"),
        (r"Zo\xc3\xab", "Zoë"),
        (r"Zo\xeb", "Zoë"),
        (r"\u{41}\U0000006e\u006E", "Ann"),
        ("%u0041nn", "Ann"),
        (r"\ud83d\ude00", "😀"),
        (r"\U00110000 A", r"\U00110000 A"),
        (r"C:\temp\new", r"C:\temp\new"),
    ],
)
def test_escapes(source: str, text: str) -> None:
    """Bytes of UTF-8 where they can be, halves of a pair together, and what is no escape as it stands."""
    assert [leaf.text for leaf in open_text(json.dumps({"k": source})).leaves][1] == text


def test_escapes_are_kept_around_an_edit() -> None:
    """Only what is new is written bare, with its own backslashes escaped."""
    document = open_text(r"call \x41nn about \u0042ob now")
    assert document.leaves[0].text == "call Ann about Bob now"
    assert document.rewrite({(0, 0): Replace(r"call \x5 about Bob now")}) == r"call \x5cx5 about \u0042ob now"


def test_base32(view: View, replaced: Callable[..., object]) -> None:
    """In both cases and without padding; keys that decode to noise stay closed."""
    token = base64.b32encode(TEXT.encode("ascii", "replace")).decode()
    for text in (token, token.rstrip("="), token.lower()):
        assert view({"k": text})["dob"] == "1990-01-02"
    replaced({"k": token}, "dob", "[D]")
    assert view({"k": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"})["k"] == "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.mark.parametrize("compress", [gzip.compress, zlib.compress, zstandard.compress, lambda data: zlib.compress(data, 9)])
@pytest.mark.parametrize("charset", ["latin-1", "utf-8"])
def test_bytes_inside_text(view: View, replaced: Callable[..., object], compress: Callable[[bytes], bytes], charset: str) -> None:
    """Compressed data whose bytes became characters."""
    source = {"k": compress(TEXT.encode()).decode(charset, "surrogateescape")}
    assert view(source)["dob"] == "1990-01-02"
    replaced(source, "dob", "[D]")


@pytest.mark.parametrize(
    "text", ["x^2 + y^2 = 1", "\x1f\x8b is no stream", "xÚ and more of it", "(µ/ý and so on", "a\x00b c d e f", "ÿþ as it is"]
)
def test_text_that_only_begins_like_bytes(view: View, text: str) -> None:
    """What does not open is text."""
    assert view({"k": text}) == {"k": text}


@pytest.mark.parametrize("compress", [_deflate, brotli.compress])
def test_streams_without_a_head(view: View, replaced: Callable[..., object], compress: Callable[[bytes], bytes]) -> None:
    """Raw deflate and brotli, in base64 and as a file."""
    data = compress((TEXT * 1)[:-1].encode() + b', "more": "words that follow"}')
    assert headless(data)
    source = {"k": base64.b64encode(data).decode()}
    assert view(source)["dob"] == "1990-01-02"
    replaced(source, "dob", "[D]" * 9)
    assert view(data, headers={})["dob"] == "1990-01-02"


@given(data=st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_noise_is_no_stream(data: bytes) -> None:
    """Chance does not make text; and nothing raises."""
    assert headless(bytes([0x0B]) + data) in ("", "br")
    assert headless(b"plain ascii " + bytes(byte & 0x7F for byte in data)) == ""


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (base64.b64encode(b"ann@example.org").decode(), "ann@example.org"),
        ("ann%40x.test", "ann@x.test"),
        ("A&#110;n", "Ann"),
        ('{"a":"b"}', "a"),
    ],
)
def test_names_are_opened_too(key: str, text: str) -> None:
    """A key or name under a layer is a key still, and is written in the same layer."""
    document = open_text(json.dumps({key: 1}))
    leaf = document.leaves[0]
    assert (leaf.text, leaf.type) == (text, LeafType.KEY)
    after = open_text(document.rewrite({leaf.address: Replace("somebody else")}))
    assert after.leaves[0].text == "somebody else"
    assert is_coded(key)


@pytest.mark.parametrize(
    "key", ["cd[content_name]", "user.email", "a=b", "$set", "originalTimestamp", "ep.answer", "x/y", "https://a.test/x?y=z"]
)
def test_plain_names_stay_one(key: str) -> None:
    """What would be a structure in a value is one name."""
    assert [leaf.text for leaf in open_text(json.dumps({key: 1})).leaves] == [key, "1"]
    assert not is_coded(key)


@pytest.mark.parametrize("text", ["Zoë", "naïve – yes", "plain", "\xff\xfe"])
def test_header_values_in_utf8(text: str) -> None:
    """Clients give the bytes of a header one by one."""
    call = OutboundCall(method="GET", url="https://a.test/", headers={"X-Note": text.encode().decode("latin-1")})
    document = open_call(call)
    leaf = document.leaves[-1]
    assert leaf.text == text
    assert document.rewrite({leaf.address: Replace("é")}).header("x-note").encode("latin-1") in ("é".encode(), "é".encode("latin-1"))


@pytest.mark.parametrize("name", ["br", "zstd", "gzip"])
def test_a_bomb_is_cheap_in_each_encoding(name: str) -> None:
    """At most 16 MB and a moment, then the closed word for it."""
    data = b"0" * (64 * MIB)
    body = {"br": lambda: brotli.compress(data, quality=5), "zstd": lambda: zstandard.compress(data), "gzip": lambda: gzip.compress(data)}[
        name
    ]()
    call = OutboundCall(method="POST", url="https://a.test/", headers={"Content-Encoding": name}, body=body)
    open_call(call)
    started = time.perf_counter()
    assert open_call(call).incomplete == ("expansion",)
    assert time.perf_counter() - started < 0.2  # 5 ms on an idle machine
    tracemalloc.start()
    open_call(call)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 * MIB


def test_parts_without_text_stay() -> None:
    """What an escape stands for may be nothing: a tag goes in front of new text or behind it, never away."""
    tags = re.compile(r"<\w>|</\w>")
    escapes = Escapes(tags, lambda _: "", lambda text: text, tags)
    assert rewrite("Dear X Doe", "Dear <b>Ann</b> Doe", escapes) == "Dear <b>X</b> Doe"
    assert rewrite("X", "<b>Ann</b>", escapes) == "<b>X</b>"
    assert rewrite("", "<b></b>", escapes) == "<b></b>"


@given(text=st.text("ab\\xu041{}%é ", max_size=40))
@settings(max_examples=200, deadline=None)
def test_no_escape_raises(text: str) -> None:
    """Whatever the backslashes are."""
    opened = BACKSLASH.open(text, Hint())
    assert opened is None or isinstance(opened.fields[0].value, str)
    assert open_text(text).rewrite({}) == text
