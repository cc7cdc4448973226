"""From the tagger's labels to the names of the entity table: what kind of place, number or contact a span is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from phiguard.detection.ner.tagger import Tagged

__all__ = ["entities"]

_BEFORE = 40
"""Characters before a span that say what it is."""
_LEAST = dict.fromkeys(("PERSON_NAME", "PROVIDER_NAME", "CITY", "FACILITY", "CONDITION", "MEDICATION"), 0.6)
"""Measured: a fifth of the false names in technical prose lie below, and about one in a hundred true ones of presidio-research."""
_EDGE = " \t\n.,;:!?\"'()[]{}<>|*_-=/\\"
_BIRTH = re.compile(r"\b(born|birth|dob|d\.o\.b|bday|birthday|b\.)\b[^\n]{0,20}$", re.IGNORECASE)
_DOCTOR = re.compile(r"^(dr|doctor|prof|professor|nurse)\b", re.IGNORECASE)
_DOCTOR_BEFORE = re.compile(r"\b(dr|doctor|prof|nurse|provider|physician|pcp|therapist|surgeon)\.?:? ?$", re.IGNORECASE)
_DEGREE = re.compile(r"^,? ?(M\.?D\b|D\.?O\b|N\.?P\b|R\.?N\b|PA-C|Ph\.?D|LCSW|DDS|PsyD)")
_TITLE_ALONE = re.compile(r"(dr|doctor|prof|professor|nurse|mr|mrs|ms|miss|sir|madam)\.?", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@]@[^\s@.]{1,63}\.[^\s@]")
_HANDLE = frozenset("@-_/")
"""Before a lower-case word they make it a part of somebody's handle or of a path, and no name in a sentence."""
_COUNTY = re.compile(r"\b(county|parish|township)\b", re.IGNORECASE)
_ZIP = re.compile(r"#?\d{3,5}(-\d{4})?")
_NUMBER_KINDS = (
    ("US_SSN", re.compile(r"\b(ssn|social)\b", re.IGNORECASE)),
    ("CREDIT_CARD", re.compile(r"\b(card|visa|mastercard|amex)\b", re.IGNORECASE)),
    (
        "HEALTH_PLAN_ID",
        re.compile(r"\b(member|plan|policy|insurance|insured|subscriber|beneficiary|medicare|medicaid|hpb\w*|group)\b", re.IGNORECASE),
    ),
    ("RX_NUMBER", re.compile(r"\brx\b", re.IGNORECASE)),
    ("CLAIM_NUMBER", re.compile(r"\bclaim\b", re.IGNORECASE)),
    ("LICENSE_NUMBER", re.compile(r"\b(license|licence|certificate)\b", re.IGNORECASE)),
    ("DEVICE_ID", re.compile(r"\b(serial|device|implant|pacemaker)\b", re.IGNORECASE)),
    ("VIN", re.compile(r"\bvin\b", re.IGNORECASE)),
    ("ACCOUNT_NUMBER", re.compile(r"\b(account|acct)\b", re.IGNORECASE)),
    ("ENCOUNTER_ID", re.compile(r"\b(encounter|visit|case)\b", re.IGNORECASE)),
)
_PLAIN = {"PERSON": "PERSON_NAME", "FACILITY": "FACILITY", "AGE": "AGE_OVER_89", "CONDITION": "CONDITION", "MEDICATION": "MEDICATION"}
_REPEATED = frozenset({"PERSON_NAME", "PROVIDER_NAME"})
_SURE = 0.8


def entities(text: str, tagged: Sequence[Tagged]) -> list[Tagged]:
    """*tagged* with labels of the entity table, trimmed, doubtful ones dropped, further occurrences of a name added.

    Countries, states and companies are no identifiers (45 CFR 164.514(b)(2)(i)(B) starts below the state); they are left out.
    """
    found = [each for one in tagged if (each := _named(text, _trimmed(text, one))) is not None and _holds(text, each)]
    return sorted([*found, *_repeats(text, found)], key=lambda each: each.start)


