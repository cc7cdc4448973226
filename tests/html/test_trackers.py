"""Trackers are found by the hosts that a page's elements and inline scripts load from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.html import find_trackers

PIXEL = b'<img height="1" width="1" src="https://www.facebook.com/tr?id=1&ev=PageView&noscript=1"/>'


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        (PIXEL, "img"),
        (b'<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>', "script"),
        (b"<SCRIPT SRC=//connect.facebook.net/en_US/fbevents.js></SCRIPT>", "script"),
        (b"<script>!function(f){f.src='https://connect.facebook.net/en_US/fbevents.js'}(window)</script>", "inline"),
        (b"<noscript>" + PIXEL + b"</noscript>", "img"),
    ],
)
def test_known_tags_are_found(html: bytes, kind: str) -> None:
    """An element that loads from a tracker, or an inline script that names one, is found where it stands."""
    page = b"<!doctype html><p>caf\xc3\xa9</p>\n" + html + b"<p>after</p>"
    (found,) = find_trackers(page)
    assert found.kind == kind
    assert page[found.start : found.end].strip()
    assert page.index(html) <= found.start < found.end <= page.index(html) + len(html)


@pytest.mark.parametrize(
    "html",
    [
        b"",
        b"<p>We do not load https://www.facebook.com/tr here.</p>",
        b'<a href="https://www.facebook.com/ourclinic">Find us</a>',
        b'<script src="/static/app.js"></script><script>let x = "//" + 1</script>',
        b"<!-- <img src='https://www.facebook.com/tr?id=1'> -->",
        b"<![CDATA[ x ]]>",
        b"<![",
    ],
)
def test_mentions_and_links_are_not_trackers(html: bytes) -> None:
    """Text, links, comments and the page's own scripts load nothing from a tracker."""
    assert find_trackers(html) == ()


@given(st.binary(max_size=400))
def test_any_bytes_can_be_read(html: bytes) -> None:
    """No page makes it raise, and spans lie inside the page."""
    for found in find_trackers(html + PIXEL):
        assert 0 <= found.start < found.end <= len(html) + len(PIXEL)
