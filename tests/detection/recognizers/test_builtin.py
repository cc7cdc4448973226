"""The built-in recognizers, each against more texts than its own samples."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.detection.recognizers import builtin
from phiguard.detection.types import BuiltIn, Recognizer
from phiguard.model.entities import ENTITIES

BY_ID = {each.id: each for each in builtin()}
MORE_HITS = [
    ("us_ssn", "SSN:165-16-7999;", "165-16-7999"),
    ("us_ssn_labelled", "social security number is 165 16 7999", "165 16 7999"),
    ("us_ssn_labelled", "ssn#165167999", "165167999"),
    ("phone_us", "(520)555-0101", "(520)555-0101"),
    ("phone_us", "tel:+1.520.555.0101;", "+1.520.555.0101"),
    ("phone_e164", '"+15205550101"', "+15205550101"),
    ("phone_labelled", "mobile 5205550101", "5205550101"),
    ("email", "<j.o'neil+rx@mail.example.org>", "j.o'neil+rx@mail.example.org"),
    ("birth_date", "D.O.B.: 3/4/80", "3/4/80"),
    ("birth_date", "who was born on the 4th of March 1980", None),
    ("birth_date", "birthdate: 04 Mar 1980", "04 Mar 1980"),
    ("us_mbi", "id 1EG4-TE5-MK72.", "1EG4-TE5-MK72"),
    ("us_npi", "Prescriber NPI# 1234567893", "1234567893"),
    ("dea_number", "dea: AB1234563", "AB1234563"),
    ("vin", "drives a car, VIN 1M8GDM9AXKP042788", "1M8GDM9AXKP042788"),
    ("mac_address", "at 3c:22:fb:9a:01:7e", "3c:22:fb:9a:01:7e"),
    ("ipv4", "client 204.15.20.80,", "204.15.20.80"),
    ("ipv6", "[2a00:1450:4009:81f::200e]:443", "2a00:1450:4009:81f::200e"),
    ("credit_card", "4242-4242-4242-4242", "4242-4242-4242-4242"),
    ("iban", "FR14 2004 1010 0505 0001 3M02 606", "FR14 2004 1010 0505 0001 3M02 606"),
    ("icd10_cm", "Dx: E11.65", "E11.65"),
    ("icd10_cm", "diagnosed with major depression, F32.9,", "F32.9"),
    ("ndc", "NDC 0777-3105-02", "0777-3105-02"),
    ("loinc", "LOINC code 4548-4", "4548-4"),
    ("snomed_ct", "SNOMED CT 73211009", "73211009"),
    ("mrn_labelled", "Medical Record Number: 00482911", "00482911"),
    ("mrn_labelled", "(mrn)=(E1811937)", "E1811937"),
    ("plan_member", "member ID: XEH123456789", "XEH123456789"),
    ("claim_number", "Claim no. 4481029384", "4481029384"),
    ("rx_number", "Rx #: 7712345", "7712345"),
    ("street_address", "at 1600 Pennsylvania Ave, Washington", "1600 Pennsylvania Ave"),
    ("street_address", "9 Elm St. Apt 4", "9 Elm St. Apt 4"),
    ("zip_with_state", "Eugene OR 97405", "97405"),
    ("coordinates", "geo:44.01071,-123.10462", "44.01071,-123.10462"),
    ("service_date", "appointment on Thursday, March 3rd, 2024", "March 3rd, 2024"),
    ("service_date", "discharged 12/31/2023", "12/31/2023"),
    ("age_over_89", "a 101 y/o man", "101"),
    ("meta_browser_cookie", "fbp=fb.1.1700000000000.1234567890&", "fb.1.1700000000000.1234567890"),
    ("patient_reference", "GET /api/patients/48213/notes", "48213"),
    ("salutation", "Dear Ms. Okafor,", "Okafor"),
    ("provider_titled", "with Dr. Van Houten at 9", "Van Houten"),
]
CLEAN = [
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.3 Mobile/15E148 "
        "Safari/604.1"
    ),
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "arn:aws:iam::123456789012:role/service-role/deploy",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "2024-05-06T07:08:09.123456Z",
    "2024-05-06 07:08:09",
    "1715000000000",
    "v12.4.33.4",
    "AB-123456789",
    "412-33-1234-55",
    "1.0.0-beta.2+exp.sha.5114f85",
    "https://example.com/items/978-0-306-40615-7",
    "registry.internal/app@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "The quick brown fox jumps over 13 lazy dogs in 2024.",
    "18.99, 20.49, 1000.00, -0.123456",
    'W/"33a64df551425fcc55e4d42a148795d9f25f89d4"',
    "phc_aB3dE5gH7jK9mN1pQ3sT5vX7zA9cE1gI3kM5oQ7sU9w",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzdmMifQ.c2lnbmF0dXJl",
    "GET /v1/patients/:id 200 12ms",
    "item 4 of 10, page 92",
    "timeout after 2.00s at 10.44.3.7:6379",
]
HOSTILE = ["a.a." * 4000, "1.1." * 4000, "a-" * 8000, "1" * 16000, "@" * 16000, "a@" * 8000, "12/" * 5000, "Mr " * 5000, "dob:" * 4000,
":" * 16000, "A" * 16000, "(1) " * 4000,
           "0a:" * 5000, "12 Aa " * 2600, "DOB Jan " * 2000, "Hi Aa Bb " * 1700, "fb.1.1" * 2600, "MRN " * 4000]  # fmt: skip


@pytest.mark.parametrize("each", builtin(), ids=lambda each: each.id)
def test_every_recognizer_proves_itself(each: Recognizer) -> None:
    """Hits are found and bring their triggers, misses are not found: for built-in ones asked here, not at every start of a process."""
    assert isinstance(each, BuiltIn)
    each.prove()


@pytest.mark.parametrize("each", builtin(), ids=lambda each: each.id)
def test_every_recognizer_is_well_formed(each: Recognizer) -> None:
    """Each names a canonical entity, declares triggers, and has a score within 0 and 1."""
    assert each.entity in ENTITIES
    assert each.shapes or each.literals
    assert 0 < each.score <= 1


def test_ids_are_distinct() -> None:
    """An id names one recognizer; those that need fewest digits come first."""
    assert len(BY_ID) == len(builtin())
    assert [each.digits for each in builtin()] == sorted(each.digits for each in builtin())


@pytest.mark.parametrize(("name", "text", "value"), MORE_HITS)
def test_further_hits(name: str, text: str, value: str | None) -> None:
    """Values are found with their exact span in texts that are not the recognizer's own samples."""
    found = [text[low:high] for low, high in BY_ID[name].find(text)]
    assert found == ([value] if value else [])


