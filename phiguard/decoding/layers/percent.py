"""Percent-encoding of a value that is not a form or URL: ``%7B%22a%22...``, also a second or third time, or of parts of a text."""

from __future__ import annotations

import re

from phiguard.decoding.codec import Hint, Opened, Raw, layer
from phiguard.decoding.codecs.form import percent_decode, percent_encoder
from phiguard.decoding.layers.aligned import Escapes, rewrite
from phiguard.model.patterns import late

__all__ = ["PERCENT", "PercentText"]

_ESCAPE = late(r"(?:%[0-9A-Fa-f]{2})+")
_WHOLE = re.compile(r"[A-Za-z0-9%+._~!*'()-]*").fullmatch
"""Text in which everything that percent-encoding would escape is escaped."""
_BARE = late(r"%(?=[0-9A-Fa-f]{2})")
_encode_whole = percent_encoder(plus=False, safe="!*'()")
_ESCAPES = Escapes(_ESCAPE, lambda text: percent_decode(text, plus=False), lambda text: _BARE.sub("%25", text))


def _encode_parts(new: Raw, raw: Raw) -> Raw:
    return rewrite(new, raw, _ESCAPES) if isinstance(new, str) and isinstance(raw, str) else new


class PercentText:
    """The codec; text that does not become UTF-8 is left alone: it was no percent-encoding, or none that we could read."""

    marks = "%"

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        if not _ESCAPE.search(source):
            return None
        whole = _WHOLE(source) is not None
        value = percent_decode(source, plus=whole and "+" in source and "%20" not in source)
        if _damaged(value) and not _damaged(source):
            return None
        return layer("percent", source, value, _encode_whole if whole else _encode_parts, hint=hint)


def _damaged(text: str) -> bool:
    return not text.isascii() and any("\udc80" <= char <= "\udcff" for char in text)


PERCENT = PercentText()
