"""The forms in which a person's value travels: phone and date variants, orders of names, and the digests that pixels make of them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from datetime import date, datetime

from phiguard.detection.keys import lookup
from phiguard.detection.normalise import plain
from phiguard.model.entities import ENTITIES, Kind
from phiguard.model.roles import Use

__all__ = ["dates", "digests", "entity_of", "hash_entity", "hex_digests", "normal_forms", "phone_digits"]

_ENTITIES = {
    "name": "PERSON_NAME", "full_name": "PERSON_NAME", "email": "EMAIL_ADDRESS", "phone": "PHONE_NUMBER", "ssn": "US_SSN",
    "mrn": "MEDICAL_RECORD_NUMBER", "date_of_birth": "DATE_OF_BIRTH",
    "dob": "DATE_OF_BIRTH", "address": "STREET_ADDRESS", "zip": "ZIP_CODE", "member_id": "HEALTH_PLAN_ID", "username": "EXTERNAL_ID",
    "id": "EXTERNAL_ID",
}  # fmt: skip
_HASHED = {
    "EMAIL_ADDRESS": "EMAIL_HASH", "PHONE_NUMBER": "PHONE_HASH", "PERSON_NAME": "NAME_HASH", "DATE_OF_BIRTH": "DOB_HASH",
    "ZIP_CODE": "ZIP_HASH", "CITY": "CITY_HASH",
}  # fmt: skip
_WRITTEN = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%m-%d-%Y",
    "%Y%m%d",
    "%Y/%m/%d",
    "%m/%d/%y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%m%d%Y",
)
_READ = ("%Y-%m-%d", "%m/%d/%Y", "%m-%d-%Y", "%Y%m%d", "%Y/%m/%d", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y")
_LOCAL = 10
_HASHES = ("md5", "sha1", "sha256")


def entity_of(key: str) -> str:
    """The entity of a value that the application calls *key*; what nothing says is some id of the person."""
    if known := _ENTITIES.get(key):
        return known
    entry = lookup(key)
    if entry is None or entry.role.use is not Use.VALUE or ENTITIES[entry.role.entity].kind is not Kind.IDENTIFIER:
        return "EXTERNAL_ID"
    return entry.role.entity


def hash_entity(entity: str) -> str:
    """The entity of a digest of *entity*."""
    return _HASHED.get(entity, "EXTERNAL_ID")


def phone_digits(text: str) -> str:
    """A number's digits without a North American country code; empty when these are too few to be one."""
    digits = re.sub(r"\D", "", plain(text))
    if len(digits) == _LOCAL + 1 and digits[0] == "1":
        digits = digits[1:]
    return digits if len(digits) > 6 else ""  # the shortest local number


def dates(text: str) -> tuple[str, ...]:
    """A calendar date in the ways that people and programs write it; *text* alone when it is none."""
    day = _day(plain(text).strip())
    if day is None:
        return (text,)
    forms = [day.strftime(form) for form in _WRITTEN]
    forms += [
        f"{day.month}/{day.day}/{day.year}",
        f"{day.strftime('%B')} {day.day}, {day.year}",
        f"{day.strftime('%b')} {day.day}, {day.year}",
        f"{day.year}, {day.month}, {day.day}",
    ]
    return tuple(dict.fromkeys(forms))


def _day(text: str) -> date | None:
    for form in _READ:
        try:
            return datetime.strptime(text[:40], form).date()  # noqa: DTZ007 -- a birthday has no zone
        except ValueError:
            continue
    return None


def normal_forms(entity: str, text: str) -> Iterator[str]:
    """What is hashed: trimmed lower case, and what Meta, Google and TikTok ask for (country code, ``YYYYMMDD``, no punctuation)."""
    low = plain(text).strip().lower()
    yield low
    if entity == "PHONE_NUMBER" and (digits := phone_digits(text)):
        yield from (digits, "1" + digits, "+1" + digits, "+" + digits)
    elif entity == "DATE_OF_BIRTH":
        yield from dates(text)
    elif entity == "EMAIL_ADDRESS":
        local, _, domain = low.partition("@")
        yield f"{local.partition('+')[0].replace('.', '')}@{domain}"
    elif entity == "PERSON_NAME":
        words = re.findall(r"[^\W\d_]+", low)
        yield from (*words, "".join(words), *(f"{words[0]} {words[-1]}",) * (len(words) > 1))
    else:
        yield from (text.strip(), re.sub(r"[^a-z0-9]", "", low))


def hex_digests(text: str) -> Iterator[str]:
    """MD5, SHA-1 and SHA-256 of *text* in hex, lower case."""
    data = text.encode()
    return (make(data, usedforsecurity=False).hexdigest() for make in (hashlib.md5, hashlib.sha1, hashlib.sha256))


def digests(text: str) -> Iterator[str]:
    """MD5, SHA-1 and SHA-256 of *text*: hex in lower case, and standard and URL-safe base64 without padding."""
    for name in _HASHES:
        raw = hashlib.new(name, text.encode(), usedforsecurity=False).digest()
        yield raw.hex()
        yield base64.b64encode(raw).decode().rstrip("=")
        yield base64.urlsafe_b64encode(raw).decode().rstrip("=")
