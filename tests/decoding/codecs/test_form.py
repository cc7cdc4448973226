"""Forms and query strings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

View = Callable[..., dict[str, str]]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"a=b&c=d", {"a": "b", "c": "d"}),
        (b"To=%2B12515550159&Body=Hi+Ann%2C+yes", {"To": "+12515550159", "Body": "Hi Ann, yes"}),
        (b"cd%5Bname%5D=x&ud[em]=y", {"cd[name]": "x", "ud[em]": "y"}),
        (b"a=%7B%22b%22%3A%22c%22%7D", {"b": "c"}),
        (b'a={"b":"c d"}&e=f', {"b": "c d", "e": "f"}),
        (b"a&b=", {"": "a", "b": ""}),
        (b"a=b=c&&d=%zz", {"a": "b=c", "d": "%zz"}),
        (b"a=1\r\n", {"a": "1"}),
        (b"n=M%FCller", {"n": "M\udcfcller"}),
    ],
)
def test_declared_forms(view: View, body: bytes, expected: dict[str, str]) -> None:
    """Whatever a declared form holds is split at its marks."""
    assert view(body, headers=FORM) == expected


@pytest.mark.parametrize("text", ["a=b&c=d", "user.email=x&ep.answer=y&_et=5", "q=a%20b&n=1&flag"])
def test_text_that_is_a_query(view: View, text: str) -> None:
    """Inside a value, when every part has the form of a pair."""
    assert len(view(text)) > 1


@pytest.mark.parametrize(
    "text",
    ["R&D=good", "a=b", "salt & pepper", "x = 1 & y = 2", "if a==b && c==d", "dx: R&D=1 & more=2", "AT&T", "=&=", "<a=b&c=d>"],
)
def test_text_that_is_no_query(view: View, text: str) -> None:
    """Prose with the same marks stays whole."""
    assert view({"k": text}) == {"k": text}


@pytest.mark.parametrize(
    ("body", "key", "new", "expected"),
    [
        (b"a=b+c&d=e", "a", "x y&z", b"a=x+y%26z&d=e"),
        (b"a=b%20c&d=e", "a", "x y", b"a=x%20y&d=e"),
        (b"a=%2b%7b&d=e", "a", "{", b"a=%7b&d=e"),
        (b"d=e&a=%7B%22b%22%3A+%22c%22%7D", "b", "x", b"d=e&a=%7B%22b%22%3A+%22x%22%7D"),
    ],
)
def test_values_are_written_in_their_style(replaced: Callable[..., Any], body: bytes, key: str, new: str, expected: bytes) -> None:
    """Plus or %20, upper or lower case: as the old value had it."""
    assert replaced(body, key, new, headers=FORM) == expected
