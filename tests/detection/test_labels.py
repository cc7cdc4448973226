"""`phiguard.detection.labels`: labelled values in running text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.detection.labels import labelled


def _read(text: str) -> list[tuple[str, str]]:
    return [(entity, text[low:high]) for _, readings in labelled(text) for entity, (low, high) in readings]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("INFO refill approved patient=Okafor, Maya mrn=1", ("PERSON_NAME", "Okafor, Maya")),
        ("Patient: Maya Okafor  DOB 1", ("PERSON_NAME", "Maya Okafor")),
        ("patient name: Maya de la Cruz, age 4", ("PERSON_NAME", "Maya de la Cruz")),
        ("Key (mrn)=(E4471882) already exists", ("MEDICAL_RECORD_NUMBER", "E4471882")),
        ("WHERE last_name='Doe' AND x", ("PERSON_NAME", "Doe")),
        ('{"first_name": "Maya", ...', ("PERSON_NAME", "Maya")),
        ("'ssn': '042-10-3580'", ("US_SSN", "042-10-3580")),
        ("ssn=042103580;", ("US_SSN", "042103580")),
        ("*DOB:*\n03/04/1980", ("DATE_OF_BIRTH", "03/04/1980")),
        ("'dob': datetime.date(1980, 3, 4)", ("DATE_OF_BIRTH", "1980, 3, 4")),
        ("phone: (937) 555-0123 or", ("PHONE_NUMBER", "(937) 555-0123")),
        ("email=maya@example.com&", ("EMAIL_ADDRESS", "maya@example.com")),
        ("member_id: XEH123456789)", ("HEALTH_PLAN_ID", "XEH123456789")),
        ('drug="lamotrigine" x', ("MEDICATION", "lamotrigine")),
        ("diagnosis: F33.1", ("ICD10_CM", "F33.1")),
        ("apellido: Castellano Ruiz", ("PERSON_NAME", "Castellano Ruiz")),
        ("user_id=48213 ", ("EXTERNAL_ID", "48213")),
    ],
)
def test_labels_are_read(text: str, wanted: tuple[str, str]) -> None:
    """A label of the role table with a separator names the value after it, quoted or not, whatever brackets stand around."""
    assert wanted in _read(text)


@pytest.mark.parametrize(
    "text",
    ["patient: None", "patient=<Patient: redacted>", "ssn: ***-**-****", "dob: {dob}", "name: text, dob: date", "email = None",
    "mrn text unique", "see patient.ssn = x",
     "user=admin ok", "level=ERROR msg=done", "time: 12:30:00", "https://example.com/a:b", "patient: new", "status: Active Record",
     "first name: required"],
)  # fmt: skip
def test_code_templates_and_words_are_not(text: str) -> None:
    """Code, masks, templates and plain words after a label are no values."""
    assert _read(text) == []


@given(st.text(st.sampled_from("ab :=#'\"()[]{}*_\n,.1234567890@"), max_size=80))
def test_spans_lie_within_the_text(text: str) -> None:
    """Whatever the text, readings are within it."""
    for _, readings in labelled("mrn:" + text + " dob=" + text):
        assert all(0 <= low < high <= 8 + 2 * len(text) + 1 for _, (low, high) in readings)


@pytest.mark.parametrize("text", ["a" * 20_000, "a:" * 10_000, ":" * 20_000, "a b c d " * 2500 + ":", "is A " * 4000])
def test_hostile_texts_are_bounded(text: str) -> None:
    """Thousands of separators cost milliseconds."""
    start = time.perf_counter()
    list(labelled(text))
    assert time.perf_counter() - start < 0.5
