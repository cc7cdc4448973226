"""What holds for every codec and any content: nothing raises, nothing moves, and what is written can be read again."""

from __future__ import annotations

import base64
import gzip
import html
import json
import quopri
import zlib
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phiguard.decoding import DROP, Replace, open_call, open_object, open_text
from phiguard.model.call import OutboundCall
from phiguard.model.leaf import LeafType

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
WORDS = st.text("abcdefgh XYZ é漢", min_size=1, max_size=20).map(str.strip).filter(bool)
NAMES = st.text("abcdefgh_", min_size=3, max_size=12)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=15,
)
RECORDS = st.dictionaries(NAMES, WORDS, min_size=1, max_size=5)


def _call(body: bytes, media: str = "", url: str = "https://api.test/", **headers: str) -> OutboundCall:
    return OutboundCall(method="POST", url=url, headers={"Content-Type": media, **headers}, body=body)


def _multipart(record: dict[str, str]) -> bytes:
    parts = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in record.items()]
    return ("".join(parts) + "--b--\r\n").encode()


def _xml(record: dict[str, str]) -> str:
    return "<rec>" + "".join(f"<{name}>{html.escape(value)}</{name}>" for name, value in record.items()) + "</rec>"


def _table(record: dict[str, str]) -> str:
    return "\t".join(record) + "\n" + "\t".join(record.values()) + "\n"


def _json(record: dict[str, str]) -> str:
    return json.dumps(record)


def _base64(record: dict[str, str]) -> str:
    return json.dumps({"p": base64.b64encode(_json(record).encode()).decode()})


def _base64_gzip(record: dict[str, str]) -> str:
    return json.dumps({"p": base64.urlsafe_b64encode(gzip.compress(_json(record).encode())).decode().rstrip("=")})


PARTS = "multipart/form-data; boundary=b"


def _html(record: dict[str, str]) -> str:
    return "<div>" + "".join(f'<input name="{name}" value="{html.escape(value)}">' for name, value in record.items()) + "</div>"


def _graphql(record: dict[str, str]) -> str:
    return "query Q { f(" + ", ".join(f"{name}: {json.dumps(value)}" for name, value in record.items()) + ") { id } }"


def _part(content: bytes, coding: str) -> bytes:
    head = (
        f'--b\r\nContent-Disposition: form-data; name="f"\r\nContent-Type: application/json\r\nContent-Transfer-Encoding: {coding}\r\n\r\n'
    )
    return head.encode() + content + b"\r\n--b--\r\n"


def _deflated(record: dict[str, str]) -> bytes:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    return compressor.compress(json.dumps({**record, "padding": "words that are long enough"}).encode()) + compressor.flush()


