"""`phiguard.detection.values`: what a value must look like under its key's role."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.detection.values import read
from phiguard.model.entities import ENTITIES

SHA256 = "f660ab912ec121d1b1e928a0bb4bc61b15f5ad44d5efdc4e1c92a25e99b8e44a"
MD5 = "0cc175b9c0f1b6a831c399e269772661"


@pytest.mark.parametrize(
    ("entity", "key", "text", "becomes"),
    [
        ("PERSON_NAME", "first_name", "Maya", "PERSON_NAME"),
        ("PERSON_NAME", "last_name", "Van Houten", "PERSON_NAME"),
        ("PERSON_NAME", "patient_name", "Okafor, Maya", "PERSON_NAME"),
        ("PERSON_NAME", "patient_name", "okafor^maya", "PERSON_NAME"),
        ("PERSON_NAME", "first_name", SHA256, "NAME_HASH"),
        ("PERSON_NAME", "patient", "E4471882", "MEDICAL_RECORD_NUMBER"),
        ("PERSON_NAME", "contact_name", "maya@example.com", "EMAIL_ADDRESS"),
        ("EMAIL_ADDRESS", "email", "maya.okafor@example.com", "EMAIL_ADDRESS"),
        ("EMAIL_ADDRESS", "email", SHA256, "EMAIL_HASH"),
        ("EMAIL_ADDRESS", "email", MD5, "EMAIL_HASH"),
        ("EMAIL_HASH", "em", "maya@example.com", "EMAIL_ADDRESS"),
        ("EMAIL_HASH", "em", SHA256, "EMAIL_HASH"),
        ("EMAIL_HASH", "em", f"tv.1~em.{SHA256}~pn.{SHA256}", "EMAIL_HASH"),
        ("PHONE_NUMBER", "phone", "(937) 555-0123", "PHONE_NUMBER"),
        ("PHONE_NUMBER", "phone", "9375550123", "PHONE_NUMBER"),
        ("PHONE_NUMBER", "phone", SHA256, "PHONE_HASH"),
        ("PHONE_HASH", "ph", "+19375550123", "PHONE_NUMBER"),
        ("DATE_OF_BIRTH", "dob", "1944-09-21", "DATE_OF_BIRTH"),
        ("DATE_OF_BIRTH", "dob", "19440921", "DATE_OF_BIRTH"),
        ("DATE_OF_BIRTH", "dob", "-797385600", "DATE_OF_BIRTH"),
        ("DATE_OF_BIRTH", "dob", "Sep 21, 1944", "DATE_OF_BIRTH"),
        ("DATE_OF_BIRTH", "dob_y", "1944", "DATE_OF_BIRTH"),
        ("DATE_OF_BIRTH", "dob_d", "7", "DATE_OF_BIRTH"),
        ("DATE_OF_BIRTH", "db", SHA256, "DOB_HASH"),
        ("US_SSN", "ssn", "042-10-3580", "US_SSN"),
        ("US_SSN", "ssn", "987-65-4321", "US_SSN"),
        ("US_SSN", "ssn", "999123456", "US_SSN"),
        ("US_SSN", "ssn", "42103580", "US_SSN"),
        ("US_SSN", "ssn_part2", "10", "US_SSN"),
        ("US_SSN", "ssn_last4", "3580", "US_SSN"),
        ("MEDICAL_RECORD_NUMBER", "mrn", "E4471882", "MEDICAL_RECORD_NUMBER"),
        ("MEDICAL_RECORD_NUMBER", "mrn", "7d2f9e04-11aa-4c0e-9d1c-0a4be5d21f10", "MEDICAL_RECORD_NUMBER"),
        ("HEALTH_PLAN_ID", "hicn", "1EG4-TE5-MK73", "US_MBI"),
        ("ZIP_CODE", "zip", "45409-1234", "ZIP_CODE"),
        ("ZIP_CODE", "zp", SHA256, "ZIP_HASH"),
        ("CITY", "city", "Mobile", "CITY"),
        ("CITY", "city", "S\u00e3o Paulo", "CITY"),
        ("STREET_ADDRESS", "address", "412 Maple Hollow Rd", "STREET_ADDRESS"),
        ("STREET_ADDRESS", "address", "26.184.3.77", "IP_ADDRESS"),
        ("STREET_ADDRESS", "address", "maya@example.com", "EMAIL_ADDRESS"),
        ("GEO_COORDINATE", "lat", "39.73342", "GEO_COORDINATE"),
        ("IP_ADDRESS", "ip", "26.184.3.77", "IP_ADDRESS"),
        ("EXTERNAL_ID", "user_id", "maya@example.com", "EMAIL_ADDRESS"),
        ("EXTERNAL_ID", "username", "Maya Okafor", "PERSON_NAME"),
        ("EXTERNAL_ID", "user_id", "48213", "EXTERNAL_ID"),
        ("CONDITION", "diagnosis", "F33.1", "ICD10_CM"),
        ("CONDITION", "diagnosis", "feeling low", "CONDITION"),
        ("ICD10_CM", "dx_code", "e11.9", "ICD10_CM"),
        ("ICD10_CM", "dx_code", "B20", "ICD10_CM"),
        ("US_NPI", "npi", "1234567893", "US_NPI"),
        ("ASSESSMENT_SCORE", "score", "17", "ASSESSMENT_SCORE"),
        ("AGE_OVER_89", "age", "93", "AGE_OVER_89"),
        ("CREDIT_CARD", "card", "4111-1111-1111-1111", "CREDIT_CARD"),
    ],
)
def test_values_are_read(entity: str, key: str, text: str, becomes: str) -> None:
    """A value in the form of its role is read as that; one in another's form as that other thing."""
    readings = read(entity, text, key)
    assert [found for found, _ in readings][:1] == [becomes]
    assert all(0 <= low < high <= len(text) for _, (low, high) in readings)


