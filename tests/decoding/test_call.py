"""The parts of a call, and the headers that are computed from its body."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import zlib

import pytest

from phiguard.decoding import DROP, Document, Replace, open_call
from phiguard.model.call import OutboundCall
from phiguard.model.leaf import Leaf, LeafType, Where

URL = (
    "https://user:pw@t.test:8443/tr/jane%20doe/p;v=1?ev=Page%20View&cd[name]=HIV%2Btest&flag&dl=https%3A%2F%2Fsite.test%2Fptsd%3Fq%3D1#top"
)


def _call(body: bytes = b"", **headers: str) -> OutboundCall:
    return OutboundCall(method="POST", url=URL, headers={name.replace("_", "-"): value for name, value in headers.items()}, body=body)


def _one(document: Document, where: Where, key: str) -> Leaf:
    return next(leaf for leaf in document.leaves if leaf.where is where and leaf.key == key and leaf.type is not LeafType.KEY)


def test_the_url_is_opened_into_its_parts() -> None:
    """Origin, segments (called by the one before), parameters by name, and the fragment."""
    leaves = [leaf for leaf in open_call(_call()).leaves if leaf.type is not LeafType.KEY]
    assert [(leaf.where.value, leaf.key, leaf.text) for leaf in leaves] == [
        ("url", "", "https://user:pw@t.test:8443"),
        ("url", "", "tr"),
        ("url", "tr", "jane doe"),
        ("url", "jane doe", "p;v=1"),
        ("url", "", "top"),
        ("query", "ev", "Page View"),
        ("query", "cd[name]", "HIV+test"),
        ("query", "", "flag"),
        ("query", "", "https://site.test"),
        ("query", "", "ptsd"),
        ("query", "q", "1"),
    ]
    assert [leaf.parents for leaf in leaves[-3:]] == [("dl",), ("dl",), ("dl",)]


def test_parameter_names_are_leaves() -> None:
    """A name can hold a value, so it is looked at as one."""
    keys = [leaf.text for leaf in open_call(_call()).leaves if leaf.type is LeafType.KEY]
    assert keys == ["ev", "cd[name]", "dl", "q"]


def test_parts_of_the_url_are_rewritten_in_place() -> None:
    """Only the edited parameter or segment changes, and it is encoded for its place."""
    document = open_call(_call())
    edits = {_one(document, Where.QUERY, "cd[name]").address: Replace("a&b c"), _one(document, Where.URL, "tr").address: Replace("x/y")}
    assert document.rewrite(edits).url == URL.replace("HIV%2Btest", "a%26b%20c").replace("jane%20doe", "x%2Fy")


def test_a_url_inside_a_value_can_be_cut_to_its_origin() -> None:
    """Path, query and fragment of a URL are nodes that can be dropped."""
    document = open_call(_call())
    base = _one(document, Where.QUERY, "q").address[:-2]
    url = document.rewrite({(*base, 1): DROP, (*base, 2): DROP, (*base, 3): DROP}).url
    assert url.endswith(("&dl=https%3A%2F%2Fsite.test#top", "&dl=https://site.test#top"))


def test_headers_and_cookies_are_leaves() -> None:
    """Values under their names, cookies under theirs, and every name as a key."""
    document = open_call(_call(Cookie='_ga=GA1.2.3; uid="j%40x.org"', X_User="ann@example.org"))
    assert _one(document, Where.COOKIE, "_ga").text == "GA1.2.3"
    assert _one(document, Where.COOKIE, "uid").text == "j@x.org"
    assert _one(document, Where.HEADER, "X-User").text == "ann@example.org"
    assert {leaf.text for leaf in document.leaves if leaf.type is LeafType.KEY} >= {"Cookie", "X-User", "_ga", "uid"}


def test_headers_and_cookies_can_be_dropped() -> None:
    """A dropped cookie leaves the others; a dropped header is gone with its name."""
    document = open_call(_call(Cookie="_ga=1; uid=2; x=3", X_User="ann"))
    edits = {_one(document, Where.COOKIE, "uid").address: DROP, _one(document, Where.HEADER, "X-User").address: DROP}
    assert document.rewrite(edits).headers == (("Cookie", "_ga=1; x=3"),)


def test_a_header_with_a_url_is_opened() -> None:
    """A Referer tells as much as a page URL in the body."""
    document = open_call(_call(Referer="https://clinic.test/hiv/results?email=a%40x.org"))
    assert _one(document, Where.HEADER, "email").parents == ("Referer",)


CONTENT = {"email": "ann@example.org", "n": 1}
RAW = json.dumps(CONTENT).encode()
SHORT = RAW.replace(b"ann@example.org", b"-")


def test_length_and_digests_follow_the_body() -> None:
    """Everything that is computed from the body is computed again; a digest that we cannot compute is left out."""
    headers = {
        "Content-Length": str(len(RAW)),
        "Content-MD5": "old",
        "Digest": "sha-256=old",
        "Content-Digest": "sha-512=:old:",
        "Repr-Digest": "blake9=:old:",
        "x-amz-content-sha256": "old",
        "X-Other": "kept",
    }
    call = OutboundCall(method="PUT", url="https://api.test/", headers=headers, body=RAW)
    document = open_call(call)
    new = document.rewrite({_one(document, Where.BODY, "email").address: Replace("-")})
    found = dict(new.headers)
    assert new.body == SHORT
    assert found == {
        "Content-Length": str(len(SHORT)),
        "Content-MD5": base64.b64encode(hashlib.md5(SHORT).digest()).decode(),
        "Digest": "sha-256=" + base64.b64encode(hashlib.sha256(SHORT).digest()).decode(),
        "Content-Digest": "sha-512=:" + base64.b64encode(hashlib.sha512(SHORT).digest()).decode() + ":",
        "x-amz-content-sha256": hashlib.sha256(SHORT).hexdigest(),
        "X-Other": "kept",
    }


def test_an_unsigned_payload_stays_unsigned() -> None:
    """AWS's word for "no digest" is no digest."""
    document = open_call(_call(RAW, x_amz_content_sha256="UNSIGNED-PAYLOAD"))
    new = document.rewrite({_one(document, Where.BODY, "email").address: Replace("-")})
    assert new.header("x-amz-content-sha256") == "UNSIGNED-PAYLOAD"


