"""The judge's decoder reads what vendors' own endpoints would read."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.cli.demo.recorders import Arrived
from phiguard.cli.demo.unfold import fields, pairs, texts

SECRET = "jane.roe@example.com"
JSON = json.dumps({"user": {"em": [SECRET]}})


def arrived(target: str = "/", body: bytes = b"", **headers: str) -> Arrived:
    """A request as a recorder keeps it."""
    lines = [f"POST {target} HTTP/1.1", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return Arrived(("\r\n".join(lines) + "\r\n\r\n").encode(), body)


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(arrived(f"/tr?em={quote(SECRET)}"), id="query"),
        pytest.param(arrived(f"/tr?dl={quote(quote('https://a.example/?e=' + SECRET))}"), id="percent twice"),
        pytest.param(arrived("/", b"", Cookie=f"id={SECRET}"), id="cookie"),
        pytest.param(arrived("/", JSON.encode()), id="json"),
        pytest.param(arrived("/", gzip.compress(JSON.encode())), id="gzip by magic"),
        pytest.param(arrived("/", zlib.compress(JSON.encode()), Content_Encoding="deflate"), id="deflate"),
        pytest.param(arrived("/", urlencode({"payload": JSON}).encode()), id="json in a form"),
        pytest.param(arrived("/", json.dumps({"event": JSON}).encode()), id="json in json"),
        pytest.param(arrived("/", b'{"a":"' + base64.b64encode(JSON.encode()) + b'"}'), id="base64"),
        pytest.param(arrived("/?d=" + base64.urlsafe_b64encode(JSON.encode()).decode().rstrip("=")), id="base64url without padding"),
        pytest.param(arrived("/?d=" + quote(base64.b64encode(gzip.compress(JSON.encode())).decode())), id="gzip in base64"),
        pytest.param(arrived("/", b'{"dsn":"x"}\n{"type":"event"}\n' + JSON.encode()), id="envelope"),
        pytest.param(arrived("/", JSON.replace("@", "\\u0040").encode()), id="escapes"),
    ],
)
def test_a_value_is_found_wherever_it_is(request_: Arrived) -> None:
    """Whatever a vendor would decode, the judge decodes."""
    assert any(SECRET in text for text in texts(request_))


def test_pairs_are_read_from_query_form_and_nested_json() -> None:
    """Event name, value and currency are found under their keys, with numbers as written."""
    body = json.dumps({"data": [{"event": "Buy", "properties": {"value": 99.0, "currency": "USD"}}]})
    assert {("event", "Buy"), ("value", "99.0"), ("currency", "USD")} <= pairs(arrived("/", body.encode()))
    assert {("ev", "Buy"), ("value", "99.0")} <= pairs(arrived("/tr?ev=Buy", urlencode({"data": body}).encode()))


@given(st.binary(max_size=400), st.text(max_size=80))
def test_any_bytes_are_read(body: bytes, target: str) -> None:
    """The decoder never raises, whatever arrives."""
    texts(arrived("/" + quote(target), body if body[:2] != b"\x1f\x8b" else b""))


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (arrived(f"/a%20b?em={quote(SECRET)}", b"", Cookie="x=1; y=2"), ["path", "query em", "cookie", "cookie"]),
        (arrived("/", JSON.encode()), ["path", "user.em.1"]),
        (arrived("/", gzip.compress(b'{"n": 1.50, "s": "t"}')), ["path", "n", "s"]),
        (arrived("/", b'{"id": "e"}\n{"type": "event"}\n{"x": {"y": ["z"]}}\n'), ["path", "part 1.id", "part 2.type", "part 3.x.y.1"]),
        (arrived("/", urlencode({"payload": JSON, "v": "2"}).encode()), ["path", "payload.user.em.1", "v"]),
        (arrived("/", b"{broken"), ["path"]),
    ],
)
def test_fields_stand_in_the_requests_order(request_: Arrived, expected: list[str]) -> None:
    """Whoever reads a sample sees each value with its place, in the order in which it was sent."""
    assert [place for place, _ in fields(request_)] == expected
