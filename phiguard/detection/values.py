"""What a value must look like for its key's role to hold, and what it turns out to be when it looks like something else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from phiguard.detection import checks, forms, placeholders
from phiguard.detection.context import BARE
from phiguard.detection.keys import split_key
from phiguard.detection.types import Span
from phiguard.model.patterns import late

__all__ = ["Reading", "read"]

Reading = tuple[str, Span]
"""An entity and where it stands."""

_LONGEST_NAME, _LONGEST_ID, _LONGEST_TEXT = 80, 300, 20_000
_NAME = late(r"[^\W\d_][\w'.`-]{0,40}(?:[ ,^]{1,2}[^\W\d_][\w'.`-]{0,40}){0,5}[ ,.^]{0,3}(?:\([^()]{1,30}\))?")
_CODE_TOKEN = late(r"[\w.+:/=~|%@$-]{1,300}")
_NIL = late(r"[0\-:.]{1,40}|-?1")
_ICD = late(r"(?i)(?<![A-Za-z0-9])[A-TV-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?(?![A-Za-z0-9.-])")
_ICD_WHOLE = late(r"(?:[A-TV-Z]\d[0-9AB](?:\.?[0-9A-Z]{1,4})?|U07\.?[01])")
_NUMBER = late(r"[-+]?\d{1,12}(?:\.\d{1,12})?%?")
_STREET = late(
    r"(?i)\d{1,6}\w?[ ,]+\S{0,30}[a-z]|[a-z][^,]{2,60}[ ,]#?\d{1,6}\b|\bp\.?\s?o\.?\s?box\b|[a-z]{3,}.{0,40} (?:st|street|ave"
    r"|avenue|rd|road|blvd|dr|drive|ln|lane|ct|court|way|pl|place)\b|^(?:apt|unit|suite|ste|floor)\b"
)
_ZIP = late(r"\d{5}(?:[- ]?\d{4})?|[A-Za-z]\d[A-Za-z][ -]?\d[A-Za-z]\d")
_FLOAT = late(r"[-+]?\d{1,3}\.\d{3,}")
_PLACE = late(r"[^\W\d_][^\d_<>{}=/\\|@:]{1,50}")
_PARTS = frozenset({"y", "m", "d", "year", "month", "day", "yyyy", "mm", "dd", "yr", "yob"})
_SSN_PARTS = frozenset({"part", "last", "first", "middle", "area", "group", "serial", "four", "1", "2", "3", "4", "last4"})


def read(entity: str, text: str, key: str) -> list[Reading]:
    """What *text* is under a key whose role is *entity*: nothing, that entity, or what its form says in place of it.

    Args:
        entity: canonical entity name.
        text: normalised text of the leaf.
        key: the key as written; says whether a part of a date or number is expected.
    """
    if not text or len(text) > _LONGEST_TEXT or text.isspace():
        return []
    reader = _READERS.get(entity, _fact)
    return reader(entity, text, key)


def _whole(entity: str, text: str) -> list[Reading]:
    stripped = text.strip(" \t\r\n'\"")
    start = text.find(stripped)
    return [(entity, (start, start + len(stripped)))] if stripped else []


def _name(entity: str, text: str, key: str) -> list[Reading]:
    if "@" in text:
        return forms.emails(text)
    if checks.is_hash(text):
        return _whole("NAME_HASH", text)
    bare = text.strip(" '\"")
    if placeholders.placeholder(text) or not bare or len(bare) > _LONGEST_NAME:
        return []
    words = split_key(key)
    if any(char.isdigit() for char in bare):
        return _code("MEDICAL_RECORD_NUMBER", text, key) if entity == "PERSON_NAME" and words[-1:] in _ID_LIKE else []
    if "_" in bare or not _NAME.fullmatch(bare) or (" ".join(words) in BARE and not _written_as_name(bare)):
        return []
    return _whole(entity, text)


def _written_as_name(text: str) -> bool:
    """Beneath a key that only says *name* the value has to look like one: capitals, or several plain words."""
    words = text.replace(",", " ").split()
    return not any(word.islower() and "-" in word for word in words) and (len(words) > 1 or text[:1].isupper())


_ID_LIKE = (("patient",), ("paciente",), ("pt",))


def _mail(_entity: str, text: str, key: str) -> list[Reading]:
    if "@" in text:
        return forms.emails(text)
    return _hash("EMAIL_HASH", text, key)


def _hash(entity: str, text: str, _key: str) -> list[Reading]:
    """A digest under a key that names what was hashed: it leads back to the person (45 CFR 164.514(c), FTC July 2024)."""
    if "@" in text:
        return forms.emails(text)
    bare = text.strip(" '\"")
    if checks.is_hash(bare):
        return _whole(entity, text)
    if packed := forms.packed_hashes(text):
        return packed
    if entity == "PHONE_HASH" and checks.nanp(bare) and checks.likely_phone(bare):
        return _whole("PHONE_NUMBER", text)
    return []


def _phone(entity: str, text: str, key: str) -> list[Reading]:
    """A number that can be a person's: toll-free ones are companies'."""
    if checks.is_hash(text.strip()):
        return _hash("PHONE_HASH", text, key)
    if re.fullmatch(r"\D{0,3}1?\D{0,2}8(?:00|33|44|55|66|77|88)\D{0,2}\d{3}\D{0,3}\d{4}", text.strip()):
        return []
    return _whole(entity, text) if checks.likely_phone(text) and not forms.ISO_DATE.fullmatch(text.strip()) else []


def _birth(entity: str, text: str, key: str) -> list[Reading]:
    bare = text.strip()
    if checks.is_hash(bare):
        return _whole("DOB_HASH", text)
    if match := forms.DATE_CALL.search(text):
        return [(entity, match.span(1))]
    part = split_key(key)[-1:] and split_key(key)[-1] in _PARTS
    if part and bare.isdigit() and len(bare) in (1, 2, 4):
        return _whole(entity, text)
    return _whole(entity, text) if len(bare) <= _LONGEST_NAME and checks.date_like(bare) and not placeholders.placeholder(bare) else []


def _date(entity: str, text: str, _key: str) -> list[Reading]:
    bare = text.strip()
    return _whole(entity, text) if len(bare) <= _LONGEST_NAME and checks.date_like(bare) else []


def _ssn(entity: str, text: str, key: str) -> list[Reading]:
    digits = re.sub(r"\D", "", text)
    if checks.is_hash(text.strip()):
        return _whole("EXTERNAL_ID", text)
    if len(text) > _LONGEST_NAME or re.search(r"[^\d\s.\-/]", text) or checks.repeated(digits):
        return _whole(entity, text) if digits and len(digits) < 9 and text.strip().isdigit() and _part(key) else []  # a part
    short = len(digits) in (7, 8) and digits == text.strip()  # an integer has lost the zeros in front
    return _whole(entity, text) if len(digits) == 9 or short or (_part(key) and 2 <= len(digits) <= 5) else []  # whole, or 3-2-4


def _part(key: str) -> bool:
    return any(word in _SSN_PARTS for word in split_key(key)[1:])


def _code(entity: str, text: str, _key: str) -> list[Reading]:
    """An identifier that somebody issued: one token with a digit in it."""
    bare = text.strip(" '\"")
    if "@" in bare:
        return forms.emails(text)
    if forms.MBI.fullmatch(bare):
        return _whole("US_MBI", text)
    if (
        not 2 < len(bare) <= _LONGEST_NAME
        or placeholders.placeholder(bare)
        or _NIL.fullmatch(bare)
        or not any(char.isdigit() for char in bare)
    ):
        return []
    return _whole(entity, text) if len(bare.split()) <= 2 and not re.search(r"[{}<>\\]|://", bare) else []  # a prefix and a number


def _linked(entity: str, text: str, _key: str) -> list[Reading]:
    """An id that leads back to somebody through a third party's files."""
    bare = text.strip(" '\"")
    if "@" in bare:
        return forms.emails(text)
    if entity == "EXTERNAL_ID" and " " in bare and bare.istitle() and _NAME.fullmatch(bare):
        return _whole("PERSON_NAME", text)
    if not bare or len(bare) > _LONGEST_ID or placeholders.placeholder(bare) or _NIL.fullmatch(bare) or not _CODE_TOKEN.fullmatch(bare):
        return []
    if bare.startswith("+") and checks.likely_phone(bare):
        return _whole("PHONE_NUMBER", text)
    if forms.SSN_DASHED.fullmatch(bare):
        return _whole("US_SSN", text)
    return _whole(entity, text) if len(bare) > 1 else []


