"""What stands in place of a removed value: something the recipient's parser accepts and nobody takes for a person.

======================  ==============================================================================================
where it stood          what stands there now
======================  ==============================================================================================
in a sentence           ``[PERSON_NAME_1]``: the same value has the same number within one message, so prose stays coherent
a value of its own      ``[PERSON_NAME]``, or the empty member of its syntax, as recipients validate these:
                        e-mail address, ISO date, hex digest (same length), UUID, IP address
JSON number, boolean    ``0``, ``false``
URL, query, cookie, key ``redacted`` (keys: ``redacted_2`` ... for further values, so that two never become one)
======================  ==============================================================================================

All of these can be told from a payload again: `phiguard.redaction.residual`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from phiguard.model.leaf import LeafType, Where

if TYPE_CHECKING:
    from phiguard.model.leaf import Leaf

__all__ = ["SCALARS", "TOKEN", "Placeholders", "is_neutral", "is_token_place"]

TOKEN = "redacted"  # noqa: S105 -- a word, not a secret
_NAME = "PERSON_NAME"
EMAIL = "redacted@example.invalid"
"""RFC 2606: a domain that can never resolve, so nothing sent to it reaches anybody."""

_LONGEST_FORM = 64
"""No form below is longer; nothing longer is matched against."""
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+"), EMAIL),
    (re.compile(r"\d{4}-\d\d-\d\d"), "1900-01-01"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)?"), "1900-01-01T00:00:00Z"),
    (re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"), "00000000-0000-0000-0000-000000000000"),
    (re.compile(r"\d{1,3}(?:\.\d{1,3}){3}"), "0.0.0.0"),  # noqa: S104 -- the unspecified address; nothing is bound to it
    (re.compile(r"[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}"), "::"),
)
_DIGEST = re.compile(r"[0-9A-Fa-f]{32}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}|[0-9A-Fa-f]{56}")
SCALARS = {LeafType.NUMBER: "0", LeafType.BOOLEAN: "false"}
"""What stands in place of values that are not text: of the same type, as a recipient that wants a number refuses a text."""
_NEUTRAL = frozenset({TOKEN, EMAIL, *(neutral for _, neutral in _FORMS), *("0" * length for length in (32, 40, 56, 64))})


class Placeholders:
    """The replacements of one message; remembers which value got which number.

    Args:
        numbered: whether values of their own are numbered as well as those in sentences (toward language models, which then see
            that a field and a sentence speak of the same person).
    """

    def __init__(self, *, numbered: bool) -> None:
        self._numbered = numbered
        self._numbers: dict[tuple[str, str], int] = {}
        self._counts: dict[str, int] = {}

    def alone(self, leaf: Leaf, entity: str) -> str:
        """What replaces the whole of *leaf*."""
        if leaf.type in SCALARS:
            return SCALARS[leaf.type]
        if is_token_place(leaf):
            return self._token(leaf, leaf.text)
        return _form(leaf.text) or (self._number(entity, leaf.text) if self._numbered else f"[{entity}]")

    def within(self, leaf: Leaf, entity: str, value: str, *, prose: bool) -> str:
        """What replaces *value*, a part of *leaf*."""
        if is_token_place(leaf):
            return self._token(leaf, value)
        return self._number(entity, value) if prose or self._numbered else f"[{entity}]"

    def _number(self, entity: str, value: str) -> str:
        folded = " ".join(value.casefold().split())
        return f"[{entity}_{self._alias(folded) if entity == _NAME else self._count(entity, folded)}]"

    def _alias(self, name: str) -> int:
        """The number of a name; a part of one that was met before is the same person: ``Jane Roe ... Jane``."""
        words = set(name.split())
        for series, known in self._numbers:
            if series == _NAME and (words <= set(known.split()) or words > set(known.split())):
                return self._numbers.setdefault((series, name), self._numbers[series, known])
        return self._count(_NAME, name)

    def _token(self, leaf: Leaf, value: str) -> str:
        number = self._count(TOKEN, value) if leaf.type is LeafType.KEY else 1
        return TOKEN if number == 1 else f"{TOKEN}_{number}"

    def _count(self, series: str, value: str) -> int:
        if (series, value) not in self._numbers:
            self._counts[series] = self._counts.get(series, 0) + 1
            self._numbers[series, value] = self._counts[series]
        return self._numbers[series, value]


def is_token_place(leaf: Leaf) -> bool:
    """Whether brackets would be out of place: in URLs, wherever they stand, in cookies and in keys."""
    return leaf.type is LeafType.KEY or leaf.where in (Where.URL, Where.QUERY, Where.COOKIE) or "url" in leaf.encodings


def is_neutral(text: str) -> bool:
    """Whether *text* is one of the replacements that have the form of a value."""
    return text in _NEUTRAL


def _form(text: str) -> str:
    if len(text) > _LONGEST_FORM:
        return ""
    if _DIGEST.fullmatch(text):
        return "0" * len(text)
    return next((neutral for pattern, neutral in _FORMS if pattern.fullmatch(text)), "")
