"""What goes: the events that need it, the side that is asked for, and in sentences both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from phiguard.errors import DecodeError
from phiguard.model.decision import Action, Decision, Disclosure, EventDecision
from phiguard.model.destination import Category
from phiguard.model.entities import Strength
from phiguard.model.leaf import SHARED, Leaf, LeafType, Where
from phiguard.redaction import enforced
from phiguard.redaction.selection import is_prose, scope_of

Make = Callable[..., Disclosure]
PEOPLE = [{"name": "Mona Reyes", "dx": "migraine"}, {"name": "Ed Wu", "dx": "asthma"}, {"name": "Ann Lee", "dx": "none"}]


def batch(bench: Any) -> Any:
    """Three people in one batch, the user's id in the envelope."""
    on = bench({"sent_by": "u-4711-77", "batch": PEOPLE}, events=("batch",))
    return on.find("PERSON_NAME", "Mona Reyes", "Ed Wu", "Ann Lee").find("CONDITION", "migraine", "asthma").find("EXTERNAL_ID", "u-4711-77")


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        ("identifiers", {"name": "[PERSON_NAME]", "dx": "migraine", "n": 1}),
        ("health", {"name": "Mona Reyes", "dx": "[CONDITION]", "n": 1}),
        ("both", {"name": "[PERSON_NAME]", "dx": "[CONDITION]", "n": 1}),
    ],
)
def test_the_side_that_is_asked_for_goes(bench: Any, side: str, expected: dict[str, Any]) -> None:
    """One whole side goes, the other stays, everything else is as it was."""
    on = bench({"name": "Mona Reyes", "dx": "migraine", "n": 1}).find("PERSON_NAME", "Mona Reyes").find("CONDITION", "migraine")
    assert on.body(side=side) == expected


def test_only_events_that_need_it_are_touched(bench: Any, disclosure: Make) -> None:
    """One event of a batch is edited; its neighbours leave as they came, and what all share is edited with it."""
    body = batch(bench).body(disclosure(event=0), disclosure(Action.ALLOW, 1), disclosure(Action.ALLOW, 2))
    assert body == {"sent_by": "[EXTERNAL_ID]", "batch": [{"name": "[PERSON_NAME]", "dx": "migraine"}, *PEOPLE[1:]]}


def test_a_blocked_event_is_taken_out_of_its_batch(bench: Any, disclosure: Make) -> None:
    """The others leave, untouched down to what they share."""
    body = batch(bench).body(disclosure(Action.BLOCK, 0), disclosure(Action.ALLOW, 1), disclosure(Action.BLOCK, 2))
    assert body == {"sent_by": "u-4711-77", "batch": [PEOPLE[1]]}


def test_some_events_go_and_some_are_edited(bench: Any, disclosure: Make) -> None:
    """Each event gets what its own disclosure wants."""
    body = batch(bench).body(disclosure(Action.BLOCK, 0), disclosure(Action.REDACT, 1), disclosure(Action.ALLOW, 2))
    assert body["batch"] == [{"name": "[PERSON_NAME]", "dx": "asthma"}, PEOPLE[2]]


def test_when_no_event_would_survive_all_are_edited(bench: Any, disclosure: Make) -> None:
    """A redaction of a batch that is to be blocked as a whole is what a ceiling of ``redact`` asks for."""
    body = batch(bench).body(*(disclosure(Action.BLOCK, number) for number in range(3)))
    assert [event["name"] for event in body["batch"]] == ["[PERSON_NAME]"] * 3


def test_an_event_that_does_not_exist_is_refused(bench: Any, disclosure: Make) -> None:
    """A disclosure about another document must not drop something here."""
    with pytest.raises(DecodeError):
        batch(bench).redact(disclosure(Action.BLOCK, 7), disclosure(Action.ALLOW, 0))


def test_what_the_sender_implies_takes_the_person_out(bench: Any, disclosure: Make) -> None:
    """Health that only the sender implies cannot be removed from the message, so the identifier goes even on the health side."""
    on = bench({"name": "Mona Reyes", "plan": "x"}).find("PERSON_NAME", "Mona Reyes")
    assert on.body(disclosure(health=Strength.IMPLIED), side="health") == {"name": "[PERSON_NAME]", "plan": "x"}


