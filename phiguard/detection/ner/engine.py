"""What reads free text: our own tagger by default, or anything that offers the same one method."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from phiguard.detection.ner.entities import entities
from phiguard.detection.ner.loading import load
from phiguard.detection.ner.tagger import Tagger
from phiguard.model.finding import Span

__all__ = ["Engine", "Mention", "OwnEngine", "default_engine"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Something that an engine saw in a text.

    Attributes:
        span: code points, start inclusive, end exclusive.
        entity: canonical entity name (`phiguard.model.entities.ENTITIES`).
        score: 0 to 1.
    """

    span: Span
    entity: str
    score: float


@runtime_checkable
class Engine(Protocol):
    """Reads texts.  Implementations keep nothing of what they read and may be called from several threads at once."""

    @property
    def name(self) -> str:
        """What findings name as their recognizer; two engines that answer differently have different names."""

    def read(self, texts: Sequence[str]) -> Sequence[Sequence[Mention]]:
        """The mentions of each text, in the texts' order.

        Raises:
            InspectionError: the engine cannot answer.
        """


class OwnEngine:
    """The tagger that ships with the package."""

    name = "tagger"

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    def read(self, texts: Sequence[str]) -> Sequence[Sequence[Mention]]:
        """The mentions of each text."""
        return [
            [Mention(span=(each.start, each.end), entity=each.label, score=each.score) for each in entities(text, tagged)]
            for text, tagged in zip(texts, self._tagger.tag_many(texts), strict=True)
        ]


@functools.cache
def default_engine() -> OwnEngine:
    """The process's own engine, read from the package's data on the first call (about 100 ms).

    Two threads that come first together may both read it; one result stays.

    Raises:
        InspectionError: the data files are missing or damaged.
    """
    return OwnEngine(load())
