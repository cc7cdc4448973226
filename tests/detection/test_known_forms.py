"""`phiguard.detection.known_forms`: the forms in which a person's value travels."""

from __future__ import annotations

import hashlib

import pytest

from phiguard.detection.known_forms import dates, digests, entity_of, hash_entity, normal_forms, phone_digits


@pytest.mark.parametrize(
    ("key", "entity"),
    [
        ("name", "PERSON_NAME"),
        ("email", "EMAIL_ADDRESS"),
        ("mrn", "MEDICAL_RECORD_NUMBER"),
        ("work_phone", "PHONE_NUMBER"),
        ("bed", "EXTERNAL_ID"),
        ("diagnosis", "EXTERNAL_ID"),
    ],
)
def test_keys_name_entities(key: str, entity: str) -> None:
    """The documented keys and those of the role table name their entity; anything else is some id of the person."""
    assert entity_of(key) == entity


def test_dates_are_written_in_many_ways() -> None:
    """One date in ISO, US, European, compact and spoken forms; what is none stays as it is."""
    forms = dates("1980-03-04")
    assert {"1980-03-04", "03/04/1980", "3/4/1980", "19800304", "March 4, 1980", "Mar 04, 1980", "04 Mar 1980", "1980, 3, 4"} <= set(forms)
    assert dates("03/04/1980") == forms
    assert dates("soon") == ("soon",)


def test_phone_digits() -> None:
    """Digits without the North American country code; too few are none."""
    assert phone_digits("+1 (937) 555-0123") == phone_digits("937.555.0123") == "9375550123"
    assert phone_digits("12345") == ""


def test_hashed_forms_are_those_that_pixels_make() -> None:
    """Trimmed lower case, country codes, compact dates, names without punctuation."""
    assert "maya@example.com" in normal_forms("EMAIL_ADDRESS", " Maya@Example.com ")
    assert {"19375550123", "+19375550123", "9375550123"} <= set(normal_forms("PHONE_NUMBER", "(937) 555-0123"))
    assert "19800304" in normal_forms("DATE_OF_BIRTH", "1980-03-04")
    assert {"maya", "okafor", "mayaokafor"} <= set(normal_forms("PERSON_NAME", "Maya Okafor"))


def test_digests_are_hex_and_base64() -> None:
    """MD5, SHA-1 and SHA-256 in hex and in both base64 alphabets."""
    found = set(digests("maya@example.com"))
    assert hashlib.sha256(b"maya@example.com").hexdigest() in found
    assert hashlib.md5(b"maya@example.com", usedforsecurity=False).hexdigest() in found
    assert len(found) >= 6
    assert hash_entity("EMAIL_ADDRESS") == "EMAIL_HASH"
    assert hash_entity("US_SSN") == "EXTERNAL_ID"
