"""From bytes to text: by declaration, byte order mark, zero bytes or as UTF-8, always so that the same bytes can be written again."""

from __future__ import annotations

import codecs
import re

from phiguard.decoding.codec import Encode, Hint, Opened, Raw, layer
from phiguard.model.patterns import late

__all__ = ["CHARSET", "CharsetBytes", "is_binary"]

_DECLARED = late(r";\s*charset\s*=\s*\"?([\w.:-]{1,40})", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
_CONTROLS = bytes(code for code in range(32) if code not in (8, 9, 10, 11, 12, 13, 27, 28, 30))
_SAMPLE = 65536


def is_binary(data: bytes) -> bool:
    """Whether *data* is no text in any one-byte charset or UTF-8: zero bytes, or control characters beyond 2 %."""
    sample = data[:_SAMPLE]
    if 0 in sample:
        return True
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls * 50 > len(sample):
        return True
    high = sum(map(len, re.findall(rb"[\x80-\xff]+", sample)))
    return high * 10 > len(sample) * 3 and _broken(sample) * 5 > high


def _broken(sample: bytes) -> int:
    """How many bytes are not UTF-8."""
    text = sample.decode("utf-8", "surrogateescape")
    return 0 if text.isascii() else sum("\udc80" <= char <= "\udcff" for char in text)


def _writer(charset: str) -> Encode:
    def encode(new: Raw, _raw: Raw) -> Raw:
        if isinstance(new, bytes):
            return new
        return new.encode(charset, "surrogateescape" if charset == "utf-8" else "strict")

    return encode


_WRITE_UTF8 = _writer("utf-8")


def _guess_wide(data: bytes) -> str:
    """UTF-16 or UTF-32 by byte order mark or by where the zero bytes stand, or an empty string."""
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return charset
    sample = data[:1024]
    zeros = sample.count(0)
    if zeros * 3 < len(sample) or len(data) % 2:
        return ""
    if zeros * 8 >= len(sample) * 5 and len(data) % 4 == 0:
        return "utf-32-le" if sample[0] else "utf-32-be"
    return "utf-16-le" if sample[1::2].count(0) * 2 > zeros else "utf-16-be"


def _declared(media: str) -> str:
    """The canonical name of a declared charset that Python can read as text, or an empty string."""
    found = _DECLARED.search(media[:1024])
    if found is None:
        return ""
    try:
        info = codecs.lookup(found.group(1))
        "".encode(info.name)
    except (LookupError, UnicodeError):
        return ""
    return info.name


def _decode(data: bytes, charset: str) -> str | None:
    """The text, if *charset* can write the very same bytes again."""
    try:
        text = data.decode(charset)
        return text if text.encode(charset) == data else None
    except (UnicodeError, LookupError, ValueError):
        return None


class CharsetBytes:
    """The codec: the last to be asked, and it takes everything that is not binary."""

    def open(self, source: bytes, hint: Hint) -> Opened | None:
        """See `BytesCodec`."""
        charset = _guess_wide(source) if 0 in source[:1024] or source[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else ""
        if not charset and not source.isascii():
            charset = _declared(hint.media)
        if charset and charset != "utf-8":
            name = "utf-16-le" if charset == "utf-16" else "utf-32-le" if charset == "utf-32" else charset
            text = _decode(source, name)
            if text is not None:
                return layer(name, source, text, _writer(name), hint=hint)
        if is_binary(source):
            return None
        text = source.decode("utf-8", "surrogateescape")
        if not text.isascii() and _mostly_broken(text):
            return layer("latin-1", source, source.decode("latin-1"), _writer("latin-1"), hint=hint)
        return layer("", source, text, _WRITE_UTF8, hint=hint)


def _mostly_broken(text: str) -> bool:
    high = [char for char in text if char > "\x7f"]
    return sum("\udc80" <= char <= "\udcff" for char in high) * 10 > len(high)


CHARSET = CharsetBytes()
