"""Exact data match: one person's values, or those of everybody, found wherever they travel and however they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol
from urllib.parse import unquote_plus

from phiguard.detection.context import meaning_of
from phiguard.detection.keyed_set import KeyedSet
from phiguard.detection.known_forms import dates, digests, entity_of, hash_entity, hex_digests, normal_forms, phone_digits
from phiguard.detection.normalise import normalise, plain
from phiguard.detection.types import Span
from phiguard.model.entities import ENTITIES, Kind
from phiguard.model.leaf import Leaf, LeafType
from phiguard.model.patterns import late
from phiguard.model.roles import Use

__all__ = ["Known", "KnownValues", "compile_values"]

Match = tuple[str, Span]
"""An entity, and its code points in the leaf."""

_SHORT = 6
_LONGEST_TEXT = 200_000
_DIGEST = late(r"(?<![A-Za-z0-9+/_\-])(?:[0-9a-fA-F]{32,64}|[A-Za-z0-9+/_\-]{22,43})(?![A-Za-z0-9+/_\-])")
_GAP = r"[^A-Za-z0-9]{0,3}"


class Known(Protocol):
    """Known values of one or many people."""

    def find(self, leaf: Leaf) -> Iterable[Match]:
        """The known values in *leaf*."""
        ...

    def possible(self, data: bytes) -> bool:
        """Whether one of them could stand in these raw bytes; False is certain for what no encoding hides."""
        ...


def compile_values(values: Mapping[str, str]) -> Known:
    """A matcher for one person's values.

    Args:
        values: ``name email phone ssn mrn date_of_birth address zip member_id username``, and any other as-is.  Values under six
            characters count only as a whole value beneath an identifier's key.
    """
    return _Person(values)


class _Person:
    """The values of one person, compiled into one pattern, a table of short values and one of digests."""

    __slots__ = ("_count", "_digests", "_entities", "_pattern", "_short")

    def __init__(self, values: Mapping[str, str]) -> None:
        sources: dict[str, str] = {}
        self._short: dict[str, str] = {}
        self._digests: dict[str, str] = {}
        self._count = len(values)
        for key, value in values.items():
            entity, text = entity_of(key), plain(str(value)).strip()
            if text:
                self._short.update({form.casefold(): entity for form in _shorts(entity, text)})
                sources.update(dict.fromkeys(_sources(entity, text), entity))
                self._digests.update(
                    dict.fromkeys((digest for form in normal_forms(entity, text) if form for digest in digests(form)), hash_entity(entity))
                )
        ordered = sorted(sources, key=lambda source: (source.startswith("(?<"), sources[source] == "PERSON_NAME", -len(source)))
        self._entities = tuple(sources[source] for source in ordered)
        either = "|".join(f"({source})" for source in ordered)
        self._pattern = re.compile(rf"(?i)(?<![A-Za-z0-9])(?:{either})(?![A-Za-z0-9])") if ordered else None

    def find(self, leaf: Leaf) -> Iterator[Match]:
        """See `Known`."""
        if len(leaf.text) > _LONGEST_TEXT:
            return
        reads = normalise(leaf.text)
        for entity, span in self._matches(reads.text):
            yield entity, reads.span(*span)
        whole = reads.text.strip()
        if len(whole) < _SHORT and (entity_short := self._short.get(whole.casefold())) and _identifying(leaf):
            yield entity_short, (0, len(leaf.text))

    def _matches(self, text: str) -> Iterator[Match]:
        if self._pattern is not None:
            for match in self._pattern.finditer(text):
                yield self._entities[(match.lastindex or 1) - 1], match.span()
        for match in _DIGEST.finditer(text):
            entity = self._digests.get(match[0]) or self._digests.get(match[0].lower())
            if entity:
                yield entity, match.span()

    def possible(self, data: bytes) -> bool:
        """See `Known`."""
        if not data.isascii():
            return True
        text = data.decode("ascii")
        return (
            any(self._matches(text))
            or ("%" in text and any(self._matches(unquote_plus(text))))
            or ("+" in text and any(self._matches(text.replace("+", " "))))
        )

    def __repr__(self) -> str:
        """How many values, never which."""
        return f"<Known values={self._count}>"


def _sources(entity: str, text: str) -> Iterator[str]:
    """Patterns of a value's written forms."""
    if entity in {"PHONE_NUMBER", "FAX_NUMBER"} and (digits := phone_digits(text)):
        yield r"\+?1?" + _GAP + _GAP.join((digits[:3], digits[3:6], digits[6:]))
    elif entity == "US_SSN" and len(digits := re.sub(r"\D", "", text)) == 9:  # its length
        yield _GAP.join((digits[:3], digits[3:5], digits[5:]))
    elif entity == "DATE_OF_BIRTH":
        yield from (re.escape(form) for form in dates(text))
    elif entity == "PERSON_NAME":
        yield from _names(re.findall(r"[^\W\d_][\w'\-]*", text))
    elif len(text) >= _SHORT:
        yield r"[\s,+_]{1,3}".join(re.escape(part) for part in text.replace(",", " ").split())


