"""Judges of keys: whether a key with a value stands there, and what the role table says about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from phiguard.detection.keys import split_key
from phiguard.gate import words
from phiguard.gate.probe import Judge, Probe
from phiguard.gate.window import plain
from phiguard.model.patterns import late

__all__ = ["key", "owner", "parameter"]


def parameter(signal: int) -> Judge:
    """A vendor's parameter: the whole key, with a value."""

    def judge(probe: Probe, start: int, end: int) -> int:
        data = probe.data
        return signal if words.begins_exactly(data, start) and words.key_ends(data, start, end) else 0

    return judge


_NAME = late(rb"[\w.\-\[\]$#%*? +]{1,80}\Z")
_COUNT = late(rb"[_.\- ]?\d{1,6}")
_NAME_REACH = 120


def key(signal: int, forms: Callable[[], Mapping[str, int]], *, onward: bool) -> Judge:
    """A part of a key: the longest form of the role table that the whole key ends with says what it means.

    One literal (``nbr``) stands for hundreds of forms, so the table is asked again; only real candidates pay for it.

    Args:
        signal: the bits of all those forms.
        forms: gives the role table, with the bit of each form, 0 where a value tells nothing.
        onward: whether the literal is not the key's last word, and the key goes on.
    """

    def judge(probe: Probe, start: int, end: int) -> int:
        data = probe.data
        if onward:
            end = words.key_end(data, end)
        if not words.key_ends(data, start, end):
            return 0
        count = _COUNT.match(data, end)
        found = _named(data, end, forms())
        return (found | _named(data, count.end(), forms()) if count else found) & signal

    return judge


def _named(data: bytes, end: int, forms: Mapping[str, int]) -> int:
    match = _NAME.search(plain(data[max(0, end - _NAME_REACH) : end]))
    if match is None:
        return 0
    parts = split_key(match[0].decode("latin-1"))
    while parts:
        for start in range(len(parts)):
            signal = forms.get(" ".join(parts[start:]))
            if signal is not None:
                return signal
        if not parts[-1].isdigit():
            return 0
        parts = parts[:-1]
    return 0


_OPENS = late(rb"""(?:\\{0,7}["'])?\s{0,2}(?:[:=]\s{0,3}[\[{]|\]?\[[A-Za-z_]|[._][A-Za-z_])""")
_BENEATH = 2048
_OPENING = 24


def owner(signal: int, beneath: Iterable[str]) -> Judge:
    """A key for a person: it must open an object, and one of the bare keys that become the person's must follow."""
    names = "|".join("[ _.-]?".join(map(re.escape, name.split(" "))) for name in beneath)
    bare = re.compile(rb"(?i)(?<![A-Za-z])(?:%b)(?![a-z])" % names.encode())

    def judge(probe: Probe, start: int, end: int) -> int:
        data = probe.data
        if not words.begins(data, start) or not _OPENS.match(plain(data[end : end + _OPENING])):
            return 0
        return signal if bare.search(data, end, end + _BENEATH) else 0

    return judge
