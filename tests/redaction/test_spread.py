"""A value that was found once goes wherever else it stands in the same event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from phiguard.model.decision import Action, Disclosure
from phiguard.model.finding import Finding

Make = Callable[..., Disclosure]


def only_first(on: Any, key: str) -> Any:
    """Leave the findings under *key*, as if nothing else had been seen."""
    addresses = {leaf.address for leaf in on.document.leaves if leaf.key == key}
    on.findings = [finding for finding in on.findings if finding.address in addresses]
    return on


@pytest.mark.parametrize(
    ("entity", "value", "text", "expected"),
    [
        ("PERSON_NAME", "Mona Reyes", "Dear Mona Reyes, welcome to us", "Dear [PERSON_NAME_1], welcome to us"),
        ("PERSON_NAME", "Mona Reyes", "Dear Mona, welcome to us all", "Dear [PERSON_NAME_1], welcome to us all"),
        ("PERSON_NAME", "Hope Reyes", "We hope that you are well", "We hope that you are well"),
        ("PERSON_NAME", "Mona Reyes", "Monatary Reyesville Avenue is a street", "Monatary Reyesville Avenue is a street"),
        ("PERSON_NAME", "Mona Reyes", "Mona-tag", "Mona-tag"),
        ("EMAIL_ADDRESS", "mona@example.org", "mail mona@example.org for the rest", "mail [EMAIL_ADDRESS_1] for the rest"),
        ("MEDICAL_RECORD_NUMBER", "E1845148", "failed for E1845148", "failed for [MEDICAL_RECORD_NUMBER]"),
        ("MEDICAL_RECORD_NUMBER", "E1845148", "E18451489", "E18451489"),
        ("CITY", "Albany", "Albany is the capital of New York", "Albany is the capital of New York"),
        ("EXTERNAL_ID", "77", "77 people were waiting in line", "77 people were waiting in line"),
    ],
)
def test_where_a_value_is_found_again(bench: Any, entity: str, value: str, text: str, expected: str) -> None:
    """As words of their own, names by their parts in sentences only, nothing short, and no places."""
    on = only_first(bench({"known": value, "text": text}).find(entity, value), "known")
    assert on.body()["text"] == expected


def test_other_events_keep_their_words(bench: Any, disclosure: Make) -> None:
    """A name of one event is not taken out of another that discloses nothing."""
    events = [{"name": "Mona Reyes", "dx": "x"}, {"text": "Mona Reyes built this feature herself"}]
    on = only_first(bench({"batch": events}, events=("batch",)).find("PERSON_NAME", "Mona Reyes"), "name")
    body = on.body(disclosure(event=0), disclosure(Action.ALLOW, 1))
    assert body["batch"] == [{"name": "[PERSON_NAME]", "dx": "x"}, events[1]]


def test_health_words_do_not_spread(bench: Any) -> None:
    """An answer such as ``Never`` says something under its question only."""
    on = only_first(bench({"q1": "Never", "text": "Never mind what they say"}).find("ASSESSMENT_RESPONSE", "Never"), "q1")
    assert on.body(side="both") == {"q1": "[ASSESSMENT_RESPONSE]", "text": "Never mind what they say"}


def test_a_table_of_many_people_costs_no_search_for_each(bench: Any) -> None:
    """The number of values that are looked for is bounded; what was found itself always goes."""
    rows = [{"name": f"Person{number}x Last{number}x"} for number in range(500)]
    on = bench({"rows": rows})
    for row in rows[:200]:
        on.find("PERSON_NAME", row["name"])
    assert [row["name"] for row in on.body()["rows"]].count("[PERSON_NAME]") == 200
    assert all(isinstance(finding, Finding) for finding in on.findings)