def _address(entity: str, text: str, key: str) -> list[Reading]:
    bare = text.strip()
    if "@" in bare:
        return forms.emails(text)
    if checks.global_ip(bare):
        return _whole("IP_ADDRESS", text)
    if forms.MAC.fullmatch(bare):
        return _whole("DEVICE_ID", text)
    if "number" in split_key(key) and bare.isdigit() and len(bare) <= 6:  # the longest house number
        return _whole(entity, text)
    return (
        _whole(entity, text)
        if len(bare) <= 2 * _LONGEST_NAME and "://" not in bare and not placeholders.placeholder(bare) and _STREET.search(bare)
        else []
    )


def _place(entity: str, text: str, _key: str) -> list[Reading]:
    bare = text.strip()
    if checks.is_hash(bare):
        return _whole("CITY_HASH", text)
    return _whole(entity, text) if _PLACE.fullmatch(bare) and not placeholders.filler(bare) else []


def _zip(entity: str, text: str, _key: str) -> list[Reading]:
    bare = text.strip()
    if checks.is_hash(bare):
        return _whole("ZIP_HASH", text)
    return _whole(entity, text) if _ZIP.fullmatch(bare) and not checks.repeated(bare[:5]) else []


def _coordinate(entity: str, text: str, _key: str) -> list[Reading]:
    if _FLOAT.fullmatch(text.strip()):
        return _whole(entity, text)
    return [(entity, match.span()) for match in forms.LATLON.finditer(text[:_LONGEST_NAME])]


