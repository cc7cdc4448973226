"""Header values with a structure of their own: credentials after their scheme, and comma-joined pairs (baggage)."""

from __future__ import annotations

import re

from phiguard.decoding.codec import Field, Opened, Raw, as_is
from phiguard.decoding.codecs.cookies import open_cookies
from phiguard.decoding.codecs.form import percent_decode, percent_encoder
from phiguard.model.leaf import LeafType
from phiguard.model.patterns import late

__all__ = ["open_header"]

_CREDENTIALS = re.compile(r"(?:Bearer|Basic|Token|JWT|Digest)[ ]+(?=\S+$)", re.IGNORECASE).match
_MEMBER = late(r"\s*([^\s=,;]+)\s*=\s*([^,;]*?)\s*(?:,|$)")
_PAIRS = frozenset({"baggage", "correlation-context", "tracestate", "x-amzn-trace-id"})
_encode = percent_encoder(plus=False, safe="/:@!$&'()*+=")


def open_header(name: str, value: str) -> Opened | None:
    """The fields of a header's *value* where its *name* says how to read it, else None."""
    lower = name.lower()
    if lower == "cookie":
        return open_cookies(value)
    if lower in _PAIRS:
        return _open_pairs(value)
    if not value.isascii() and (opened := _open_utf8(value)) is not None:
        return opened
    found = _CREDENTIALS(value) if "authorization" in lower else None
    if found is None:
        return None
    return Opened(fields=(Field((0,), found.end(), len(value), value[found.end() :], as_is),))


def _open_utf8(value: str) -> Opened | None:
    """UTF-8 that was read as Latin-1, as the bytes of a header are (RFC 9110 section 5.5)."""
    try:
        text = value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
    return Opened(fields=(Field((0,), 0, len(value), text, _as_latin),), codec="utf-8", layer=True)


def _as_latin(new: Raw, _raw: Raw) -> Raw:
    return (new if isinstance(new, bytes) else new.encode("utf-8", "surrogateescape")).decode("latin-1")


def _open_pairs(text: str) -> Opened | None:
    """W3C Baggage: ``key=value,key=value`` with percent-encoded values; one with properties stays a single text."""
    fields: list[Field] = []
    at = position = 0
    while at < len(text):
        found = _MEMBER.match(text, at)
        if found is None:
            return None
        key = found.group(1)
        fields.append(Field((~position,), *found.span(1), key, as_is, "", (), LeafType.KEY, key))
        value = percent_decode(found.group(2), plus=False)
        outer = (found.start(1), found.end() - text[found.start() : found.end()].endswith(","))
        fields.append(Field((position,), *found.span(2), value, _encode, key, (), LeafType.TEXT, key, *outer))
        position += 1
        at = found.end()
    return Opened(fields=fields, codec="baggage", joined=True)
