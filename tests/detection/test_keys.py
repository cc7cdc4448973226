"""`phiguard.detection.keys`: keys to roles."""

from __future__ import annotations

import pytest

from phiguard.detection.keys import lookup, split_key, table
from phiguard.model.entities import ENTITIES
from phiguard.model.roles import Use


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("patientName", "patient name"),
        ("IPAddress", "ip address"),
        ("x-forwarded-for", "x forwarded for"),
        ("ud[em]", "ud em"),
        ("ep.answer", "ep answer"),
        ("phq9Score", "phq 9 score"),
        ("dateofbirth", "dateofbirth"),
        ("SSN_LAST4", "ssn last 4"),
        ("\u0440\u0430t\u0456ent_n\u0430me", "patient name"),
        ("fecha_de_nacimiento", "fecha de nacimiento"),
        ("direcci\u00f3n", "direccion"),
        ("", ""),
        ("Condition__c", "condition"),
    ],
)
def test_splitting(key: str, words: str) -> None:
    """Case, punctuation and digits part the words of a key; look-alike letters are read first."""
    assert " ".join(split_key(key)) == words


def test_splitting_looks_at_the_end_of_long_keys() -> None:
    """A key of any length costs the same: its last words are what names the value."""
    assert split_key("x" * 100_000 + "_ssn")[-1] == "ssn"


@pytest.mark.parametrize(
    ("keys", "entity"),
    [
        ("dob date_of_birth birthDate patBirthDt pt_dob DOB birthday fechaNacimiento brithDate dateofbirth user_birthday", "DATE_OF_BIRTH"),
        ("firstName last_name ptLastNm surName apellidos patientName patnt_nm member_name FULLNAME lname nombreCompleto", "PERSON_NAME"),
        ("ssn SSN socialSecurityNumber soc_sec_no ssn_part1 ssnLast4 seguroSocial", "US_SSN"),
        ("mrn medicalRecordNumber med_rec_no patient_id chartNumber PatientUUID up.mrn", "MEDICAL_RECORD_NUMBER"),
        ("memberId memberNo subscriber_id insuranceMemberId policyNumber hicn", "HEALTH_PLAN_ID"),
        ("phone homePhone hm_ph mobileNumber telefono cellPhone2 PrimaryPhone", "PHONE_NUMBER"),
        ("email e_mail userEmail correo contact_email emailAddress", "EMAIL_ADDRESS"),
        ("em hashedEmail sha256_email_address emailHash email_md5 u_hem", "EMAIL_HASH"),
        ("ip client_ip X-Forwarded-For remote_addr ipAddress", "IP_ADDRESS"),
        ("userId customer_user_id externalId distinct_id username", "EXTERNAL_ID"),
        ("gclid fbclid msclkid ttclid click_id", "CLICK_ID"),
        ("idfa advertising_id gaid madid", "MOBILE_AD_ID"),
        ("diagnosis dx prim_dx chiefComplaint reasonForVisit custom_primary_condition motivoDeConsulta", "CONDITION"),
        ("dxCd icd10 diagnosis_code icd_code", "ICD10_CM"),
        ("medication drugName rxNm prescriptions currentMeds medicamento", "MEDICATION"),
        ("appointmentAt date_of_service visitDate appt_date lastVisit", "SERVICE_DATE"),
        ("copay coInsurance deductible_amount", "COPAY"),
        ("npi providerNpi npi_number", "US_NPI"),
        ("lastPeriod cycleDay pregnancyWeek isPregnant", "REPRODUCTIVE_HEALTH"),
    ],
)
def test_keys_have_their_roles(keys: str, entity: str) -> None:
    """English, Spanish, abbreviated, misspelt and glued keys in any case style find their entity by their last words."""
    for key in keys.split():
        entry = lookup(key)
        assert entry is not None, key
        assert (entry.role.use, entry.role.entity) == (Use.VALUE, entity), key


@pytest.mark.parametrize(
    "key",
    [
        "order_id",
        "invoiceNumber",
        "sku",
        "version",
        "created_at",
        "traceId",
        "patientCount",
        "medication_count",
        "user_agent",
        "currency",
        "build_number",
        "diagnosis_filter",
    ],
)
def test_machine_values_are_safe(key: str) -> None:
    """Keys of machines' values say so, and a count of patients is a number, not a patient."""
    entry = lookup(key)
    assert entry is not None
    assert entry.role.use is Use.SAFE


@pytest.mark.parametrize(
    "key", ["password", "access_token", "x-amz-content-sha256", "etag", "signature", "apiKey", "digest", "git_integrity", "Authorization"]
)
def test_secrets_and_digests_are_opaque(key: str) -> None:
    """Tokens, secrets and digests are not looked into."""
    entry = lookup(key)
    assert entry is not None
    assert entry.role.use is Use.OPAQUE


@pytest.mark.parametrize("key", ["name", "id", "status", "items", "foo", "xyzzy", "nested", "pt", "state", "value", "zz_top"])
def test_other_keys_say_nothing(key: str) -> None:
    """A word that could mean anything has no role by itself."""
    assert lookup(key) is None


@pytest.mark.parametrize(
    ("key", "needs"), [("city", "company"), ("zip", "company"), ("condition", "health"), ("provider", "health"), ("ssn", "")]
)
def test_quasi_roles_need_something(key: str, needs: str) -> None:
    """Places need another identifier, everyday words another sign of health."""
    entry = lookup(key)
    assert entry is not None
    assert entry.needs == needs


def test_whole_keys_are_no_suffixes() -> None:
    """A role that holds only for the whole key does not hold at the end of a longer one."""
    assert lookup("patient") is not None
    assert lookup("for_patient") is None
    assert lookup("max_password_age") is None


def test_the_table_names_known_entities_only() -> None:
    """Every role's entity is canonical, and the table has the promised breadth."""
    forms = table().forms
    assert {entry.role.entity for entry in forms.values() if entry.role.entity} <= set(ENTITIES)
    assert len(forms) > 5000
    assert all(form == " ".join(form.split()).lower() for form in forms)


def test_forms_are_found_as_keys() -> None:
    """Whatever form the table holds is found when it is written as a snake-case key, unless a longer form has its words."""
    for form, entry in table().forms.items():
        found = lookup("_".join(form.split()))
        assert found is not None, form
        assert found.role == entry.role, form
