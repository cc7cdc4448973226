"""Labelled values in running text (``mrn=E181``, ``Patient: Jane Doe``, ``Key (mrn)=(181)``), read with the table that reads keys."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phiguard.detection import forms, values
from phiguard.detection.keys import Entry, lookup, split_key
from phiguard.detection.types import Span
from phiguard.model.entities import ENTITIES, Kind
from phiguard.model.patterns import late
from phiguard.model.roles import Use

__all__ = ["CODES", "labelled"]

_SEPARATOR = late(r"[:=]|#(?=[ A-Z\d])|\bis\b(?= [A-Z\d])|\bes\b(?= [A-Z\d])")
_KEY = late(r"[A-Za-z\u00c0-\u024f][\w.\-]{0,40}(?: [A-Za-z\u00c0-\u024f][\w.\-]{0,24}){0,3}[\"')\]*_ ]{0,4}\Z")
_LEAD = late(r"[\s\"'\[*_>=]{0,8}(?:\((?!\d{3}\)))?[\"']?")
_BEFORE = 72
_AFTER = 160
_PART = r"[A-Z\u00c0-\u00de][\w'\u2019\-]{0,24}"
_PARTICLE = r"(?:(?:de|la|del|van|von|der|den|da|di|bin|al) ){0,2}"
_NAME = late(rf"{_PART}(?:(?: {_PART})?, ?{_PART}(?: [A-Z]\.?(?!\w)| {_PART})?|(?: (?:[A-Z]\.|{_PARTICLE}{_PART})){{1,3}})?")
_QUOTED = late(r"([\"'])([^\"'\n]{1,80})\1")
_REST = late(r"[^;|\n\"'<>{}=&]{1,60}")
_DATE = late(r"(?:datetime\.)?(?:date(?:time)?\()?(?P<v>" + forms.DATE + ")")
_PHONE = late(r"\+?\(?\d[\d() .\-]{6,18}\d")
_SSN = late(r"\d{3}[-. ]{0,3}\d\d[-. ]{0,3}\d{4}(?!\d)")
_MOST = 200
_PEOPLE = frozenset({"PERSON_NAME", "PROVIDER_NAME"})
_NO_NAME = frozenset(
    """admin none null true false new old id name unknown user test info error warning debug the this that not missing required optional
    invalid yes no anonymous guest deleted draft active inactive all any support service system default main api app http https get
    post put monday tuesday wednesday thursday friday saturday sunday please list enter select portal intake record records summary
    data""".split()  # noqa: SIM905 -- a table of words
)
Labelled = tuple[Entry, list[tuple[str, Span]]]


def labelled(text: str) -> Iterator[Labelled]:
    """Entries of the role table that stand as labels in *text*, each with the readings of the value after it; 200 labels at most."""
    for number, mark in enumerate(_SEPARATOR.finditer(text)):
        if number >= _MOST:
            return
        found = _KEY.search(text, max(0, mark.start() - _BEFORE), mark.start())
        if found is None:
            continue
        key = found[0].rstrip("\"')]*_ ")
        entry = lookup(key) or lookup(key.rpartition(" ")[2])
        if entry is None or entry.role.use is not Use.VALUE:
            continue
        start = _LEAD.match(text, mark.end()).end()  # type: ignore[union-attr]  # the pattern matches the empty string
        readings = list(_value(entry, key, text, start))
        if readings:
            yield entry, readings


def _value(entry: Entry, key: str, text: str, start: int) -> Iterator[tuple[str, Span]]:
    window = text[start : start + _AFTER]
    quoted = _QUOTED.match(text, start - 1) if start and text[start - 1] in "\"'" else None
    match = quoted or _pattern(entry.role.entity).match(window)
    if match is None:
        return
    group = 2 if quoted else "v" if "v" in match.re.groupindex else 0
    if not quoted and entry.role.entity in _PEOPLE:
        match = _trimmed(window, match)
        if match is None:
            return
    piece, at = match[group], match.start(group) if quoted else start + match.start(group)
    if not quoted and not _fits(entry.role.entity, key, piece):
        return
    for entity, (low, high) in values.read(entry.role.entity, piece.rstrip(" .,)"), key):
        yield entity, (at + low, at + high)


def _trimmed(window: str, match: re.Match[str]) -> re.Match[str] | None:
    """A name without the labels that follow it (``Okafor, DOB``): it ends where a word is a key or all capitals beside other writing."""
    words = list(re.finditer(r"[^\s,]+", match[0]))
    capitals = all(word[0].isupper() for word in words[:2])
    for number, word in enumerate(words):
        if number and (lookup(word[0]) is not None or (word[0].isupper() and len(word[0].rstrip(".")) > 1 and not capitals)):
            return _NAME.fullmatch(window, 0, words[number - 1].end())
    return match


def _pattern(entity: str) -> re.Pattern[str]:
    if entity in _PEOPLE:
        return _NAME
    if entity in {"DATE_OF_BIRTH", "SERVICE_DATE"}:
        return _DATE
    if entity in {"PHONE_NUMBER", "FAX_NUMBER"}:
        return _PHONE
    if entity == "US_SSN":
        return _SSN
    if entity in _TEXTS or (entity in ENTITIES and ENTITIES[entity].kind is Kind.HEALTH and entity not in CODES):
        return _REST
    return forms.EMAIL if entity == "EMAIL_ADDRESS" else _TOKEN


_TEXTS = frozenset({"STREET_ADDRESS", "CITY", "COUNTY"})
CODES = frozenset({"US_NPI", "DEA_NUMBER", "ICD10_CM", "CPT_CODE", "HCPCS", "NDC", "LOINC", "SNOMED_CT", "RXNORM", "DRG"})
_TOKEN = late(r"[\w.\-+/:~%]{1,128}")


def _fits(entity: str, key: str, piece: str) -> bool:
    """Outside quotes the text runs on: a name has two words or a person's label, an id is long enough to be one."""
    if entity in _PEOPLE:
        words = [word.strip(",") for word in piece.split()]
        strong = len(split_key(key)) > 1 or len(words) > 1
        return strong and not any(word.lower() in _NO_NAME for word in words)
    if ENTITIES[entity].kind is Kind.IDENTIFIER and entity not in _TEXTS:
        return sum(char.isdigit() for char in piece) > 1 or "@" in piece
    return True
