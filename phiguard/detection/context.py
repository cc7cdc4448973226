"""What a leaf's surroundings make of it: the keys above, the members beside it, the resource it belongs to."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from phiguard.detection.keys import Entry, lookup, split_key, table
from phiguard.model.entities import ENTITIES, Kind
from phiguard.model.roles import Role, Use

__all__ = ["BARE", "meaning_of", "role_of"]

_PERSON, _PROVIDER, _PLAN = "person", "provider", "plan"
_NAME_PARTS = frozenset({"first", "last", "middle", "given", "family", "full", "text", "prefix", "suffix"})
BARE: Mapping[str, Role] = {
    **dict.fromkeys(
        ("name", "nm", "nombre", "display name", "first", "last", "middle", "given", "family", "full", "display", "names", "fullname"),
        Role(Use.VALUE, "PERSON_NAME"),
    ),
    **dict.fromkeys(
        ("id", "identifier", "uuid", "guid", "key", "number", "no", "reference", "ref", "member", "subscriber", "identifiers"),
        Role(Use.VALUE, "EXTERNAL_ID"),
    ),
    "group": Role(Use.VALUE, "HEALTH_PLAN_GROUP"),
}
"""Keys that say nothing by themselves, and what they are beneath a person."""
_GENERIC = frozenset(
    """name nm display text title label description desc code value values val type status total score category topic reason summary
    details note comment brand item product primary secondary generic current answer response result results option choice selected
    coding concept week day level""".split()  # noqa: SIM905 -- a table of words
)
"""Last words of keys whose meaning is that of the key above, when that one is a fact of health."""


class _Above(NamedTuple):
    """What the nearest key above that says something says: a kind of person, a fact, or nothing."""

    who: str = ""
    entry: Entry | None = None
    words: tuple[str, ...] = ()
    organization: bool = False


def role_of(key: str, parents: Sequence[str] = ()) -> Role | None:
    """What a value under *key* is, the keys above it (outermost first, as written) considered; None when the key says nothing."""
    entry = meaning_of(key, tuple(parents))
    return entry.role if entry else None


@lru_cache(maxsize=4096)
def meaning_of(key: str, parents: tuple[str, ...]) -> Entry | None:
    """As `role_of`, with the conditions under which the role counts."""
    key, parents = _unwrapped(key, parents)
    words = split_key(key)
    entry = lookup(key)
    above = _above(parents, words)._replace(organization=_organization(parents))
    if entry is not None and entry.role.use is Use.VALUE:
        return _sharpened(entry, words, above)
    if (bare := BARE.get(" ".join(words))) is not None and (found := _of_person(bare, words, above)) is not None:
        return found
    inherited = _inherited(words, above, entry)
    if inherited is not None:
        return inherited
    if entry is None and bare is not None and bare.entity == "PERSON_NAME":
        return Entry(bare, needs="siblings")
    return entry


def _unwrapped(key: str, parents: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """A value's own key, where it only wraps the value of a property (``Patient: {title: [{text: {content: ...}}]}``)."""
    depth = len(parents)
    if key.lower() not in _INNERMOST:
        return key, parents
    while depth and parents[depth - 1].lower() in _WRAPPERS:
        depth -= 1
    outer = parents[depth - 1] if depth else ""
    return (outer, parents[: depth - 1]) if depth < len(parents) and lookup(outer) is not None else (key, parents)


_INNERMOST = frozenset({"content", "text", "plain_text", "plaintext", "value"})
_WRAPPERS = frozenset({"title", "rich_text", "text", "richtext", "paragraph", "property", "select", "number", "email", "phone_number"})
"""Keys that documents made of typed properties (Notion, Coda, Contentful) put between a property's name and its value."""


def _sharpened(entry: Entry, words: tuple[str, ...], above: _Above) -> Entry:
    """A quasi role made certain, or another one, by who or what stands above."""
    if entry.needs == "health" and above.who in {_PERSON, _PLAN} and above.words and above.words[-1] in table().subjects:
        return Entry(entry.role)
    if entry.role.entity in _PLACED and above.organization:
        return Entry(Role(Use.SAFE))
    if entry.role.entity == "PERSON_NAME" and above.who == _PROVIDER and words and words[0] not in table().subjects:
        return Entry(Role(Use.VALUE, "PROVIDER_NAME"))
    return entry


