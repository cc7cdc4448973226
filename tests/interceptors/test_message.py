"""From a client's call to neutral words, and back."""

from __future__ import annotations

import pytest

from phiguard.interceptors._message import Arguments, Message, absolute, change, pairs, phrase, rebuilt
from phiguard.model.call import OutboundCall

NAMES = ("method", "url", "body")


def test_arguments_are_found_however_they_were_given() -> None:
    """By position or by name; what was not given has its default."""
    given = Arguments(NAMES, ("POST",), {"url": "/x"})
    assert (given.get("method"), given.get("url"), given.get("body"), given.get("body", 7)) == ("POST", "/x", None, 7)


def test_arguments_are_changed_where_they_were_given() -> None:
    """A changed argument stays positional or named; a new one is named; the original is not touched."""
    given = Arguments(NAMES, ("POST", "/x"), {"timeout": 3})
    assert given.having(url="/y", body=b"b") == (("POST", "/y"), {"timeout": 3, "body": b"b"})
    assert given.args == ("POST", "/x")
    assert given.kwargs == {"timeout": 3}


@pytest.mark.parametrize(
    ("scheme", "host", "port", "url", "expected"),
    [
        ("http", "a.test", 80, "/x?y=1", "http://a.test/x?y=1"),
        ("http", "a.test", None, "", "http://a.test/"),
        ("https", "a.test", 443, "/x", "https://a.test/x"),
        ("https", "a.test", 80, "/x#f", "https://a.test:80/x"),
        ("http", "::1", 8080, "x", "http://[::1]:8080/x"),
        ("http", "[::1]", 80, "/", "http://[::1]/"),
        ("http", "proxy.test", 3128, "http://a.test/x#f", "http://a.test/x"),
        ("http", "a.test", 80, "/r?to=http://b.test/", "http://a.test/r?to=http://b.test/"),
    ],
)
def test_urls_become_absolute(scheme: str, host: str, port: int | None, url: str, expected: str) -> None:
    """As they would stand on the wire: without a default port or a fragment, addresses in brackets."""
    assert absolute(scheme, host, port, url) == expected


def call(body: bytes = b"abc", url: str = "http://a.test/", headers: tuple[tuple[str, str], ...] = ()) -> OutboundCall:
    """A call."""
    return OutboundCall(method="POST", url=url, headers=headers, body=body)


def test_an_unchanged_body_is_kept() -> None:
    """When only headers or URL were redacted, the application's own body is sent, with its own framing."""
    headers = (("Transfer-Encoding", "chunked"),)
    body = iter([b"abc"])
    what = change(call(headers=headers), call(headers=headers, url="http://a.test/r"), body)
    assert (what.body, what.framed, what.moved, what.headers) == (body, False, True, headers)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((("A", "1"), ("content-length", "3"), ("B", "2")), (("A", "1"), ("Content-Length", "5"), ("B", "2"))),
        ((("A", "1"), ("Transfer-Encoding", "chunked"), ("B", "2")), (("A", "1"), ("Content-Length", "5"), ("B", "2"))),
        ((("Transfer-Encoding", "chunked"), ("Content-Length", "3")), (("Content-Length", "5"),)),
        ((("A", "1"),), (("A", "1"), ("Content-Length", "5"))),
    ],
)
def test_a_new_body_is_framed_by_its_length(before: tuple[tuple[str, str], ...], after: tuple[tuple[str, str], ...]) -> None:
    """One Content-Length that is right, in the place of what framed the old body, and no chunks."""
    what = change(call(headers=before), call(b"12345", headers=before), b"abc")
    assert what.headers == after
    assert (what.body, what.framed, what.moved) == (b"12345", True, False)


def test_headers_of_every_form() -> None:
    """Mappings and pairs, text and bytes, in order, repeats included."""
    assert pairs({b"A": b"\xe4", "B": 7}) == (("A", "ä"), ("B", "7"))
    assert pairs([("A", "1"), ("A", "2")]) == (("A", "1"), ("A", "2"))
    assert pairs(None) == ()


def test_headers_are_given_back_in_kind() -> None:
    """A client gets its headers back as the type that it gave."""

    class Own(dict[str, str]):
        pass

    assert type(rebuilt(Own(), (("A", "1"),))) is Own
    assert rebuilt(None, (("A", "1"),)) == {"A": "1"}


def test_phrases() -> None:
    """Known statuses have one, others an empty one."""
    assert (phrase(451), phrase(299)) == ("Unavailable For Legal Reasons", "")


def test_a_fault_wins_over_what_was_read() -> None:
    """A message that could not be described is not claimed to be whole."""
    given = Arguments((), (), {})
    message = Message(client="c", instance=None, given=given, method="", url="", fault="error")
    assert message.call(b"", "").unread == "error"


def test_nothing_is_shown() -> None:
    """No repr shows arguments, URL, headers or body."""
    given = Arguments(("url",), ("http://mona.test",), {})
    message = Message(client="c", instance=None, given=given, method="GET", url="http://mona.test", headers=(("a", "mona"),), body="mona")
    what = change(call(), call(b"mona", url="http://mona.test"), None)
    assert not any("mona" in repr(shown) for shown in (given, message, what))
