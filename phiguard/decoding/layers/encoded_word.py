"""Encoded words of mail headers (RFC 2047): ``=?utf-8?Q?Zo=C3=AB?=``, with the plain words around them."""

from __future__ import annotations

import base64
import binascii

from phiguard.decoding.codec import Hint, Opened, Raw, layer
from phiguard.decoding.layers.aligned import Escapes, rewrite
from phiguard.model.patterns import late

__all__ = ["ENCODED_WORD", "EncodedWordText"]

_WORD = late(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{1,20})?\?([bBqQ])\?([^?\s]{0,2000})\?=")
_WORDS = late(rf"{_WORD.pattern.replace('(', '(?:').replace('(?:?:', '(?:')}(?:[ \t]*(?:\r?\n[ \t]+)?(?==\?))?")
"""One word, with the white space before a next one, which is no part of the text (section 6.2)."""
_HEX = late(r"=([0-9A-Fa-f]{2})")


def _decode(word: str) -> str:
    found = _WORD.match(word)
    if found is None:
        return word
    charset, form, text = found.groups()
    try:
        if form in "bB":
            data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
        else:
            data = _HEX.sub(lambda code: chr(int(code.group(1), 16)), text.replace("_", " ")).encode("latin-1")
        return data.decode(charset)
    except (binascii.Error, LookupError, ValueError):
        return word


def _encode(text: str) -> str:
    if text.isascii() and "=?" not in text:
        return text
    return f"=?utf-8?B?{base64.b64encode(text.encode('utf-8', 'surrogateescape')).decode('ascii')}?="


_ESCAPES = Escapes(_WORDS, _decode, _encode)


def _write(new: Raw, raw: Raw) -> Raw:
    return rewrite(new, raw, _ESCAPES) if isinstance(new, str) and isinstance(raw, str) else new


class EncodedWordText:
    """The codec, for headers and for the JSON that mail services take them in."""

    marks = "="

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        if "=?" not in source or not _WORD.search(source):
            return None
        value = _WORDS.sub(lambda found: _decode(found.group()), source)
        return layer("encoded-word", source, value, _write, hint=hint) if value != source else None


ENCODED_WORD = EncodedWordText()