@pytest.mark.parametrize("text", CLEAN)
def test_clean_look_alikes(text: str) -> None:
    """Identifiers of machines, versions, times, digests and prices are nobody's."""
    assert [each.id for each in builtin() if any(each.find(text)) and not each.ambiguous] == []


@given(
    st.sampled_from(builtin()),
    st.sampled_from([" ", "\n", '"', "=", ">", "(", ": "]),
    st.sampled_from([" ", "\n", '"', "&", "<", ")", ", "]),
    st.integers(0, 9),
)
def test_what_matches_holds_a_trigger(each: Recognizer, before: str, after: str, number: int) -> None:
    """Between any delimiters a match holds one of the triggers that the gate looks for, and the digits that are counted."""
    text = before + each.hits[number % len(each.hits)] + after
    if any(each.find(text)):
        assert each.triggered(text)
        assert sum(char.isdigit() for char in text) >= each.digits


@given(st.sampled_from(builtin()), st.text(st.sampled_from("0123456789-./:+() aAbBxXmrnMRNdobDOB@#,"), max_size=60))
def test_random_matches_hold_a_trigger(each: Recognizer, text: str) -> None:
    """The same for random texts of the signs that values are made of; spans lie within the text."""
    for low, high in each.find(text):
        assert 0 <= low < high <= len(text)
        assert each.triggered(text), (each.id, text)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:8])
def test_hostile_texts_take_linear_time(text: str) -> None:
    """16 KB of the worst neighbours cost milliseconds, not seconds, in every recognizer."""
    for each in builtin():
        start = time.perf_counter()
        list(each.find(text))
        assert time.perf_counter() - start < 1.0, each.id
