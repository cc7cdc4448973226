"""Layers: encodings of one whole value, in every variant that senders use."""

from __future__ import annotations

import base64
import bz2
import gzip
import hashlib
import json
import uuid
import zlib
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from phiguard.decoding import Replace, open_text

View = Callable[..., dict[str, str]]
Opener = Callable[..., Any]
INNER = json.dumps({"email": "ann>?~@x.test", "note": "ok>>>???"})
LONG = json.dumps({"email": "ann@x.test", "note": "n" * 200})
B64 = base64.b64encode(INNER.encode()).decode()


@pytest.mark.parametrize(
    "value",
    [
        B64,
        B64.rstrip("="),
        base64.urlsafe_b64encode(INNER.encode()).decode(),
        base64.urlsafe_b64encode(INNER.encode()).decode().rstrip("="),
        base64.encodebytes(LONG.encode()).decode(),
        base64.encodebytes(LONG.encode()).decode().replace("\n", "\r\n"),
        base64.b64encode(B64.encode()).decode(),
        base64.b64encode(gzip.compress(INNER.encode())).decode(),
        base64.b64encode(zlib.compress(INNER.encode())).decode(),
        base64.b64encode(json.dumps({"a": INNER}).encode()).decode(),
        base64.b64encode(INNER.encode("utf-16-le")).decode(),
        INNER.encode().hex(),
        INNER.encode().hex().upper(),
        "0x" + INNER.encode().hex(),
        quote(INNER, safe=""),
        quote(quote(INNER, safe=""), safe=""),
        "".join(f"%{byte:02x}" for byte in INNER.encode()),
        quote(B64, safe=""),
    ],
)
def test_layers_are_undone_and_applied_again(replaced: Callable[..., Any], view: View, value: str) -> None:
    """The inner value is reached, and a new one is wrapped in the same variant."""
    source = json.dumps({"p": value, "q": "x"})
    assert "email" in view(source)
    result = json.loads(replaced(source, "email", "gone"))["p"]
    for mark in "-_+/=%\n":
        assert (mark in result) <= (mark in value) or mark in "+/-_="


def test_variants_are_kept(replaced: Callable[..., Any]) -> None:
    """Padding, line length and letter case are the sender's."""
    lines = base64.encodebytes(LONG.encode()).decode()
    assert replaced(lines, "email", "z").split("\n")[0].__len__() == 76
    assert replaced(INNER.encode().hex().upper(), "email", "zz").isupper()
    assert not replaced(B64.rstrip("=") if B64.endswith("=") else B64, "email", "zzzz").endswith("==")


@pytest.mark.parametrize(
    "text",
    [
        hashlib.sha256(b"ann").hexdigest(),
        hashlib.md5(b"ann").hexdigest(),
        base64.b64encode(hashlib.sha256(b"ann").digest()).decode(),
        str(uuid.UUID(int=2**127 - 3)),
        uuid.UUID(int=2**127 - 3).hex,
        "sk-2pZ9XcwqHRs23PK2fgwsMzmbmdONlGmPYNCunvOY",
        "IwAR7UZ1n1WIoPTV53awX7YXeJ6f2ZgA0gDt1YBPn5oF",
        "notification",
        "PatientIdentifierNumber",
        "2024061512304567",
        "20240615T123045Z",
        "fb.1.1746104866432.9762388160",
        "eyJub3QiOiJhIGp3dCJ9.x",
        "deadbeefdeadbeef",
        "100%",
        "100%25",
        "5 %ab",
        "Fish & Chips; more",
        "A" * 5000,
    ],
)
def test_opaque_text_stays_closed(view: View, text: str) -> None:
    """Hashes, tokens, ids, words and numbers are what they are; ``100%25`` reads as ``100%`` at most."""
    assert view({"k": text})["k"] in (text, "100%")


@pytest.mark.parametrize(
    ("source", "old", "new", "expected"),
    [
        ("<p>Zo&euml; &amp; Ann</p>", "Zoë", "[N]", "<p>[N] &amp; Ann</p>"),
        ("<p>&#90;&#111;&#x65; is &lt;x&gt; here</p>", "Zoe", "A<B", "<p>A&lt;B is &lt;x&gt; here</p>"),
        ("a &amp; b &amp; Zoe &amp; c, Zoe", "Zoe", "[N]", "a &amp; b &amp; [N] &amp; c, [N]"),
        ("<a href='?x=1&amp;y=2'>Zoe</a>", "Zoe", "R&D", "<a href='?x=1&amp;y=2'>R&amp;D</a>"),
        ("&nbsp;Zoe", "Zoe", "", "&nbsp;"),
    ],
)
def test_references_are_undone_and_only_the_new_is_escaped(source: str, old: str, new: str, expected: str) -> None:
    """Markup stays markup, references stay references, and the new text cannot become markup."""
    document = open_text(source)
    leaf = next(leaf for leaf in document.leaves if old in leaf.text)
    assert leaf.encodings == ("html",)
    assert document.rewrite({leaf.address: Replace(leaf.text.replace(old, new))}) == expected


