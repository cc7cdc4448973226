"""Base32 of plain text (RFC 4648 section 6); keys and ids in the same alphabet decode to noise and are left alone."""

from __future__ import annotations

import base64
import binascii

from phiguard.decoding.codec import Hint, Opened, Raw, layer
from phiguard.decoding.layers.plausible import plausible
from phiguard.model.patterns import late

__all__ = ["BASE32", "Base32Text"]

_TOKEN = late(r"(?:[A-Z2-7]{16,}|[a-z2-7]{16,})={0,6}")


def _encode(new: Raw, raw: Raw) -> Raw:
    """Base32 in the letter case and padding of *raw*."""
    data = new if isinstance(new, bytes) else new.encode("utf-8", "surrogateescape")
    old = raw if isinstance(raw, str) else raw.decode("latin-1")
    text = base64.b32encode(data).decode("ascii")
    text = text if old.endswith("=") or not len(old) % 8 else text.rstrip("=")
    return text.lower() if old.islower() else text


class Base32Text:
    """The codec: what decodes must be ASCII text."""

    marks = ""

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        if not _TOKEN.fullmatch(source):
            return None
        bare = source.rstrip("=").upper()
        try:
            data = base64.b32decode(bare + "=" * (-len(bare) % 8))
        except (binascii.Error, ValueError):
            return None
        return layer("base32", source, data, _encode, hint=hint) if data.isascii() and plausible(data) else None


BASE32 = Base32Text()
