"""Leaves in, findings out: every leaf is read by itself, then the message as a whole says what counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from phiguard.decoding import Document
from phiguard.destinations import vendors
from phiguard.destinations.vendors import Vendor
from phiguard.detection.candidates import Candidate, candidate
from phiguard.detection.echoes import echoes
from phiguard.detection.keys import split_key
from phiguard.detection.known_values import Known, KnownValues
from phiguard.detection.occasions import meant
from phiguard.detection.paths import path_of
from phiguard.detection.reading import Reader
from phiguard.detection.recognizers import builtin
from phiguard.detection.support import counting, merged
from phiguard.detection.surroundings import Surroundings
from phiguard.detection.types import Recognizer
from phiguard.errors import DecodeError
from phiguard.model.finding import Finding
from phiguard.model.leaf import Leaf, Step

__all__ = ["Analysis", "analyse"]

_BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found in one document.

    Attributes:
        findings: in document order; never their text.
        incomplete: closed words for what was not looked at: ``budget``.
    """

    findings: tuple[Finding, ...]
    incomplete: tuple[str, ...] = ()


def _always() -> bool:
    return True


def analyse(  # noqa: PLR0913 -- all but the document by keyword, each one a lane or its bound
    document: Document,
    *,
    vendor: Vendor | None = None,
    generic: bool = False,
    known: Sequence[Known] = (),
    extra: Sequence[Recognizer] = (),
    keep_going: Callable[[], bool] = _always,
    own_domains: tuple[str, ...] = (),
    texts: bool = False,
    free_text: bool = False,
) -> Analysis:
    """Find identifiers and health context in *document*.

    Args:
        document: an opened message.
        vendor: the recipient's vendor file: its parameter roles win over generic ones.
        generic: whether the generic ad-tech parameter roles apply.
        known: known values of people (`phiguard.detection.known_values`).
        extra: recognizers beyond the built-in ones.
        keep_going: asked between leaves; once False the rest is ``incomplete``.
        own_domains: the sender's domains: e-mail addresses there belong to its own staff.
        texts: whether bare numbers, dates and addresses in running text count by their form alone (`phiguard.detection.texts`):
            for text that somebody asks about, not for requests.
        free_text: whether the tagger reads sentences for names, places and notes; loads numpy and the model at the first one.
    """
    fallback = vendors.get(vendors.GENERIC) if generic else None
    reader = Reader(
        vendor=vendor,
        fallback=fallback,
        surroundings=Surroundings(document.leaves),
        recognizers=_ordered(extra),
        keyed={split_key(key): each for each in extra for key in each.keys},
        own_domains=own_domains,
    )
    found: list[Candidate] = []
    incomplete: tuple[str, ...] = ()
    for leaf in document.leaves:
        if not keep_going():
            incomplete = (_BUDGET,)
            break
        found += reader.read(leaf)
        found += _known(leaf, known)
        if texts:
            found += _bare(leaf)
    if free_text and not incomplete:
        from phiguard.detection.ner import find

        free = find(document.leaves, keep_going=keep_going, texts=texts)
        found += free.candidates
        incomplete = free.incomplete
    found += _together(document.leaves, known)
    counted = counting(found)
    counted = meant(counting([*counted, *echoes(counted, document.leaves)]), document.leaves)
    return Analysis(tuple(_findings(document, merged(counted))), incomplete)


def _ordered(extra: Sequence[Recognizer]) -> tuple[Recognizer, ...]:
    return tuple(sorted((*builtin(), *extra), key=lambda each: each.digits)) if extra else builtin()


def _bare(leaf: Leaf) -> Iterator[Candidate]:
    from phiguard.detection.texts import bare  # requests have no need of these recognizers

    return bare(leaf)


def _known(leaf: Leaf, known: Iterable[Known]) -> Iterator[Candidate]:
    for one in known:
        for entity, span in one.find(leaf):
            yield candidate(leaf, span, entity, recognizer="known_value", score=1.0)


def _together(leaves: Sequence[Leaf], known: Iterable[Known]) -> Iterator[Candidate]:
    for one in known:
        for leaf, (entity, span) in one.together(leaves) if isinstance(one, KnownValues) else ():
            yield candidate(leaf, span, entity, recognizer="known_value", score=1.0)


def _findings(document: Document, candidates: Iterable[Candidate]) -> Iterator[Finding]:
    paths: dict[tuple[int, ...], str] = {}
    for each in candidates:
        leaf = each.leaf
        if leaf.address not in paths:
            paths[leaf.address] = path_of(leaf.where, _steps(document, leaf))
        yield Finding(
            entity=each.entity,
            kind=each.kind,
            strength=each.strength,
            where=leaf.where,
            path=paths[leaf.address],
            encodings=leaf.encodings,
            spans=(each.span,),
            score=each.score,
            recognizer=each.recognizer,
            address=leaf.address,
            event=leaf.event,
        )


def _steps(document: Document, leaf: Leaf) -> tuple[Step, ...]:
    """The way to *leaf*; by positions alone where the document cannot name it."""
    try:
        return document.trail(leaf.address)
    except DecodeError:
        return tuple(Step(position=position) for position in leaf.address)
