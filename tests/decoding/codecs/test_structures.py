"""Cookies, header values, tables, lines, envelopes, assignments: small text formats side by side."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from phiguard.decoding import DROP, Replace, open_call, open_text
from phiguard.model.call import OutboundCall
from phiguard.model.leaf import LeafType

View = Callable[..., dict[str, str]]
Opener = Callable[..., Any]


def _header(name: str, value: str) -> dict[str, str]:
    leaves = open_call(OutboundCall(method="GET", url="https://api.test", headers={name: value})).leaves
    return {leaf.key: leaf.text for leaf in leaves if leaf.where in ("header", "cookie") and leaf.type is not LeafType.KEY}


JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiIsImVtYWlsIjoiYW5uQHgudGVzdCJ9.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("Cookie", "a=1; b=x%20y", {"a": "1", "b": "x y"}),
        ("Cookie", 'a=b=c;;  flag ; q="z"', {"a": "b=c", "": "flag", "q": "z"}),
        ("Cookie", "", {}),
        ("Authorization", f"Bearer {JWT}", {"alg": "HS256", "sub": "42", "email": "ann@x.test"}),
        ("Authorization", "Basic YW5uQHgudGVzdDpzZWNyZXQ=", {"Authorization": "ann@x.test:secret"}),
        ("Authorization", "Basic 1EacmXK12KJ1EPwVgUER", {"Authorization": "1EacmXK12KJ1EPwVgUER"}),
        ("Authorization", "sk-123", {"Authorization": "sk-123"}),
        ("baggage", "userId=7, email=a%40b.test", {"userId": "7", "email": "a@b.test"}),
        ("baggage", "userId=7;prop=1,b=2", {"userId": "7", "prop": "1", "b": "2"}),
        ("X-Context", json.dumps({"email": "ann"}), {"email": "ann"}),
        ("User-Agent", "Mozilla/5.0 (X11; rv=1)", {"User-Agent": "Mozilla/5.0 (X11; rv=1)"}),
    ],
)
def test_headers(name: str, value: str, expected: dict[str, str]) -> None:
    """A header is read as its name says."""
    assert _header(name, value) == expected


@pytest.mark.parametrize(
    ("text", "media"),
    [
        ("name,dob,dx\nAnn,1990-01-02,B20\n", ""),
        ("name\tdob\r\nAnn\t1990-01-02\r\n", ""),
        ("name|dob|dx\nAnn|1990-01-02|B20", ""),
        ("name;dob;dx\nAnn;1990-01-02;B20", ""),
        ('name,dob\n"Ann",1990-01-02\n', "text/csv; charset=utf-8"),
        ('"name", "dob"\nAnn,1990-01-02,extra\n', "text/csv"),
    ],
)
def test_tables(view: View, text: str, media: str) -> None:
    """Cells are called by the names in the first row."""
    found = view(text.encode(), headers={"Content-Type": media})
    assert (found["name"], found["dob"]) == ("Ann", "1990-01-02")


@pytest.mark.parametrize(
    "text",
    [
        "Hello, Ann\nThanks, Bob",
        "Dear team,\nplease call, soon",
        "a,b,c\n1,2",
        "one | two\nthree",
        "Steps, first one, and more\nopen it, close it, go",
        "x,y\n1,2",
        "1,2,3\n4,5,6",
        "name,name,dob\na,b,c",
    ],
)
def test_prose_is_no_table(view: View, text: str) -> None:
    """Commas at the same places by chance, or no names in the first row."""
    assert view(text, key="k") == {"k": text}


def test_quoted_cells(replaced: Callable[..., Any], view: View) -> None:
    """Quotes, doubled quotes and line breaks inside a cell are undone and written again."""
    text = 'id,note,x\n1,"said ""no"",\nthen left",y\n'
    assert view(text)["note"] == 'said "no",\nthen left'
    assert replaced(text, "note", 'a "b"') == 'id,note,x\n1,"a ""b""",y\n'
    assert replaced(text, "x", "p,q") == 'id,note,x\n1,"said ""no"",\nthen left","p,q"\n'


