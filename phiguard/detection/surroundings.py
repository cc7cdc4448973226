"""What stands beside a leaf: code systems, types of identifiers, and the FHIR resource that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from phiguard.detection.keys import lookup, split_key, table
from phiguard.model.leaf import Address, Leaf, LeafType
from phiguard.model.patterns import late
from phiguard.model.roles import Use

__all__ = ["TRIGGERS", "Surroundings"]

_RESOURCES = {
    "Condition": "CONDITION",
    "MedicationRequest": "MEDICATION",
    "MedicationStatement": "MEDICATION",
    "Medication": "MEDICATION",
    "MedicationDispense": "MEDICATION",
    "MedicationAdministration": "MEDICATION",
    "Observation": "LAB_RESULT",
    "DiagnosticReport": "LAB_RESULT",
    "ServiceRequest": "LAB_RESULT",
    "Procedure": "PROCEDURE",
    "AllergyIntolerance": "ALLERGY",
    "Immunization": "MEDICATION",
    "Encounter": "APPOINTMENT",
    "Appointment": "APPOINTMENT",
    "CarePlan": "TREATMENT",
    "Claim": "CONDITION",
    "QuestionnaireResponse": "ASSESSMENT_RESPONSE",
    "Coverage": "INSURANCE_PLAN",
    "FamilyMemberHistory": "CONDITION",
}  # fmt: skip -- HL7 FHIR R4 resource types and what their codes say
_CODED = frozenset({"code", "coding", "codeable", "concept", "reason", "vaccine", "text", "display", "medication"})
_SYSTEMS = (
    ("icd-10", "ICD10_CM"),
    ("icd10", "ICD10_CM"),
    ("snomed", "SNOMED_CT"),
    ("loinc", "LOINC"),
    ("rxnorm", "RXNORM"),
    ("sid/ndc", "NDC"),
    ("hcpcs", "HCPCS"),
    ("ama-assn", "CPT_CODE"),
    ("us-ssn", "US_SSN"),
    ("113883.4.1", "US_SSN"),
    ("us-npi", "US_NPI"),
    ("113883.4.6", "US_NPI"),
    ("us-mbi", "US_MBI"),
    ("113883.4.572", "US_MBI"),
    ("us-medicare", "HEALTH_PLAN_ID"),
    ("113883.6.90", "ICD10_CM"),
    ("113883.6.96", "SNOMED_CT"),
    ("113883.6.88", "RXNORM"),
    ("113883.6.1", "LOINC"),
    ("113883.6.69", "NDC"),
    ("113883.4.3", "LICENSE_NUMBER"),
    ("us-dea", "DEA_NUMBER"),
)  # fmt: skip -- code and identifier systems by a part of their URI or OID
_TYPES = {
    "MR": "MEDICAL_RECORD_NUMBER",
    "SS": "US_SSN",
    "SB": "US_SSN",
    "DL": "LICENSE_NUMBER",
    "PPN": "US_PASSPORT",
    "NPI": "US_NPI",
    "MB": "HEALTH_PLAN_ID",
    "MC": "HEALTH_PLAN_ID",
    "AN": "ACCOUNT_NUMBER",
}
_BESIDE = frozenset({"system", "type", "idtype", "id_type", "resourcetype", "kind", "codesystem", "qualifier", "identifiertype"})


TRIGGERS: tuple[tuple[str, str], ...] = (
    *_SYSTEMS,
    *(("resourcetype", entity) for entity in ("PERSON_NAME", "MEDICAL_RECORD_NUMBER", *dict.fromkeys(_RESOURCES.values()))),
)
"""Raw texts, in lower case, one of which stands in every message in which a neighbour names a value, with the entities that they name."""


class Surroundings:
    """What stands beside the leaves of one document: code systems, id types and FHIR resource types by the container they stand in."""

    def __init__(self, leaves: Iterable[Leaf]) -> None:
        self._beside: dict[Address, str] = {}
        self._resource: dict[Address, str] = {}
        self._numbers: set[Address] = set()
        for leaf in leaves:
            if leaf.type is LeafType.NUMBER or (leaf.type is LeafType.TEXT and leaf.text.isdigit()):
                self._numbers.add(leaf.address)
            if leaf.type is LeafType.TEXT and (leaf.key or leaf.parents):
                self._note(leaf)

    def _note(self, leaf: Leaf) -> None:
        key = leaf.key.lower()
        if leaf.parents and leaf.parents[-1].lower() in _BESIDE and "url" in leaf.encodings[-2:]:
            self._note_address(leaf)
        elif key == "resourcetype":
            self._resource[leaf.address[:-1]] = leaf.text
        elif key in _BESIDE:
            self._beside.setdefault(leaf.address[:-1], leaf.text)
        elif key in {"text", "code"} and "type" in leaf.parents[-2:]:
            depth = 2 if leaf.parents[-1] == "type" else 4
            self._beside[leaf.address[:-depth]] = leaf.text

    def _note_address(self, leaf: Leaf) -> None:
        """A system's URI was opened as a URL: put its parts together again (origin at 0, segments below 1)."""
        depth = 3 if leaf.address[-2] == 1 else 2
        container = leaf.address[:-depth]
        self._beside[container] = f"{self._beside.get(container, '')}/{leaf.text}"

    def counted(self, leaf: Leaf) -> bool:
        """Whether the member whose key *leaf* is holds a mere number: a score, a count, a reaction."""
        return leaf.address[-1] < 0 and (*leaf.address[:-1], ~leaf.address[-1]) in self._numbers

    def entity(self, leaf: Leaf) -> str:
        """The entity that the members beside *leaf*, its key's own form, or its resource say it is; empty when they say nothing."""
        words = split_key(leaf.key)
        last = words[-1] if words else ""
        if (found := _system(leaf.key)) or (last in _VALUES and (found := self._by_neighbour(leaf))):
            return found
        return self._by_resource(leaf, words) if self._resource else ""

    def _by_neighbour(self, leaf: Leaf) -> str:
        text = self._beside.get(leaf.address[:-1], "")
        if not text or (split_key(leaf.key)[-1:] == ("display",)):
            return ""
        if found := _system(text) or _TYPES.get(text, ""):
            return found
        entry = lookup(text) if len(text) < _LABEL else None
        return entry.role.entity if entry and entry.role.use is Use.VALUE and not entry.needs else ""

    def _by_resource(self, leaf: Leaf, words: tuple[str, ...]) -> str:
        resource = next(self._resources(leaf.address), "")
        above = {word for parent in leaf.parents[-2:] for word in split_key(parent)}
        if resource in {"Patient", "RelatedPerson"}:
            if words[-1:] == ("id",) and len(leaf.address) and leaf.address[:-1] in self._resource:
                return "MEDICAL_RECORD_NUMBER"
            if words[-1:] == ("value",) and "identifier" in above:
                return "MEDICAL_RECORD_NUMBER"
            return "PERSON_NAME" if words[-1:] in (("family",), ("given",)) else ""
        if resource == "Practitioner" and words[-1:] in (("family",), ("given",)):
            return "PROVIDER_NAME"
        if "identifier" in above and words[-1:] == ("value",):
            return "MEDICAL_RECORD_NUMBER" if above & table().persons else ""
        return _RESOURCES.get(resource, "") if words[-1:] in (("text",), ("display",)) and above & _CODED and not above & _ROLES else ""

    def _resources(self, address: Address) -> Iterator[str]:
        for length in range(len(address) - 1, -1, -1):
            if address[:length] in self._resource:
                yield self._resource[address[:length]]


_VALUES = frozenset({"value", "code", "id", "identifier", "number", "extension", "idvalue", "root"})
_ROLES = frozenset(
    {"category", "status", "intent", "subject", "requester", "performer", "recorder", "encounter", "type", "unit", "interpretation"}
)
_LABEL = 48
_OID = late(r"[\d.]{8,}")


def _system(text: str) -> str:
    low = text.lower()
    if len(low) > 120 or not ("://" in low or low.startswith("urn:") or _OID.search(low)):  # no system's URI is longer
        return ""
    return next((entity for part, entity in _SYSTEMS if part in low and not re.search(re.escape(part) + r"\d", low)), "")
