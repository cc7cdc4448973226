"""phiguard's recognizers for an application that already runs Presidio's analyzer: ``registry.add_recognizer(PHIGuardRecognizer())``.

The other direction, Presidio's recognizers inside phiguard, is `phiguard.detection.presidio`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from phiguard.decoding import open_text
from phiguard.detection import analyse
from phiguard.detection.presidio.lane import ENTITIES
from phiguard.errors import ConfigurationError
from phiguard.model.entities import ENTITIES as _KNOWN

try:
    from presidio_analyzer import EntityRecognizer, RecognizerResult
except ImportError as _error:
    _missing = "phiguard.integrations.presidio needs the package presidio-analyzer"
    raise ConfigurationError(_missing) from _error

__all__ = ["PHIGuardRecognizer"]

_THEIRS = {ours: theirs for theirs, ours in ENTITIES.items()}
_THEIRS |= {"DEVICE_ID": "DEVICE_ID", "EXTERNAL_ID": "EXTERNAL_ID", "DATE_OF_BIRTH": "DATE_TIME", "PROVIDER_NAME": "PERSON"}


class PHIGuardRecognizer(EntityRecognizer):
    """Everything that phiguard finds in a text, under Presidio's names where it has one.

    Args:
        entities: canonical names to look for; all of them when left out.
        texts: whether bare numbers, dates and addresses count by their form alone.
    """

    def __init__(self, entities: Sequence[str] = (), *, texts: bool = False) -> None:
        self._wanted = frozenset(entities or _KNOWN)
        self._texts = texts
        supported = sorted({_THEIRS.get(entity, entity) for entity in self._wanted})
        super().__init__(supported_entities=supported, supported_language="en", name="PHIGuardRecognizer")

    def load(self) -> None:
        """Nothing: phiguard reads its tables when they are first needed."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[Any]:
        """What is found in *text* whose name is one of *entities*; spans are code points of *text*."""
        del nlp_artifacts
        return list(self._results(text, frozenset(entities or self.supported_entities)))

    def _results(self, text: str, entities: frozenset[str]) -> Iterator[Any]:
        document = open_text(text)
        leaves = {leaf.address: leaf.text for leaf in document.leaves}
        for finding in analyse(document, texts=self._texts).findings:
            name = _THEIRS.get(finding.entity, finding.entity)
            if finding.entity not in self._wanted or name not in entities:
                continue
            for start, end in finding.spans:
                base = text.find(leaves[finding.address])
                if base >= 0:  # what an encoding hides has no place in the text that Presidio was given
                    yield RecognizerResult(entity_type=name, start=base + start, end=base + end, score=finding.score)
