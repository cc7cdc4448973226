"""What a person would call the elements of X12 health-care transactions (270/271, 276/277, 278, 834, 835, 837), in short.

Source: ASC X12 005010 implementation guides; the qualifiers are the data elements 98 (entity), 66 and 128 (identifiers), 1270 (codes),
374 (dates) and 365 (communication numbers).
"""

from __future__ import annotations

from typing import Final

__all__ = ["CODES", "CONTACTS", "DATES", "ELEMENTS", "ENTITIES", "IDENTIFIERS", "REFERENCES"]


def _table(text: str) -> dict[str, str]:
    return dict(item.split("=") for item in text.split())


ENTITIES: Final = _table(
    """
    IL=subscriber QC=patient 03=dependent 74=corrected_subscriber GD=guardian S1=parent QD=responsible_party IN=insured 31=patient
    36=employer 85=billing_provider 82=rendering_provider DN=referring_provider P3=primary_care_provider DK=ordering_provider
    DQ=supervising_provider 71=attending_provider 72=operating_provider 73=other_provider ZZ=other_provider 1P=provider
    77=service_provider FA=facility_provider 87=pay_to_provider 1T=provider SJ=service_provider P5=plan_sponsor PR=payer TT=payer
    40=company 41=company PE=provider IP=dependent HK=subscriber LR=guardian E1=guardian 6Y=caller 45=company
    """
)
"""Entity identifier code (NM101, N101): who the name, address and numbers that follow belong to."""

IDENTIFIERS: Final = _table(
    """
    MI=member_id XX=npi SY=ssn 34=ssn EI=tax_id FI=tax_id 24=tax_id PI=payer_id XV=plan_id HN=medicare_number MR=medicaid_number
    II=member_id ZZ=member_id SV=provider_number 46=electronic_id
    """
)
"""Identification code qualifier (NM108, N103, PAT): what the number after it is."""

REFERENCES: Final = _table(
    """
    SY=ssn EA=medical_record_number 1L=group_number 6P=group_number IG=policy_number 1W=member_id 0F=subscriber_number
    NQ=medicaid_number F6=medicare_number D9=claim_number F8=claim_number 1K=claim_number G1=prior_authorization_number
    9F=referral_number EJ=patient_account_number EI=tax_id TJ=tax_id 3H=case_number HJ=member_id 23=subscriber_number 18=plan_number
    CE=plan_name 0B=license_number 1G=provider_number BB=prior_authorization_number XZ=prescription_number VY=prescription_number
    BLT=bill_type Y4=claim_number 17=subscriber_number DX=department ABB=policy_number N6=plan_number QQ=unit_number
    """
)
"""Reference identification qualifier (REF01): what the number after it is."""

CODES: Final = _table(
    """
    ABK=diagnosis_code ABF=diagnosis_code ABJ=diagnosis_code ABN=diagnosis_code APR=diagnosis_code BK=diagnosis_code
    BF=diagnosis_code BJ=diagnosis_code PR=diagnosis_code BN=diagnosis_code BBR=procedure_code BBQ=procedure_code BR=procedure_code
    BQ=procedure_code BO=procedure_code BP=procedure_code HC=procedure_code AD=procedure_code ER=procedure_code WK=procedure_code
    N4=ndc DR=drg_code TC=treatment_code BG=condition_code LOI=loinc_code ZZ=procedure_code
    """
)
"""Code list qualifier (the first component of HI, SV1, SV2, SV3, SVC, UM ...): what the code after it is."""

DATES: Final = _table(
    """
    472=service_date 150=service_date 151=service_date 232=service_date 233=service_date 434=service_date 435=admission_date
    096=discharge_date 431=onset_date 439=accident_date 454=service_date 304=last_visit 297=service_date 360=service_date
    361=service_date 471=prescription_date 348=plan_effective_date 349=plan_expiration_date 356=plan_effective_date
    357=plan_expiration_date 291=plan_date 307=plan_date 484=service_date 453=onset_date 455=service_date 472A=service_date
    036=expiration_date 573=payment_date 050=received_time
    """
)
"""Date/time qualifier (DTP01, DTM01): what happened then."""

