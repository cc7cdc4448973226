"""What a person would call the fields of HL7 v2 messages: the standard's tables of segments and data types, in short.

Source: HL7 v2.5.1, chapters 2 (control, appendix A), 3 (patient administration), 4 (orders), 6 (accounts), 7 (results), 10 (schedules).
A field is ``name`` or ``name:TYPE``; a name ``a/b`` puts *a* above *b* (``attending_provider/``).  In the table of a type ``{}`` stands for
the field's name.
"""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["IDENTIFIER_TYPES", "Name", "component_name", "subject_of", "type_of"]


class Name(NamedTuple):
    """What a component is called.

    Attributes:
        key: its name; empty when the tables do not know it.
        above: who or what it belongs to, when the field says so itself.
    """

    key: str
    above: str = ""


_TYPES: Final[dict[str, dict[int, str]]] = {
    "": {},
    "CX": {1: "{}", 4: "assigning_authority", 5: "identifier_type", 6: "assigning_facility", 7: "effective_date", 8: "expiration_date"},
    "XPN": {1: "family_name", 2: "given_name", 3: "middle_name", 4: "name_suffix", 5: "name_prefix", 6: "degree", 7: "name_type"},
    "XCN": {
        1: "provider_id",
        2: "family_name",
        3: "given_name",
        4: "middle_name",
        5: "name_suffix",
        6: "name_prefix",
        7: "degree",
        9: "assigning_authority",
        13: "identifier_type",
        14: "assigning_facility",
    },
    "XAD": {
        1: "street",
        2: "street_line_2",
        3: "city",
        4: "state",
        5: "zip",
        6: "country",
        7: "address_type",
        8: "address_line_3",
        9: "county",
        10: "census_tract",
    },
    "XTN": {
        1: "phone",
        2: "use_code",
        3: "equipment_type",
        4: "email",
        5: "country_code",
        6: "phone_area_code",
        7: "local_phone_number",
        8: "extension",
        9: "comment",
        12: "phone",
    },
    "CWE": {1: "{}_code", 2: "{}", 3: "coding_system", 4: "{}_code", 5: "{}", 6: "coding_system", 9: "{}"},
    "XON": {1: "{}", 3: "organization_id", 6: "assigning_authority", 7: "identifier_type", 10: "organization_id"},
    "PL": {1: "point_of_care", 2: "room", 3: "bed", 4: "facility", 7: "building", 8: "floor", 9: "location_description"},
    "EI": {1: "{}", 2: "namespace", 3: "universal_id", 4: "universal_id_type"},
    "HD": {1: "{}", 2: "universal_id", 3: "universal_id_type"},
    "MSG": {1: "message_type", 2: "trigger", 3: "message_structure"},
}

