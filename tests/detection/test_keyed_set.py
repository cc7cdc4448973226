"""`phiguard.detection.keyed_set`: a set that remembers keyed digests only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.detection.keyed_set import KeyedSet

ENTRIES = [("mayaokafor", "NAME"), ("9375550123", "PHONE"), ("mayaokaforexamplecom", "MAIL"), ("e4471882", "RECORD")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("call Maya Okafor now", [("NAME", "Maya Okafor")]),
        ("(937) 555-0123", [("PHONE", "937) 555-0123")]),
        ("maya.okafor@example.com", [("MAIL", "maya.okafor@example.com")]),
        ("MAYA-OKAFOR, E4471882", [("NAME", "MAYA-OKAFOR"), ("RECORD", "E4471882")]),
        ("maya ... and then okafor", []),
        ("xmaya okafor", []),
        ("", []),
    ],
)
def test_runs_of_words(text: str, wanted: list[tuple[str, str]]) -> None:
    """A text is found as a run of words with little between them, the longest first, none overlapping."""
    assert [(label, text[low:high]) for label, (low, high) in KeyedSet(ENTRIES).find(text)] == wanted


def test_size_and_repr() -> None:
    """It knows how many texts it holds and shows nothing else."""
    held = KeyedSet(ENTRIES)
    assert len(held) == 4
    assert repr(held) == "<KeyedSet texts=4>"
    assert len(KeyedSet([])) == 0
    assert list(KeyedSet([]).find("maya okafor")) == []


@given(st.lists(st.text("abcdef0123", min_size=6, max_size=12), max_size=20), st.text("abcdef0123 -", max_size=60))
def test_what_is_found_was_put_in(texts: list[str], text: str) -> None:
    """Every find, without what stands between its words, is one of the set's texts, with its label."""
    held = KeyedSet((each, each[0]) for each in texts)
    for label, (low, high) in held.find(text):
        glued = "".join(char for char in text[low:high] if char.isalnum())
        assert glued in texts
        assert label == glued[0]


@given(st.lists(st.text("abcdef0123", min_size=6, max_size=12), min_size=1, max_size=20))
def test_what_was_put_in_is_found(texts: list[str]) -> None:
    """Each text of the set is found where it stands alone."""
    held = KeyedSet((each, "X") for each in texts)
    assert all(list(held.find(f" {each}. ")) == [("X", (1, 1 + len(each)))] for each in texts)
