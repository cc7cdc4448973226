"""How many digits every match of a pattern must hold: a count of them is the cheapest way to refuse a candidate."""

from __future__ import annotations

from collections.abc import Iterable
from re import _constants, _parser  # type: ignore[attr-defined]  # no public way to read a pattern; what is not known counts as none
from typing import Any

__all__ = ["fewest_digits"]

_ZERO, _NINE = b"09"
_REPEATS = frozenset({_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT})


def fewest_digits(pattern: str) -> int:
    r"""The fewest digits in any text that *pattern* can match; never more than that.

    >>> fewest_digits(r"(?:MRN|chart)\s?\d{5,8}"), fewest_digits(r"\d\d|x")
    (5, 0)
    """
    return _sequence(_parser.parse(pattern))


def _sequence(items: Iterable[tuple[Any, Any]]) -> int:
    return sum(_item(kind, value) for kind, value in items)


def _item(kind: Any, value: Any) -> int:
    if kind is _constants.IN:
        return int(all(_is_digit(part, what) for part, what in value))
    if kind is _constants.LITERAL:
        return int(_ZERO <= value <= _NINE)
    if kind is _constants.BRANCH:
        return min((_sequence(branch) for branch in value[1]), default=0)
    if kind is _constants.SUBPATTERN:
        return _sequence(value[3])
    if kind in _REPEATS:
        return int(value[0]) * _sequence(value[2])
    return 0


def _is_digit(kind: Any, value: Any) -> bool:
    if kind is _constants.LITERAL:
        return bool(_ZERO <= value <= _NINE)
    if kind is _constants.RANGE:
        return bool(value[0] >= _ZERO and value[1] <= _NINE)
    return bool(kind is _constants.CATEGORY and value is _constants.CATEGORY_DIGIT)
