"""HL7 v2, X12, C-CDA and FHIR: a value is called what a person would call it, wherever the standard puts its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from phiguard.decoding import DROP, Replace, open_text
from phiguard.decoding.codecs.hl7_names import IDENTIFIER_TYPES, component_name, subject_of, type_of
from phiguard.decoding.codecs.x12_names import ELEMENTS, ENTITIES
from phiguard.model.leaf import Leaf, LeafType

View = Callable[..., dict[str, str]]
Opener = Callable[..., Any]

HL7 = (
    "MSH|^~\\&|APP|FAC|RCV|EXT|20240101||ADT^A04|1|P|2.5\r"
    "PID|1||MRN7^^^BP^MR~987654321^^^^SS~X1^^^^NPI||Doe^Ann^Q||19820522|M|||7 Oak St^^Tucson^AZ^85701||5205550101^PRN^PH^a@b.test"
    "|||||987-65-4321|987654329\r"
    "NK1|1|Doe^Jim|SPO^Spouse|7 Oak St|5205550102\rGT1|1||Doe^Jim\r"
    "IN1|1|PPO^Plus|A1|Aetna|1 Way^^Reno|||GRP7||||||||Doe^Ann|SEL|19820522" + "|" * 18 + "P9" + "|" * 13 + "W1\r"
    "DG1|1||F41.1^anxiety^I10|anxiety state\rOBX|1|NM|4548-4^HbA1c^LN||7.2|%\rPV1|1|O|ER^1^2||||1234567893^Smith^Bob\r"
    "RXE||1^sertraline^NDC\rAL1|1||7^penicillin\rZZ1|a^b|c\r"
)


def _at(text: str) -> dict[str, Leaf]:
    """Leaves by the position code among their parents."""
    return {leaf.parents[1] if len(leaf.parents) > 1 else leaf.key: leaf for leaf in open_text(text).leaves}


@pytest.mark.parametrize(
    ("position", "key", "subject", "value"),
    [
        ("PID-5.1", "family_name", "patient", "Doe"),
        ("PID-5.2", "given_name", "patient", "Ann"),
        ("PID-7", "date_of_birth", "patient", "19820522"),
        ("PID-11.1", "street", "patient", "7 Oak St"),
        ("PID-11.3", "city", "patient", "Tucson"),
        ("PID-11.5", "zip", "patient", "85701"),
        ("PID-13.1", "phone", "patient", "5205550101"),
        ("PID-13.4", "email", "patient", "a@b.test"),
        ("PID-18", "ssn", "patient", "987-65-4321"),
        ("PID-19", "ssn", "patient", "987654329"),
        ("NK1-2.2", "given_name", "next_of_kin", "Jim"),
        ("NK1-5", "phone", "next_of_kin", "5205550102"),
        ("GT1-3.1", "family_name", "guarantor", "Doe"),
        ("IN1-4", "plan_name", "insurance", "Aetna"),
        ("IN1-5.3", "city", "company", "Reno"),
        ("IN1-8", "group_number", "insurance", "GRP7"),
        ("IN1-16.2", "given_name", "insured", "Ann"),
        ("IN1-36", "policy_number", "insurance", "P9"),
        ("IN1-49", "member_id", "insurance", "W1"),
        ("DG1-3.1", "diagnosis_code", "diagnosis", "F41.1"),
        ("DG1-3.2", "diagnosis", "diagnosis", "anxiety"),
        ("DG1-4", "diagnosis", "diagnosis", "anxiety state"),
        ("OBX-3.2", "lab_test", "lab_result", "HbA1c"),
        ("OBX-5", "value", "lab_result", "7.2"),
        ("PV1-7.2", "family_name", "attending_provider", "Smith"),
        ("RXE-2.2", "medication", "medication", "sertraline"),
        ("AL1-3.2", "allergy", "allergy", "penicillin"),
        ("ZZ1-1.2", "ZZ1-1.2", "ZZ1", "b"),
    ],
)
def test_hl7_names(position: str, key: str, subject: str, value: str) -> None:
    """Key by the standard's tables, segment first and subject last among the parents, the position between them."""
    leaf = _at(HL7)[position]
    assert (leaf.key, leaf.parents[0], leaf.parents[-1], leaf.text) == (key, position[:3], subject, value)


