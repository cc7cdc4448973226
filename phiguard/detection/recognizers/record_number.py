"""Numbers of charts, plans, claims, prescriptions and visits: by the word before them or a prefix that says what they are."""

from __future__ import annotations

from phiguard.detection.forms import ISO_DATE
from phiguard.detection.types import BuiltIn

__all__ = ["RECOGNIZERS"]

_NUMBER = r"(?P<v>[A-Za-z]{0,4}-?\d[A-Za-z0-9\-]{3,24})(?![\w\-])"
_LABEL = r"(?i:(?: (?:number|no|num|id))?\.?)[^A-Za-z0-9\n]{0,6}(?i:(?:is|of)[ :]{1,2})?"


def _enough(text: str) -> bool:
    return sum(char.isdigit() for char in text) > 3  # fewer digits number a list, not a person


RECOGNIZERS = (
    BuiltIn(
        id="mrn_labelled",
        entity="MEDICAL_RECORD_NUMBER",
        fewest=4,
        score=0.9,
        pattern=rf"(?<![A-Za-z])(?i:mrn|medical record|med rec|chart|patient (?:id|number|no)|pt id|health record|hospital (?:id|number)"
        rf"|emr id|mr|expediente|historia cl[ií]nica)(?:#|{_LABEL}){_NUMBER}",
        literals=(
            "mrn",
            "medical record",
            "med rec",
            "chart",
            "patient id",
            "patient n",
            "pt id",
            "health record",
            "hospital ",
            "emr id",
            "mr",
            "expediente",
            "historia cl",
        ),
        check=_enough,
        hits=("MRN 1234567", "mrn=E18119372", "MRN: MRN48211034", "chart #882913", "Patient ID 44-81723", "(expediente 7781234)"),
        misses=("MRN is missing", "chart 12", "mrn", "patient id: none"),
    ),
    BuiltIn(
        id="patient_number",
        entity="MEDICAL_RECORD_NUMBER",
        fewest=5,
        score=0.8,
        pattern=r"(?<![A-Za-z])(?i:pt|pat|patient)(?:[:=#]| #) ?(?P<v>[A-Za-z]{0,4}-?\d{5,12})(?![\w\-])",
        literals=("pt", "pat"),
        hits=("pt:E18119372", "patient #882913"),
        misses=("pt: 12", "script:882913", "pt:none"),
    ),
    BuiltIn(
        id="mrn_prefixed",
        entity="MEDICAL_RECORD_NUMBER",
        fewest=5,
        score=0.85,
        pattern=r"(?<![A-Za-z0-9])MRN[-_]?\d{5,12}(?![A-Za-z0-9])",
        literals=("mrn",),
        hits=("charts/MRN4821103.json", "MRN-482110"),
        misses=("XMRN482110", "MRN12"),
    ),
    BuiltIn(
        id="plan_member",
        entity="HEALTH_PLAN_ID",
        fewest=6,
        score=0.85,
        pattern=rf"(?<![A-Za-z])(?i:member|subscriber|policy|insurance|medicaid|medicare|beneficiary|plan|insured)(?i: ?id| number| no\.?| "
        rf"#)?[^A-Za-z0-9\n]{{1,6}}(?i:is )?{_NUMBER}",
        literals=("member", "subscriber", "policy", "insurance", "medicaid", "medicare", "beneficiary", "plan", "insured"),
        check=lambda text: (
            sum(char.isdigit() for char in text) > 5 and not ISO_DATE.match(text)
        ),  # plan numbers are longer than years and prices
        hits=("member=W123456789", "(member XEH123456789, born", "Medicaid ID: 12345678A"),
        misses=("member since 2019", "plan 2024", "policy 1234"),
    ),
    BuiltIn(
        id="plan_id_shaped",
        entity="HEALTH_PLAN_ID",
        score=0.5,
        pattern=r"(?<![\w.\-/])[A-Z]{1,3}\d{9}(?![\w\-])",
        shapes=("A000000000",),
        ambiguous=True,
        hits=("Aetna / W123456789",),
        misses=("AB-123456789", "W12345678", "ABCD123456789"),
    ),
    BuiltIn(
        id="claim_number",
        entity="CLAIM_NUMBER",
        fewest=4,
        score=0.9,
        pattern=rf"(?<![A-Za-z])(?:CLM-?|(?i:claim)(?:#|{_LABEL})){_NUMBER}",
        literals=("clm", "claim"),
        check=_enough,
        hits=("CLM-4481029384", "claim #4481029384", "claim number: 4481029384"),
        misses=("claim denied", "CLM-12", "claims 2024"),
    ),
    BuiltIn(
        id="rx_number",
        entity="RX_NUMBER",
        fewest=6,
        score=0.9,
        pattern=r"(?<![A-Za-z0-9])(?:(?i:rx|script|prescription)(?i: ?(?:#|number|no\.?))[ :#]{0,3}(?P<v>(?:RX)?\d{6,12})|RX\d{7,"
        r"10})(?![A-Za-z0-9])",
        literals=("rx", "script", "prescription"),
        hits=("Rx# RX48211034", "prescription number 48211034", "RX48211034"),
        misses=("rx 12", "RX12345", "rx_bytes 48211034"),
    ),
    BuiltIn(
        id="encounter_id",
        entity="ENCOUNTER_ID",
        fewest=4,
        score=0.85,
        pattern=r"(?<![A-Za-z0-9])(?:ENC-?\d{6,12}(?![A-Za-z0-9])"
        rf"|(?i:csn|encounter)(?i:#| id| number| no\.?| #)?[ :#=]{{1,3}}{_NUMBER})",
        literals=("enc", "csn"),
        check=_enough,
        hits=("ENC123456789", "encounter id: 8812345", "CSN 88123456"),
        misses=("encounter was short", "ENC12", "encounter 12"),
    ),
    BuiltIn(
        id="prior_auth",
        entity="PRIOR_AUTH",
        fewest=4,
        score=0.9,
        pattern=rf"(?i:prior[ -]?auth(?:orization)?|pre-?auth(?:orization)?)(?:#|{_LABEL})(?:PA-?)?{_NUMBER}",
        literals=("prior", "preauth", "pre-auth"),
        check=_enough,
        hits=("prior auth PA-8812345", "preauthorization number: 8812345"),
        misses=("prior auth letter", "prior authorization 12"),
    ),
    BuiltIn(
        id="referral_number",
        entity="REFERRAL",
        fewest=4,
        score=0.85,
        pattern=rf"(?<![A-Za-z])(?i:referral)(?i:#| number| no\.?| id| #)[ :#]{{0,3}}{_NUMBER}",
        literals=("referral",),
        check=_enough,
        hits=("referral number REF-8812345", "referral# 8812345"),
        misses=("referral letter 8812345", "referral 12"),
    ),
    BuiltIn(
        id="license_labelled",
        entity="LICENSE_NUMBER",
        fewest=4,
        score=0.85,
        pattern=rf"(?i:driver'?s? licen[sc]e|licen[sc]e (?:number|no\.?|#)|dl (?:number|no\.?|#)"
        rf"|certificate number)[^A-Za-z0-9\n]{{1,4}}(?i:(?:number|no\.?|is|#)[ :]{{1,2}}){{0,2}}{_NUMBER}",
        literals=("licen", "dl ", "certificate"),
        check=_enough,
        hits=("driver's license D1234567", "License #: D123-4567"),
        misses=("license MIT", "driver license expired"),
    ),
    BuiltIn(
        id="passport_labelled",
        entity="US_PASSPORT",
        fewest=4,
        score=0.85,
        pattern=r"(?i:passport(?: number| no\.?| #)?|pasaporte)[^A-Za-z0-9\n]{1,4}"
        rf"(?i:(?:number|no\.?|is|es|#)[ :]{{1,2}}){{0,2}}{_NUMBER}",
        literals=("passport", "pasaporte"),
        check=_enough,
        hits=("Passport number: 123456789", "passport is A12803456", "pasaporte: A12803456"),
        misses=("passport 12", "passport strategy"),
    ),
    BuiltIn(
        id="account_labelled",
        entity="ACCOUNT_NUMBER",
        fewest=4,
        score=0.85,
        pattern=rf"(?i:account|acct\.?)(?i: ?#| number| no\.?| num)[^A-Za-z0-9\n]{{0,4}}(?i:is )?{_NUMBER}",
        literals=("account", "acct"),
        check=_enough,
        hits=("account number: 4412839901", "acct #4412839901"),
        misses=("account manager 4412839901", "account 12"),
    ),
)
