r"""Escapes of source code in plain text: two, four or eight hexadecimal digits after a backslash, and JavaScript's ``%u0041``."""

from __future__ import annotations

from phiguard.decoding.codec import Hint, Opened, Raw, layer
from phiguard.decoding.layers.aligned import Escapes, rewrite
from phiguard.model.patterns import late

__all__ = ["BACKSLASH", "BackslashText"]

_ONE = late(r"\\x([0-9a-fA-F]{2})|[\\%]u([0-9a-fA-F]{4})|\\u\{([0-9a-fA-F]{1,6})\}|\\U([0-9a-fA-F]{8})")
_PAIR = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE = late(rf"(?:\\x[89a-fA-F][0-9a-fA-F])+|{_PAIR}|{_ONE.pattern.replace('(', '(?:')}")
"""What has to be read as one: the bytes of a character, a surrogate pair, or a single escape."""
_BARE = late(r"[\\%](?=[xuU])")


def _decode(escapes: str) -> str:
    r"""A run of escapes: ``\x`` are bytes of UTF-8 where they can be, and two halves of a surrogate pair are one character."""
    pieces = []
    for found in _ONE.finditer(escapes):
        number = int(found.group(found.lastindex or 0), 16)
        pieces.append(chr(number) if number <= 0x10FFFF else found.group())
    text = "".join(pieces)
    try:
        if "\\x" in escapes and not text.isascii():
            return text.encode("latin-1").decode("utf-8")
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeError:
        return text


def _escaped(text: str) -> str:
    return _BARE.sub(lambda found: f"\\x{ord(found.group()):02x}", text)


_ESCAPES = Escapes(_ESCAPE, _decode, _escaped)


def _encode(new: Raw, raw: Raw) -> Raw:
    return rewrite(new, raw, _ESCAPES) if isinstance(new, str) and isinstance(raw, str) else new


class BackslashText:
    """The codec."""

    marks = "\\%"

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        if not _ONE.search(source):
            return None
        value = _ESCAPE.sub(lambda found: _decode(found.group()), source)
        return layer("escapes", source, value, _encode, hint=hint)


BACKSLASH = BackslashText()