def test_repeated_identifiers_are_told_by_their_type() -> None:
    """PID-3 holds every number that a patient has."""
    numbers = {leaf.text: leaf.key for leaf in open_text(HL7).leaves if "PID-3.1" in leaf.parents}
    assert numbers == {"MRN7": "medical_record_number", "987654321": "ssn", "X1": "npi"}


def test_hl7_tables() -> None:
    """Every type that a field names exists, and what the tables do not know has no name."""
    for segment in ("PID", "NK1", "GT1", "IN1", "PV1", "OBR", "OBX", "RXA", "SCH"):
        assert subject_of(segment)
        for field in range(1, 60):
            name = component_name(segment, field, 1)
            assert name.key == "" or "{" not in name.key
            assert type_of(segment, field) != "?"
    assert component_name("ZZZ", 1, 1).key == subject_of("ZZZ") == type_of("ZZZ", 1) == ""
    assert IDENTIFIER_TYPES["MR"] == "medical_record_number"


@pytest.mark.parametrize("position", ["PID-5.1", "PID-3.1", "OBX-5", "IN1-49", "ZZ1-2"])
def test_hl7_is_rewritten_in_place(position: str) -> None:
    """One component changes, with its delimiters escaped; dropping it leaves the place."""
    leaf = _at(HL7)[position]
    document = open_text(HL7)
    assert document.rewrite({}) == HL7
    after = open_text(document.rewrite({leaf.address: Replace("a|b^c")}))
    assert [other.text for other in after.leaves] == ["a|b^c" if o.address == leaf.address else o.text for o in document.leaves]
    assert len(open_text(document.rewrite({leaf.address: DROP})).leaves) == len(document.leaves) - 1


X12 = (
    "ISA*00*          *00*          *ZZ*SENDERID       *ZZ*RECEIVERID     *240101*1253*^*00501*000000905*0*P*:~\n"
    "GS*HC*S*R*20240101*0802*1*X*005010X222A1~\nST*837*0021~\nNM1*85*2*BEST CLINIC*****XX*1234567893~\nN3*1 Main~\n"
    "SBR*P*18*GRP77**MB****CI~\nNM1*IL*1*DOE*JOHN****MI*W12345~\nN3*7 OAK ST~\nN4*TUCSON*AZ*85701~\nDMG*D8*19820522*M~\n"
    "REF*SY*987654321~\nPER*IC*ANN*TE*5205550101*EM*a@b.test~\nCLM*ACC778*100***11:B:1*Y~\nDTP*472*D8*20240101~\nHI*ABK:F411*ABF:E119~\n"
    "SV1*HC:99213*100~\nREF*G1*AUTH1~\nSE*3*0021~\nGE*1*1~\nIEA*1*000000905~\n"
)


@pytest.mark.parametrize(
    ("position", "key", "above", "value"),
    [
        ("NM103", "family_name", "subscriber", "DOE"),
        ("NM104", "given_name", "subscriber", "JOHN"),
        ("NM109", "member_id", "subscriber", "W12345"),
        ("N301", "street", "subscriber", "7 OAK ST"),
        ("N401", "city", "subscriber", "TUCSON"),
        ("N403", "zip", "subscriber", "85701"),
        ("DMG02", "date_of_birth", "subscriber", "19820522"),
        ("PER04", "phone", "subscriber", "5205550101"),
        ("PER06", "email", "subscriber", "a@b.test"),
        ("SBR03", "group_number", "insurance", "GRP77"),
        ("CLM01", "patient_account_number", "CLM01", "ACC778"),
        ("DTP03", "service_date", "DTP03", "20240101"),
        ("HI01-2", "diagnosis_code", "diagnosis", "F411"),
        ("SV101-2", "procedure_code", "SV101-2", "99213"),
        ("REF02", "prior_authorization_number", "REF02", "AUTH1"),
    ],
)
def test_x12_names(position: str, key: str, above: str, value: str) -> None:
    """Key by the guides' tables and qualifiers; who it is about stands last among the parents."""
    leaf = _at(X12)[position]
    assert (leaf.key, leaf.parents[-1], leaf.text, leaf.encodings) == (key, above, value, ("x12",))


