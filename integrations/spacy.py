"""spaCy, both ways: the package's tagger as a pipeline component, and a user's pipeline as the engine that reads free text.

``nlp.add_pipe("phiguard")`` works once this module is imported, and by itself where the distribution's entry point is installed.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.util import filter_spans

from phiguard.detection.ner.engine import Engine, Mention, default_engine
from phiguard.errors import InspectionError

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

__all__ = ["LABELS", "FreeTextPipe", "SpacyEngine", "create"]

LABELS: Mapping[str, str] = {
    "PERSON": "PERSON_NAME",
    "PER": "PERSON_NAME",
    "GPE": "CITY",
    "LOC": "CITY",
    "FAC": "FACILITY",
    "DATE": "SERVICE_DATE",
}
"""Entities of common spaCy models by what we call them; organisations are no identifiers."""
_NEEDED = frozenset(
    {"tok2vec", "transformer", "curated_transformer", "ner", "beam_ner", "entity_ruler", "span_ruler", "gliner_spacy", "phiguard"}
)
_GROUP = "phiguard"


class FreeTextPipe:
    """Adds what the tagger finds to a document: all of it to ``doc.spans["phiguard"]``, what overlaps nothing to ``doc.ents``.

    Args:
        overwrite: whether the tagger's entities take the place of those that overlap them.
        engine: what reads; the package's own by default.
    """

    def __init__(self, *, overwrite: bool = False, engine: Engine | None = None) -> None:
        self._overwrite = overwrite
        self._engine = engine

    def __call__(self, doc: Doc) -> Doc:
        """Read one document."""
        return next(self.pipe([doc], batch_size=1))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 64) -> Iterator[Doc]:
        """Read a stream of documents, so many at once."""
        engine = default_engine() if self._engine is None else self._engine
        rest = iter(stream)
        while batch := list(islice(rest, batch_size)):
            for doc, mentions in zip(batch, engine.read([doc.text for doc in batch]), strict=True):
                yield self._marked(doc, mentions)

    def _marked(self, doc: Doc, mentions: Sequence[Mention]) -> Doc:
        spans = [span for each in mentions if (span := doc.char_span(*each.span, label=each.entity, alignment_mode="expand")) is not None]
        doc.spans[_GROUP] = spans
        doc.ents = tuple(_chosen(spans, doc.ents) if self._overwrite else _chosen(doc.ents, spans))
        return doc


def _chosen(first: Sequence[Span], second: Sequence[Span]) -> list[Span]:
    """The spans of *first*, and those of *second* that overlap none of them."""
    kept = filter_spans(first)
    taken = {token.i for span in kept for token in span}
    return [*kept, *(span for span in filter_spans(second) if not any(token.i in taken for token in span))]


@Language.factory("phiguard", default_config={"overwrite": False}, assigns=["doc.ents", "doc.spans"])
def create(nlp: Language, name: str, overwrite: bool) -> FreeTextPipe:  # noqa: ARG001, FBT001 -- spaCy calls it so
    """The component, as ``nlp.add_pipe("phiguard", config={"overwrite": True})`` asks for it."""
    return FreeTextPipe(overwrite=overwrite)


class SpacyEngine:
    """A user's spaCy pipeline as engine.

    Only the pipes that make entities run, and inside a memory zone where spaCy has one: the string store would grow with every new
    identifier otherwise (5.9 MB for 6,000 texts of three fresh ids each).

    Args:
        nlp: the pipeline.
        labels: its labels by our entities; those that are not named are left out.
        score: what its findings count for, since spaCy gives none.
    """

    def __init__(self, nlp: Language, *, labels: Mapping[str, str] = LABELS, score: float = 0.85) -> None:
        self._nlp = nlp
        self._labels = labels
        self._score = score
        self._idle = [name for name in nlp.pipe_names if nlp.get_pipe_meta(name).factory not in _NEEDED]
        self._lock = (os.getpid(), threading.Lock())

    @property
    def name(self) -> str:
        """``spacy`` and the pipeline's name."""
        return f"spacy:{self._nlp.meta['lang']}_{self._nlp.meta['name']}"

    def read(self, texts: Sequence[str]) -> list[list[Mention]]:
        """The mentions of each text.

        Raises:
            InspectionError: a pipe failed.
        """
        try:
            with self._own_lock(), self._zone():
                return [self._mentions(doc) for doc in self._nlp.pipe(texts, disable=self._idle)]
        except (ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError) as error:
            msg = f"the spaCy pipeline failed: {type(error).__name__}"
            raise InspectionError(msg) from None  # its message may hold the text

    def _mentions(self, doc: Doc) -> list[Mention]:
        """Plain values: nothing of a document may outlive its memory zone."""
        known = self._labels
        return [
            Mention(span=(each.start_char, each.end_char), entity=known[each.label_], score=self._score)
            for each in doc.ents
            if each.label_ in known
        ]

    def _zone(self) -> contextlib.AbstractContextManager[object]:
        zone = getattr(self._nlp, "memory_zone", None)
        return contextlib.nullcontext() if zone is None else zone()

    def _own_lock(self) -> threading.Lock:
        """Zones cannot be entered twice at once; a lock that another thread held when the process forked would never open again."""
        if self._lock[0] != os.getpid():
            self._lock = (os.getpid(), threading.Lock())
        return self._lock[1]
