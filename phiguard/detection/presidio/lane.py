"""One of Presidio's recognizers as one of ours: short windows in, spans out, weak scores only beside a word that speaks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from phiguard.detection.presidio.engines import Engine, chosen, engines
from phiguard.detection.types import NEAR, Recognizer, Span

__all__ = ["ENTITIES", "PresidioRecognizer", "adopt", "predefined"]

ENTITIES = {
    "ABA_ROUTING_NUMBER": "ABA",
    "DATE_TIME": "SERVICE_DATE",
    "IBAN_CODE": "IBAN",
    "LOCATION": "CITY",
    "MAC_ADDRESS": "DEVICE_ID",
    "MEDICAL_LICENSE": "DEA_NUMBER",
    "PERSON": "PERSON_NAME",
    "US_CLAIM_NUMBER": "CLAIM_NUMBER",
    "US_DRIVER_LICENSE": "LICENSE_NUMBER",
    "US_HEALTH_INSURANCE_MEMBER_ID": "HEALTH_PLAN_ID",
    "US_PRESCRIPTION_NUMBER": "RX_NUMBER",
    "US_PRIOR_AUTHORIZATION_NUMBER": "PRIOR_AUTH",
    "US_REFERRAL_NUMBER": "REFERRAL",
    "UUID": "EXTERNAL_ID",
}
"""Presidio's names for entities to ours, where they differ; one that neither knows is the site's own, and names a person."""

_WINDOW, _OVERLAP = 512, 96
"""Code points that one recognizer reads at a time: some of Presidio's patterns take quadratic time."""
_LONGEST = 8_192
"""Code points of one leaf that Presidio reads: names and numbers stand in short values; our own recognizers read all of it."""
_SPEAKS = 0.35
"""Scores from which on a match counts by itself; below, one of the recognizer's context words has to stand nearby."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PresidioRecognizer(Recognizer):
    """A recognizer of Presidio's for one entity.  Its proof is its author's: it brings no samples, and no triggers for the gate.

    Attributes:
        engine: the recognizer; called directly.
        label: the entity as Presidio names it.
    """

    engine: Engine
    label: str

    def __post_init__(self) -> None:
        """Derive what the base class does, without asking for samples."""
        self._prepare()

    def find(self, text: str, *, context: str = "") -> Iterator[Span]:
        """See `Recognizer.find`; at most the first 8,192 code points are read."""
        last = -1
        for offset in range(0, min(len(text), _LONGEST), _WINDOW - _OVERLAP):
            piece = text[offset : offset + _WINDOW]
            for start, end in sorted(self._results(piece, context)):
                if offset + end > last:
                    last = offset + end
                    yield offset + start, last
            if offset + _WINDOW >= len(text):
                return

    def _results(self, piece: str, context: str) -> Iterator[Span]:
        for result in self.engine.analyze(piece, [self.label], None) or ():
            if result.entity_type == self.label and (result.score >= _SPEAKS or self._spoken_for(piece, result.start, context)):
                yield result.start, result.end

    def _spoken_for(self, piece: str, start: int, context: str) -> bool:
        if self._context is None:
            return False
        return bool(self._context.search(piece[max(0, start - NEAR) : start]) or self._context.search(context))


def adopt(source: Any) -> tuple[Recognizer, ...]:
    """A user's own Presidio recognizers, as `analyse` takes them in ``extra``.

    Args:
        source: an ``EntityRecognizer``, several, or a ``RecognizerRegistry``.  Those that need a model's output are left out.
    """
    return tuple(_adopted(chosen(source)))


@cache
def predefined() -> tuple[Recognizer, ...]:
    """Presidio's own recognizers that are worth their time, as `analyse` takes them in ``extra``.

    Raises:
        ConfigurationError: ``presidio-analyzer`` is not installed.
    """
    return tuple(_adopted(engines()))


def _adopted(found: Iterable[Engine]) -> Iterator[Recognizer]:
    for engine in found:
        for label in engine.supported_entities:
            yield PresidioRecognizer(
                id=f"presidio_{label.lower()}",
                entity=ENTITIES.get(label, label),
                score=0.6,
                needs_context=tuple(engine.context or ()),
                engine=engine,
                label=label,
            )
