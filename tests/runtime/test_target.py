"""Where a URL points."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.runtime.target import target


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("https://Graph.Facebook.com/v19.0/1/events?x=1#f", "graph.facebook.com", 443, "/v19.0/1/events"),
        ("http://127.0.0.1:8080/a", "127.0.0.1", 8080, "/a"),
        ("https://user:pw@host.test?q=1", "host.test", 443, ""),
        ("https://[2001:db8::1]:8443/x", "2001:db8::1", 8443, "/x"),
        ("wss://host.test./s", "host.test", 443, "/s"),
        ("https://host.test:99999/x", "", None, "/x"),
        ("/relative/only", "", None, ""),
        ("", "", None, ""),
        ("custom://host.test/x", "host.test", None, "/x"),
    ],
)
def test_known_urls(url: str, host: str, port: int | None, path: str) -> None:
    """Host is lower-case, the port is the scheme's own when none is given, and an unreadable URL has no host."""
    where = target(url)
    assert (where.host, where.port, where.path) == (host, port, path)


@given(st.text(max_size=80))
def test_never_raises(url: str) -> None:
    """Any text can be asked, and nothing of it shows in the repr."""
    assert repr(target(url)) == "<Target>"
    target("https://" + url)


@given(st.from_regex(r"\A[a-z]{1,8}\.[a-z]{2,5}\Z"), st.integers(1, 65535), st.text(alphabet="abc/", max_size=8))
def test_agrees_with_the_standard_parser(host: str, port: int, path: str) -> None:
    """For ordinary URLs host, port and path are what urllib.parse says."""
    url = f"https://{host}:{port}/{path}?q=1"
    where, parts = target(url), urlsplit(url)
    assert (where.host, where.port, where.path) == (parts.hostname, parts.port, parts.path)
