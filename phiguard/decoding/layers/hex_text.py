"""Hexadecimal of text or compressed data; digests and ids decode to noise and are left alone."""

from __future__ import annotations

import re

from phiguard.decoding.codec import Hint, Opened, Raw, layer
from phiguard.decoding.layers.plausible import plausible

__all__ = ["HEX", "HexText"]

_TOKEN = re.compile(r"(?:0[xX]|\\x)?((?:[0-9a-f]{2}){8,}|(?:[0-9A-F]{2}){8,})").fullmatch
_DIGITS_MAX = 32


def encode_hex(new: Raw, raw: Raw) -> Raw:
    """Write hexadecimal in the letter case and with the prefix of *raw*."""
    data = new if isinstance(new, bytes) else new.encode("utf-8", "surrogateescape")
    old = raw if isinstance(raw, str) else raw.decode("latin-1")
    prefix = old[:2] if old[:2] in ("0x", "0X", "\\x") else ""
    text = data.hex()
    return prefix + (text.upper() if old[len(prefix) :].isupper() else text)


class HexText:
    """The codec; short runs of decimal digits are numbers."""

    marks = ""

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        found = _TOKEN(source)
        if found is None or (found.group(1).isdecimal() and len(found.group(1)) < _DIGITS_MAX):
            return None
        data = bytes.fromhex(found.group(1))
        return layer("hex", source, data, encode_hex, hint=hint) if plausible(data) else None


HEX = HexText()
