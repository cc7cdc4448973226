"""Judges of shapes: a trigger brings a place to notice, the recognizer's own pattern and check are asked on a window around it.

The recognizer itself is only read when the digits around a candidate suffice for it: most candidates need nothing more than that count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from phiguard.detection.types import Recognizer
from phiguard.gate import words
from phiguard.gate.probe import Judge, Probe
from phiguard.gate.window import plain

__all__ = ["is_whole", "labelled", "shape"]

_LABELLED = 64
"""Triggers of one kind that are looked at once a context word stands; beyond, the signal is taken as given."""
_DIGIT = b"0"
_CORE = " :/+)"
_VALUE = re.compile(r"[\"'=&?;|<>{}\[\]\n\t]|,(?! )")
_SEGMENT = re.compile(r"[\"'=&?,;|<>{}\[\]\n\t/:]")
_TOUCHES = re.compile(r"[/:]")
_ANCHOR = re.compile(r"\\A|\\Z|(?<!\[)\^|\$")
_PERCENT = ord("%")
_TORN = re.compile(rb"\A[\w.\-]{0,40}(?=[^\w.\-])")
"""What is left of a token at the edge of a window."""
_WIDEST = 160
_REGION = 400
_LEFT_REACH, _FAR_REACH, _RIGHT_REACH = 8, 56, 72


def is_whole(recognizer: Recognizer) -> bool:
    """Whether the pattern only matches when it matches all of a value."""
    return recognizer.pattern.startswith("\\A") and recognizer.pattern.endswith("\\Z")


def shape(signal: int, digits: int, source: Callable[[], Recognizer]) -> Judge:
    """A recognizer that speaks for itself: its pattern must match around its trigger, and its check must pass.

    Args:
        signal: the bit it sets.
        digits: the fewest digits that its pattern can match.
        source: gives the recognizer.
    """
    recognizer = cache(lambda: _Asked(source()))

    def judge(probe: Probe, start: int, end: int) -> int:
        if digits and words.idle(probe.data, start, end):
            return 0
        low, high = words.leaf(probe.data, start, end, _WIDEST)
        if digits and probe.folded.count(_DIGIT, low, high) < digits:
            return 0
        return signal if recognizer().passes(probe.data, start, end) else 0

    return judge


def labelled(signal: int, digits: int, source: Callable[[], Recognizer]) -> Judge:
    """A recognizer that needs a word beside it: the candidate is the word, and its triggers are sought where the word governs.

    The word stands before the value, or in a key above it.  So numbers of a common length cost nothing where no such word is.
    Arguments as for `shape`.
    """
    recognizer = cache(lambda: _Asked(source()))

    def judge(probe: Probe, start: int, end: int) -> int:
        data = probe.data
        if words.idle(data, start, end) or not words.stands(data, start, end):
            return 0
        low, high = words.governed(data, start, end)
        if probe.folded.count(_DIGIT, low, high) < digits:
            return 0
        if high - low <= _REGION:
            return signal if recognizer().matches_plainly(data[low:high]) else 0
        low = max(low, probe.refused.get(name, 0))
        if recognizer().found(probe, low, high):
            return signal
        if high == len(data):
            probe.refused[name] = high  # nothing from here to the end: the next word need not look again
        return 0

    name = id(judge)
    return judge


class _Asked:
    """A recognizer's pattern and check, with what has to be known about its triggers."""

    def __init__(self, recognizer: Recognizer) -> None:
        self._pattern = re.compile(recognizer.pattern)
        self._group = self._pattern.groupindex.get("v", 0)
        self._check = recognizer.check
        self._anchored = _ANCHOR.search(recognizer.pattern) is not None
        delimited = not recognizer.literals and all(text[0] in _CORE for text in recognizer.shapes)
        self._reach = _LEFT_REACH if delimited or is_whole(recognizer) else _FAR_REACH
        stripped = {text.strip(_CORE).encode() for text in recognizer.shapes}
        self._cores = tuple(sorted(text for text in stripped if not any(other in text for other in stripped if other != text)))
        self._literals = tuple(text.lower().encode() for text in recognizer.literals)

    def _matches(self, text: str) -> bool:
        check, group = self._check, self._group
        return any(check is None or check(match[group] or match[0]) for match in self._pattern.finditer(text))

    def _matches_form(self, text: str) -> bool:
        """As text, or as the text of a form, where a plus is a blank."""
        return self._matches(text) or ("+" in text and self._matches(text.replace("+", " ")))

    def matches_plainly(self, piece: bytes) -> bool:
        """Whether it matches anywhere in *piece*."""
        return self._matches_form(plain(piece).decode("latin-1"))

    def passes(self, data: bytes, start: int, end: int) -> bool:
        """Whether it matches around a trigger: in its surroundings, or as a value of its own that is cut out of them."""
        wide = 3 if _PERCENT in data[max(0, start - _FAR_REACH) : end + _FAR_REACH] else 1
        low = start - wide * self._reach
        left = plain(_TORN.sub(b"", data[low:start]) if low > 0 else data[:start])
        text = (left + plain(data[start : end + wide * _RIGHT_REACH])).decode("latin-1")
        if self._matches_form(text):
            return True
        at = len(left) + 1
        if self._anchored and self._matches_form(_cut(text, at, _VALUE)):
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
