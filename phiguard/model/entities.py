"""The entities that phiguard knows, and the closed words that describe them.

One table: recognizers, key roles, vendors, policy and reports all take their names from here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

__all__ = ["ENTITIES", "Entity", "EntityClass", "Kind", "Strength"]


class Kind(StrEnum):
    """Which side of a disclosure a finding stands on (45 CFR 160.103: who, and what about their health)."""

    IDENTIFIER = "identifier"
    HEALTH = "health"


class Strength(StrEnum):
    """How strongly a finding speaks for its side."""

    DIRECT = "direct"
    """Names the person: name, e-mail, SSN, medical record number (45 CFR 164.514(b)(2)(i) A-Q)."""
    LINKABLE = "linkable"
    """Leads back to the person: hash of a direct identifier, cookie, click id, device id, IP, user id (letter R)."""
    CLINICAL = "clinical"
    """A clinical fact (H3): condition, drug, procedure, result, answer, code, note."""
    CARE = "care"
    """Relation to care (H2): appointment, provider, plan, portal page, condition in a URL or event name."""
    IMPLIED = "implied"
    """Implied by the sender (H1): a health service reports anything about one of its users."""


class EntityClass(StrEnum):
    """Coarse class for metrics, where one attribute set an entity would overflow the SDK's cardinality limit."""

    NAME = "name"
    CONTACT = "contact"
    PLACE = "place"
    DATE = "date"
    RECORD = "record"
    ONLINE = "online"
    CLINICAL = "clinical"
    CARE = "care"


class Entity(NamedTuple):
    """What an entity is.

    Attributes:
        name: canonical name, as in policy, corpus and reports.
        kind: the side it stands on.
        strength: what it counts for when nothing else says otherwise.
        group: the class that metrics use.
        letter: HIPAA Safe Harbor letter A-R (45 CFR 164.514(b)(2)(i)), empty for health context.
    """

    name: str
    kind: Kind
    strength: Strength
    group: EntityClass
    letter: str = ""


def _rows() -> dict[str, Entity]:
    direct = {
        EntityClass.NAME: {"A": "PERSON_NAME"},
        EntityClass.PLACE: {"B": "STREET_ADDRESS CITY COUNTY ZIP_CODE GEO_COORDINATE"},
        EntityClass.DATE: {"C": "DATE_OF_BIRTH SERVICE_DATE AGE_OVER_89"},
        EntityClass.CONTACT: {"D": "PHONE_NUMBER", "E": "FAX_NUMBER", "F": "EMAIL_ADDRESS"},
        EntityClass.RECORD: {
            "G": "US_SSN US_ITIN",
            "H": "MEDICAL_RECORD_NUMBER",
            "I": "HEALTH_PLAN_ID HEALTH_PLAN_GROUP US_MBI",
            "J": "ACCOUNT_NUMBER CREDIT_CARD IBAN US_BANK_NUMBER ABA",
            "K": "LICENSE_NUMBER US_PASSPORT",
            "L": "VIN LICENSE_PLATE",
            "P": "BIOMETRIC_ID",
            "Q": "PHOTO",
            "R": "CLAIM_NUMBER RX_NUMBER PRIOR_AUTH REFERRAL ENCOUNTER_ID",
        },
    }
    linkable = {
        "M": "DEVICE_ID UDI MOBILE_AD_ID",
        "N": "URL",
        "O": "IP_ADDRESS",
        "R": "EMAIL_HASH PHONE_HASH NAME_HASH DOB_HASH ZIP_HASH CITY_HASH EXTERNAL_ID COOKIE_ID CLICK_ID SESSION_ID",
    }
    clinical = (
        "ICD10_CM CPT_CODE HCPCS NDC LOINC SNOMED_CT RXNORM DRG CONDITION MEDICATION PROCEDURE SYMPTOM ALLERGY LAB_RESULT "
        "REPRODUCTIVE_HEALTH SUBSTANCE_USE ASSESSMENT ASSESSMENT_SCORE ASSESSMENT_RESPONSE CLINICAL_NOTE"
    )
    care = (
        "US_NPI DEA_NUMBER PROVIDER_NAME PROVIDER_SPECIALTY FACILITY APPOINTMENT TREATMENT INSURANCE_PLAN COPAY HEALTH_URL_PATH "
        "HEALTH_PAGE_TITLE HEALTH_EVENT_NAME SEARCH_TERM"
    )
    rows = [
        Entity(name, Kind.IDENTIFIER, Strength.DIRECT, group, letter)
        for group, letters in direct.items()
        for letter, names in letters.items()
        for name in names.split()
    ]
    rows += [
        Entity(n, Kind.IDENTIFIER, Strength.LINKABLE, EntityClass.ONLINE, letter) for letter, ns in linkable.items() for n in ns.split()
    ]
    rows += [Entity(n, Kind.HEALTH, Strength.CLINICAL, EntityClass.CLINICAL) for n in clinical.split()]
    rows += [Entity(n, Kind.HEALTH, Strength.CARE, EntityClass.CARE) for n in care.split()]
    return {row.name: row for row in rows}


ENTITIES: dict[str, Entity] = _rows()
"""Every entity by its canonical name."""
