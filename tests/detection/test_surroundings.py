"""`phiguard.detection.surroundings`: what stands beside a leaf."""

from __future__ import annotations

import pytest

from phiguard.decoding import open_object
from phiguard.detection.surroundings import Surroundings


def _entities(source: object) -> dict[str, str]:
    document = open_object(source)
    around = Surroundings(document.leaves)
    return {leaf.text: entity for leaf in document.leaves if leaf.type != "key" and (entity := around.entity(leaf))}


def test_code_systems_beside_a_code_name_it() -> None:
    """A code's entity is that of the system that stands beside it, whether an address or an OID."""
    found = _entities([
        {"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F33.1"},
        {"system": "http://loinc.org", "code": "718-7"},
        {"system": "http://snomed.info/sct", "code": "44054006"},
        {"system": "http://hl7.org/fhir/sid/ndc", "code": "0002-8215-01"},
        {"system": "http://hl7.org/fhir/sid/us-npi", "value": "1234567893"},
        {"system": "urn:oid:2.16.840.1.113883.4.1", "value": "042-10-3580"},
        {"type": {"coding": [{"code": "MR"}]}, "value": "E4471"},
    ])  # fmt: skip
    assert found["F33.1"] == "ICD10_CM"
    assert found["718-7"] == "LOINC"
    assert found["44054006"] == "SNOMED_CT"
    assert found["0002-8215-01"] == "NDC"
    assert found["1234567893"] == "US_NPI"
    assert found["042-10-3580"] == "US_SSN"
    assert found["E4471"] == "MEDICAL_RECORD_NUMBER"


@pytest.mark.parametrize(
    ("resource", "entity"),
    [("Condition", "CONDITION"), ("MedicationRequest", "MEDICATION"), ("Observation", "LAB_RESULT"), ("Procedure", "PROCEDURE")],
)
def test_fhir_resources_name_their_codes(resource: str, entity: str) -> None:
    """The display of a FHIR resource's code is what the resource is about."""
    found = _entities(
        {"resourceType": resource, "status": "final", "code": {"coding": [{"display": "something shown"}], "text": "said in words"}}
    )
    assert found["something shown"] == found["said in words"] == entity


def test_fhir_patients_own_their_identifiers() -> None:
    """In a FHIR Patient id and identifier values are record numbers, in a Practitioner family and given are a provider's."""
    found = _entities(
        {"resourceType": "Patient", "id": "p-1", "identifier": [{"value": "77123"}], "name": [{"family": "Okafor", "given": ["Maya"]}]}
    )
    assert found["p-1"] == found["77123"] == "MEDICAL_RECORD_NUMBER"
    assert found["Okafor"] == found["Maya"] == "PERSON_NAME"
    assert _entities({"resourceType": "Practitioner", "name": [{"family": "Iyer"}]})["Iyer"] == "PROVIDER_NAME"
