"""Bytes that were put into text one by one: compressed data percent-encoded into a query, UTF-16 in a form, binary strings in JSON."""

from __future__ import annotations

from typing import Final

from phiguard.decoding.codec import Encode, Hint, Opened, Raw
from phiguard.decoding.layers.charset import CHARSET
from phiguard.decoding.layers.compression import COMPRESSED
from phiguard.decoding.layers.plausible import MAGIC

__all__ = ["BYTES_IN_TEXT", "BytesInText"]

_FIRST: Final = tuple({chr(head[0]) for head in MAGIC})
_BOMS: Final = ("\udcff\udcfe", "\udcfe\udcff", "\xff\xfe", "\xfe\xff")
_LENGTH_MIN: Final = 8


def _to_bytes(text: str) -> tuple[bytes, str]:
    """The bytes that the characters of *text* stand for, and the charset that says so."""
    try:
        return text.encode("latin-1"), "latin-1"
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogateescape"), "utf-8"


def _writer(encode: Encode, charset: str) -> Encode:
    def write(new: Raw, raw: Raw) -> Raw:
        old = raw.encode(charset, "surrogateescape") if isinstance(raw, str) else raw
        data = encode(new, old)
        return data.decode(charset, "surrogateescape") if isinstance(data, bytes) else data

    return write


class BytesInText:
    """The codec: only what opens as compressed data or as wide characters; any other text stays what it is."""

    marks = "".join(map(chr, (0x00, 0x01, 0x1F, *range(0x7F, 0xA0), 0xFE, 0xFF, *range(0xDC80, 0xDD00))))
    """Bytes that no text has: compressed data and wide characters hold some of them."""

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        if len(source) < _LENGTH_MIN or not (source.startswith(_FIRST) or source[:2] in _BOMS or "\x00" in source[:64]):
            return None
        try:
            data, charset = _to_bytes(source)
        except UnicodeEncodeError:
            return None
        compressed = data.startswith(MAGIC)
        opened = COMPRESSED.open(data, hint) if compressed else CHARSET.open(data, hint)
        if opened is None or (opened.codec in ("", "latin-1") and not compressed):
            return None
        fields = [field._replace(start=0, end=len(source), encode=_writer(field.encode, charset)) for field in opened.fields]
        return Opened(fields=fields, codec=opened.codec, layer=True, grown=opened.grown, incomplete=opened.incomplete)


BYTES_IN_TEXT = BytesInText()
