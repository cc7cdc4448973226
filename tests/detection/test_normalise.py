"""`phiguard.detection.normalise`: text as it reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.detection.normalise import normalise, plain


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("\uff13\uff12\uff11-\uff14", "321-4"),
        ("\u0663\u0664", "34"),
        ("\U0001d7d9\U0001d7da", "12"),
        ("de\u200bpre\u00adssion", "depression"),
        ("cafe\u0301 Jose\u0301", "cafe Jose"),
        ("caf\u00e9", "cafe"),
        ("937\u2013555\u20140123", "937-555-0123"),
        ("937\u00a0555\u20030123", "937 555 0123"),
        ("\u0440\u0430t\u0456\u0435nt", "patient"),
        ("\u0391\u0392", "AB"),
        ("\ufb01rst", "first"),
        ("O\u2019Neil", "O'Neil"),
        ("a\u202eb", "ab"),
    ],
)
def test_look_alikes_become_ascii(text: str, wanted: str) -> None:
    """Fullwidth, foreign digits, invisible characters, marks, typographic dashes and blanks, and confusables read as what they show."""
    assert plain(text) == wanted


def test_ascii_is_returned_as_it_is() -> None:
    """An ASCII text is its own plain form: the same object, and no map."""
    text = "patient 123"
    assert normalise(text).text is text
    assert normalise(text).origin is None
    assert normalise(text).span(2, 5) == (2, 5)


def test_span_covers_what_was_dropped_inside() -> None:
    """A span of the plain text maps to the original with the invisible characters between its letters."""
    text = "x de\u200bpre\u00adssion y"
    reads = normalise(text)
    start = reads.text.index("depression")
    low, high = reads.span(start, start + len("depression"))
    assert text[low:high] == "de\u200bpre\u00adssion"


def test_one_source_for_several_letters() -> None:
    """A ligature that becomes two letters maps each of them to itself."""
    reads = normalise("\ufb01t")
    assert [reads.span(index, index + 1) for index in range(3)] == [(0, 1), (0, 1), (1, 2)]


@given(st.text(max_size=60))
def test_every_span_lies_within_the_original(text: str) -> None:
    """Whatever the text, spans of the plain form map into the original, in order, and none is empty."""
    reads = normalise(text)
    last = 0
    for index in range(len(reads.text)):
        low, high = reads.span(index, index + 1)
        assert 0 <= low < high <= len(text)
        assert low >= last
        last = low


@given(st.text(max_size=60))
def test_plain_is_stable(text: str) -> None:
    """The plain form of a plain form is itself."""
    once = plain(text)
    assert plain(once) == once


def test_repr_has_no_text() -> None:
    """A plain text's repr tells its size only."""
    assert "patient" not in repr(normalise("patient\u200b"))
