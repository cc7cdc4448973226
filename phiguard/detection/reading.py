"""One leaf read: by its key's role first, then by shapes, labels and health terms in its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from phiguard.destinations.vendors import Vendor
from phiguard.detection import forms, labels, lexicons, placeholders, values
from phiguard.detection.candidates import HEALTH, SIBLINGS, Candidate, candidate
from phiguard.detection.context import meaning_of
from phiguard.detection.keys import Entry, lookup, split_key, table
from phiguard.detection.normalise import Plain, normalise
from phiguard.detection.surroundings import Surroundings
from phiguard.detection.types import Recognizer
from phiguard.model.entities import ENTITIES, Kind, Strength
from phiguard.model.leaf import Leaf, LeafType, Where
from phiguard.model.patterns import late
from phiguard.model.roles import Role, Use

__all__ = ["Reader"]

_DIGITS = str.maketrans("", "", "0123456789")
_SHORTEST = 3
_WORD = late(r"[A-Za-z_./\-]{1,200}")
"""One word or path without a digit: no shape and no label can stand in it."""
_PATH = 1
_PERSONS = {
    "patient": "MEDICAL_RECORD_NUMBER",
    "chart": "MEDICAL_RECORD_NUMBER",
    "mrn": "MEDICAL_RECORD_NUMBER",
    "encounter": "ENCOUNTER_ID",
    "visit": "ENCOUNTER_ID",
    "appointment": "ENCOUNTER_ID",
    "member": "HEALTH_PLAN_ID",
    "subscriber": "HEALTH_PLAN_ID",
    "enrollee": "HEALTH_PLAN_ID",
    "beneficiary": "HEALTH_PLAN_ID",
    "customer": "EXTERNAL_ID",
    "user": "EXTERNAL_ID",
    "profile": "EXTERNAL_ID",
    "contact": "EXTERNAL_ID",
    "person": "EXTERNAL_ID",
    "people": "EXTERNAL_ID",
    "claim": "CLAIM_NUMBER",
    "prescription": "RX_NUMBER",
    "lead": "EXTERNAL_ID",
}
"""Path segments whose next segment is one person's or one record's id."""


class Reader(NamedTuple):
    """Reads the leaves of one document.

    Attributes:
        vendor: the recipient's vendor file; its parameter roles win over the generic ones.
        fallback: the generic ad-tech profile, where the recipient is a tracker without a file of its own.
        surroundings: what stands beside the leaves.
        recognizers: those to run, ordered by the digits that they need.
        keyed: recognizers of the site's own by the words of the keys that they claim.
        own_domains: domains of the sender: addresses there are its own people's.
    """

    vendor: Vendor | None
    fallback: Vendor | None
    surroundings: Surroundings
    recognizers: Sequence[Recognizer]
    keyed: Mapping[tuple[str, ...], Recognizer] = MappingProxyType({})
    own_domains: tuple[str, ...] = ()

    def read(self, leaf: Leaf) -> Iterator[Candidate]:
        """Everything that *leaf* may say."""
        if leaf.type is LeafType.BOOLEAN:
            yield from _truth(leaf)
        if not leaf.text or leaf.type is LeafType.BOOLEAN or _is_origin(leaf):
            return
        plain = normalise(leaf.text)
        found = (
            self._key(leaf, plain)
            if leaf.type is LeafType.KEY
            else self._segment(leaf, plain)
            if _is_segment(leaf)
            else self._member(leaf, plain)
        )
        for each in found:
            if not self._own(plain, each):
                yield _placed(each, plain)

    def _own(self, plain: Plain, found: Candidate) -> bool:
        if not self.own_domains or found.entity != "EMAIL_ADDRESS":
            return False
        domain = plain.text[found.span[0] : found.span[1]].rpartition("@")[2].lower()
        return any(domain == own or domain.endswith("." + own) for own in self.own_domains)

    def _member(self, leaf: Leaf, plain: Plain) -> Iterator[Candidate]:
        if self.keyed and (own := _keyed(self.keyed, leaf.key)) is not None and not placeholders.placeholder(plain.text):
            yield candidate(leaf, (0, len(plain.text)), own.entity, recognizer=own.id, strength=own.strength, score=own.score)
            return
        entry, source = self._meaning(leaf)
        if entry is None:
            yield from self._text(leaf, plain, "") if leaf.type is LeafType.TEXT else ()
        elif entry.role.use is Use.VALUE:
            yield from self._value(leaf, plain, entry, source)
        elif entry.role.use is Use.CONTENT:
            yield from self._text(leaf, plain, entry.role.entity) if leaf.type is LeafType.TEXT else ()

    def _meaning(self, leaf: Leaf) -> tuple[Entry | None, str]:
        """What the leaf's key means, and which source says so: the site's own keys, the vendor's file, the neighbours, the role table."""
        if self.vendor is not None and (role := self.vendor.role(leaf.key, leaf.parents)) is not None:
            return Entry(role), "vendor"
        own = meaning_of(leaf.key, leaf.parents)
        if entity := self.surroundings.entity(leaf):
            return Entry(Role(Use.VALUE, entity)), "neighbour"
        unsure = own is None or own.needs or own.role.use is not Use.VALUE
        if unsure and self.fallback is not None and (role := self.fallback.role(leaf.key, leaf.parents)) is not None:
            return Entry(role), "vendor"
        return own, "key"

    def _value(self, leaf: Leaf, plain: Plain, entry: Entry, source: str) -> Iterator[Candidate]:
        entity = entry.role.entity
        readings = values.read(entity, plain.text, leaf.key)
        for found, span in readings:
            needs = entry.needs if found == entity else ""
            yield candidate(leaf, span, found, recognizer=source, needs=needs, score=0.6 if needs else 0.95)
            if found == "SERVICE_DATE" and not entry.needs:
                yield candidate(leaf, span, "APPOINTMENT", recognizer=source, score=0.8)
        if leaf.type is LeafType.TEXT and (not readings or ENTITIES.get(entity) is None or ENTITIES[entity].kind is Kind.HEALTH):
            yield from self._text(leaf, plain, "", sole=True)

    def _segment(self, leaf: Leaf, plain: Plain) -> Iterator[Candidate]:
        """A segment of a URL's path: one record's id after the record's kind, or words of a page."""
        text, words = plain.text, split_key(leaf.key)
        singular = words[-1][:-1] if words and words[-1].endswith("s") else "".join(words[-1:])
        entity = _PERSONS.get(singular, "")
        entry = lookup(leaf.key) if not entity else None
        if (
            entry is not None
            and entry.role.use is Use.VALUE
            and not entry.needs
            and ENTITIES[entry.role.entity].kind is Kind.IDENTIFIER
            and entry.role.entity != "PERSON_NAME"
        ):
            entity = entry.role.entity
        if entity and len(text) > 2 and any(char.isdigit() or char == "@" for char in text):  # /patients/1 is a fixture's
            readings = values.read(entity, text, leaf.key)
            for found, span in readings:
                yield candidate(leaf, span, found, recognizer="path")
            if readings:
                return
        yield from self._text(leaf, plain, "HEALTH_URL_PATH")

    def _key(self, leaf: Leaf, plain: Plain) -> Iterator[Candidate]:
        """A key that holds a value (``{"jane@example.com": ...}``) or names a fact (``{"asthma": ...}``)."""
        text = plain.text
        if len(text) < _SHORTEST or (text.isidentifier() and (lookup(text) is not None or text in table().transparent)):
            return
        if _DULL.fullmatch(text) and not _speaks(text):
            return
        fact = not self.surroundings.counted(leaf)
        for each in self._text(leaf, plain, ""):
            if each.kind is Kind.IDENTIFIER or (fact and each.strength is Strength.CLINICAL):
                yield each

    def _text(self, leaf: Leaf, plain: Plain, surface: str, *, sole: bool = False) -> Iterator[Candidate]:
        text = plain.text
        if len(text) < _SHORTEST:
            return
        shaped: list[Candidate] = []
        if len(text) > 4 and not _WORD.fullmatch(text) and not forms.harmless(text):  # no shape is shorter
            shaped = [*self._shapes(leaf, text), *self._labels(leaf, text)]
            yield from shaped
        yield from _terms(leaf, text, surface, sole=sole, person=any(each.kind is Kind.IDENTIFIER and not each.needs for each in shaped))

    def _shapes(self, leaf: Leaf, text: str) -> Iterator[Candidate]:
        digits = len(text) - len(text.translate(_DIGITS))
        low = text.lower()
        context = ""
        for each in self.recognizers:
            if digits < each.digits:
                break
            if not each.possible(low):
                continue
            context = context or " ".join((*(word for parent in leaf.parents[-2:] for word in split_key(parent)), *split_key(leaf.key)))
            for span in each.find(text, context=context):
                needs = HEALTH if each.ambiguous else ""
                yield candidate(leaf, span, each.entity, recognizer=each.id, score=each.score, needs=needs, strength=each.strength)

    def _labels(self, leaf: Leaf, text: str) -> Iterator[Candidate]:
        for entry, readings in labels.labelled(text):
            for entity, span in readings:
                loose = entity in ENTITIES and ENTITIES[entity].kind is Kind.HEALTH and entity not in labels.CODES
                yield candidate(
                    leaf,
                    span,
                    entity,
                    recognizer="label",
                    needs=HEALTH if loose else entry.needs if entity == entry.role.entity else "",
                    score=0.85,
                )