def test_x12_knows_whose_an_address_is() -> None:
    """What follows a name belongs to it, until the next name or claim."""
    streets = {leaf.text: leaf.parents[-1] for leaf in open_text(X12).leaves if leaf.key == "street"}
    assert streets == {"1 Main": "billing_provider", "7 OAK ST": "subscriber"}
    assert {leaf.text: leaf.key for leaf in open_text(X12).leaves}["BEST CLINIC"] == "organization_name"
    assert {"IL", "QC", "85"} <= set(ENTITIES)
    assert {"NM1", "N3", "N4", "DMG", "CLM", "SBR", "REF"} <= set(ELEMENTS)


def test_x12_is_rewritten() -> None:
    """Delimiters in a new value become blanks, and the head keeps its length."""
    document = open_text(X12)
    assert document.rewrite({}) == X12
    name = _at(X12)["NM103"]
    assert document.rewrite({name.address: Replace("A*B~C:D")}) == X12.replace("*DOE*", "*A B C D*")
    sender = _at(X12)["ISA06"]
    assert document.rewrite({sender.address: Replace("[X]")}) == X12.replace("SENDERID       ", " X             ")
    assert document.rewrite({name.address: DROP}) == X12.replace("*DOE*", "**")


@pytest.mark.parametrize("text", ["ISA is a savings account", "ISA*1*2~", "GS*HC*S~", "ISA" + "*" * 500])
def test_what_is_no_x12_stays_text(view: View, text: str) -> None:
    """An interchange begins with its head and a functional group."""
    assert "x12" not in {name for leaf in open_text(text).leaves for name in leaf.encodings}


CCDA = (
    '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><recordTarget><patientRole>'
    '<id root="2.16.840.1.113883.4.1" extension="987-65-4321"/><id root="1.2.3" extension="998"/><telecom value="tel:+1-520-555-0101"/>'
    "<patient><name><given>Ann</given></name><birthTime value='19820522'/></patient></patientRole></recordTarget>"
    '<value code="F41.1" codeSystem="2.16.840.1.113883.6.90" displayName="Anxiety"/><code code="X" codeSystem="9.9"/></ClinicalDocument>'
)
FHIR = (
    '<Patient xmlns="http://hl7.org/fhir"><identifier><use value="usual"/><system value="http://hl7.org/fhir/sid/us-ssn"/>'
    '<value value="987-65-4321"/></identifier><identifier><system value="urn:x"/><value value="12345"/></identifier>'
    '<telecom><system value="phone"/><value value="5205550101"/><use value="home"/></telecom>'
    '<code><coding><system value="http://snomed.info/sct"/><code value="197480006"/></coding></code></Patient>'
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (CCDA, {"987-65-4321": "ssn", "998": "medical_record_number", "tel:+1-520-555-0101": "phone", "F41.1": "icd10_code"}),
        (CCDA, {"Anxiety": "diagnosis", "Ann": "given", "19820522": "birthTime", "X": "code"}),
        (FHIR, {"987-65-4321": "ssn", "12345": "medical_record_number", "5205550101": "phone", "197480006": "snomed_code", "home": "use"}),
        ("<item><name>email</name><value>ann</value></item>", {"ann": "email"}),
        ("<item><name><given>Ann</given></name><value>7</value></item>", {"7": "value"}),
    ],
)
def test_clinical_xml(source: str, expected: dict[str, str]) -> None:
    """Numbering bodies, code systems and elements beside a value name it."""
    found = {leaf.text: leaf.key for leaf in open_text(source).leaves}
    assert {text: found[text] for text in expected} == expected
    assert open_text(source).rewrite({}) == source


def test_fhir_json(view: View) -> None:
    """A contact is called by its system, never by its use."""
    assert view('{"telecom": [{"use": "home", "system": "phone", "value": "5205550101"}]}')["phone"] == "5205550101"
    assert view('{"identifier": [{"use": "official", "system": "http://a.test/mrn", "value": "77"}]}')["value"] == "77"


def test_every_component_is_a_leaf_once() -> None:
    """Nothing that stands in a message is left out."""
    for text in (HL7, X12):
        values = [leaf.text for leaf in open_text(text).leaves if leaf.type is not LeafType.KEY]
        assert all(value in text for value in values)
        assert sum(map(len, values)) > len(text) / 3
