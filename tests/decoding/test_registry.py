"""The seam: each codec stands in one file, is registered, and keeps the promises of its protocol."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

from phiguard.decoding import codecs, layers
from phiguard.decoding.codec import Hint
from phiguard.decoding.registry import BYTES, TEXT, candidate, marks_of

CALLED_DIRECTLY = {"aligned", "cookies", "header", "hl7_names", "html_names", "plausible", "x12_names", "xml_names"}
"""Read because of a header's name, or no codec of their own (tables of names)."""


def test_every_file_is_registered() -> None:
    """A codec that nobody asks would be a hole."""
    registered = {type(codec).__module__.rpartition(".")[2] for codec in (*TEXT, *BYTES)}
    files = {module.name for package in (codecs, layers) for module in pkgutil.iter_modules(package.__path__)}
    assert files - CALLED_DIRECTLY == registered


def test_every_file_says_its_one_idea() -> None:
    """In its first line."""
    for package in (codecs, layers):
        for module in pkgutil.iter_modules(package.__path__):
            assert importlib.import_module(f"{package.__name__}.{module.name}").__doc__


@pytest.mark.parametrize("codec", TEXT, ids=lambda codec: type(codec).__name__)
def test_marks_are_seen_by_the_first_search(codec: object) -> None:
    """Text that holds a codec's mark is never taken for a plain value; only tokens, found by length, have the full stop."""
    for mark in set(getattr(codec, "marks", "")) - {"."}:
        assert candidate(f"a{mark}b")
        assert marks_of(f"a{mark}b") == marks_of(mark) != 0


@pytest.mark.parametrize(
    "text", ["Ann Doe", "page_view", "2024-06-15T12:00:00Z", "1.50", "ann@example.org", "", "short words only, no marks"]
)
def test_plain_values_are_refused_at_once(text: str) -> None:
    """The common value costs one search."""
    assert not candidate(text)


@pytest.mark.parametrize("codec", [*TEXT, *BYTES], ids=lambda codec: type(codec).__name__)
@pytest.mark.parametrize("text", ["x", "{", "<", "MSH", "a=", "%", "&", "--", "\x00", "eyJ", "[" * 999, "a=b&", "\n\n"])
def test_codecs_do_not_raise(codec: object, text: str) -> None:
    """What is not theirs is None."""
    source = text if codec in TEXT else text.encode()
    for hint in (Hint(), Hint(whole=True, media="text/csv"), Hint(fields_max=0), Hint(room=0)):
        codec.open(source, hint)  # type: ignore[attr-defined]