WRITERS: dict[str, Callable[[dict[str, str]], OutboundCall]] = {
    "json": lambda record: _call(_json(record).encode()),
    "ascii": lambda record: _call(json.dumps(record, ensure_ascii=True, indent=1).encode()),
    "json in json": lambda record: _call(json.dumps({"a": [json.dumps({"b": json.dumps(record)})]}).encode()),
    "form": lambda record: _call(urlencode(record).encode(), "application/x-www-form-urlencoded"),
    "json in form": lambda record: _call(urlencode({"data": _json(record), "v": "1"}).encode(), "application/x-www-form-urlencoded"),
    "query": lambda record: _call(b"", url="https://api.test/p?" + urlencode(record)),
    "url in json": lambda record: _call(json.dumps({"u": "https://site.test/a?" + urlencode(record)}).encode()),
    "percent": lambda record: _call(json.dumps({"u": quote(quote(_json(record), safe=""), safe="")}).encode()),
    "base64": lambda record: _call(_base64(record).encode()),
    "base64 gzip": lambda record: _call(_base64_gzip(record).encode()),
    "hex": lambda record: _call(json.dumps({"p": _json(record).encode().hex()}).encode()),
    "gzip": lambda record: _call(gzip.compress(_json(record).encode()), **{"Content-Encoding": "gzip"}),
    "zlib": lambda record: _call(zlib.compress(_json(record).encode())),
    "utf-16": lambda record: _call(_json(record).encode("utf-16-le")),
    "utf-32": lambda record: _call(_json(record).encode("utf-32-be")),
    "lines": lambda record: _call((_json(record) + "\n" + _json(record) + "\n").encode()),
    "multipart": lambda record: _call(_multipart(record), "multipart/form-data; boundary=b"),
    "xml": lambda record: _call(_xml(record).encode(), "text/xml"),
    "pyrepr": lambda record: _call(json.dumps({"vars": repr(record)}).encode()),
    "yaml": lambda record: _call("".join(f"{name}: {json.dumps(value)}\n" for name, value in record.items()).encode(), "application/yaml"),
    "html": lambda record: _call(json.dumps({"h": _html(record)}).encode()),
    "graphql": lambda record: _call(_graphql(record).encode(), "application/graphql"),
    "quoted-printable": lambda record: _call(_part(quopri.encodestring(_json(record).encode()), "quoted-printable"), PARTS),
    "base64 part": lambda record: _call(_part(base64.encodebytes(_json(record).encode()), "base64"), PARTS),
    "data url": lambda record: _call(
        json.dumps({"u": "data:application/json;base64," + base64.b64encode(_json(record).encode()).decode()}).encode()
    ),
    "escapes": lambda record: _call(json.dumps({"u": "".join(f"\\x{byte:02x}" for byte in _json(record).encode())}).encode()),
    "raw deflate": lambda record: _call(json.dumps({"p": base64.b64encode(_deflated(record)).decode()}).encode()),
    "bytes in a query": lambda record: _call(b"", url="https://api.test/p?q=" + quote(gzip.compress(_json(record).encode()))),
    "cookies": lambda record: _call(b"", Cookie="; ".join(f"{name}={quote(value)}" for name, value in record.items())),
}


