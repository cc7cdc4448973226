"""Tells what is still there after a redaction from what the redaction itself put there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from phiguard.model.entities import ENTITIES
from phiguard.model.leaf import LeafType
from phiguard.redaction.placeholders import SCALARS, is_neutral

if TYPE_CHECKING:
    from collections.abc import Iterable

    from phiguard.decoding import Document
    from phiguard.model.finding import Finding, Span
    from phiguard.model.leaf import Leaf

__all__ = ["residual"]

_PLACEHOLDER = re.compile(r"\[([A-Z][A-Z0-9_]{1,63}?)(?:_\d{1,6})?\]|\bredacted(?:_\d{1,6})?\b")
_AROUND = 80
"""How far a placeholder can reach beyond a finding inside it, in code points."""


def residual(document: Document, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those of *findings* in a redacted *document* that mark anything but replacements.

    The second look runs the same recognizers, and to them ``[PERSON_NAME]`` under the key ``name`` is a name.  A number, boolean or
    date that equals its replacement counts as replaced: where every value of a kind reads ``0``, a ``0`` tells nothing.

    Args:
        document: the rewritten message, opened again.
        findings: what was found in it.
    """
    leaves = {leaf.address: leaf for leaf in document.leaves}
    return tuple(finding for finding in findings if not _ours(finding, leaves.get(finding.address)))


def _ours(finding: Finding, leaf: Leaf | None) -> bool:
    return leaf is not None and all(_replaced(leaf, span, finding.entity) for span in finding.spans)


def _replaced(leaf: Leaf, span: Span, entity: str) -> bool:
    start, end = span
    text = leaf.text[start:end].strip()
    if is_neutral(text) or (leaf.type is not LeafType.TEXT and text == SCALARS.get(leaf.type)):
        return True
    return not any(char.isalnum() for char in _rest(leaf.text, span, entity))


def _rest(text: str, span: Span, entity: str) -> str:
    """What *span* marks besides placeholders, one of which may begin before it or end behind it."""
    start, end = span
    first = max(0, start - _AROUND)
    window = text[first : end + _AROUND]
    rest, at = [], start
    for match in _PLACEHOLDER.finditer(window):
        name = match[1]
        if name is not None and name not in ENTITIES and name != entity:
            continue
        opened, closed = first + match.start(), first + match.end()
        if opened < end and closed > at:
            rest.append(text[at : max(at, opened)])
            at = closed
    return "".join([*rest, text[at:end] if at < end else ""])