def _of_person(bare: Role, words: tuple[str, ...], above: _Above) -> Entry | None:
    subject = (bool(above.words) and above.words[-1].rstrip("s") in table().subjects) or above.words[-1:] in (
        ("pt",),
        ("pat",),
        ("paciente",),
    )
    if bare.entity == "PERSON_NAME":
        if words[-1] == "display" and above.who not in {_PERSON, _PROVIDER}:
            return None
        return {_PERSON: Entry(bare), _PROVIDER: Entry(Role(Use.VALUE, "PROVIDER_NAME"))}.get(above.who)
    if above.who == _PLAN and words[-1] in {"member", "subscriber", "id", "number", "no", "group"}:
        return (
            Entry(Role(Use.VALUE, "HEALTH_PLAN_GROUP"), needs="company")
            if words[-1] == "group"
            else Entry(Role(Use.VALUE, "HEALTH_PLAN_ID"))
        )
    if words[-1] in {"member", "subscriber"}:
        return Entry(Role(Use.VALUE, "HEALTH_PLAN_ID"), needs="health")
    if above.who != _PERSON or bare.entity != "EXTERNAL_ID":
        return None
    patient = subject and above.words[-1][0] == "p" and above.words[-1] != "policyholder"
    return Entry(Role(Use.VALUE, "MEDICAL_RECORD_NUMBER" if patient else "HEALTH_PLAN_ID" if subject else "EXTERNAL_ID"))


def _inherited(words: tuple[str, ...], above: _Above, own: Entry | None) -> Entry | None:
    """The role of the fact above (``diagnosis: {display: ...}``, ``answers: {q3: ...}``), where the key adds nothing of its own."""
    if above.entry is None or not _is_fact(above.entry):
        return None
    entity, needs = above.entry.role.entity, above.entry.needs
    if entity == "ASSESSMENT_RESPONSE" or (entity.startswith("ASSESSMENT") and words[:1] == ("q",)):
        if own is not None and own.role.use in (Use.OPAQUE, Use.SAFE) and words[-1] not in _GENERIC:
            return None
        return Entry(Role(Use.VALUE, "ASSESSMENT_RESPONSE"), needs=needs)
    if not words or words[-1] not in _GENERIC:
        return None
    if entity == "ASSESSMENT" and words[-1] in {"total", "score", "level", "result", "value"}:
        return Entry(Role(Use.VALUE, "ASSESSMENT_SCORE"), needs=needs)
    return None if words[-1] in {"status", "type", "total"} else Entry(Role(Use.VALUE, entity), needs=needs)


def _is_fact(entry: Entry) -> bool:
    entity = ENTITIES.get(entry.role.entity)
    return entry.role.use is Use.VALUE and entity is not None and entity.kind is Kind.HEALTH


def _above(parents: tuple[str, ...], words: tuple[str, ...]) -> _Above:
    known = table()
    for parent in reversed(parents[-8:]):
        above = split_key(parent)
        joined = " ".join(above)
        if words and words[-1] in _NAME_PARTS and above[-1:] in (("name",), ("names",), ("nombre",)):
            who = _above(parents[: parents.index(parent)], ()).who
            return _Above(who=_PROVIDER if who == _PROVIDER else _PERSON, words=above)
        if (who := _who(above)) == _PROVIDER:
            return _Above(who=who, entry=lookup(parent), words=above)
        if who:
            return _Above(who=who, words=above)
        entry = lookup(parent)
        if entry is not None and _is_fact(entry):
            return _Above(who=_PLAN if entry.role.entity == "INSURANCE_PLAN" else "", entry=entry, words=above)
        if joined not in known.transparent and above:
            return _Above(words=above)
    return _Above()


def _organization(parents: tuple[str, ...]) -> bool:
    """Whether one of the last keys above names a company: its address and telephone are nobody's."""
    return any(_COMPANIES & set(_pairs(split_key(parent))) for parent in parents[-3:])


def _pairs(words: tuple[str, ...]) -> Iterator[str]:
    yield from words
    yield from (" ".join(pair) for pair in itertools.pairwise(words))


_COMPANIES = frozenset(
    {
        "merchant",
        "store",
        "warehouse",
        "company",
        "organization",
        "organisation",
        "business",
        "ship from",
        "supplier",
        "seller",
        "vendor",
        "issuer",
        "headquarters",
    }
)
_PLACED = frozenset({"STREET_ADDRESS", "CITY", "COUNTY", "ZIP_CODE", "PHONE_NUMBER", "FAX_NUMBER"})


def _who(words: tuple[str, ...]) -> str:
    """Whom a key names: its last words where these say so in any company, else only all of them together."""
    known = table()
    suffixes = [" ".join(words[start:]) for start in range(max(0, len(words) - 3), len(words))]
    if any(suffix in known.providers for suffix in suffixes):
        return _PROVIDER
    if " ".join(words) in known.persons or any(suffix in known.subjects or suffix in _ANYWHERE for suffix in suffixes):
        return _PERSON
    return ""


_ANYWHERE = frozenset({"user", "customer", "person", "patients", "customers", "recipient"})
