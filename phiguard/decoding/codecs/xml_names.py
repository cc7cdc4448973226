"""What a person would call values of clinical XML: C-CDA names code systems and numbering bodies by object identifier, FHIR by URI.

Sources: HL7 OID registry (https://www.hl7.org/oid), HL7 C-CDA R2.1, HL7 FHIR R4 (https://hl7.org/fhir/R4/terminologies-systems.html).
"""

from __future__ import annotations

from typing import Final

__all__ = ["DISPLAYS", "IDENTIFIER_ROOTS", "PERSONS", "code_name", "identifier_name"]

_CODES: Final = {
    "2.16.840.1.113883.6.90": "icd10_code",
    "2.16.840.1.113883.6.3": "icd10_code",
    "2.16.840.1.113883.6.4": "procedure_code",
    "2.16.840.1.113883.6.103": "icd9_code",
    "2.16.840.1.113883.6.42": "icd9_code",
    "2.16.840.1.113883.6.96": "snomed_code",
    "2.16.840.1.113883.6.1": "loinc_code",
    "2.16.840.1.113883.6.88": "rxnorm_code",
    "2.16.840.1.113883.6.69": "ndc",
    "2.16.840.1.113883.6.12": "cpt_code",
    "2.16.840.1.113883.6.14": "hcpcs_code",
    "http://hl7.org/fhir/sid/icd-10-cm": "icd10_code",
    "http://hl7.org/fhir/sid/icd-10": "icd10_code",
    "http://hl7.org/fhir/sid/icd-9-cm": "icd9_code",
    "http://snomed.info/sct": "snomed_code",
    "http://loinc.org": "loinc_code",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "rxnorm_code",
    "http://hl7.org/fhir/sid/ndc": "ndc",
    "http://www.ama-assn.org/go/cpt": "cpt_code",
}

DISPLAYS: Final = {
    "icd10_code": "diagnosis",
    "icd9_code": "diagnosis",
    "rxnorm_code": "medication",
    "ndc": "medication",
    "loinc_code": "lab_test",
    "cpt_code": "procedure",
    "hcpcs_code": "procedure",
    "procedure_code": "procedure",
}
"""What the words beside a code are called; SNOMED CT has words for everything."""

IDENTIFIER_ROOTS: Final = {
    "2.16.840.1.113883.4.1": "ssn",
    "2.16.840.1.113883.4.6": "npi",
    "2.16.840.1.113883.4.572": "medicare_number",
    "2.16.840.1.113883.4.927": "mbi",
    "2.16.840.1.113883.4.814": "dea_number",
    "http://hl7.org/fhir/sid/us-ssn": "ssn",
    "http://hl7.org/fhir/sid/us-npi": "npi",
    "http://hl7.org/fhir/sid/us-medicare": "medicare_number",
    "http://hl7.org/fhir/sid/us-mbi": "mbi",
}
"""Who gives the numbers: the root of a C-CDA ``id``, the system of a FHIR identifier."""

PERSONS: Final = {
    "patientRole": "medical_record_number",
    "guardian": "guardian_id",
    "assignedAuthor": "provider_id",
    "assignedEntity": "provider_id",
    "representedOrganization": "organization_id",
    "encompassingEncounter": "encounter_id",
    "encounter": "encounter_id",
    "Patient": "medical_record_number",
}
"""Whose number an identifier without a known root is, by the element that it stands in."""


def code_name(system: str) -> str:
    """What a code of *system* is called, or an empty string."""
    return _CODES.get(system.strip().rstrip("/").removeprefix("urn:oid:"), "")


def identifier_name(root: str, owner: str) -> str:
    """What an identifier from *root* in an element *owner* is called, or an empty string."""
    return IDENTIFIER_ROOTS.get(root.strip().removeprefix("urn:oid:"), "") or PERSONS.get(owner, "")
