"""Judges of shapes: a trigger brings a place to notice, the recognizer's own pattern and check are asked on a window around it.

The recognizer itself is only read when the digits around a candidate suffice for it: most candidates need nothing more than that count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from typing import NamedTuple

from phiguard.detection.types import Recognizer
from phiguard.gate import words
from phiguard.gate.digits import fewest_digits
from phiguard.gate.probe import Judge, Probe
from phiguard.gate.window import plain
from phiguard.model.patterns import late

__all__ = ["Asked", "is_whole", "labelled", "shape"]

_LABELLED = 64
"""Triggers of one kind that are looked at once a context word stands; beyond, the signal is taken as given."""
_DIGIT = b"0"
_CORE = " :/+)"
_VALUE = late(r"[\"'=&?;|<>{}\[\]\n\t]|,(?! )|: ")
_SEGMENT = late(r"[\"'=&?,;|<>{}\[\]\n\t/:]")
_TOUCHES = late(r"[/:]")
_ANCHOR = late(r"\\A|\\Z|(?<!\[)\^|\$")
_PERCENT = ord("%")
_TORN = late(rb"\A[\w.\-]{0,40}(?=[^\w.\-])")
"""What is left of a token at the edge of a window."""
_WIDEST = 160
_REGION, _ENCODED_REGION = 400, 4096
_LEFT_REACH, _FAR_REACH, _RIGHT_REACH = 8, 56, 72


def is_whole(recognizer: Recognizer) -> bool:
    """Whether the pattern only matches when it matches all of a value."""
    return recognizer.pattern.startswith("\\A") and recognizer.pattern.endswith("\\Z")


_BETWEEN = "\0"


class Asked(NamedTuple):
    """What a rule keeps of a recognizer, as texts: with it all but few candidates are refused before the recognizer is read.

    Attributes:
        id: the recognizer's.
        digits: the fewest digits that its pattern can match.
        pattern: its pattern.
        checked: ``check`` when a match has to pass a check, else empty.
        reach: bytes before a trigger at which a match can begin.
        cores: its shapes without what delimits them, a zero character between two.
        literals: its literals in lower case, as *cores*.
    """

    id: str
    digits: str
    pattern: str
    checked: str
    reach: str
    cores: str
    literals: str

    @classmethod
    def of(cls, recognizer: Recognizer) -> Asked:
        """That of *recognizer*."""
        delimited = not recognizer.literals and all(text[0] in _CORE for text in recognizer.shapes)
        stripped = {text.strip(_CORE) for text in recognizer.shapes}
        return cls(
            id=recognizer.id,
            digits=str(fewest_digits(recognizer.pattern)),
            pattern=recognizer.pattern,
            checked="check" if recognizer.check else "",
            reach=str(_LEFT_REACH if delimited or is_whole(recognizer) else _FAR_REACH),
            cores=_BETWEEN.join(sorted(text for text in stripped if not any(other in text for other in stripped if other != text))),
            literals=_BETWEEN.join(text.lower() for text in recognizer.literals),
        )


def shape(signal: int, asked: Asked, source: Callable[[], Recognizer]) -> Judge:
    """A recognizer that speaks for itself: its pattern must match around its trigger, and its check must pass.

    Args:
        signal: the bit it sets.
        asked: what is known about it.
        source: gives the recognizer itself.
    """
    digits, recognizer = int(asked.digits), cache(lambda: _Pattern(asked, source))

    def judge(probe: Probe, start: int, end: int) -> int:
        low, high = words.leaf(probe.data, start, end, _WIDEST)
        if digits and probe.folded.count(_DIGIT, low, high) < digits:
            return 0
        return signal if recognizer().passes(probe.data, start, end) else 0

    return judge


def labelled(signal: int, asked: Asked, source: Callable[[], Recognizer]) -> Judge:
    """A recognizer that needs a word beside it: the candidate is the word, and its triggers are sought where the word governs.

    The word stands before the value, or in a key above it.  So numbers of a common length cost nothing where no such word is.
    Arguments as for `shape`.
    """
    digits, recognizer = int(asked.digits), cache(lambda: _Pattern(asked, source))

    def judge(probe: Probe, start: int, end: int) -> int:
        data = probe.data
        if not words.stands(data, start, end):
            return 0
        low, high = words.governed(data, start, end)
        if probe.folded.count(_DIGIT, low, high) < digits:
            return 0
        if high - low <= (_ENCODED_REGION if _PERCENT in data[low:high] else _REGION):
            return signal if recognizer().matches_plainly(data[low:high]) else 0
        low = max(low, probe.refused.get(name, 0))
        if recognizer().found(probe, low, high):
            return signal
        if high == len(data):
            probe.refused[name] = high  # nothing from here to the end: the next word need not look again
        return 0

    name = id(judge)
    return judge


class _Pattern:
    """A recognizer's pattern and check, with what has to be known about its triggers."""

    def __init__(self, asked: Asked, source: Callable[[], Recognizer]) -> None:
        self._pattern = re.compile(asked.pattern)
        self._group = self._pattern.groupindex.get("v", 0)
        self._checked, self._source = bool(asked.checked), source
        self._anchored = _ANCHOR.search(asked.pattern) is not None
        self._reach = int(asked.reach)
        self._cores = tuple(text.encode() for text in asked.cores.split(_BETWEEN) if text)
        self._literals = tuple(text.encode() for text in asked.literals.split(_BETWEEN) if text)

    @cached_property
    def _check(self) -> Callable[[str], bool] | None:
        return self._source().check

    def _matches(self, text: str) -> bool:
        found = self._pattern.finditer(text)
        if not self._checked:
            return any(True for _ in found)
        group = self._group
        return any(self._check is None or self._check(match[group] or match[0]) for match in found)

    def _matches_form(self, text: str) -> bool:
        """As text, or as the text of a form, where a plus is a blank, and a second one behind it was written ``%2B``."""
        if self._matches(text):
            return True
        if "+" not in text:
            return False
        return self._matches(text.replace("+", " ")) or ("++" in text and self._matches(text.replace("++", " +")))

    def matches_plainly(self, piece: bytes) -> bool:
        """Whether it matches anywhere in *piece*, or all of a value in it."""
        text = plain(piece).decode("latin-1")
        return self._matches_form(text) or (self._anchored and any(self._matches_form(value) for value in _VALUE.split(text)))

    def passes(self, data: bytes, start: int, end: int) -> bool:
        """Whether it matches around a trigger: in its surroundings, or as a value of its own that is cut out of them."""
        wide = 3 if _PERCENT in data[max(0, start - _FAR_REACH) : end + _FAR_REACH] else 1
        low = start - wide * self._reach
        left = plain(_TORN.sub(b"", data[low:start]) if low > 0 else data[:start])
        text = (left + plain(data[start : end + wide * _RIGHT_REACH])).decode("latin-1")
        if self._matches_form(text):
            return True
        at = len(left) + 1
        if (self._anchored or "," in text) and self._matches_form(_cut(text, at, _VALUE)):
            return True
        segment = _cut(text, at, _SEGMENT) if _TOUCHES.search(text, max(0, at - 2), end - start + at) else ""
        return bool(segment) and " " not in segment and self._matches(segment)

    def found(self, probe: Probe, low: int, high: int) -> bool:
        """Whether it passes at one of its triggers there; taken as given when there are too many of them."""
        places = enumerate(self._places(probe, low, high))
        return any(number >= _LABELLED or self.passes(probe.data, at, at + 1) for number, at in places)

    def _places(self, probe: Probe, low: int, high: int) -> Iterator[int]:
        for haystack, needles in ((probe.folded, self._cores), (probe.lowered, self._literals)):
            for needle in needles:
                number = needle.startswith(_DIGIT)
                at = haystack.find(needle, low, high)
                while at >= 0:
                    if not (number and haystack.startswith(_DIGIT, at - 1)):
                        yield at
                    at = haystack.find(needle, at + len(needle), high)


def _cut(text: str, at: int, cut: re.Pattern[str]) -> str:
    """The value around *at*."""
    start = max((match.end() for match in cut.finditer(text[:at])), default=0)
    found = cut.search(text, at)
    return text[start : found.start() if found else len(text)]