def test_sentences_lose_both_sides(bench: Any) -> None:
    """A name that no engine saw may stand beside the health words of a sentence, so these go with the names that were seen."""
    on = (
        bench({"text": "Mona Reyes has migraine since Monday", "dx": "migraine"})
        .find("PERSON_NAME", "Mona Reyes")
        .find("CONDITION", "migraine")
    )
    assert on.body() == {"text": "[PERSON_NAME_1] has [CONDITION_1] since Monday", "dx": "migraine"}


def test_sentences_to_people_keep_the_person(bench: Any) -> None:
    """Toward recipients that exist to reach somebody, only what is said about health goes."""
    on = bench({"text": "Dear Mona Reyes, your migraine plan is ready"}).find("PERSON_NAME", "Mona Reyes").find("CONDITION", "migraine")
    assert on.body(side="health", category=Category.MESSAGING) == {"text": "Dear Mona Reyes, your [CONDITION_1] plan is ready"}


PROMPT = "Summarise this: Mona Reyes came in with migraine, wants sumatriptan"


def test_a_prompt_is_not_thrown_away_whole(bench: Any) -> None:
    """A finding about the whole text yields to findings about words in it."""
    on = bench({"p": PROMPT}).find("CLINICAL_NOTE", PROMPT).find("PERSON_NAME", "Mona Reyes").find("CONDITION", "migraine")
    assert on.body() == {"p": "Summarise this: [PERSON_NAME_1] came in with [CONDITION_1], wants sumatriptan"}
    assert on.body(side="both") == on.body()


def test_a_note_without_words_to_replace_goes_whole_when_health_must_go(bench: Any) -> None:
    """Where nothing within says what is clinical, all of it may be."""
    on = bench({"p": PROMPT}).find("CLINICAL_NOTE", PROMPT)
    assert on.body(side="health") == {"p": "[CLINICAL_NOTE]"}


def test_a_labelled_note_goes_whole_when_health_must_go(bench: Any) -> None:
    """What follows under a key that says ``note`` is clinical in words that no lexicon has."""
    on = bench({"p": PROMPT}).find("CLINICAL_NOTE", PROMPT, recognizer="key").find("CONDITION", "migraine")
    assert on.body(side="health") == {"p": "[CLINICAL_NOTE]"}
    assert on.find("PERSON_NAME", "Mona Reyes").body()["p"].startswith("Summarise this: [PERSON_NAME_1] came")


@pytest.mark.parametrize(
    ("text", "type_", "expected"),
    [
        ("Mona Reyes came in today", LeafType.TEXT, True),
        ("type 2 diabetes", LeafType.TEXT, False),
        ("2024-01-01 10:00 +00 00 11", LeafType.TEXT, False),
        ("patient has a migraine", LeafType.KEY, False),
        ("word " * 10_000, LeafType.TEXT, True),
        ("", LeafType.TEXT, False),
    ],
)
def test_prose_is_a_text_of_several_words(text: str, type_: LeafType, expected: bool) -> None:
    """Four words make a sentence; keys and numbers never do."""
    assert is_prose(Leaf(where=Where.BODY, address=(0,), key="", text=text, type=type_)) is expected


def test_nothing_to_do_is_an_empty_scope(disclosure: Make) -> None:
    """Disclosures that want nothing touch nothing."""
    scope = scope_of([disclosure(Action.ALLOW, 0), disclosure(Action.ALLOW, 1)], events=2, side="both")
    assert not scope.sides
    assert not scope.dropped


def test_the_decision_has_the_last_word(disclosure: Make) -> None:
    """What profile and mode do not enforce is not done, event by event; a single message goes by the decision itself."""
    events = (
        EventDecision(event=0, action=Action.ALLOW, wanted=Action.BLOCK, rule="r"),
        EventDecision(event=1, action=Action.REDACT, wanted=Action.BLOCK, rule="r"),
    )
    decision = Decision(action=Action.REDACT, wanted=Action.BLOCK, rule="r", destination="x", category=Category.CRM, events=events)
    wanted = [d.wanted for d in enforced([disclosure(Action.BLOCK, 0), disclosure(Action.BLOCK, 1)], decision)]
    assert wanted == [Action.ALLOW, Action.REDACT]
    single = Decision(action=Action.REDACT, wanted=Action.BLOCK, rule="r", destination="x", category=Category.CRM)
    assert [d.wanted for d in enforced([disclosure(Action.BLOCK, SHARED)], single)] == [Action.REDACT]
