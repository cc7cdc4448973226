"""Texts that the recipient runs rather than reads: a placeholder in them would break the call, and their names are its own.

GraphQL so far (spec October 2021, section 2): ``query`` holds a document, ``operationName`` one of its names; what is said about a
person stands in ``variables``, or in string literals of the document.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from phiguard.model.leaf import LeafType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from phiguard.model.finding import Finding
    from phiguard.model.leaf import Leaf

__all__ = ["beyond_reach", "is_program"]

_DOCUMENT_KEYS = frozenset({"query", "mutation", "document"})
_NAME_KEYS = frozenset({"operationname", "operation_name"})
_HEAD = 400
"""How much of a text is looked at to tell what it is, in code points."""
_GRAPHQL = re.compile(
    r"\s{0,40}(?:(?:query|mutation|subscription|fragment)\b[^{}]{0,300}\{|\{\s{0,40}[A-Za-z_]\w{0,60}[\s({:]).{0,300}", re.DOTALL
)
_NAME = re.compile(r"[A-Za-z_]\w{0,100}")


def is_program(leaf: Leaf) -> bool:
    """Whether *leaf* is a text that is run, or names a part of one."""
    if leaf.type is not LeafType.TEXT:
        return False
    key = leaf.key.lower()
    if key in _NAME_KEYS:
        return _NAME.fullmatch(leaf.text) is not None
    return key in _DOCUMENT_KEYS and _GRAPHQL.match(leaf.text[:_HEAD]) is not None


def beyond_reach(findings: Iterable[Finding], leaf: Leaf) -> list[Finding]:
    """Those of *findings*, all in *leaf*, that stand in a program's own names and cannot be replaced."""
    if not is_program(leaf):
        return []
    literals = _literals(leaf.text)
    return [finding for finding in findings if not all(any(a <= start and end <= b for a, b in literals) for start, end in finding.spans)]


def _literals(text: str) -> list[tuple[int, int]]:
    """The insides of the double-quoted strings of *text*; an odd quote opens none."""
    marks = [at for at, char in enumerate(text) if char == '"' and text[at - 1 : at] != "\\"]
    return [(start + 1, end) for start, end in zip(marks[::2], marks[1::2], strict=False)]
