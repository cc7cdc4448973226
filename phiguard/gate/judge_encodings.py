"""Judges of encodings: escapes that hide letters, and tokens that decode to text."""

from __future__ import annotations

import re

from phiguard.gate.probe import Judge, Probe
from phiguard.gate.runs import opens_token
from phiguard.model.patterns import late
from phiguard.model.signals import Signal

__all__ = ["escape", "token"]


def escape(pattern: bytes) -> Judge:
    """An escape that hides letters: the literal is its head, *pattern* its whole form."""
    whole = re.compile(pattern)

    def judge(probe: Probe, start: int, _end: int) -> int:
        return Signal.ENCODED.value if whole.match(probe.data, start) else 0

    return judge


_BEARER = b"earer "
_TOKEN = late(rb"[A-Za-z0-9+/_\-]+")
_TOKEN_REACH = 64


def token() -> Judge:
    """Mixed case as base64 has it: the token around it must decode to text.  What follows ``Bearer`` is opaque to everybody."""

    def judge(probe: Probe, start: int, end: int) -> int:
        data = probe.data
        low = max(0, start - _TOKEN_REACH)
        for match in _TOKEN.finditer(data, low, end + _TOKEN_REACH):
            if match.end() >= end:
                bearer = data[match.start() - len(_BEARER) : match.start()] == _BEARER
                return Signal.ENCODED.value if not bearer and opens_token(data, match.start(), match.end()) else 0
        return 0

    return judge