@pytest.mark.parametrize(
    ("entity", "key", "text"),
    [
        ("PERSON_NAME", "first_name", "First name"),
        ("PERSON_NAME", "name", "octo-repo"),
        ("PERSON_NAME", "name", "example_escalation"),
        ("PERSON_NAME", "full_name", "octo/repo"),
        ("PERSON_NAME", "patient", "<Patient: redacted>"),
        ("EMAIL_ADDRESS", "email", "you@example.com"),
        ("EMAIL_ADDRESS", "email", "verified"),
        ("EMAIL_HASH", "em", "short"),
        ("PHONE_NUMBER", "phone", "(555) 555-5555"),
        ("PHONE_NUMBER", "phone", "(800) 555-0199"),
        ("PHONE_NUMBER", "phone", "iPhone14,5"),
        ("PHONE_NUMBER", "phone", "2024-01-02"),
        ("DATE_OF_BIRTH", "dob", "{dob}"),
        ("DATE_OF_BIRTH", "dob", "Date of birth"),
        ("DATE_OF_BIRTH", "dob", "12"),
        ("US_SSN", "ssn", "***-**-****"),
        ("US_SSN", "ssn", "***-**-1234"),
        ("US_SSN", "ssn", "000000000"),
        ("US_SSN", "ssn", "char(11)"),
        ("US_SSN", "ssn", "1234"),
        ("MEDICAL_RECORD_NUMBER", "mrn", "missing"),
        ("MEDICAL_RECORD_NUMBER", "patient_id", "{patient_id}"),
        ("MEDICAL_RECORD_NUMBER", "patient_id", ":id"),
        ("MEDICAL_RECORD_NUMBER", "patient_id", "00000000-0000-0000-0000-000000000000"),
        ("ZIP_CODE", "zip3", "787"),
        ("GEO_COORDINATE", "lat", "39.73"),
        ("IP_ADDRESS", "ip", "10.2.33.4"),
        ("IP_ADDRESS", "ip", "0"),
        ("EXTERNAL_ID", "user_id", "anonymous"),
        ("EXTERNAL_ID", "user_id", "null"),
        ("CONDITION", "diagnosis", "None"),
        ("CONDITION", "diagnosis", "{{diagnosis}}"),
        ("CONDITION", "diagnosis", "https://example.com/x"),
        ("MEDICATION", "rx", "4482"),
        ("US_NPI", "npi", "1234567890"),
        ("AGE_OVER_89", "age", "42"),
        ("CREDIT_CARD", "card", "4111111111111112"),
        ("STREET_ADDRESS", "address", "0x52908400098527886E0F7030069857D2E4169EE7"),
    ],
)
def test_placeholders_are_no_values(entity: str, key: str, text: str) -> None:
    """Labels, masks, templates, reprs, booleans and malformed values are nothing, whatever the key promises."""
    assert read(entity, text, key) == []


@given(st.sampled_from(sorted(ENTITIES)), st.text(max_size=80), st.sampled_from(["", "name", "ssn_part1", "dob_y", "patient", "value"]))
def test_spans_lie_within_the_value(entity: str, text: str, key: str) -> None:
    """Whatever the value, a reading's span is within it and its entity is known."""
    for found, (low, high) in read(entity, text, key):
        assert found in ENTITIES
        assert 0 <= low < high <= len(text)
