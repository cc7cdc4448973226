"""`phiguard.detection.ner.gazetteer`: words and codes as a file."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.detection.ner.gazetteer import pack, unpack

words = st.text(st.characters(categories=["Ll"]), min_size=1, max_size=12)
codes = st.text("0123", min_size=5, max_size=5)


@given(st.dictionaries(words, codes, min_size=1))
def test_what_is_packed_comes_back(table: dict[str, str]) -> None:
    """Packing loses nothing, and gives the same bytes whatever the order of the words."""
    assert unpack(pack(table)) == table
    assert pack(dict(reversed(table.items()))) == pack(table)


def test_damaged_bytes_are_an_error() -> None:
    """A file that is not what was written is refused."""
    with pytest.raises(zlib.error):
        unpack(pack({"ann": "30000"})[:-5])