CONTACTS: Final = _table(
    """
    TE=phone EM=email FX=fax CP=phone HP=phone WP=work_phone EX=extension UR=url AP=phone ED=electronic_id
    """
)
"""Communication number qualifier (PER03, PER05, PER07)."""

ELEMENTS: Final[dict[str, dict[int, str]]] = {
    "ISA": {6: "sender_code", 8: "receiver_code", 9: "message_time", 10: "message_time", 13: "control_number"},
    "GS": {2: "sender_code", 3: "receiver_code", 4: "message_time", 5: "message_time", 6: "control_number"},
    "ST": {1: "transaction_type", 2: "control_number"},
    "BHT": {3: "transaction_number", 4: "message_time", 5: "message_time"},
    "BGN": {2: "transaction_number", 3: "message_time"},
    "TRN": {2: "transaction_number", 3: "company_number"},
    "NM1": {3: "family_name", 4: "given_name", 5: "middle_name", 6: "name_prefix", 7: "name_suffix", 9: "id"},
    "N1": {2: "name", 4: "id"},
    "N2": {1: "name", 2: "name"},
    "N3": {1: "street", 2: "street_line_2"},
    "N4": {1: "city", 2: "state", 3: "zip", 4: "country", 6: "county"},
    "DMG": {2: "date_of_birth", 3: "sex", 4: "marital_status", 5: "race", 6: "citizenship", 10: "race"},
    "PER": {2: "contact_name", 4: "phone", 6: "phone", 8: "phone"},
    "REF": {2: "reference_number", 3: "description"},
    "SBR": {1: "payer_order", 2: "relationship_code", 3: "group_number", 4: "plan_name", 9: "plan_type"},
    "PAT": {1: "relationship_code", 6: "date_of_death", 8: "weight"},
    "CLM": {1: "patient_account_number", 2: "amount", 5: "place_of_service"},
    "CLP": {1: "patient_account_number", 2: "status", 3: "amount", 4: "amount", 5: "amount", 7: "claim_number"},
    "HI": {},
    "SV1": {1: "procedure_code", 2: "amount", 4: "quantity"},
    "SV2": {1: "revenue_code", 2: "procedure_code", 3: "amount"},
    "SV3": {1: "procedure_code", 2: "amount"},
    "SVC": {1: "procedure_code", 2: "amount", 3: "amount"},
    "SVD": {1: "payer_id", 2: "amount", 3: "procedure_code"},
    "CAS": {2: "reason_code", 3: "amount"},
    "LIN": {3: "ndc"},
    "CTP": {4: "quantity"},
    "NTE": {2: "note"},
    "PWK": {6: "attachment_number"},
    "MSG": {1: "note"},
    "DTP": {3: "time"},
    "DTM": {2: "time"},
    "EB": {1: "benefit_code", 5: "plan_name", 7: "amount"},
    "EQ": {1: "service_type", 2: "procedure_code"},
    "UM": {},
    "HSD": {},
    "INS": {2: "relationship_code", 12: "date_of_death"},
    "HD": {4: "plan_name"},
    "LS": {},
    "IDC": {1: "plan_name", 4: "card_number"},
    "CRC": {3: "condition_code", 4: "condition_code", 5: "condition_code"},
    "LQ": {2: "reason_code"},
    "BPR": {2: "amount", 7: "routing_number", 9: "account_number", 13: "routing_number", 15: "account_number", 16: "payment_date"},
    "PLB": {1: "provider_number"},
    "SE": {1: "count", 2: "control_number"},
    "GE": {1: "count", 2: "control_number"},
    "IEA": {1: "count", 2: "control_number"},
}
"""Segment and element to its name, where no qualifier says more."""