def _trimmed(text: str, one: Tagged) -> Tagged:
    start, end = one.start, one.end
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE and not (text[end - 1] == "." and end - start > 1 and text[end - 2].isalpha()):
        end -= 1
    return replace(one, start=start, end=end) if (start, end) != (one.start, one.end) else one


def _named(text: str, one: Tagged) -> Tagged | None:
    value, before = text[one.start : one.end], text[max(0, one.start - _BEFORE) : one.start]
    entity = _entity(one.label, value, before, text[one.end : one.end + 12])
    return replace(one, label=entity) if entity and value else None


def _entity(label: str, value: str, before: str, behind: str) -> str:
    match label:
        case "PERSON" if _DOCTOR.match(value) or _DOCTOR_BEFORE.search(before) or _DEGREE.match(behind) or _DEGREE.search(value[-6:]):
            return "PROVIDER_NAME"
        case "LOCATION":
            return _place(value)
        case "DATE":
            return "DATE_OF_BIRTH" if _BIRTH.search(before) else "SERVICE_DATE"
        case "ID":
            return _number(value, before)
        case "CONTACT":
            return _contact(value, before)
    return _PLAIN.get(label, "")


def _place(value: str) -> str:
    if _ZIP.fullmatch(value):
        return "ZIP_CODE"
    if _COUNTY.search(value):
        return "COUNTY"
    return "STREET_ADDRESS" if any(char.isdigit() for char in value) else "CITY"


def _number(value: str, before: str) -> str:
    for entity, pattern in _NUMBER_KINDS:
        if pattern.search(value) or pattern.search(before[-24:]):
            return entity
    return "MEDICAL_RECORD_NUMBER"


def _contact(value: str, before: str) -> str:
    if "@" in value:
        return "EMAIL_ADDRESS"
    if "/" in value or value.lower().startswith("www"):
        return "URL"
    if value.count(".") == 3 and value.replace(".", "").isdigit():
        return "IP_ADDRESS"
    return "FAX_NUMBER" if "fax" in before.lower() else "PHONE_NUMBER"


def _holds(text: str, one: Tagged) -> bool:
    """Whether the span can be what its label says: a number has digits, a name has letters, neither is one character."""
    value = text[one.start : one.end]
    letters, digits = any(char.isalpha() for char in value), sum(char.isdigit() for char in value)
    if one.score < _LEAST.get(one.label, 0.5) or len(value) < 2 or _TITLE_ALONE.fullmatch(value):
        return False
    if value.islower() and text[max(0, one.start - 1) : one.start] in _HANDLE:
        return False
    match one.label:
        case "PERSON_NAME" | "PROVIDER_NAME" | "CITY" | "FACILITY" | "CONDITION" | "MEDICATION" | "COUNTY" | "STREET_ADDRESS":
            return letters
        case "ZIP_CODE":
            return digits >= 3 and value != text.strip()
        case "EMAIL_ADDRESS":
            return _MAIL.search(value) is not None
        case "URL":
            return len(value) > 4
        case "AGE_OVER_89":
            return any(90 <= int(each) <= 130 for each in re.findall(r"\d{1,4}", value[:40])) or not digits
    return digits > 0


def _repeats(text: str, found: Iterable[Tagged]) -> Iterator[Tagged]:
    """Further occurrences of names that were sure once: the model need not see each."""
    found = list(found)
    taken = [(each.start, each.end) for each in found]
    for value, one in {text[each.start : each.end]: each for each in found if each.label in _REPEATED and each.score >= _SURE}.items():
        if len(value) < 4:
            continue
        at = text.find(value)
        while at >= 0:
            end = at + len(value)
            alone = not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum())
            if alone and not any(start < end and at < stop for start, stop in taken):
                taken.append((at, end))
                yield Tagged(at, end, one.label, one.score)
            at = text.find(value, end)