@pytest.mark.parametrize(
    ("source", "old", "new", "expected"),
    [
        ("call Zo%C3%AB at 5%20pm", "Zoë", "[N]", "call [N] at 5%20pm"),
        ("<a href='/x%20y'>Zoe</a> 100%", "Zoe", "9%41", "<a href='/x%20y'>9%41</a> 100%"),
        ("Zoe%20Ann, 5% of it", "Zoe Ann", "N", "N, 5% of it"),
    ],
)
def test_escapes_in_a_sentence_are_kept(source: str, old: str, new: str, expected: str) -> None:
    """A text of which only parts are percent-encoded is not encoded as a whole."""
    document = open_text(source)
    leaf = next(leaf for leaf in document.leaves if old in leaf.text)
    assert document.rewrite({leaf.address: Replace(leaf.text.replace(old, new))}) == expected


def test_long_html_is_rewritten_in_linear_time() -> None:
    """Thousands of equal words around an edit are no work."""
    body = "<p>word &amp; word</p>\n" * 2000
    source = body + "<b>Zo&euml;</b>" + body
    document = open_text(source)
    (leaf,) = document.leaves
    assert document.rewrite({leaf.address: Replace(leaf.text.replace("Zoë", "N"))}) == body + "<b>N</b>" + body


@pytest.mark.parametrize(
    ("body", "media"),
    [
        ("Zoë {}", "text/plain; charset=utf-8"),
        ("Zoë", "text/plain; charset=ISO-8859-1"),
        ("Zoë", 'text/plain; charset="latin-1"'),
        ("Zoë “q”", "text/plain; charset=windows-1252"),
        ("Zoë", "text/plain; charset=utf-16"),
        ("漢字", "text/plain; charset=shift_jis"),
    ],
)
def test_declared_charsets(opened: Opener, body: str, media: str) -> None:
    """Text is read, and written, as declared."""
    charset = media.partition("charset=")[2].strip('"')
    document = opened(body.encode(charset), headers={"Content-Type": media})
    assert document.leaves[-1].text.lstrip("\ufeff") == body
    assert document.rewrite({document.leaves[-1].address: Replace("x")}).body.decode(charset).lstrip("\ufeff") == "x"


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig"])
def test_undeclared_wide_text(view: View, charset: str) -> None:
    """A byte order mark or the zero bytes tell."""
    assert view(json.dumps({"email": "ann"}).encode(charset)) == {"email": "ann"}


@pytest.mark.parametrize(
    ("data", "expected"), [(b"M\xfcller was here", "Müller was here"), ("é".encode() * 40 + b"\xfc", "é" * 40 + "\udcfc")]
)
def test_broken_utf8_is_still_read(opened: Opener, data: bytes, expected: str) -> None:
    """Wholly as Latin-1, or the odd byte as a surrogate, so that it can be written again."""
    document = opened(data)
    assert document.leaves[-1].text == expected
    assert document.incomplete == ()
    assert document.rewrite({}).body == data


def test_unknown_charsets_do_not_raise(opened: Opener) -> None:
    """Nor do codecs of Python that are no charsets."""
    for name in ("nonsense", "hex", "rot13", "idna", "undefined"):
        assert opened("Zoë".encode(), headers={"Content-Type": f"text/plain; charset={name}"}).leaves[-1].text == "Zoë"


def test_gzip_members_are_read_to_the_end(view: View) -> None:
    """A stream may be several in a row."""
    assert view(gzip.compress(b'{"a":"x",') + gzip.compress(b'"b":"y"}')) == {"a": "x", "b": "y"}


def test_brotli(replaced: Callable[..., Any]) -> None:
    """When its library is there."""
    brotli = pytest.importorskip("brotli")
    body = replaced(brotli.compress(INNER.encode()), "email", "z", headers={"Content-Encoding": "br"})
    assert b'"z"' in brotli.decompress(body)


def test_zstd_without_its_library_is_told(opened: Opener) -> None:
    """What cannot be opened is not passed over."""
    body = b"\x28\xb5\x2f\xfd" + bz2.compress(b"x")
    document = opened(body, headers={"Content-Encoding": "zstd"})
    assert "undecodable" in document.incomplete


def test_a_jwt_is_opened(replaced: Callable[..., Any]) -> None:
    """Its claims are readable by whoever gets it."""
    token = ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (b'{"alg":"none"}', b'{"email":"ann"}', b"signature"))
    new = replaced(json.dumps({"t": token, "x": "y"}), "email", "-")
    assert json.loads(new)["t"].split(".")[::2] == token.split(".")[::2]