@pytest.mark.parametrize("form", WRITERS)
@given(record=RECORDS, new=st.text("klmnop QR ü", min_size=1, max_size=12).map(str.strip).filter(bool), data=st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_an_edit_changes_what_it_names_and_nothing_else(form: str, record: dict[str, str], new: str, data: st.DataObject) -> None:
    """In each format every value is reached; replacing one and opening again gives the new one and all others as they were."""
    call = WRITERS[form](record)
    before = open_call(call)
    assert before.rewrite({}) == call
    assert before.incomplete == ()
    values = [index for index, leaf in enumerate(before.leaves) if leaf.type is LeafType.TEXT and record.get(leaf.key) == leaf.text]
    assert {before.leaves[index].key for index in values} == set(record)
    chosen = data.draw(st.sampled_from(values))
    after = open_call(before.rewrite({before.leaves[chosen].address: Replace(new)}))
    assert [leaf.text for leaf in after.leaves] == [new if index == chosen else leaf.text for index, leaf in enumerate(before.leaves)]


@given(value=JSON_VALUES, indent=st.sampled_from([None, 1]), ascii_only=st.booleans())
@settings(max_examples=150, deadline=None)
def test_json_is_read_as_python_reads_it(value: object, indent: int | None, ascii_only: bool) -> None:
    """Every string, number and key of a document is a leaf or stands inside one, and objects give the same leaves."""
    document = json.dumps({"top": value}, indent=indent, ensure_ascii=ascii_only)
    texts = [leaf.text for leaf in open_text(document).leaves]
    assert [leaf.text for leaf in open_object(json.loads(document)).leaves if leaf.type is LeafType.KEY] == [
        leaf.text for leaf in open_text(document).leaves if leaf.type is LeafType.KEY
    ]
    assert len(texts) >= len(_scalars(value))


def _scalars(value: object) -> list[object]:
    if isinstance(value, dict):
        return [scalar for inner in value.values() for scalar in _scalars(inner)]
    if isinstance(value, list):
        return [scalar for inner in value for scalar in _scalars(inner)]
    return [] if value is None or value == "" or _opens(value) else [value]


def _opens(value: object) -> bool:
    """Whether a text is itself encoded and may have no leaves (``[]``)."""
    return isinstance(value, str) and not any(char.isalnum() for char in value)


@given(value=JSON_VALUES, data=st.data())
@settings(max_examples=100, deadline=None)
def test_any_edits_of_json_leave_json(value: object, data: st.DataObject) -> None:
    """Whatever is replaced or dropped, the result parses."""
    source = json.dumps([value, {"a": value}])
    document = open_text(source)
    addresses = [leaf.address for leaf in document.leaves]
    edits: dict[Any, Any] = {}
    for address in data.draw(st.lists(st.sampled_from(addresses), max_size=4, unique=True)) if addresses else []:
        edits[address] = data.draw(st.sampled_from([DROP, Replace('x"\\\n')]))
    json.loads(document.rewrite(edits))


PIECES = [
    *"{}[]()<>\"'\\/:;,.=&%#?|^~@-_+* \t\r\n\x00\x0b1aé\ud800",
    "&#65;",
    "%41",
    "MSH|^~\\&|",
    "<a b='c'>",
    "</a>",
    "a=b",
    "eyJhIjoxfQ==",
]
ALPHABET = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@given(text=ALPHABET | TEXT)
@settings(max_examples=400, deadline=None)
def test_no_text_raises(text: str) -> None:
    """Whatever stands in a text, it is opened or left, never an exception, and written as it was."""
    document = open_text(text)
    assert document.rewrite({}) == text
    assert "error" not in document.incomplete
    for leaf in document.leaves:
        assert document.trail(leaf.address)


MEDIA = (
    "",
    "application/json",
    "text/csv",
    "multipart/form-data; boundary=-",
    "application/x-protobuf",
    "application/grpc",
    "text/xml",
    "application/x-sentry-envelope",
    "application/msgpack",
    "text/plain; charset=utf-7",
    "text/plain; charset=nonsense",
    "x; charset=hex",
)


@given(
    body=st.binary(max_size=60) | ALPHABET.map(lambda text: text.encode("utf-8", "replace")),
    media=st.sampled_from(MEDIA),
    encoding=st.sampled_from(["", "gzip", "deflate", "br", "zstd", "gzip, deflate"]),
)
@settings(max_examples=400, deadline=None)
def test_no_body_raises(body: bytes, media: str, encoding: str) -> None:
    """Whatever a body holds and its headers claim."""
    call = _call(body, media, **{"Content-Encoding": encoding})
    document = open_call(call)
    assert document.rewrite({}) == call
    assert "error" not in document.incomplete


@given(text=TEXT, wrap=st.sampled_from(list(WRITERS)))
@settings(max_examples=100, deadline=None)
def test_bytes_cut_short_raise_nothing(text: str, wrap: str) -> None:
    """A truncated or damaged message is incomplete or text."""
    call = WRITERS[wrap]({"name": text, "other": "x"})
    for cut in (1, len(call.body) // 2, len(call.body) - 1):
        document = open_call(OutboundCall(method="POST", url=call.url, headers=call.headers, body=call.body[:cut]))
        assert "error" not in document.incomplete


@pytest.mark.parametrize("form", WRITERS)
@given(record=RECORDS)
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_rewriting_twice_changes_nothing_more(form: str, record: dict[str, str]) -> None:
    """What was written with a value is left by writing the same value again, and opening it gives the same leaves."""
    call = WRITERS[form](record)
    before = open_call(call)
    leaf = next(leaf for leaf in before.leaves if leaf.type is LeafType.TEXT and record.get(leaf.key) == leaf.text)
    once = before.rewrite({leaf.address: Replace("[GONE]")})
    again = open_call(once)
    same = next(other for other in again.leaves if other.address == leaf.address)
    assert same.text == "[GONE]"
    assert again.rewrite({same.address: Replace("[GONE]")}) == once