def _terms(leaf: Leaf, text: str, surface: str, *, sole: bool, person: bool) -> Iterator[Candidate]:
    """Health terms; in a page's address, title, event or search they are that surface's entity."""
    hits = lexicons.find(text)
    if not hits:
        return
    sure = {id(hit) for hit in lexicons.supported(text, hits, sole=sole or bool(surface) or leaf.type is LeafType.KEY)}
    alone = {id(hit) for hit in lexicons.supported(text, hits)} - sure
    for hit in hits:
        needs = "" if person or id(hit) in sure else SIBLINGS if id(hit) in alone else HEALTH
        entity = surface or hit.term.entity
        yield candidate(
            leaf, (hit.start, hit.end), entity, recognizer="lexicon", score=0.6 if needs else 0.85, needs=needs, strength=hit.term.strength
        )


_DULL = late(r"[A-Za-z_$.\-]{1,48}")


@lru_cache(maxsize=4096)
def _speaks(key: str) -> bool:
    """Whether a key made of letters holds a term; such keys are a program's own and come again and again."""
    return bool(lexicons.find(key))


def _truth(leaf: Leaf) -> Iterator[Candidate]:
    """A fact that is said by a mere *true* (``is_pregnant: true``)."""
    entry = meaning_of(leaf.key, leaf.parents) if leaf.text.lower() == "true" else None
    if entry is not None and entry.role.entity in _TRUTHS and not entry.needs:
        yield candidate(leaf, (0, len(leaf.text)), entry.role.entity, recognizer="key", score=0.8)


