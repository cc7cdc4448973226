"""URLs inside values; the request's own is tested with calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

View = Callable[..., dict[str, str]]
Opener = Callable[..., Any]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.test/b/c?d=e#f", ["https://a.test", "b", "c", "e", "f"]),
        ("https://a.test/?u=https%3A%2F%2Fb.test%2Fx%3Fy%3Dz", ["https://a.test", "https://b.test", "x", "z"]),
        ("myapp://open/patient/7", ["myapp://open", "patient", "7"]),
        ("/intake/step-3?email=a%40b.test", ["intake", "step-3", "a@b.test"]),
        ("https://a.test/#/route/x?email=a%40b.test", ["https://a.test", "route", "x", "a@b.test"]),
        ("https://a.test/#email=a%40b.test&x=1", ["https://a.test", "a@b.test", "1"]),
        ("https://a.test/caf%C3%A9", ["https://a.test", "café"]),
    ],
)
def test_urls(opened: Opener, text: str, expected: list[str]) -> None:
    """Origin, segments, parameters, fragment; what is a URL inside is opened too."""
    assert [leaf.text for leaf in opened({"k": text}).leaves if leaf.type != "key"] == expected


@pytest.mark.parametrize(
    "text", ["https://a.test", "see https://a.test/x", "05/06/1990", "and/or", "/etc", "a/b?c", "https://a.test/x y", "//x", "N/A"]
)
def test_text_that_is_no_url(view: View, text: str) -> None:
    """A date, a fraction or a sentence with a link stays whole."""
    assert view({"k": text}) == {"k": text}


def test_parents_end_with_the_key_of_the_value(opened: Opener) -> None:
    """A parameter knows in whose URL it stands, and a segment what stands before it."""
    leaves = {leaf.text: leaf for leaf in opened({"page": {"url": "https://a.test/dx/hiv?em=x"}}).leaves}
    assert (leaves["hiv"].key, leaves["hiv"].parents) == ("dx", ("page", "url"))
    assert (leaves["x"].key, leaves["x"].parents) == ("em", ("page", "url"))


@pytest.mark.parametrize(
    ("new", "expected"),
    [("https://b.test", "https://b.test/x?y=1"), ("gone!", "https://gone!/x?y=1"), ("a b/c", "https://a%20b%2Fc/x?y=1")],
)
def test_a_new_origin_keeps_the_url_a_url(opened: Opener, new: str, expected: str) -> None:
    """Any other text becomes the host."""
    from phiguard.decoding import Replace

    assert opened("https://a.test/x?y=1").rewrite({(0, 0): Replace(new)}) == expected
