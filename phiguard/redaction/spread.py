"""A value that was found once is taken out wherever else it stands in the same event: the name under ``name`` and the name in ``Dear ...``.

Recognizers see a name in prose only with an engine for it; a key that says ``patient_name`` has already told us the name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from phiguard.model.entities import ENTITIES, EntityClass, Kind
from phiguard.model.leaf import LeafType
from phiguard.redaction.selection import is_prose
from phiguard.redaction.spans import Cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from phiguard.model.finding import Finding
    from phiguard.model.leaf import Leaf

__all__ = ["Spread"]

_SPREADING = frozenset({EntityClass.NAME, EntityClass.CONTACT, EntityClass.RECORD, EntityClass.ONLINE})
"""Classes whose values are said of one person; a city or a date stands for itself elsewhere."""
_QUOTES = ".,;:()'\""
_SHORTEST = 5
_SHORTEST_NAME = 3
_LONGEST = 200
_MOST = 64
"""Values looked for; a message about more people than this is a table, whose cells are found by their header."""


class Spread:
    """The identifying values of a message's findings, to be looked for in its other leaves.

    A name is also looked for by its parts, but only in sentences and as it is written: ``Hope`` is a name, ``hope`` is not.
    """

    def __init__(self) -> None:
        self._values: dict[str, tuple[str, bool]] = {}

    def learn(self, findings: Iterable[Finding], leaf: Leaf) -> None:
        """Take note of what *findings* mark in *leaf*."""
        for finding in findings:
            row = ENTITIES.get(finding.entity)
            if finding.kind is not Kind.IDENTIFIER or row is None or row.group not in _SPREADING or leaf.type is LeafType.BOOLEAN:
                continue
            for start, end in finding.spans:
                self._add(leaf.text[start:end].strip(), finding.entity, name=row.group is EntityClass.NAME)

    def _add(self, value: str, entity: str, *, name: bool) -> None:
        if len(value) > _LONGEST or len(self._values) >= _MOST:
            return
        if len(value) >= _SHORTEST:
            self._values.setdefault(value, (entity, False))
        for part in value.split() if name else ():
            word = part.strip(_QUOTES)
            if len(word) >= _SHORTEST_NAME and word[0].isupper():
                self._values.setdefault(word, (entity, True))

    def cuts(self, leaf: Leaf) -> Iterator[Cut]:
        """Where the values stand in *leaf* as words of their own."""
        if leaf.type is not LeafType.TEXT:
            return
        text = leaf.text
        there = [value for value in self._values if value in text]
        prose = bool(there) and is_prose(leaf)
        for value in there:
            entity, only_prose = self._values[value]
            if prose or not only_prose:
                for at in _found(text, value):
                    yield Cut(at, at + len(value), entity)


def _found(text: str, value: str) -> Iterator[int]:
    at = text.find(value)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(value) : at + len(value) + 1]
        if not before.isalnum() and not after.isalnum():
            yield at
        at = text.find(value, at + 1)
