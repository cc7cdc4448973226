"""Names of many people that a message holds in two parts."""

from __future__ import annotations

from phiguard.decoding import open_object
from phiguard.detection import analyse
from phiguard.detection.known_values import KnownValues

KNOWN = KnownValues.load(
    [{"name": "Verity Stanhope", "date_of_birth": "1979-01-30"}, {"name": "Ada Lovelace", "date_of_birth": "1979-01-30"}]
)


def _names(source: object) -> int:
    document = open_object(source)
    return sum(1 for leaf, (entity, _) in KNOWN.together(document.leaves) if entity == "PERSON_NAME" and leaf.text)


def test_parts_under_name_keys_are_one_name() -> None:
    """First and last name in leaves of their own are found in either order, a middle name between them or not."""
    assert _names({"family_name": "Stanhope", "given_name": "verity"}) == 2
    assert _names({"first_name": "Ada", "middle_name": "B", "last_name": "Lovelace"}) == 2
    findings = analyse(open_object({"first_name": "Ada", "last_name": "Lovelace"}), known=(KNOWN,)).findings
    assert {each.recognizer for each in findings} == {"known_value"}


def test_parts_of_two_people_are_nobody() -> None:
    """A first name of one and a last name of another make no known person, nor do parts under other keys."""
    assert _names({"first_name": "Ada", "last_name": "Stanhope"}) == 0
    assert _names({"city": "Verity", "team": "Stanhope"}) == 0


def test_shared_values_are_held_once() -> None:
    """A birthday that two people share takes the room of one."""
    alone = KnownValues.load([{"date_of_birth": "1979-01-30"}])
    twice = KnownValues.load([{"date_of_birth": "1979-01-30"}, {"date_of_birth": "1979-01-30"}])
    assert len(alone._set) == len(twice._set)  # noqa: SLF001 -- its size is the point
    assert len(twice) == 2
