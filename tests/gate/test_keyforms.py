"""The role table as the judges of keys ask it."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.gate.keyforms import KeyForms

WORDS = st.lists(st.text("abcdefgh0", min_size=1, max_size=5), min_size=1, max_size=3).map(" ".join)


@given(st.dictionaries(WORDS, st.integers(0, 255), max_size=20))
def test_what_was_written_is_read(forms: dict[str, int]) -> None:
    """Every form keeps its bits, in any number, none included."""
    assert KeyForms.load(KeyForms.of(forms).dump()).table == forms


@pytest.mark.parametrize("cut", [0, 3, 5, -1, -9])
def test_damage_is_an_error(cut: int) -> None:
    """Bytes that are no whole table are refused."""
    with pytest.raises((ValueError, struct.error)):
        KeyForms.load(KeyForms.of({"date of birth": 1, "mrn": 2, "x": 0}).dump()[:cut])


def test_the_order_of_forms_does_not_matter() -> None:
    """The same table gives the same bytes, so that cached databases fit."""
    assert KeyForms.of({"a": 1, "b": 2}).dump() == KeyForms.of({"b": 2, "a": 1}).dump()
