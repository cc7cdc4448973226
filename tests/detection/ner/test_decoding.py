"""`phiguard.detection.ner.decoding`: the best sequence."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from phiguard.detection.ner.decoding import Decoder, Scores

LABELS = 3
tables = st.integers(1, 6).flatmap(lambda count: arrays.arrays(np.int32, (count, LABELS), elements=st.integers(-60, 60)))
moves = arrays.arrays(np.int32, (LABELS, LABELS), elements=st.integers(-40, 40))


def total(labels: tuple[int, ...], scores: Scores, steps: Scores) -> int:
    """What a sequence is worth."""
    path = (0, *labels, 0)
    return sum(int(scores[at, label]) for at, label in enumerate(labels)) + sum(int(steps[a, b]) for a, b in itertools.pairwise(path))


@settings(max_examples=200)
@given(scores=tables, steps=moves, push=st.integers(0, 120))
def test_no_sequence_is_better(scores: Scores, steps: Scores, push: int) -> None:
    """The sequence found is worth as much as the best of all, also where most pieces are settled beforehand."""
    scores = scores.copy()
    scores[::2, 0] += push
    labels, _ = Decoder(steps).decode(scores)
    best = max(total(each, scores, steps) for each in itertools.product(range(LABELS), repeat=len(scores)))
    assert total(tuple(labels), scores, steps) == best


@given(scores=tables, steps=moves)
def test_the_lead_is_what_giving_the_label_up_would_cost(scores: Scores, steps: Scores) -> None:
    """A label's lead is the best total less the best total with label 0 in its place."""
    labels, leads = Decoder(steps).decode(scores)
    every = list(itertools.product(range(LABELS), repeat=len(scores)))
    best = max(total(each, scores, steps) for each in every)
    for at, (label, lead) in enumerate(zip(labels, leads, strict=True)):
        if label:
            assert lead == best - max(total(each, scores, steps) for each in every if each[at] == 0)


def test_certain_nothing_costs_no_search() -> None:
    """Where label 0 is far ahead everywhere, everything is label 0 with no lead."""
    scores = np.zeros((50, LABELS), np.int32)
    scores[:, 0] = 10_000
    assert Decoder(np.ones((LABELS, LABELS), np.int32)).decode(scores) == ([0] * 50, [0] * 50)