_SEGMENTS: Final[dict[str, tuple[str, str]]] = {
    "MSH": (
        "message",
        """
        3=sending_application:HD 4=sending_facility:HD 5=receiving_application:HD 6=receiving_facility:HD 7=message_time 8=security
        9=message_type:MSG 10=message_control_id 11=processing_id 12=version_id 17=country_code 18=character_set
        """,
    ),
    "EVN": ("event", "1=event_type 2=recorded_time 3=planned_time 5=operator/:XCN 6=event_time 7=facility:HD"),
    "PID": (
        "patient",
        """
        1=set_id 2=patient_id:CX 3=medical_record_number:CX 4=patient_id:CX 5=name:XPN 6=mothers_maiden_name/:XPN 7=date_of_birth
        8=sex 9=alias:XPN 10=race:CWE 11=address:XAD 12=county 13=phone:XTN 14=work_phone:XTN 15=language:CWE 16=marital_status:CWE
        17=religion:CWE 18=account_number:CX 19=ssn 20=drivers_license_number 21=patient_id:CX 22=ethnicity:CWE 23=birth_place
        26=citizenship:CWE 27=veteran_status:CWE 28=nationality:CWE 29=death_date 30=death_indicator 33=updated_at
        """,
    ),
    "PD1": ("patient", "3=facility:XON 4=primary_care_provider/:XCN"),
    "MRG": (
        "patient",
        """
        1=medical_record_number:CX 2=patient_id:CX 3=account_number:CX 4=patient_id:CX 5=visit_number:CX 7=name:XPN
        """,
    ),
    "NK1": (
        "next_of_kin",
        """
        1=set_id 2=name:XPN 3=relationship:CWE 4=address:XAD 5=phone:XTN 6=work_phone:XTN 7=contact_role:CWE 13=employer:XON 15=sex
        16=date_of_birth 30=contact_name:XPN 31=phone:XTN 32=address:XAD 33=patient_id:CX 37=ssn
        """,
    ),
    "GT1": (
        "guarantor",
        """
        1=set_id 2=guarantor_number:CX 3=name:XPN 4=name:XPN 5=address:XAD 6=phone:XTN 7=work_phone:XTN 8=date_of_birth 9=sex
        11=relationship:CWE 12=ssn 16=employer_name:XPN 17=employer_address:XAD 18=employer_phone:XTN 19=employee_id:CX
        51=employer:XON
        """,
    ),
    "IN1": (
        "insurance",
        """
        1=set_id 2=plan_id:CWE 3=insurance_company_id:CX 4=plan_name:XON 5=company/address:XAD 6=company/contact:XPN
        7=company/phone:XTN 8=group_number 9=group_name:XON 12=plan_effective_date 13=plan_expiration_date
        14=prior_authorization_number:EI 15=plan_type 16=insured/name:XPN 17=relationship:CWE 18=insured/date_of_birth
        19=insured/address:XAD 36=policy_number 49=member_id:CX
        """,
    ),
    "IN2": (
        "insured",
        """
        1=employee_id:CX 2=ssn 3=employer_name:XCN 6=medicare_number 8=medicaid_number 25=policy_number:CX 26=policy_number:CX
        40=name:XPN 61=member_id:CX 63=phone:XTN 64=work_phone:XTN
        """,
    ),
    "PV1": (
        "visit",
        """
        1=set_id 2=patient_class 3=location:PL 4=admission_type 5=preadmit_number:CX 6=location:PL 7=attending_provider/:XCN
        8=referring_provider/:XCN 9=consulting_provider/:XCN 10=hospital_service 14=admit_source 17=admitting_provider/:XCN
        18=patient_type 19=visit_number:CX 20=financial_class 36=discharge_disposition 39=facility 42=location:PL 44=admission_date
        45=discharge_date 50=visit_number:CX 52=other_provider/:XCN
        """,
    ),
    "PV2": (
        "visit",
        """
        3=admit_reason:CWE 4=transfer_reason:CWE 8=admission_date 9=discharge_date 12=visit_description 23=facility:XON
        """,
    ),
    "DG1": (
        "diagnosis",
        """
        1=set_id 2=coding_method 3=diagnosis:CWE 4=diagnosis 5=diagnosis_date 6=diagnosis_type 16=diagnosing_provider/:XCN
        """,
    ),
    "DRG": ("diagnosis", "1=diagnosis:CWE 2=recorded_time"),
    "PR1": (
        "procedure",
        """
        1=set_id 2=coding_method 3=procedure:CWE 4=procedure 5=procedure_date 8=anesthesiologist_provider/:XCN 11=surgeon/:XCN
        12=practitioner/:XCN 15=diagnosis:CWE
        """,
    ),
    "AL1": ("allergy", "1=set_id 2=allergy_type:CWE 3=allergy:CWE 4=severity:CWE 5=reaction 6=identification_date"),
    "IAM": ("allergy", "1=set_id 2=allergy_type:CWE 3=allergy:CWE 4=severity:CWE 5=reaction"),
    "PRB": ("problem", "2=recorded_time 3=diagnosis:CWE 4=problem_id:EI 7=onset_date 16=onset_date"),
    "ORC": (
        "order",
        """
        1=order_control 2=placer_order_number:EI 3=filler_order_number:EI 4=order_group_number:EI 5=order_status 7=quantity
        9=order_time 10=entered_by_provider/:XCN 11=verified_by_provider/:XCN 12=ordering_provider/:XCN 13=location:PL
        14=callback_phone:XTN 16=order_reason:CWE 17=organization:CWE 21=facility:XON 22=facility/address:XAD 23=facility/phone:XTN
        24=provider/address:XAD
        """,
    ),
    "OBR": (
        "order",
        """
        1=set_id 2=placer_order_number:EI 3=filler_order_number:EI 4=lab_test:CWE 6=requested_time 7=specimen_date 8=specimen_date
        10=collector_provider/:XCN 13=clinical_information 14=specimen_date 15=specimen_source 16=ordering_provider/:XCN
        17=callback_phone:XTN 22=result_time 24=diagnostic_section 25=result_status 28=copy_to_provider/:XCN 31=reason_for_visit:CWE
        32=interpreting_provider/:XCN 44=procedure:CWE
        """,
    ),
    "OBX": (
        "lab_result",
        """
        1=set_id 2=value_type 3=lab_test:CWE 4=sub_id 5=value 6=unit:CWE 7=reference_range 8=abnormal_flag 11=result_status
        14=specimen_date 15=producer:CWE 16=observing_provider/:XCN 23=facility:XON 24=facility/address:XAD
        25=medical_director_provider/:XCN
        """,
    ),
    "SPM": ("specimen", "1=set_id 2=specimen_id:EI 4=specimen_type:CWE 17=specimen_date 18=received_time"),
    "NTE": ("note", "1=set_id 2=source 3=note 4=note_type:CWE"),
    "RXA": (
        "medication",
        """
        1=set_id 3=service_date 4=service_date 5=medication:CWE 6=amount 7=unit:CWE 9=note:CWE 10=administering_provider/:XCN
        11=location:PL 15=lot_number 16=expiration_date 17=manufacturer:CWE 18=refusal_reason:CWE 19=reason_for_visit:CWE
        """,
    ),
    "RXC": ("medication", "1=component_type 2=medication:CWE 3=amount 4=unit:CWE"),
    "RXD": ("medication", "2=medication:CWE 3=fill_date 4=amount 7=prescription_number 9=note 10=dispensing_provider/:XCN"),
    "RXE": (
        "medication",
        """
        2=medication:CWE 3=amount 5=unit:CWE 6=dosage_form:CWE 7=directions:CWE 10=amount 12=refills 13=ordering_provider/:XCN
        14=pharmacist/:XCN 15=prescription_number 18=fill_date 21=directions:CWE 27=indication:CWE
        """,
    ),
    "RXG": ("medication", "4=medication:CWE 5=amount 7=unit:CWE 9=note:CWE"),
    "RXO": (
        "medication",
        """
        1=medication:CWE 2=amount 4=unit:CWE 5=dosage_form:CWE 6=directions:CWE 7=directions:CWE 14=ordering_provider/:XCN
        20=indication:CWE
        """,
    ),
    "RXR": ("medication", "1=route:CWE 2=site:CWE"),
    "SCH": (
        "appointment",
        """
        1=appointment_id:EI 2=appointment_id:EI 6=event_reason:CWE 7=reason_for_visit:CWE 8=appointment_type:CWE 11=appointment_time
        12=contact_provider/:XCN 13=contact_phone:XTN 16=contact_provider/:XCN 20=entered_by_provider/:XCN
        """,
    ),
    "AIS": ("appointment", "1=set_id 3=service:CWE 4=appointment_time"),
    "AIP": ("appointment", "1=set_id 3=provider/:XCN 4=provider_role:CWE 6=appointment_time"),
    "AIL": ("appointment", "1=set_id 3=location:PL 6=appointment_time"),
    "TXA": (
        "document",
        """
        2=document_type 4=service_date 5=attending_provider/:XCN 9=transcriber_provider/:XCN 12=document_id:EI 13=document_id:EI
        """,
    ),
    "ROL": ("role", "3=role:CWE 4=provider/:XCN 11=address:XAD 12=phone:XTN"),
    "ACC": ("accident", "1=accident_date 2=accident:CWE 3=location"),
    "FT1": (
        "charge",
        """
        2=claim_number 4=service_date 7=charge:CWE 19=diagnosis:CWE 20=performing_provider/:XCN 25=procedure:CWE
        """,
    ),
    "CTD": ("contact", "2=name:XPN 3=address:XAD 4=location:PL 5=phone:XTN 7=contact_id"),
}

