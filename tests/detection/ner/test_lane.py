"""`phiguard.detection.ner.lane`: leaves in, candidates out, within a budget."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phiguard.detection.ner import LeafCache, Mention, find, lane, warm
from phiguard.detection.ner.prose import prose
from phiguard.errors import InspectionError
from phiguard.model.entities import Kind
from phiguard.model.leaf import Leaf, LeafType, Where

NOTE = "Please call Gretchen Okafor about her asthma, MRN 4455667."


def leaf(text: str, number: int = 0, key: str = "note") -> Leaf:
    """A leaf of a body."""
    return Leaf(where=Where.BODY, address=(number,), key=key, text=text)


class Recorder:
    """An engine that finds the word *Omar* and counts what it is asked."""

    name = "recorder"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def read(self, texts: Sequence[str]) -> list[list[Mention]]:
        """One mention for each Omar."""
        self.asked += texts
        return [
            [Mention(span=(at, at + 4), entity="PERSON_NAME", score=0.9) for at in range(len(text)) if text.startswith("Omar", at)]
            for text in texts
        ]


class Broken:
    """An engine that fails."""

    name = "broken"

    def read(self, texts: Sequence[str]) -> list[list[Mention]]:
        """Never answers."""
        msg = f"not {len(texts)}"
        raise InspectionError(msg)


def test_a_note() -> None:
    """Name and number of a note become candidates with their leaf and span; the condition is the lexicon's, which knows it."""
    found = find([leaf(NOTE)])
    seen = {NOTE[slice(*each.span)]: (each.entity, each.kind, each.recognizer) for each in found.candidates}
    assert seen["Gretchen Okafor"] == ("PERSON_NAME", Kind.IDENTIFIER, "tagger")
    assert seen["4455667"][0] == "MEDICAL_RECORD_NUMBER"
    assert "asthma" not in seen
    assert found.incomplete == ()


@pytest.mark.parametrize(("name", "needs"), [("Omar", ""), ("they", "health")])
def test_what_the_lexicon_does_not_know_counts_beside_somebody(name: str, needs: str) -> None:
    """A condition that only the engine sees counts where somebody is named, and needs another sign of health elsewhere."""

    class Both(Recorder):
        name = "both"

        def read(self, texts: Sequence[str]) -> list[list[Mention]]:
            found = super().read(texts)
            return [
                [*one, Mention(span=(text.index("zimbitis"), text.index("zimbitis") + 8), entity="CONDITION", score=0.9)]
                for one, text in zip(found, texts, strict=True)
            ]

    found = find([leaf(f"today {name} told us of zimbitis again")], engine=Both(), cache=LeafCache())
    assert [each.needs for each in found.candidates if each.entity == "CONDITION"] == [needs]


def test_only_prose_is_read() -> None:
    """Leaves that are no prose never reach the engine."""
    engine = Recorder()
    leaves = [leaf("Omar"), leaf("https://x.example/Omar", 1), leaf("ask Omar about it", 2)]
    found = find(leaves, engine=engine, cache=LeafCache())
    assert engine.asked == ["ask Omar about it"]
    assert [each.leaf for each in found.candidates] == [leaves[2]]


def test_a_caller_may_say_that_it_is_free_text() -> None:
    """Asked to, the lane reads short leaves too, but never keys and numbers."""
    leaves = [leaf("Omar"), Leaf(where=Where.BODY, address=(1,), key="", text="Omar", type=LeafType.KEY)]
    found = find(leaves, engine=Recorder(), cache=LeafCache(), texts=True)
    assert [each.leaf for each in found.candidates] == leaves[:1]


def test_a_leaf_is_read_once() -> None:
    """The same text is asked for once, within a call and across calls."""
    engine, cache = Recorder(), LeafCache()
    leaves = [leaf("please ask Omar today", number) for number in range(5)]
    assert len(find(leaves, engine=engine, cache=cache).candidates) == 5
    assert len(find(leaves, engine=engine, cache=cache).candidates) == 5
    assert engine.asked == ["please ask Omar today"]


def test_out_of_time_is_said() -> None:
    """When time runs out the rest is left, what was found stays, and the result says so."""
    answers = iter([True, False])
    leaves = [leaf(f"please ask Omar about number {number} " + "and the rest " * 200, number) for number in range(4)]
    found = find(leaves, engine=Recorder(), cache=LeafCache(), keep_going=lambda: next(answers))
    assert found.incomplete == ("budget",)
    assert 0 < len(found.candidates) < 4


def test_a_failing_engine_is_said() -> None:
    """An engine that fails leaves the call incomplete, not broken."""
    assert find([leaf("please ask Omar today")], engine=Broken(), cache=LeafCache()).incomplete == ("no_engine",)


def test_spans_point_into_the_leaf_as_it_came() -> None:
    """Invisible characters inside a name do not hide it, and the span covers them in the leaf's own text."""
    text = "please ask Om\u00adar today"
    found = find([leaf(text)], engine=Recorder(), cache=LeafCache())
    assert [text[slice(*each.span)] for each in found.candidates] == ["Om\u00adar"]


def test_without_prose_no_engine_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call without prose does not load the model."""
    monkeypatch.setattr(lane, "default_engine", lambda: pytest.fail("loaded"))
    assert find([leaf("x"), leaf("42", 1)]).candidates == ()


def test_warming_loads_the_model() -> None:
    """The model can be loaded before the first call."""
    assert warm()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("ab Omr,.\n\u00ad\u0301é", max_size=60), max_size=6))
def test_candidates_lie_in_their_leaves(texts: list[str]) -> None:
    """Every candidate's span lies inside its own leaf, and its leaf is prose."""
    leaves = [leaf(text, number) for number, text in enumerate(texts)]
    for each in find(leaves, engine=Recorder(), cache=LeafCache()).candidates:
        assert 0 <= each.span[0] < each.span[1] <= len(each.leaf.text)
        assert prose(each.leaf)
