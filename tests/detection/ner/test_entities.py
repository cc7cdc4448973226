"""`phiguard.detection.ner.entities`: from labels to the entity table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.detection.ner.entities import entities
from phiguard.detection.ner.tagger import Tagged
from phiguard.model.entities import ENTITIES


def named(text: str, value: str, label: str, score: float = 0.99) -> list[tuple[str, str]]:
    """What becomes of *value* in *text* under *label*."""
    start = text.index(value)
    return [(text[each.start : each.end], each.label) for each in entities(text, [Tagged(start, start + len(value), label, score)])]


@pytest.mark.parametrize(
    ("text", "value", "label", "entity"),
    [
        ("seen by Dr. Omar Lee", "Dr. Omar Lee", "PERSON", "PROVIDER_NAME"),
        ("PCP: Omar Lee", "Omar Lee", "PERSON", "PROVIDER_NAME"),
        ("Omar Lee, MD", "Omar Lee", "PERSON", "PROVIDER_NAME"),
        ("my name is Omar Lee", "Omar Lee", "PERSON", "PERSON_NAME"),
        ("born on 3/4/1980", "3/4/1980", "DATE", "DATE_OF_BIRTH"),
        ("seen on 3/4/2024", "3/4/2024", "DATE", "SERVICE_DATE"),
        ("lives in Tulsa", "Tulsa", "LOCATION", "CITY"),
        ("of King County", "King County", "LOCATION", "COUNTY"),
        ("at 12 Oak Street", "12 Oak Street", "LOCATION", "STREET_ADDRESS"),
        ("zip 74101 please", "74101", "LOCATION", "ZIP_CODE"),
        ("MRN: 445566", "445566", "ID", "MEDICAL_RECORD_NUMBER"),
        ("member ID XK-4455", "XK-4455", "ID", "HEALTH_PLAN_ID"),
        ("SSN 123-45-6789", "123-45-6789", "ID", "US_SSN"),
        ("acct 99887", "99887", "ID", "ACCOUNT_NUMBER"),
        ("mail a@b.example", "a@b.example", "CONTACT", "EMAIL_ADDRESS"),
        ("fax 415-555-0100", "415-555-0100", "CONTACT", "FAX_NUMBER"),
        ("from 22.1.2.3", "22.1.2.3", "CONTACT", "IP_ADDRESS"),
        ("a 93-year-old", "93-year-old", "AGE", "AGE_OVER_89"),
        ("at Mercy Clinic", "Mercy Clinic", "FACILITY", "FACILITY"),
        ("has asthma", "asthma", "CONDITION", "CONDITION"),
    ],
)
def test_names(text: str, value: str, label: str, entity: str) -> None:
    """What a span holds and what stands before it say which entity it is, and the table knows it."""
    assert named(text, value, label) == [(value, entity)]
    assert entity in ENTITIES


@pytest.mark.parametrize(
    ("text", "value", "label"),
    [
        ("in Norway", "Norway", "REGION"),
        ("at Acme", "Acme", "ORG"),
        ("a 501(c)3", "501", "AGE"),
        ("55yo", "55yo", "AGE"),
        ("72", "72", "LOCATION"),
        ("call @ nine", "@", "CONTACT"),
        ("id abc", "abc", "ID"),
        ("x y", "x", "PERSON"),
        ("cc @elena-qa", "@elena-qa", "CONTACT"),
        ("Doctor Who", "Doctor", "PERSON"),
        ("cc @naomi-dev", "dev", "PERSON"),
    ],
)
def test_what_cannot_be_is_dropped(text: str, value: str, label: str) -> None:
    """Places above a town, companies, ages under 90, numbers without digits and names without letters are nobody's."""
    assert named(text, value, label) == []


def test_signs_at_the_edges_do_not_belong() -> None:
    """Quotation marks and colons around a name are cut off."""
    assert named('said "Omar Lee": no', '"Omar Lee":', "PERSON") == [("Omar Lee", "PERSON_NAME")]


def test_a_sure_name_is_found_wherever_it_stands() -> None:
    """A name seen once for sure is found at its other places, whole words only."""
    text = "Omar left. Then Omar came; Omarion did not."
    assert named(text, "Omar", "PERSON") == [("Omar", "PERSON_NAME"), ("Omar", "PERSON_NAME")]
    assert named(text, "Omar", "PERSON", 0.6) == [("Omar", "PERSON_NAME")]


@given(
    st.text(max_size=60),
    st.integers(0, 60),
    st.integers(1, 20),
    st.sampled_from(["PERSON", "LOCATION", "ID", "DATE", "AGE", "CONTACT", "FACILITY"]),
)
def test_spans_stay_inside_the_text(text: str, start: int, size: int, label: str) -> None:
    """Whatever a label covers, what comes out lies inside it or repeats it."""
    start, end = min(start, len(text)), min(start + size, len(text))
    for each in entities(text, [Tagged(start, end, label, 0.95)]):
        assert 0 <= each.start < each.end <= len(text)