def test_a_dropped_cell_leaves_its_column() -> None:
    """Blank, so that the others stay under their names; a dropped row goes as a line."""
    document = open_text("a\tb\tc\n1\t2\t3\n4\t5\t6\n")
    assert document.rewrite({(0, 1, 1): DROP}) == "a\tb\tc\n1\t\t3\n4\t5\t6\n"
    assert document.rewrite({(0, 1): DROP}) == "a\tb\tc\n4\t5\t6\n"


def test_lines_of_queries(opened: Opener) -> None:
    """GA4 sends further events as lines."""
    document = opened(b"en=a&ep.x=1\r\nen=b&ep.x=2\r\n", headers={"Content-Type": "text/plain;charset=UTF-8"})
    assert [leaf.text for leaf in document.leaves if leaf.key == "en"] == ["a", "b"]


def test_lines_with_one_that_is_broken(opened: Opener) -> None:
    """A line that is no JSON is a leaf, and the others are opened."""
    document = opened('{"a":"x"}\nnot json\n{"a":"y"}')
    assert [leaf.text for leaf in document.leaves if leaf.type != "key"] == ["x", "not json", "y"]


def test_log_lines_stay_prose(view: View) -> None:
    """Most lines must be structured."""
    text = 'started\nfailed for user\nretry\n{"a":1}\n'
    assert view(text, key="k") == {"k": text}


ENVELOPE = (
    b'{"event_id":"1","dsn":"https://k@o.test/1"}\n{"type":"event","length":20}\n{"user":"ann","n":1}\n'
    b'{"type":"attachment","length":5,"filename":"ann.txt"}\nhello\n{"type":"session"}\n{"did":"bob"}'
)


@pytest.mark.parametrize("media", ["application/x-sentry-envelope", ""])
def test_envelopes(view: View, media: str) -> None:
    """Headers and payloads of all items, with or without lengths, declared or not."""
    found = view(ENVELOPE, headers={"Content-Type": media})
    assert (found["event_id"], found["user"], found["filename"], found[""], found["did"]) == ("1", "ann", "ann.txt", "hello", "bob")


def test_an_items_length_follows_its_payload(opened: Opener) -> None:
    """The header of the item counts bytes."""
    document = opened(ENVELOPE, headers={"Content-Type": "application/x-sentry-envelope"})
    leaf = next(leaf for leaf in document.leaves if leaf.text == "ann")
    body = document.rewrite({leaf.address: Replace("Zoë")}).body
    assert b'{"type":"event","length":21}\n' + '{"user":"Zoë","n":1}'.encode() in body


@pytest.mark.parametrize(
    "body", [b"{}", b'{"a":1}\n{"b":2}', b'{"a":1}\n{"type":"event","length":99}\n{}', b'{"a":1}\n', b'{"type":"x"}\n[1]']
)
def test_what_is_no_envelope_is_json_or_text(opened: Opener, body: bytes) -> None:
    """Lines of JSON are no envelope, and a length that does not fit is none."""
    assert not any("envelope" in leaf.encodings for leaf in opened(body).leaves)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("user=ann ip=10.0.0.1", {"user": "ann", "ip": "10.0.0.1"}),
        ('level=info msg="hello there" dob=1990-01-02', {"level": "info", "msg": "hello there", "dob": "1990-01-02"}),
        ("a=1, b='x y'; c=", {"k": "a=1, b='x y'; c="}),
        ("a=1, b='x y'", {"a": "1", "b": "x y"}),
    ],
)
def test_assignments(view: View, text: str, expected: dict[str, str]) -> None:
    """Pairs and nothing else."""
    assert view(text, key="k") == expected


@pytest.mark.parametrize("text", ["login ok user=ann ip=1", "x=1", "a = b c = d", "total=5 (of=7)", "SELECT a=b c"])
def test_prose_with_assignments_stays_prose(view: View, text: str) -> None:
    """The label and its value stay in one text, where labelled values are found."""
    assert view({"k": text}) == {"k": text}


def test_assignments_are_written_in_their_style(replaced: Callable[..., Any]) -> None:
    """Quotes appear where the new value needs them."""
    assert replaced("user=ann ip=1", "user", "a b") == 'user="a b" ip=1'
    assert replaced("user='ann' ip=1", "user", "a'b") == "user='a\\'b' ip=1"
