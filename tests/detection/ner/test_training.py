"""`benchmarks.free_text`: the generator and the trainer of the tagger."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

grammar = pytest.importorskip("benchmarks.free_text.grammar", reason="the training tools are no part of the package")

from benchmarks.free_text.corpus import rows  # noqa: E402
from benchmarks.free_text.learn import LABELS, Featuriser  # noqa: E402
from benchmarks.free_text.material import Letters  # noqa: E402

SOURCES = Path(grammar.__file__).parent / "sources"
needs_sources = pytest.mark.skipif(
    not (SOURCES / "world_first.txt.gz").is_file(), reason="the originals are fetched first: python -m benchmarks.free_text.sources"
)

FILE = """# a comment
@who [{a}|{b}]
## one 2
$who here\\nnow
{a:x} and {a:x}
## two 0.5
plain
"""


def test_a_template_file_is_read() -> None:
    """Families, weights, macros and line ends come out as they were written."""
    one, two = grammar.read_templates(FILE)
    assert (one.name, one.weight, one.templates) == ("one", 2.0, ("[{a}|{b}] here\nnow", "{a:x} and {a:x}"))
    assert (two.name, two.weight, two.templates) == ("two", 0.5, ("plain",))


def test_choices_nest_and_named_slots_repeat() -> None:
    """The innermost choice is made first; a named slot is filled once."""
    counter = iter(range(100))
    pieces = grammar.expand("[x[y|y]|xy] {a:k}{a:k}{a}", lambda slot: [(f"{slot}{next(counter)}", "L")], random.Random(1))
    assert "".join(text for text, _ in pieces) == "xy a0a0a1"


@needs_sources
def test_the_same_seed_gives_the_same_texts() -> None:
    """Two runs with one seed agree in every text and span, and another seed does not."""
    one, two, other = (list(rows(60, seed=seed)) for seed in (3, 3, 4))
    assert one == two
    assert one != other


@needs_sources
def test_spans_lie_where_their_values_are() -> None:
    """Spans are in order, inside the text, apart from each other, under known labels."""
    for row in rows(400, seed=5):
        at = 0
        for start, end, label in row.spans:
            assert at <= start <= end <= len(row.text)
            assert label in LABELS
            at = end


@needs_sources
def test_families_can_be_left_out() -> None:
    """A style that is left out does not occur, so that it can be measured with."""
    assert not any(row.family == "clinical" for row in rows(200, seed=6, without=frozenset({"clinical"})))


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_invented_names_are_words(seed: int) -> None:
    """An invented name has three to eleven letters and a capital."""
    name = Letters(["anna", "johanna", "susan", "rosanna", "hannelore"]).invent(random.Random(seed))
    assert 3 <= len(name) <= 11
    assert name.isalpha()
    assert name[0].isupper()


@needs_sources
def test_features_have_one_width_and_labels_fit() -> None:
    """Each piece of a row has the same number of features and the label of the span that it lies in."""
    featuriser = Featuriser({"omar": "30000"})
    for row in rows(30, seed=8):
        sample = featuriser.sample(row)
        if sample is not None:
            features, labels = sample
            assert features.shape == (len(labels), featuriser.width)
            assert bool(labels.any()) == any(text.strip() for start, end, _ in row.spans if (text := row.text[start:end]))
