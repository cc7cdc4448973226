"""Judges of health terms."""

from __future__ import annotations

import re
from collections.abc import Iterable

from phiguard.gate import words
from phiguard.gate.probe import NOT_A_WORD, Judge, Probe
from phiguard.gate.window import plain, wide
from phiguard.model.signals import Signal

__all__ = ["ambiguous", "code", "phrase", "term"]


def code() -> Judge:
    """A short health term with a digit in it: nothing may touch it."""

    def judge(probe: Probe, start: int, end: int) -> int:
        return Signal.HEALTH.value if words.alone(probe.data, start, end) else 0

    return judge


def term(*, whole: bool) -> Judge:
    """A health term: begins a word, and ends one when it is short (*whole*)."""

    def judge(probe: Probe, start: int, end: int) -> int:
        data = probe.data
        return Signal.HEALTH.value if words.begins(data, start) and (not whole or words.ends(data, end)) else 0

    return judge


def ambiguous(*, clinical: bool) -> Judge:
    """An everyday word: counts when it is all that a value says and *clinical*, else only beside another such word."""

    def judge(probe: Probe, start: int, end: int) -> int:
        data = probe.data
        if not words.begins(data, start) or not words.ends(data, end):
            return NOT_A_WORD
        left, right = plain(data[max(0, start - _EDGE) : start]), plain(data[end : end + _EDGE]).removeprefix(b"s")
        return Signal.HEALTH.value if clinical and _ALONE_LEFT.search(left) and _ALONE_RIGHT.match(right) else 0

    return judge


_ALONE_LEFT = re.compile(rb"""(?:["'=&?>,;|/:\[({<\n]|\A)[ \t_.#-]{0,4}\Z""")
_ALONE_RIGHT = re.compile(rb"""(?:es)?[ \t_.#-]{0,4}(?:["'=&<,;|/:\])}?>\n\r\\]|\Z)""")
_ASCII = 128
_NO_LETTERS = bytes(number for number in range(256) if not (chr(number).isalnum() and number < _ASCII))
_EDGE = 12


def phrase(texts: Iterable[str]) -> Judge:
    """Health terms of several words, brought to notice by one of them: the others must stand beside it, whatever joins them."""
    squeezed = tuple({re.sub(r"[^a-z0-9]", "", text.lower()).encode() for text in texts})

    def judge(probe: Probe, start: int, end: int) -> int:
        near = wide(probe.data, start, end).lower().translate(None, _NO_LETTERS)
        return Signal.HEALTH.value if any(text in near for text in squeezed) else 0

    return judge
