"""The folded alphabet as byte tables: every shape with its neighbours becomes a handful of literals."""

from __future__ import annotations

from phiguard.detection.types import fold

__all__ = ["DIGIT", "FOLD", "LETTER", "LOWER", "UPPER"]

_ASCII = 128

FOLD = (fold("".join(map(chr, range(_ASCII))))[1:-1] + "a" * _ASCII).encode()
"""Translation table of `phiguard.detection.types.fold`, made from it so that gate and analyser cannot differ."""

UPPER = bytes(65 <= code <= 90 for code in range(256))
LOWER = bytes(97 <= code <= 122 for code in range(256))
LETTER = bytes(a or b for a, b in zip(UPPER, LOWER, strict=True))
DIGIT = bytes(48 <= code <= 57 for code in range(256))
