"""Whether decoded bytes are worth opening: the one cheap test that keeps hashes and opaque tokens closed."""

from __future__ import annotations

__all__ = ["MAGIC", "plausible"]

MAGIC = (b"\x1f\x8b\x08", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda", b"\x28\xb5\x2f\xfd")
"""Heads of gzip, zlib (RFC 1950, each level) and zstd streams."""
_SHORT = 18
_LENGTH_MIN = 8
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 13)) + b"\x7f"
_SAMPLE = 4096


def plausible(data: bytes) -> bool:
    """Whether *data* is compressed by its head, or text.

    Of short data every byte must be printable ASCII, or it must stand in the brackets of a document; of longer data 95 %.
    """
    if len(data) < _LENGTH_MIN:
        return False
    if data.startswith(MAGIC):
        return True
    sample = data[:_SAMPLE]
    if 0 in sample:
        return _utf16(sample)
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if sample.isascii():
        return controls == 0 if len(sample) < _SHORT else controls * 20 <= len(sample)
    document = data[:1] + data[-1:] in (b"{}", b"[]")
    if (len(sample) < _SHORT and not document) or controls * 20 > len(sample):
        return False
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(sample) - 3 and len(data) > _SAMPLE
    return True


def _utf16(sample: bytes) -> bool:
    """Every other byte zero: ASCII text in UTF-16."""
    text = sample[::2] if not any(sample[1::2]) else sample[1::2] if not any(sample[::2]) else b""
    return len(text) >= _LENGTH_MIN // 2 and text.isascii() and text.translate(None, _CONTROLS) == text