def _names(words: list[str]) -> Iterator[str]:
    """A name in both orders, its initial with the last name, and each part that is long enough to stand alone."""
    if len(words) > 1:
        first, last = re.escape(words[0]), re.escape(words[-1])
        middle = r"(?:[ +_.]\w{1,20}\.?)?"
        yield rf"{first}{middle}[ +_.\-^]{{1,2}}{last}"
        yield rf"{last},?[ +_.\-^]{{0,2}}{first}"
    yield from (rf"(?<![.@_\-+]){re.escape(word)}(?![@_])" for word in words if len(word) >= _SHORT)


def _shorts(entity: str, text: str) -> Iterator[str]:
    parts = re.findall(r"[^\W\d_][\w'\-]*", text) if entity == "PERSON_NAME" else [text]
    yield from (part for part in parts if 1 < len(part) < _SHORT)


def _identifying(leaf: Leaf) -> bool:
    entry = meaning_of(leaf.key, leaf.parents)
    return entry is not None and entry.role.use is Use.VALUE and ENTITIES[entry.role.entity].kind is Kind.IDENTIFIER


_LONGEST_PART = 40
_APART = 3
"""How many parts of names may stand between a first and a last one: middle names, suffixes."""


def _name_part(leaf: Leaf) -> bool:
    entry = meaning_of(leaf.key, leaf.parents)
    return entry is not None and entry.role.entity == "PERSON_NAME"


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", plain(text).casefold())


class KnownValues:
    """Known values of many people, held as keyed digests only: nothing that it keeps tells a value.

    >>> known = KnownValues.load([{"name": "Ada Example", "email": "ada@example.com", "mrn": "E4481772"}])
    >>> known
    <KnownValues people=1>
    """

    __slots__ = ("_people", "_set")

    def __init__(self, people: Iterable[Mapping[str, str]] = ()) -> None:
        self._people = 0
        self._set = KeyedSet(self._entries(people))

    @classmethod
    def load(cls, people: Iterable[Mapping[str, str]]) -> KnownValues:
        """A set of everybody in *people*, each a mapping as in `phiguard.subject`; read once, not kept."""
        return cls(people)

    def _entries(self, people: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
        entered: set[tuple[str, str]] = set()  # forgotten with the loop
        for person in people:
            self._people += 1
            for key, value in person.items():
                entity, text = entity_of(key), plain(str(value or "")).strip()
                if not text or (entity in _COMMON and (entity, text) in entered):
                    continue
                if entity in _COMMON:
                    entered.add((entity, text))
                yield from _glued(entity, text)

    def find(self, leaf: Leaf) -> Iterator[Match]:
        """See `Known`."""
        if len(leaf.text) > _LONGEST_TEXT:
            return
        reads = normalise(leaf.text)
        for entity, span in self._set.find(reads.text):
            if entity not in _COMMON or _identifying(leaf):
                yield entity, reads.span(*span)

    def together(self, leaves: Iterable[Leaf]) -> Iterator[tuple[Leaf, Match]]:
        """Names in two leaves: the first and the last part under name keys that follow one another, in either order."""
        parts = [leaf for leaf in leaves if leaf.type is LeafType.TEXT and 1 < len(leaf.text) <= _LONGEST_PART and _name_part(leaf)]
        for place, leaf in enumerate(parts):
            for other in parts[place + 1 : place + 1 + _APART]:
                if other.event == leaf.event and self._set.label(_letters(leaf.text) + _letters(other.text)) == "PERSON_NAME":
                    yield from ((part, ("PERSON_NAME", (0, len(part.text)))) for part in (leaf, other))

    def possible(self, data: bytes) -> bool:
        """See `Known`.  A name in two parts is not looked for: the keys of its parts are the gate's."""
        if not data.isascii():
            return True
        text = data.decode("ascii")
        return any(self._set.find(unquote_plus(text) if "%" in text else text))

    def __len__(self) -> int:
        """How many people."""
        return self._people

    def __repr__(self) -> str:
        """How many people, never who."""
        return f"<KnownValues people={self._people}>"


_COMMON = frozenset({"DATE_OF_BIRTH", "ZIP_CODE", "CITY", "SERVICE_DATE"})
"""Values that many people share: of everybody's dates of birth nearly every date is one."""


def _glued(entity: str, text: str) -> Iterator[tuple[str, str]]:
    """A value's forms as letters and digits without anything between, and its digests."""
    forms = dates(text) if entity == "DATE_OF_BIRTH" else [text]
    if entity in {"PHONE_NUMBER", "FAX_NUMBER"} and (digits := phone_digits(text)):
        forms = [digits, "1" + digits]
    elif entity == "PERSON_NAME" and len(words := re.findall(r"[^\W\d_]+", text)) > 1:
        forms = ["".join(words), words[0] + words[-1], words[-1] + words[0]]
    elif entity == "PERSON_NAME":
        return
    for form in dict.fromkeys(re.sub(r"[^a-z0-9]", "", each.casefold()) for each in forms):
        if len(form) >= _SHORT:
            yield form, entity
    if entity in {"EMAIL_ADDRESS", "PHONE_NUMBER"}:
        for form in dict.fromkeys(normal_forms(entity, text)):
            yield from ((digest, hash_entity(entity)) for digest in hex_digests(form))
