"""Base64 of text, JSON or compressed data, in each alphabet and with or without padding and line breaks; JWT payloads too."""

from __future__ import annotations

import base64
import binascii
import re

from phiguard.decoding.codec import Field, Hint, Opened, Raw, layer
from phiguard.decoding.layers.headless import headless
from phiguard.decoding.layers.plausible import plausible
from phiguard.model.patterns import late

__all__ = ["BASE64", "JWT", "Base64Text", "JwtText", "decode_base64", "encode_base64"]

_TOKEN = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}").fullmatch
_LINES = re.compile(r"(?:[A-Za-z0-9+/]{16,}\r?\n)+[A-Za-z0-9+/]{0,}={0,2}\s*").fullmatch
_JWT = re.compile(r"(eyJ[A-Za-z0-9_-]{8,})\.([A-Za-z0-9_-]{4,})\.[A-Za-z0-9_-]*").fullmatch
_BREAK = late(r"\r?\n")


def encode_base64(new: Raw, raw: Raw) -> Raw:
    """Write base64 in the alphabet, padding and line length of *raw*."""
    data = new if isinstance(new, bytes) else new.encode("utf-8", "surrogateescape")
    old = raw if isinstance(raw, str) else raw.decode("latin-1")
    text = base64.b64encode(data).decode("ascii")
    if "-" in old or "_" in old:
        text = text.replace("+", "-").replace("/", "_")
    lines = _BREAK.search(old)
    if lines:
        width, ending = lines.start(), lines.group()
        return ending.join(text[at : at + width] for at in range(0, len(text), width)) + old[len(old.rstrip("\r\n")) :]
    if not old.endswith("=") and len(old) % 4:
        return text.rstrip("=")
    return text


def decode_base64(text: str) -> bytes | None:
    """The bytes of *text*, or None when it is not base64."""
    bare = text.rstrip("=\r\n").replace("-", "+").replace("_", "/")
    if len(bare) % 4 == 1:
        return None
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


class Base64Text:
    """The codec; opaque tokens and hashes decode to noise and are left alone."""

    marks = ""

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        if not _TOKEN(source) and not ("\n" in source and _LINES(source)):
            return None
        data = decode_base64(_BREAK.sub("", source) if "\n" in source else source)
        if data is None or not (plausible(data) or headless(data)):
            return None
        return layer("base64", source, data, encode_base64, hint=hint)


class JwtText:
    """JSON Web Tokens (RFC 7519): the claims are readable by whoever gets the token.  A changed one no longer verifies."""

    marks = "."

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        del hint
        found = _JWT(source)
        if found is None:
            return None
        head, claims = decode_base64(found.group(1)), decode_base64(found.group(2))
        if head is None or claims is None or claims[:1] != b"{":
            return None
        fields = (Field((0,), *found.span(1), head, _encode_claims), Field((1,), *found.span(2), claims, _encode_claims))
        return Opened(fields=fields, codec="jwt")


def _encode_claims(new: Raw, _raw: Raw) -> Raw:
    data = new if isinstance(new, bytes) else new.encode("utf-8", "surrogateescape")
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


BASE64 = Base64Text()
JWT = JwtText()