IDENTIFIER_TYPES: Final = {
    "MR": "medical_record_number",
    "MRN": "medical_record_number",
    "PI": "patient_id",
    "PT": "patient_id",
    "SS": "ssn",
    "DL": "drivers_license_number",
    "PPN": "passport_number",
    "AN": "account_number",
    "VN": "visit_number",
    "MC": "medicare_number",
    "MCR": "medicare_number",
    "MA": "medicaid_number",
    "MCD": "medicaid_number",
    "MB": "member_id",
    "SN": "subscriber_number",
    "NPI": "npi",
    "DEA": "dea_number",
    "TAX": "tax_id",
    "LN": "license_number",
}
"""HL7 table 0203, identifier types: the repetitions of PID-3 are told apart by them."""


def _table(text: str) -> dict[int, tuple[str, str, str]]:
    """Field number to (above, name, type)."""
    found = {}
    for item in text.split():
        number, _, rest = item.partition("=")
        path, _, type_ = rest.partition(":")
        above, slash, name = path.rpartition("/")
        found[int(number)] = (above if slash else "", name, type_)
    return found


_FIELDS: Final = {segment: (subject, _table(text)) for segment, (subject, text) in _SEGMENTS.items()}
_NAMELESS: Final = ("", "", "")


def subject_of(segment: str) -> str:
    """Who or what the fields of *segment* are about; empty for a segment that the tables do not know."""
    return _FIELDS[segment][0] if segment in _FIELDS else ""


def type_of(segment: str, field: int) -> str:
    """The data type of a field where its components have names of their own, else an empty string."""
    return _FIELDS[segment][1].get(field, _NAMELESS)[2] if segment in _FIELDS else ""


def component_name(segment: str, field: int, component: int) -> Name:
    """What the component is called; of a field without components the first one is the field."""
    if segment not in _FIELDS:
        return Name("")
    above, name, type_ = _FIELDS[segment][1].get(field, _NAMELESS)
    pattern = _TYPES[type_].get(component, "") if type_ else "{}"
    return Name(pattern.replace("{}", name) if name or "{}" not in pattern else "", above)
