"""Recognizers of a site's own, from its policy: every hospital has its own record numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from re import _constants, _parser  # type: ignore[attr-defined]  # the one way to see a pattern's structure
from typing import Any, Protocol

from phiguard.detection.types import Recognizer
from phiguard.errors import ConfigurationError
from phiguard.model.entities import Strength

__all__ = ["SiteRule", "compile_recognizers", "refuse_slow"]

_REACH = 1_024
"""Code points that a site's pattern is run over at a time: bounds what an unlucky one can cost."""
_MANY = 32
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)


class SiteRule(Protocol):
    """What the policy says about one identifier of the site's own."""

    @property
    def entity(self) -> str:
        """A canonical entity, or a name of the site's own."""
        ...

    @property
    def strength(self) -> Strength | None:
        """As in `Finding`; None: the canonical entity's own."""
        ...

    @property
    def keys(self) -> Sequence[str]:
        """Keys that say that their value is one."""
        ...

    @property
    def pattern(self) -> str:
        """What finds one in text, or empty."""
        ...

    @property
    def hits(self) -> Sequence[str]:
        """Texts in which the pattern must find one."""
        ...

    @property
    def misses(self) -> Sequence[str]:
        """Texts in which it must not."""
        ...


def compile_recognizers(rules: Iterable[SiteRule]) -> tuple[Recognizer, ...]:
    """The recognizers of *rules*, proved on their samples.

    They declare no triggers, so the gate looks closer at every call to the recipients that they matter for.

    Raises:
        ConfigurationError: a pattern does not compile, can take more than linear time, or fails on its own samples.
    """
    return tuple(_compile(number, rule) for number, rule in enumerate(rules))


def _compile(number: int, rule: SiteRule) -> Recognizer:
    name = f"site_{number}_{rule.entity.lower()}"
    if rule.pattern:
        refuse_slow(name, rule.pattern)
    return Recognizer(
        id=name,
        entity=rule.entity,
        strength=rule.strength,
        score=0.9,
        pattern=rule.pattern,
        keys=tuple(rule.keys),
        hits=tuple(rule.hits),
        misses=tuple(rule.misses),
        reach=_REACH,
    )


def refuse_slow(name: str, pattern: str) -> None:
    """Refuse a pattern that can take more than linear time: a long repeat inside another, or a back-reference.

    Raises:
        ConfigurationError: it can, or it does not compile.
    """
    try:
        parsed = _parser.parse(pattern)
    except re.error as error:
        msg = f"recognizer {name}: pattern does not compile: {error.msg}"
        raise ConfigurationError(msg) from error
    if reason := _slow(parsed, inside=False):
        msg = f"recognizer {name}: pattern {reason}; write bounded repeats such as {{1,20}} side by side instead"
        raise ConfigurationError(msg)


def _slow(parsed: Any, *, inside: bool) -> str:
    for operator, argument in parsed:
        if operator is _constants.GROUPREF:
            return "refers back to a group"
        long = operator in _REPEATS and (argument[1] is _constants.MAXREPEAT or argument[1] > _MANY)
        if long and inside:
            return "has a repeat inside a repeat"
        for part in _parts(argument):
            if reason := _slow(part, inside=inside or long):
                return reason
    return ""


def _parts(argument: Any) -> Iterable[Any]:
    """The patterns inside an operator's argument, whatever its form."""
    if isinstance(argument, _parser.SubPattern):
        yield argument
    elif isinstance(argument, (tuple, list)):
        for each in argument:
            yield from _parts(each)
