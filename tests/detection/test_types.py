"""`phiguard.detection.types`: a recognizer cannot exist without its proof."""

from __future__ import annotations

from typing import Any

import pytest

from phiguard.detection.types import BuiltIn, Recognizer, fold, spell
from phiguard.errors import ConfigurationError
from phiguard.model.entities import Kind, Strength


def test_folding() -> None:
    """Digits, capitals, small letters and foreign ones fold to one sign each; few separators stay, all else is a blank."""
    assert fold("Ab_9-\u00e9;x/Y:+)") == " Aaa0-a a/A:+) "


def test_spelling_out_alternatives() -> None:
    """Every combination once, in order."""
    assert spell("a", ("", "-"), ("0", "0", "1")) == ("a0", "a1", "a-0", "a-1")


def _recognizer(**changes: object) -> Recognizer:
    fields: dict[str, object] = {
        "id": "badge", "entity": "ACCOUNT_NUMBER", "pattern": r"B-(?P<v>\d{4})", "shapes": ("A-0000",), "hits": ("B-1234",),
        "misses": ("B-12",),
    }  # fmt: skip
    return Recognizer(**(fields | changes))  # type: ignore[arg-type]  # the tests give wrong things on purpose


def test_the_value_is_the_group() -> None:
    """The span is that of the group ``v``; kind and strength come from the entity."""
    badge = _recognizer()
    assert list(badge.find("x B-1234 y")) == [(4, 8)]
    assert (badge.kind, badge.strength) == (Kind.IDENTIFIER, Strength.DIRECT)
    assert badge.digits == 4


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"pattern": "("}, "does not compile"),
        ({"hits": ()}, "all needed"),
        ({"misses": ()}, "all needed"),
        ({"pattern": ""}, "all needed"),
        ({"hits": ("nothing",)}, "hit 0 is not found"),
        ({"misses": ("fine", "B-1234")}, "miss 1 is found"),
        ({"shapes": ("AA-0000",)}, "holds none of the triggers"),
        ({"fewest": 9}, "holds none of the triggers"),
    ],
)
def test_unproved_recognizers_are_refused(changes: dict[str, object], reason: str) -> None:
    """A pattern that is broken, unproved or untriggered is refused when it is made, with its id."""
    with pytest.raises(ConfigurationError, match=reason) as caught:
        _recognizer(**changes)
    assert "badge" in str(caught.value)


def test_a_built_in_one_is_proved_by_asking() -> None:
    """Built-in recognizers need their samples to exist, and fail the proof, not the process, when it does not hold."""
    fields: dict[str, Any] = {"id": "badge", "entity": "ACCOUNT_NUMBER", "pattern": r"B-\d{4}", "shapes": ("A-0000",), "misses": ("B-12",)}
    with pytest.raises(ConfigurationError, match="all needed"):
        BuiltIn(**fields)
    BuiltIn(**fields, hits=("B-1234",)).prove()
    wrong = BuiltIn(**fields, hits=("nothing",))
    with pytest.raises(ConfigurationError, match="hit 0 is not found"):
        wrong.prove()


def test_context_may_stand_before_or_in_the_key() -> None:
    """A recognizer that needs a word finds it shortly before the value or in the key; not inside another word, not far away."""
    badge = _recognizer(needs_context=("badge",), hits=("badge B-1234",), misses=("B-1234",))
    assert list(badge.find("Badge: B-1234"))
    assert list(badge.find("B-1234", context="badge number"))
    assert not list(badge.find("unbadged B-1234"))
    assert not list(badge.find("badge" + " x" * 60 + " B-1234"))


def test_words_that_forbid() -> None:
    """A word right before the value can say that it is something else."""
    badge = _recognizer(not_after=("part",), misses=("part B-1234",), pattern=r"B-\d{4}")
    assert not list(badge.find("part # B-1234"))
    assert list(badge.find("part of B-1234"))


def test_long_texts_are_looked_at_in_pieces() -> None:
    """A value is found wherever it stands in a long text, and only once where two pieces overlap."""
    badge = _recognizer()
    text = ("x" * 997 + " B-1234 ") * 60
    assert len(list(badge.find(text))) == 60


def test_repr_has_no_pattern() -> None:
    """The repr names id and entity."""
    assert repr(_recognizer()) == "<Recognizer badge ACCOUNT_NUMBER>"
