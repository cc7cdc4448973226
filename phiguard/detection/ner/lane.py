"""The free-text lane: which leaves are prose, what an engine sees in them, and what time did not allow to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from phiguard.detection import lexicons
from phiguard.detection.candidates import COMPANY, HEALTH, Candidate, candidate
from phiguard.detection.ner.cache import LeafCache
from phiguard.detection.ner.engine import Engine, Mention, default_engine
from phiguard.detection.ner.prose import prose
from phiguard.detection.normalise import Plain, normalise
from phiguard.errors import InspectionError
from phiguard.model.entities import ENTITIES, Strength
from phiguard.model.leaf import Leaf, LeafType

__all__ = ["FreeText", "find", "warm"]

_BUDGET, _NO_ENGINE = "budget", "no_engine"
_BATCH = 4_000
"""Characters between two looks at the clock; about 5 ms."""
_CACHE = LeafCache()
_SOMEBODY = frozenset({"PERSON_NAME", "DATE_OF_BIRTH", "MEDICAL_RECORD_NUMBER", "HEALTH_PLAN_ID", "AGE_OVER_89"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeText:
    """What the lane saw.

    Attributes:
        candidates: in the leaves' order; `Candidate.recognizer` is the engine's name.
        incomplete: ``budget`` when time ran out before the last leaf, ``no_engine`` when there is none or it failed.
    """

    candidates: tuple[Candidate, ...] = ()
    incomplete: tuple[str, ...] = ()


def _always() -> bool:
    return True


def find(
    leaves: Sequence[Leaf],
    *,
    keep_going: Callable[[], bool] = _always,
    engine: Engine | None = None,
    cache: LeafCache | None = None,
    texts: bool = False,
) -> FreeText:
    """Read those of *leaves* that are prose.

    Args:
        leaves: all of a document's leaves, or those that a located look has left.
        keep_going: asked before each batch of about 4,000 characters; once False the rest is ``incomplete``.
        engine: what reads; None is the package's own tagger.
        cache: what remembers; None is the process's.
        texts: for text that somebody asks about, not for requests: every text leaf is read, and places and dates count by themselves.
    """
    chosen = [leaf for leaf in leaves if (leaf.type is LeafType.TEXT if texts else prose(leaf))]
    if not chosen:
        return FreeText()
    remembered = _CACHE if cache is None else cache
    found: list[Candidate] = []
    try:
        reader = default_engine() if engine is None else engine
        for batch in _batches(chosen):
            if not keep_going():
                return FreeText(candidates=tuple(found), incomplete=(_BUDGET,))
            for leaf, plain, mentions in _read(batch, reader, remembered):
                seen = _candidates(leaf, plain, mentions, recognizer=reader.name)
                found += (replace(each, needs="") if texts and each.needs == COMPANY else each for each in seen)
    except InspectionError:
        return FreeText(candidates=tuple(found), incomplete=(_NO_ENGINE,))
    return FreeText(candidates=tuple(found))


def warm() -> bool:
    """Load the package's own engine now rather than at the first prose; whether it is there."""
    try:
        default_engine()
    except InspectionError:
        return False
    return True


def _batches(leaves: Sequence[Leaf]) -> Iterator[list[Leaf]]:
    batch: list[Leaf] = []
    size = 0
    for leaf in leaves:
        if batch and size + len(leaf.text) > _BATCH:
            yield batch
            batch, size = [], 0
        batch.append(leaf)
        size += len(leaf.text)
    yield batch


def _read(batch: Sequence[Leaf], engine: Engine, cache: LeafCache) -> Iterator[tuple[Leaf, Plain, Sequence[Mention]]]:
    """Each leaf with its text made plain and what the engine saw in it; one call for all that the cache does not know."""
    plain = [normalise(leaf.text) for leaf in batch]
    known = {each.text: cache.get(engine.name, each.text) for each in plain}
    unknown = [text for text, mentions in known.items() if mentions is None]
    for text, mentions in zip(unknown, engine.read(unknown) if unknown else (), strict=True):
        known[text] = tuple(mentions)
        cache.put(engine.name, text, mentions)
    for leaf, each in zip(batch, plain, strict=True):
        yield leaf, each, known[each.text] or ()


def _candidates(leaf: Leaf, plain: Plain, mentions: Sequence[Mention], *, recognizer: str) -> Iterator[Candidate]:
    """Mentions as candidates; a health word in a text that tells of nobody needs another sign of health in its event.

    Of words that the lexicon knows it also knows the everyday senses (``breast stroke``): there its word stands.
    """
    somebody = any(each.entity in _SOMEBODY for each in mentions)
    for each in mentions:
        health = each.entity in ENTITIES and ENTITIES[each.entity].strength is Strength.CLINICAL
        if health and lexicons.find(plain.text[slice(*each.span)]):
            continue
        span = each.span if plain.origin is None else plain.span(*each.span)
        needs = HEALTH if health and not somebody else ""
        yield candidate(leaf, span, each.entity, recognizer=recognizer, score=round(each.score, 3), needs=needs)