def _address_ip(entity: str, text: str, _key: str) -> list[Reading]:
    found = re.finditer(r"[0-9A-Fa-f:.]{3,45}", text[:_LONGEST_ID])
    return [(entity, match.span()) for match in found if checks.global_ip(match[0])]


def _checked(test: Callable[[str], bool], strip: str = r"[\s-]") -> Callable[[str, str, str], list[Reading]]:
    def reader(entity: str, text: str, _key: str) -> list[Reading]:
        bare = re.sub(strip, "", text)
        return _whole(entity, text) if 0 < len(bare) <= _LONGEST_NAME and test(bare) else []

    return reader


def _formed(pattern: str) -> Callable[[str, str, str], list[Reading]]:
    compiled = late(pattern)

    def reader(entity: str, text: str, _key: str) -> list[Reading]:
        return _whole(entity, text) if len(text) <= _LONGEST_NAME and compiled.fullmatch(text.strip()) else []

    return reader


def _icd(entity: str, text: str, key: str) -> list[Reading]:
    spans = [match.span() for match in _ICD.finditer(text[:_LONGEST_ID])]
    return [(entity, span) for span in spans] if spans else _fact("CONDITION", text, key)


def _fact(entity: str, text: str, _key: str) -> list[Reading]:
    """A fact of health, care or payment: words, or a code that says which."""
    bare = text.strip(" '\"")
    if placeholders.placeholder(bare) or "://" in bare[:40] or forms.UUID.fullmatch(bare):
        return []
    if _ICD_WHOLE.fullmatch(bare):
        return _whole("ICD10_CM", text)
    return _whole(entity, text) if sum(char.isalpha() for char in bare[:100]) > 1 and not checks.is_hash(bare) else []


