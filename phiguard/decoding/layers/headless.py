"""Compressed data without a head: raw deflate (SAML's redirect binding) and brotli, found by trying where the first byte allows it."""

from __future__ import annotations

import zlib

from phiguard.decoding.codec import Hint, Opened
from phiguard.decoding.layers.compression import open_brotli, open_raw_deflate
from phiguard.decoding.layers.plausible import plausible

__all__ = ["HEADLESS", "HeadlessBytes", "headless"]

_LENGTH_MIN = 12
_LONG = 4096
_TRIAL = 1 << 16
_LAST_BLOCK = (3, 5)
"""Low bits of a deflate stream that is one block, with fixed or own codes (RFC 1951 section 3.2.3); stored blocks are no compression."""
_TRIAL_HINT = Hint(room=_TRIAL)


def headless(data: bytes) -> str:
    """``deflate`` or ``br`` when *data* is such a stream of text to its last byte, else an empty string."""
    if len(data) < _LENGTH_MIN or data.isascii():
        return ""
    first = data[0]
    if (first & 7 in _LAST_BLOCK or (len(data) > _LONG and first & 6 in (2, 4))) and _inflates(data):
        return "deflate"
    # Streams with the window of 4 MB, which every encoder takes unless told otherwise, begin so (RFC 7932 section 9.1).
    return "br" if first & 0x0F == 0x0B and _is_brotli(data) else ""


def _inflates(data: bytes) -> bool:
    decompressor = zlib.decompressobj(-15)
    try:
        text = decompressor.decompress(data, _TRIAL)
    except zlib.error:
        return False
    return plausible(text) and (len(text) == _TRIAL or (decompressor.eof and not decompressor.unused_data))


def _is_brotli(data: bytes) -> bool:
    opened = open_brotli(data, _TRIAL_HINT)
    if opened is None:
        return False
    return bool(opened.incomplete) or any(isinstance(field.value, bytes) and plausible(field.value) for field in opened.fields)


class HeadlessBytes:
    """The codec."""

    def open(self, source: bytes, hint: Hint) -> Opened | None:
        """See `BytesCodec`."""
        found = headless(source)
        if not found:
            return None
        return open_raw_deflate(source, hint) if found == "deflate" else open_brotli(source, hint)


HEADLESS = HeadlessBytes()
