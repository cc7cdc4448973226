"""HTML character references inside a value: the text that a browser would show, with the markup left as it is."""

from __future__ import annotations

import html

from phiguard.decoding.codec import Hint, Opened, Raw, layer
from phiguard.decoding.layers.aligned import Escapes, rewrite
from phiguard.model.patterns import late

__all__ = ["ENTITIES", "EntitiesText"]

_REFERENCE = late(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPES = Escapes(_REFERENCE, html.unescape, lambda text: html.escape(text, quote=False))


def _encode(new: Raw, raw: Raw) -> Raw:
    """Write *new* with the references and the markup of *raw* wherever the text did not change."""
    return rewrite(new, raw, _ESCAPES) if isinstance(new, str) and isinstance(raw, str) else new


class EntitiesText:
    """The codec."""

    marks = "&"

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        if not _REFERENCE.search(source):
            return None
        value = _REFERENCE.sub(lambda found: html.unescape(found.group()), source)
        return layer("html", source, value, _encode, hint=hint) if value != source else None


ENTITIES = EntitiesText()