def test_headers_stay_when_the_body_does() -> None:
    """An edit of the URL computes nothing again, not even a wrong length."""
    document = open_call(_call(RAW, Content_Length="7"))
    assert document.rewrite({_one(document, Where.QUERY, "ev").address: Replace("x")}).header("content-length") == "7"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(RAW)),
        ("x-gzip", gzip.compress(RAW)),
        ("deflate", zlib.compress(RAW)),
        ("deflate", zlib.compress(RAW)[2:-4]),
        ("deflate, gzip", gzip.compress(zlib.compress(RAW))),
        ("identity", RAW),
        ("", gzip.compress(RAW)),
        ("", gzip.compress(gzip.compress(RAW))),
    ],
)
def test_content_encodings_are_undone_and_applied_again(encoding: str, body: bytes) -> None:
    """In the declared order, or by the head of the data, and the new body can be read in the same way."""
    call = OutboundCall(method="POST", url="https://api.test/", headers={"Content-Encoding": encoding} if encoding else {}, body=body)
    document = open_call(call)
    assert document.incomplete == ()
    new = document.rewrite({_one(document, Where.BODY, "email").address: Replace("-")})
    assert _one(open_call(new), Where.BODY, "email").text == "-"
    assert _one(open_call(new), Where.BODY, "n").text == "1"
    assert (new.body[:2] == body[:2]) == (encoding != "identity" or True)


@pytest.mark.parametrize(("encoding", "body"), [("gzip", RAW), ("gzip", gzip.compress(RAW)[:-9]), ("rot13", RAW), ("br", b"\xff\xff\xff")])
def test_a_broken_declaration_is_told(encoding: str, body: bytes) -> None:
    """A body that is not what its headers say is opened as far as it goes, and the document says so."""
    document = open_call(_call(body, Content_Encoding=encoding))
    assert "undecodable" in document.incomplete
    if body == RAW:
        assert _one(document, Where.BODY, "email").text == "ann@example.org"


def test_declared_json_that_is_none_is_told() -> None:
    """The text is given as a leaf, since its keys cannot be."""
    document = open_call(_call(b'{"email": "ann@example.org", ', Content_Type="application/json"))
    assert document.incomplete == ("undecodable",)
    assert "ann@example.org" in document.leaves[-1].text


def test_what_was_not_read_is_passed_on() -> None:
    """The interceptor's reason for an unread body is the document's."""
    assert open_call(OutboundCall(method="POST", url="https://api.test/", unread="stream")).incomplete == ("stream",)


@pytest.mark.parametrize("url", ["", "?", "#", "//", "x", "http://", "mailto:ann@example.org", "https://h?a=1", "https://h#a=b", "/p?x"])
def test_any_url_is_kept(url: str) -> None:
    """Whatever stands there, nothing raises and nothing changes."""
    call = OutboundCall(method="GET", url=url)
    document = open_call(call)
    assert document.rewrite({}) == call
    assert document.incomplete == ()
