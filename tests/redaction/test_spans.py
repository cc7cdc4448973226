"""Cuts: disjoint, in order, none outside its text, and independent of the order in which findings came."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.errors import DecodeError
from phiguard.redaction.spans import Cut, cut_out, merged

TEXT = "Mona Reyes lives in Albany with mona@example.org and calls"


@pytest.mark.parametrize(
    ("cuts", "expected"),
    [
        ([Cut(0, 4, "A"), Cut(11, 16, "B")], [Cut(0, 4, "A"), Cut(11, 16, "B")]),
        ([Cut(0, 10, "A"), Cut(5, 10, "B")], [Cut(0, 10, "A")]),
        ([Cut(0, 6, "A"), Cut(3, 16, "B")], [Cut(0, 16, "B")]),
        ([Cut(0, 4, "A"), Cut(5, 10, "A")], [Cut(0, 10, "A")]),
        ([Cut(0, 4, "A"), Cut(5, 10, "B")], [Cut(0, 4, "A"), Cut(5, 10, "B")]),
        ([Cut(0, 4, "A"), Cut(0, 4, "A")], [Cut(0, 4, "A")]),
    ],
)
def test_merging(cuts: list[Cut], expected: list[Cut]) -> None:
    """Overlaps become one cut, named after the widest; neighbours of one entity are joined over a blank."""
    assert merged(cuts, TEXT) == expected


@pytest.mark.parametrize("cut", [Cut(-1, 4, "A"), Cut(0, len(TEXT) + 1, "A"), Cut(4, 4, "A"), Cut(9, 4, "A")])
def test_a_finding_of_another_text_is_refused(cut: Cut) -> None:
    """Cutting elsewhere than where it was found would leave the value and damage the rest."""
    with pytest.raises(DecodeError):
        merged([cut], TEXT)


spans = st.tuples(st.integers(0, 20), st.integers(1, 9), st.sampled_from("ABC")).map(lambda s: Cut(s[0], s[0] + s[1], s[2]))


@given(st.lists(spans, max_size=8), st.randoms())
def test_merging_is_idempotent_and_order_free(cuts: list[Cut], random: object) -> None:
    """The same findings give the same cuts, which are disjoint and cover exactly what was found (and blanks between)."""
    text = "abcdef hijklmn pqrst vwxyz ABCDE"
    once = merged(cuts, text)
    random.shuffle(cuts)  # type: ignore[attr-defined]
    again = merged(cuts, text)
    assert [(c.start, c.end) for c in again] == [(c.start, c.end) for c in once]
    assert merged(once, text) == once
    assert all(a.end <= b.start for a, b in pairwise(once))
    covered = {i for cut in cuts for i in range(cut.start, cut.end)}
    kept = {i for cut in once for i in range(cut.start, cut.end)}
    assert covered <= kept
    assert not "".join(text[i] for i in kept - covered).strip()


@given(st.lists(spans, max_size=8))
def test_cutting_keeps_all_else(cuts: list[Cut]) -> None:
    """What no finding marks stands there afterwards, in order."""
    text = "abcdef hijklmn pqrst vwxyz ABCDE"
    once = merged(cuts, text)
    left = "".join(char for i, char in enumerate(text) if not any(cut.start <= i < cut.end for cut in once))
    assert cut_out(text, once, lambda _: "") == left
    assert cut_out(text, once, lambda cut: text[cut.start : cut.end]) == text