def _amount(entity: str, text: str, key: str) -> list[Reading]:
    return _whole(entity, text) if _NUMBER.fullmatch(text.strip(" $")) or checks.date_like(text.strip()) else _fact(entity, text, key)


def _age(entity: str, text: str, _key: str) -> list[Reading]:
    return _whole(entity, text) if re.fullmatch(r"9\d|1[01]\d", text.strip()) else []


_READERS: Mapping[str, Callable[[str, str, str], list[Reading]]] = {
    **dict.fromkeys(("PERSON_NAME", "PROVIDER_NAME"), _name),
    **dict.fromkeys(("EMAIL_HASH", "PHONE_HASH", "NAME_HASH", "DOB_HASH", "ZIP_HASH", "CITY_HASH"), _hash),
    **dict.fromkeys(
        (
            "MEDICAL_RECORD_NUMBER",
            "HEALTH_PLAN_ID",
            "HEALTH_PLAN_GROUP",
            "US_MBI",
            "CLAIM_NUMBER",
            "RX_NUMBER",
            "PRIOR_AUTH",
            "REFERRAL",
            "ENCOUNTER_ID",
            "ACCOUNT_NUMBER",
            "US_BANK_NUMBER",
            "LICENSE_NUMBER",
            "US_PASSPORT",
            "UDI",
            "BIOMETRIC_ID",
            "LICENSE_PLATE",
        ),
        _code,
    ),
    **dict.fromkeys(("EXTERNAL_ID", "COOKIE_ID", "CLICK_ID", "SESSION_ID", "DEVICE_ID", "MOBILE_AD_ID"), _linked),
    **dict.fromkeys(("CITY", "COUNTY"), _place),
    **dict.fromkeys(("PHONE_NUMBER", "FAX_NUMBER"), _phone),
    **dict.fromkeys(
        ("ASSESSMENT_SCORE", "LAB_RESULT", "REPRODUCTIVE_HEALTH", "COPAY", "SUBSTANCE_USE", "ASSESSMENT_RESPONSE", "SYMPTOM"), _amount
    ),
    "EMAIL_ADDRESS": _mail,
    "DATE_OF_BIRTH": _birth,
    "SERVICE_DATE": _date,
    "US_SSN": _ssn,
    "US_ITIN": _ssn,
    "STREET_ADDRESS": _address,
    "ZIP_CODE": _zip,
    "GEO_COORDINATE": _coordinate,
    "IP_ADDRESS": _address_ip,
    "CREDIT_CARD": _checked(checks.card),
    "IBAN": _checked(checks.iban),
    "VIN": _checked(checks.vin),
    "US_NPI": _checked(checks.npi),
    "AGE_OVER_89": _age,
    "ABA": _checked(lambda text: len(text) == 9 and text.isdigit() and checks.aba(text)),  # its length
    "DEA_NUMBER": _checked(lambda text: bool(re.fullmatch(r"(?i)[a-z][a-z9]\d{7}", text)) and checks.dea(text)),
    "ICD10_CM": _icd,
    "CPT_CODE": _formed(r"\d{4}[\dFTUftu](?:-\w{2})?"),
    "HCPCS": _formed(r"(?i)[a-v]\d{4}(?:-\w{2})?|\d{5}"),
    "NDC": _formed(r"\d{4,5}-\d{3,4}-\d{1,2}|\d{10,11}|\d{4,5}-\d{3,4}"),
    "LOINC": _formed(r"\d{1,5}-\d"),
    "SNOMED_CT": _formed(r"\d{6,18}"),
    "RXNORM": _formed(r"\d{1,8}"),
    "DRG": _formed(r"\d{1,3}"),
}  # fmt: skip -- a table
