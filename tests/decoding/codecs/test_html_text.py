"""HTML: what a reader would see is one leaf; attributes, scripts and comments are others."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phiguard.decoding import DROP, Replace, open_text

View = Callable[..., dict[str, str]]
PAGE = (
    "<html><!-- for Bob --><p>Dear <b>Ann</b> D<i>o</i>e,<br>your <a href='mailto:ann@x.test' class=\"k\">visit</a> is &amp; stays</p>"
    '<table><tr><th>DOB</th><td>1990-01-02</td></tr></table><input type=hidden name="mrn" value="E77" data-x=1>'
    '<img alt="Photo of Ann" src="p.png"><script type="application/json">{"dx": "F41.1"}</script><style>p {color: red}</style></html>'
)


def test_html(view: View) -> None:
    """Inline tags do not cut a name, blocks end a line, and a label stands before its value."""
    found = view(PAGE, key="body")
    text = open_text(PAGE).leaves[0].text
    assert "Dear Ann Doe,\nyour visit is & stays" in text
    assert "DOB:\t1990-01-02" in text
    assert "F41.1" not in text
    assert (found["href"], found["mrn"], found["alt"], found["dx"]) == ("mailto:ann@x.test", "E77", "Photo of Ann", "F41.1")
    assert " for Bob " in [leaf.text for leaf in open_text(PAGE).leaves]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Ann Doe", "[N]", PAGE.replace("Dear <b>Ann</b> D<i>o</i>e", "Dear <b>[N],</b><i></i>").replace("</i>,", "</i>")),
        ("1990-01-02", "[D]", PAGE.replace("1990-01-02", "[D]")),
        ("stays", "a<b>", PAGE.replace("stays", "a&lt;b&gt;")),
    ],
)
def test_the_text_is_rewritten_around_its_tags(old: str, new: str, expected: str) -> None:
    """Every tag stays, and new text cannot become one."""
    document = open_text(PAGE)
    leaf = document.leaves[0]
    assert document.rewrite({leaf.address: Replace(leaf.text.replace(old, new))}) == expected


def test_text_and_attributes_change_together() -> None:
    """An attribute stands inside the text's span, and both edits hold."""
    document = open_text(PAGE)
    text, href, mrn, code = (next(leaf for leaf in document.leaves if old in leaf.text) for old in ("Ann", "mailto", "E77", "F41.1"))
    edits = {text.address: Replace(text.text.replace("1990-01-02", "[D]")), href.address: Replace('"[E]"'), mrn.address: Replace("[M]")}
    found = document.rewrite({**edits, code.address: Replace("[C]")})
    expected = (
        PAGE.replace("1990-01-02", "[D]").replace("mailto:ann@x.test", "&quot;[E]&quot;").replace("E77", "[M]").replace("F41.1", "[C]")
    )
    assert found == expected
    assert document.rewrite({text.address: Replace("[ALL]"), code.address: Replace("[C]")}).count("<") == PAGE.count("<")


def test_attributes_can_be_dropped_and_quoted() -> None:
    """With the blank before them; a bare value gets quotes."""
    document = open_text("<td title='a' id=b>x</td>")
    title, identifier = (next(leaf.address for leaf in document.leaves if leaf.key == key) for key in ("title", "id"))
    assert document.rewrite({title: DROP}) == "<td id=b>x</td>"
    assert document.rewrite({identifier: Replace("c d")}) == "<td title='a' id=\"c d\">x</td>"


@pytest.mark.parametrize("text", ["a < b and c > d", "<ann@x.test>", "<https://x.test|link>", "x <y> z", "<", "a <b", "Ann <3"])
def test_what_is_no_html_stays_text(view: View, text: str) -> None:
    """Comparison signs, addresses and unknown elements are no tags."""
    assert view(text, key="k") == {"k": text}


@pytest.mark.parametrize(
    "text", ["<p>" * 50_000, "<!--" * 50_000, "<script>" * 30_000, "<a b=" * 40_000, "<p " + "a " * 50_000, "<p>" + ":" * 90_000]
)
def test_hostile_html_takes_linear_time(text: str) -> None:
    """No scan goes over the rest of the text again and again."""
    started = time.perf_counter()
    open_text(text)
    assert time.perf_counter() - started < 2


@given(
    text=st.lists(
        st.sampled_from([*"<>/=\"'&;:- ab", "<p>", "</p>", "<b>", "<a href=", "<!--", "-->", "<script>", "</script>", "&amp;", "<br>"])
    ).map("".join)
)
@settings(max_examples=300, deadline=None)
def test_no_markup_raises(text: str) -> None:
    """Whatever the markup is, it stays as it was, and any edit of it can be written."""
    document = open_text(text)
    assert document.rewrite({}) == text
    assert "error" not in document.incomplete
    for leaf in document.leaves:
        open_text(document.rewrite({leaf.address: Replace("x")}))
