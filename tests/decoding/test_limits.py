"""Work is bounded: what lies beyond a bound is named, and nothing takes long, grows large or raises."""

from __future__ import annotations

import base64
import gzip
import json
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from typing import Any

import pytest

from phiguard.decoding import DROP, open_call, open_object, open_text
from phiguard.errors import DecodeError
from phiguard.model.call import OutboundCall
from phiguard.model.limits import Limits

MIB = 1 << 20


def _post(body: bytes, **headers: str) -> OutboundCall:
    return OutboundCall(method="POST", url="https://api.test/", headers=headers, body=body)


def _zeros(size: int) -> Iterator[bytes]:
    for _ in range(size // MIB):
        yield b"0" * MIB


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """200 KB that become 200 MB."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(compressor.compress(piece) for piece in _zeros(200 * MIB)) + compressor.flush()


@pytest.mark.parametrize("declared", [True, False])
def test_a_bomb_is_cheap(bomb: bytes, declared: bool) -> None:
    """A gzip bomb is named after at most 16 MB and a moment, whether it is declared or found by its head."""
    call = _post(bomb, **({"Content-Encoding": "gzip"} if declared else {}))
    open_call(call)
    started = time.perf_counter()
    assert open_call(call).incomplete == ("expansion",)
    assert time.perf_counter() - started < 0.1  # 4 ms on an idle machine
    tracemalloc.start()
    open_call(call)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 * MIB


def test_a_bomb_inside_a_value_is_found() -> None:
    """The bound holds for the call, wherever the layers stand."""
    inner = base64.b64encode(gzip.compress(b'"' + b"0" * (20 * MIB) + b'"')).decode()
    document = open_call(_post(json.dumps({"a": inner, "b": "clear"}).encode()))
    assert document.incomplete == ("expansion",)
    assert document.leaves[-1].text == "clear"


def test_many_small_expansions_add_up() -> None:
    """All layers of a call share one bound."""
    inner = base64.b64encode(gzip.compress(bytes(range(32, 127)) * 2000)).decode()
    limits = Limits(expand_max_bytes=1_000_000)
    document = open_call(_post(json.dumps([inner] * 10).encode()), limits=limits)
    assert document.incomplete == ("expansion",)


def test_ordinary_compression_is_no_bomb() -> None:
    """A repetitive body of two megabytes is read to its end."""
    rows = json.dumps([{"name": f"item {number}", "ok": True, "note": "nothing to see here " * 9} for number in range(8_000)]).encode()
    assert len(rows) > MIB
    assert open_call(_post(gzip.compress(rows), **{"Content-Encoding": "gzip"})).incomplete == ()


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000 + "]" * 100_000,
        '{"a":' * 100_000,
        '[{"a":' * 50_000,
        "<a>" * 100_000,
        "(" * 100_000,
        "[[1]," * 50_000,
        "{'a':" * 50_000,
    ],
    ids=["lists", "objects", "mixed", "xml", "brackets", "rows", "repr"],
)
def test_deep_nesting_ends(text: str) -> None:
    """No recursion: a hundred thousand levels end at the bound, or are no document at all."""
    started = time.perf_counter()
    document = open_text(text)
    assert document.incomplete in (("depth",), ())
    assert time.perf_counter() - started < 1
    assert document.rewrite({}) == text


def test_what_was_read_before_the_bound_is_given() -> None:
    """The leaves up to the bound are there, and a container that was not read to its end cannot be dropped."""
    document = open_text('{"ssn":"1","deep":' + "[" * 300 + "]" * 300 + "}")
    assert document.incomplete == ("depth",)
    assert "1" in [leaf.text for leaf in document.leaves]
    with pytest.raises(DecodeError):
        document.rewrite({(0, 1): DROP})


def test_long_chains_of_layers_end() -> None:
    """Base64 in gzip in base64 ... is followed for as many layers as the limits say."""
    data = b'{"email": "ann@example.org"}'
    for _ in range(20):
        data = base64.b64encode(gzip.compress(data))
    document = open_call(_post(json.dumps({"a": data.decode()}).encode()))
    assert document.incomplete == ("depth",)


def test_values_inside_values_end() -> None:
    """JSON in JSON in JSON ... too."""
    text = '"ann"'
    for _ in range(9):
        text = json.dumps({"a": text})
    assert open_text(text, limits=Limits(decode_depth=5)).incomplete == ("depth",)
    assert open_text(text, limits=Limits(decode_depth=12)).incomplete == ()


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(list(range(3000))),
        "&".join(f"k{n}=v" for n in range(3000)),
        "a\tb\n" + "1\t2\n" * 2000,
        "<r>" + "<a>x</a>" * 2000 + "</r>",
    ],
)
def test_many_leaves_end(text: str) -> None:
    """Beyond the bound nothing more is gathered."""
    document = open_text(text, limits=Limits(leaves_max=1000))
    assert document.incomplete == ("budget",)
    assert len(document.leaves) <= 1000


def test_long_bodies_are_not_opened() -> None:
    """Not even their head: that would look like having looked."""
    document = open_call(_post(b'{"a": "' + b"x" * 2000 + b'"}'), limits=Limits(body_max_bytes=1000))
    assert document.incomplete == ("oversize",)
    assert not [leaf for leaf in document.leaves if leaf.where == "body"]
    assert open_text("x" * 2000, limits=Limits(body_max_bytes=1000)).incomplete == ("oversize",)


def test_deep_objects_end() -> None:
    """Python objects have the same bound, and one inside itself is left out."""
    deep: dict[str, Any] = {}
    inner = deep
    for _ in range(10_000):
        inner["a"] = {}
        inner = inner["a"]
    assert open_object(deep).incomplete == ("depth",)
    loop: dict[str, Any] = {"x": "y"}
    loop["self"] = loop
    assert [leaf.text for leaf in open_object(loop).leaves] == ["x", "y", "self"]


@pytest.mark.parametrize(
    "text",
    [
        "a=" * 50_000,
        "&" * 100_000,
        "%" * 100_000,
        "&#" * 50_000,
        "A" * 100_000,
        "A" * 99_999 + "!",
        "a b=" * 30_000,
        '"' * 50_000,
        "'" * 50_000,
        "{'a': " * 3 + "'" * 50_000,
        "x=1 " * 20_000 + "!",
        "|" * 50_000 + "\n" + "|" * 50_000,
        ",\n" * 50_000,
        "<a" + " b='c'" * 20_000,
        "https://a/" + "/" * 100_000,
        "https://a/?" + "a=b&" * 50_000 + " ",
        "MSH|^~\\&|" + "^" * 50_000,
        "\n" * 100_000,
        "{" + '"a":1,' * 15_000,
        "&amp;" * 30_000,
        "a(b, " * 20_000,
        "a." * 50_000 + "(",
    ],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    """No scanner backtracks over the length of its input."""
    started = time.perf_counter()
    open_text(text)
    assert time.perf_counter() - started < 1.5
