"""Multipart bodies."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest

from phiguard.decoding import DROP

View = Callable[..., dict[str, str]]
Opener = Callable[..., Any]
HEADERS = {"Content-Type": 'multipart/form-data; boundary="--x"'}
BODY = (
    b'----x\r\nContent-Disposition: form-data; name="email"\r\n\r\nann@x.test\r\n'
    b'----x\r\ncontent-disposition: form-data; name="file"; filename="MRN 7.csv"\r\nContent-Type: text/csv\r\n'
    b"\r\nname,dob\nAnn,1990-01-02\n\r\n"
    b'----x\r\nContent-Disposition: form-data; name="meta"\r\nContent-Type: application/json\r\n\r\n{"dx":"B20"}\r\n'
    b"----x--\r\n"
)


@pytest.mark.parametrize("headers", [HEADERS, {}])
def test_parts(view: View, headers: dict[str, str]) -> None:
    """Each content under its part's name or opened by its own type; file names are leaves; declared or by its look."""
    assert view(BODY, headers=headers) == {"email": "ann@x.test", "filename": "MRN 7.csv", "name": "Ann", "dob": "1990-01-02", "dx": "B20"}


def test_names_are_keys_and_parents(opened: Opener) -> None:
    """Part names and column names are keys, and stand above what the part holds."""
    leaves = opened(BODY, headers=HEADERS).leaves
    assert [leaf.text for leaf in leaves if leaf.type == "key" and leaf.where == "body"] == ["email", "file", "name", "dob", "meta", "dx"]
    assert next(leaf for leaf in leaves if leaf.text == "B20").parents == ("meta",)
    assert next(leaf for leaf in leaves if leaf.key == "filename").parents == ("file",)


@pytest.mark.parametrize(("key", "new"), [("email", "-"), ("filename", 'a"b.csv'), ("name", "x,y"), ("dx", "é")])
def test_parts_are_rewritten(replaced: Callable[..., Any], key: str, new: str) -> None:
    """The rest of the body stays byte for byte."""
    body = replaced(BODY, key, new, headers=HEADERS)
    assert body.count(b"----x") == 4


def test_a_part_can_be_dropped(opened: Opener) -> None:
    """With its delimiter and headers."""
    assert (
        opened(BODY, headers=HEADERS).rewrite({(2, 1): DROP}).body
        == BODY[: BODY.index(b"----x\r\ncontent")] + BODY[BODY.index(b'----x\r\nContent-Disposition: form-data; name="meta"') :]
    )


@pytest.mark.parametrize(
    "content",
    [b"plain", b"", b"\r\n", b"line\r\nline", gzip.compress(b'{"a":"b"}'), b"\x89PNG\r\n\x1a\n\x00\x00" + bytes(range(200, 256))],
)
def test_any_content_survives(opened: Opener, content: bytes) -> None:
    """Binary parts are left as they are when another part is rewritten."""
    body = BODY.replace(b'{"dx":"B20"}', content)
    document = opened(body, headers=HEADERS)
    address = next(leaf.address for leaf in document.leaves if leaf.key == "email")
    assert document.rewrite({address: DROP}).body == body.replace(b"ann@x.test", b"")


def test_what_stands_around_the_parts_is_seen(opened: Opener) -> None:
    """A preamble or epilogue leaves the process with the rest."""
    leaves = opened(b"before ann\r\n" + BODY + b"after bob", headers=HEADERS).leaves
    assert {"before ann", "after bob"} <= {leaf.text.strip() for leaf in leaves}


def test_base64_parts(view: View) -> None:
    """A transfer encoding is undone like any base64."""
    part = (
        b"--b\r\nContent-Disposition: attachment; filename=n.txt\r\nContent-Transfer-Encoding: base64\r\n"
        b"\r\nZGVhciBhbm4sIHlvdXIgcmVzdWx0\r\n--b--"
    )
    found = view(part, headers={"Content-Type": "multipart/mixed; boundary=b"})
    assert found["filename"] == "n.txt"
    assert found[""] == "dear ann, your result"


@pytest.mark.parametrize("body", [b"", b"--", b"--x", b"--x--", b"--x\r\n", b"--x\r\nname", b"no parts"])
def test_broken_bodies(opened: Opener, body: bytes) -> None:
    """Nothing raises, and nothing of the text is lost from sight but delimiters."""
    document = opened(body, headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert "error" not in document.incomplete
    assert document.rewrite({}).body == body
