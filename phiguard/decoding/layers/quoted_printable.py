"""Quoted-printable (RFC 2045 section 6.7): ``Zo=C3=AB``, and lines that go on behind a ``=`` at their end."""

from __future__ import annotations

from phiguard.decoding.codec import Hint, Opened, Raw, layer
from phiguard.decoding.layers.aligned import Escapes, rewrite
from phiguard.model.patterns import late

__all__ = ["QUOTED_PRINTABLE", "QuotedPrintableText", "decode_quoted", "encode_quoted"]

_ESCAPE = late(r"(?:=[0-9A-Fa-f]{2})+|=[ \t]*(?:\r?\n|$)")
_SURE = late(r"=3[Dd]|(?:=[0-9A-F]{2}){2}|[^\n]{60}=\r?\n")
"""What no formula, assignment or query string has by chance: an escaped ``=``, two escapes in a row, a long line that goes on."""
_UNSAFE = late(r"[^\x20-\x3c\x3e-\x7e\t\r\n]+|=")
_STRAY = late(r"=(?![0-9A-F]{2}|[ \t]*\r?\n|$)")


def _decode(escape: str) -> str:
    data = bytes.fromhex(escape.replace("=", "")) if escape[1:2].strip() else b""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _encode(text: str) -> str:
    return _UNSAFE.sub(lambda found: "".join(f"={byte:02X}" for byte in found.group().encode("utf-8", "surrogateescape")), text)


_ESCAPES = Escapes(_ESCAPE, _decode, _encode)


def decode_quoted(source: str) -> str:
    """The text behind *source*; escapes that are not UTF-8 are read as Latin-1."""
    return _ESCAPE.sub(lambda found: _decode(found.group()), source)


def encode_quoted(new: Raw, raw: Raw) -> Raw:
    """Write *new* with the escapes and line breaks of *raw* wherever the text did not change."""
    return rewrite(new, raw, _ESCAPES) if isinstance(new, str) and isinstance(raw, str) else new


class QuotedPrintableText:
    """The codec for text that nobody declared: every ``=`` must be an escape, and one of them beyond chance."""

    marks = "="

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        if not _SURE.search(source) or _STRAY.search(source):
            return None
        value = decode_quoted(source)
        if any(char < " " and char not in "\t\r\n" for char in value):
            return None
        return layer("quoted-printable", source, value, encode_quoted, hint=hint)


QUOTED_PRINTABLE = QuotedPrintableText()