_TRUTHS = frozenset({"CONDITION", "REPRODUCTIVE_HEALTH", "SUBSTANCE_USE", "SYMPTOM", "ALLERGY", "MEDICATION"})


def _keyed(keyed: Mapping[tuple[str, ...], Recognizer], key: str) -> Recognizer | None:
    words = split_key(key)
    return next((keyed[words[start:]] for start in range(len(words)) if words[start:] in keyed), None)


def _is_segment(leaf: Leaf) -> bool:
    """Whether the leaf is a segment of a URL's path: of the request's own, or of a URL inside a value."""
    return leaf.address[-2:-1] == (_PATH,) and (leaf.where is Where.URL or "url" in leaf.encodings[-2:])


def _is_origin(leaf: Leaf) -> bool:
    """Whether the leaf is scheme and host of a URL: they say who is visited, which the sender's own entry in the policy says too."""
    return leaf.text.startswith(("https://", "http://")) and "/" not in leaf.text[8:] and leaf.address[-1:] == (0,)


def _placed(found: Candidate, plain: Plain) -> Candidate:
    if plain.origin is None:
        return found
    return Candidate(
        leaf=found.leaf,
        span=plain.span(*found.span),
        entity=found.entity,
        kind=found.kind,
        strength=found.strength,
        score=found.score,
        recognizer=found.recognizer,
        needs=found.needs,
    )
