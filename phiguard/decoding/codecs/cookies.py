"""The Cookie header: ``name=value`` pairs joined by semicolons (RFC 6265 section 5.4)."""

from __future__ import annotations

from phiguard.decoding.codec import Field, Opened, Raw
from phiguard.decoding.codecs.form import percent_decode, percent_encoder
from phiguard.model.leaf import LeafType

__all__ = ["open_cookies"]

_percent = percent_encoder(plus=False, safe="/:@!$&'()*+,=")


def encode_cookie(new: Raw, raw: Raw) -> Raw:
    """Write a cookie's value; quotes stay where they were, and what a cookie cannot hold is percent-encoded."""
    text = _percent(new, raw)
    return f'"{text!s}"' if isinstance(raw, str) and len(raw) > 1 and raw[0] == raw[-1] == '"' else text


def open_cookies(text: str) -> Opened:
    """The cookies of one header."""
    fields: list[Field] = []
    at = position = 0
    while at < len(text):
        stop = text.find(";", at)
        stop = len(text) if stop < 0 else stop
        start, end = _trim(text, at, stop)
        if start < end:
            equals = text.find("=", start, end)
            name = text[start : max(equals, start)]
            begin = equals + 1 if equals >= 0 else start
            raw = text[begin:end]
            value = percent_decode(raw[1:-1] if len(raw) > 1 and raw[0] == raw[-1] == '"' else raw, plus=False)
            fields.append(Field((~position,), start, start + len(name), name, _percent, "", (), LeafType.KEY, name))
            fields.append(Field((position,), begin, end, value, encode_cookie, name, (), LeafType.TEXT, name, start, end))
            position += 1
        at = stop + 1
    return Opened(fields=fields, codec="cookies", joined=True)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t":
        start += 1
    while end > start and text[end - 1] in " \t":
        end -= 1
    return start, end
