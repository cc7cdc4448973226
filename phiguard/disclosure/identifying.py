"""Which of an event's findings point at a person: a town or a birthday alone does not, two such things together do.

45 CFR 164.514(b)(2)(i) lists what has to go for data to be nobody's; 160.103 asks whether what stands there identifies, or reasonably
could.  A directory of clinics has towns and dates of visits, and is about nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from phiguard.disclosure.table import Partial, partials
from phiguard.model.entities import Kind, Strength
from phiguard.model.finding import Finding

__all__ = ["identifying"]

_FREE_TEXT = ("ner", "presidio", "spacy")
"""Recognizers, by the beginning of their id, that read names out of prose: nothing says whose name it is."""


def identifying(findings: Iterable[Finding], *, beside_health: bool) -> dict[str, Strength]:
    """The entities among *findings* that identify somebody, each with its strength.

    Args:
        findings: of one event, of either kind.
        beside_health: whether health context stands in the same event.
    """
    table = partials()
    found: dict[str, Strength] = {}
    partly: list[Finding] = []
    for finding in findings:
        if finding.kind is not Kind.IDENTIFIER:
            continue
        if finding.entity in table:
            partly.append(finding)
        else:
            _keep(found, finding.entity, finding.strength)
    for entity, strength in _of_partials(partly, table, beside_health=beside_health):
        _keep(found, entity, strength)
    return found


def _keep(found: dict[str, Strength], entity: str, strength: Strength) -> None:
    if found.get(entity) is not Strength.DIRECT:
        found[entity] = strength


def _of_partials(partly: Sequence[Finding], table: Mapping[str, Partial], *, beside_health: bool) -> Iterable[tuple[str, Strength]]:
    groups = {table[finding.entity].group for finding in partly}
    for finding in partly:
        partial = table[finding.entity]
        if partial.together & groups or _alone(finding, partial, beside_health=beside_health):
            yield finding.entity, finding.strength
        elif "always" in partial.alone:
            yield finding.entity, Strength.LINKABLE


def _alone(finding: Finding, partial: Partial, *, beside_health: bool) -> bool:
    if beside_health and "beside_health" in partial.alone:
        return True
    return "under_key" in partial.alone and not finding.recognizer.startswith(_FREE_TEXT)
