"""The values that detection is made of: a recognizer, a term and its hit, and the folded alphabet that triggers are written in."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from phiguard.errors import ConfigurationError
from phiguard.model.entities import ENTITIES, Kind, Strength
from phiguard.model.patterns import late

__all__ = ["BuiltIn", "Hit", "Recognizer", "Span", "Term", "fold", "spell"]

Span = tuple[int, int]
"""Code points, start inclusive, end exclusive."""

CHUNK = 16_384
"""Longest text that one pattern is run over at a time, in code points."""
OVERLAP = 512
"""How far two chunks overlap: longer than the longest match of any recognizer."""
NEAR = 64
"""How far before a match a context word may end, in code points."""

_KEPT = "-./:+)"


def _folded(code: int) -> str:
    char = chr(code)
    if char.isdigit():
        return "0"
    if "A" <= char <= "Z":
        return "A"
    if "a" <= char <= "z" or char == "_":
        return "a"
    return char if char in _KEPT else " "


_FOLD = {code: _folded(code) for code in range(128)}


class _Fold(dict[int, str]):
    """Everything beyond ASCII folds to a letter, as its UTF-8 bytes do in the gate."""

    def __missing__(self, code: int) -> str:
        return "a"


_TABLE = _Fold(_FOLD)
_LAST_ASCII = 127


def fold(text: str) -> str:
    """*text* over the alphabet of shapes, with a blank at either end.

    Digits become ``0``, ``A-Z`` ``A``, ``a-z`` and ``_`` and everything beyond ASCII ``a``; ``- . / : + )`` stay; all else is a blank.
    """
    return f" {text.translate(_TABLE)} "


def spell(*parts: str | Iterable[str]) -> tuple[str, ...]:
    """Every concatenation that takes one alternative of each part, without repeats: how recognizers write their shapes down."""
    choices = [(part,) if isinstance(part, str) else tuple(part) for part in parts]
    return tuple(dict.fromkeys("".join(choice) for choice in itertools.product(*choices)))


class Term(NamedTuple):
    """One entry of the health lexicon.

    Attributes:
        text: lower-case words joined by one blank.
        entity: canonical entity name.
        strength: ``clinical`` or ``care``.
        ambiguous: also an everyday word; counts only beside another sign of health or a person.
        unless: lower-case words or phrases that, standing nearby, show the other sense.
    """

    text: str
    entity: str
    strength: Strength
    ambiguous: bool = False
    unless: tuple[str, ...] = ()


class Hit(NamedTuple):
    """A term seen in a text, by its span of code points."""

    start: int
    end: int
    term: Term


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Recognizer:
    r"""A pattern that finds one entity in a text, together with its proof.

    Attributes:
        id: name in findings and reports.
        entity: canonical entity name.
        strength: as in `Finding`.
        score: 0 to 1.
        pattern: a regular expression in linear form: bounded repeats only, none nested.  The group ``v``, if there is one, is the value.
        shapes: triggers over the folded alphabet (see `fold`), neighbouring delimiters included where they matter.
        literals: triggers as raw text, compared without case.  Every text that can match holds one shape or one literal.
        check: what a match has to pass: check digit, calendar, exclusions.  Gets the value's text.
        needs_context: words of which one must stand before the match, or in the key; empty when the match speaks for itself.
        hits: texts in which the value must be found; at least one.
        misses: texts in which nothing may be found; at least one.
        not_after: words that, standing right before the match, say that it is something else (``order``, ``version``).
        ambiguous: whether a match counts only beside another sign of health.
        fewest: digits that a text must hold at the least to be matched; for shapes it is counted.
        keys: keys whose whole value is the entity, whatever its form; with an empty *pattern* nothing else is.
        reach: longest piece of text that the pattern is run over at a time, in code points.

    Raises:
        ConfigurationError: the pattern does not compile, a hit is not hit or holds no trigger, a miss is hit, or samples are missing.
            Of a `BuiltIn` only missing samples are noticed here; the tests run its proof.
    """

    id: str
    entity: str
    strength: Strength | None = None
    score: float = 0.85
    pattern: str = ""
    keys: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    literals: tuple[str, ...] = ()
    check: Callable[[str], bool] | None = None
    needs_context: tuple[str, ...] = ()
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    ambiguous: bool = False
    fewest: int = 0
    reach: int = CHUNK
    _compiled: re.Pattern[str] = field(init=False, compare=False)
    _context: re.Pattern[str] | None = field(init=False, compare=False)
    _refused: re.Pattern[str] | None = field(init=False, compare=False)
    _digits: int = field(init=False, compare=False)
    _telling: tuple[str, ...] = field(init=False, compare=False)
    _group: int | str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Prepare, then prove the recognizer on its own samples."""
        self._prepare()
        if not self.pattern and self.keys:
            return
        if not self.pattern or not self.hits or not self.misses:
            msg = f"recognizer {self.id}: a pattern, hits and misses are all needed"
            raise ConfigurationError(msg)
        self._accept()

    def _accept(self) -> None:
        """What has to hold before the recognizer exists."""
        self.prove()

    def prove(self) -> None:
        """Run the proof: the pattern compiles, every hit is found and brings a trigger, no miss is found.

        Raises:
            ConfigurationError: it fails, and where.
        """
        try:
            re.compile(self.pattern)
        except re.error as error:
            msg = f"recognizer {self.id}: pattern does not compile: {error.msg}"
            raise ConfigurationError(msg) from error
        for number, text in enumerate(self.hits):
            if not any(self.find(text)):
                msg = f"recognizer {self.id}: hit {number} is not found"
                raise ConfigurationError(msg)
            if not self.triggered(text) or sum(char.isdigit() for char in text) < self.digits:
                msg = f"recognizer {self.id}: hit {number} holds none of the triggers"
                raise ConfigurationError(msg)
        for number, text in enumerate(self.misses):
            if any(self.find(text)):
                msg = f"recognizer {self.id}: miss {number} is found"
                raise ConfigurationError(msg)

    def _prepare(self) -> None:
        own = self.strength or (ENTITIES[self.entity].strength if self.entity in ENTITIES else Strength.DIRECT)
        object.__setattr__(self, "strength", own)
        object.__setattr__(self, "_compiled", late(self.pattern))
        object.__setattr__(self, "_group", "v" if "(?P<v>" in self.pattern else 0)
        object.__setattr__(self, "_context", _words(self.needs_context, ""))
        object.__setattr__(self, "_refused", _words(self.not_after, r"[^a-z]{0,8}\Z"))
        object.__setattr__(self, "_telling", () if self.shapes else tuple(literal.lower() for literal in self.literals))
        fewest = min((shape.count("0") for shape in self.shapes), default=0)
        object.__setattr__(self, "_digits", max(self.fewest, 0 if self.literals else fewest))

    @property
    def kind(self) -> Kind:
        """The side of a disclosure that its findings stand on."""
        return Kind.HEALTH if self.strength in (Strength.CLINICAL, Strength.CARE, Strength.IMPLIED) else Kind.IDENTIFIER

    @property
    def digits(self) -> int:
        """A text with fewer digits than this cannot match; 0 when nothing is known."""
        return self._digits

    def possible(self, low: str) -> bool:
        """Whether *low*, in lower case, holds one of the literals; True where shapes can trigger as well."""
        for literal in self._telling:  # a loop, because it runs for every recognizer on every text
            if literal in low:
                return True
        return not self._telling

    def triggered(self, text: str) -> bool:
        """Whether *text* holds one of the declared triggers (always, when none is declared)."""
        if not self.shapes and not self.literals:
            return True
        low, folded = text.lower(), fold(text)
        return any(literal.lower() in low for literal in self.literals) or any(shape in folded for shape in self.shapes)

    def find(self, text: str, *, context: str = "") -> Iterator[Span]:
        """Spans of the values in *text*.

        Args:
            text: normalised text of any length; looked at in overlapping chunks.
            context: what stands around the text: its key's words and those of the keys above.
        """
        last = -1
        step = self.reach - min(OVERLAP, self.reach // 4)
        for offset in range(0, max(len(text), 1) if self.pattern else 0, step):
            piece = text if len(text) <= self.reach else text[offset : offset + self.reach]
            for match in self._compiled.finditer(piece):
                start, end = self._value(match)
                if offset + end <= last or not self._holds(piece, match, context):
                    continue
                last = offset + end
                yield offset + start, last
            if offset + self.reach >= len(text):
                return

    def _value(self, match: re.Match[str]) -> Span:
        """The group ``v`` where it took part in the match, else all of it."""
        start, end = match.span(self._group)
        return (start, end) if start >= 0 else match.span()

    def _holds(self, piece: str, match: re.Match[str], context: str) -> bool:
        start, end = self._value(match)
        if self.check is not None and not self.check(piece[start:end]):
            return False
        if self._refused is not None and self._refused.search(piece[max(0, start - NEAR) : start]):
            return False
        if self._context is None:
            return True
        before = piece[max(0, start - NEAR) : match.end()]
        return bool(self._context.search(before) or (context and self._context.search(context)))

    def __repr__(self) -> str:
        """Its id and entity."""
        return f"<Recognizer {self.id} {self.entity}>"


def _words(words: tuple[str, ...], tail: str) -> re.Pattern[str] | None:
    either = "|".join(re.escape(word) for word in words)
    return late(rf"(?i)(?<![a-z])(?:{either})(?![a-z]){tail}") if words else None


class BuiltIn(Recognizer):
    """A recognizer of this package: its proof is run by the tests, and not again each time that a process starts."""

    __slots__ = ()

    def _accept(self) -> None:
        """The samples are there, which is all that is asked here."""
