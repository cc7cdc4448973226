"""URLs, as the request's own or inside a value: origin, path segments, query parameters and fragment are fields of their own."""

from __future__ import annotations

import re
from typing import NamedTuple

from phiguard.decoding.codec import LIST, OBJECT, Field, Hint, Opened, Raw, as_is, read_only
from phiguard.decoding.codecs.form import looks_like_query, pairs, percent_decode, percent_encoder
from phiguard.model.leaf import LeafType

__all__ = ["FRAGMENT", "ORIGIN", "PATH", "QUERY", "URL", "UrlText", "open_url"]

ORIGIN, PATH, QUERY, FRAGMENT = range(4)
"""Positions of the four parts below a URL's node."""

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}://[^\s<>\"{}|\\^`/?#]*[/?#][^\s<>\"{}|\\^`]*").fullmatch
_RELATIVE = re.compile(r"/[^\s<>\"{}|\\^`/][^\s<>\"{}|\\^`]*").fullmatch
_ORIGIN = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?://[^/?#]*)?").match
ENCODE_SEGMENT = percent_encoder(plus=False, safe="@:!$&'()*+,;=")


def _encode_origin(new: Raw, raw: Raw) -> Raw:
    """An origin as it stands; anything else becomes the host behind the old scheme, so that a URL stays one."""
    text = new if isinstance(new, str) else new.decode("latin-1")
    if not isinstance(raw, str) or "://" not in raw or re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#<>\"{}|\\^`]*", text):
        return text
    return raw[: raw.index("://") + 3] + str(ENCODE_SEGMENT(text, ""))


class _Spans(NamedTuple):
    origin: int
    path: int
    query: int
    end: int


def _split(text: str) -> _Spans:
    """Where origin, path, query and fragment end (RFC 3986, appendix B); query and fragment include their mark."""
    origin = _ORIGIN(text).end()  # type: ignore[union-attr]
    mark = text.find("#", origin)
    query_end = len(text) if mark < 0 else mark
    mark = text.find("?", origin, query_end)
    return _Spans(origin, query_end if mark < 0 else mark, query_end, len(text))


def open_url(text: str) -> Opened:
    """Open *text* as a URL, whatever it looks like."""
    spans = _split(text)
    fields = [Field((ORIGIN,), 0, spans.origin, text[: spans.origin] or None, _encode_origin, "")]
    fields.append(Field((PATH,), spans.origin, spans.path, None, read_only, "", shape=LIST))
    fields += _segments(text, spans)
    fields.append(Field((QUERY,), spans.path, spans.query, None, read_only, "", shape=OBJECT))
    fields += pairs(text, min(spans.path + 1, spans.query), spans.query, prefix=(QUERY,))
    fields.append(_fragment(text, spans))
    return Opened(fields=fields, codec="url", joined=True)


def _segments(text: str, spans: _Spans) -> list[Field]:
    fields: list[Field] = []
    at, position, previous = spans.origin, 0, ""
    if text[at : at + 1] == "/":
        at += 1
    while at < spans.path:
        stop = text.find("/", at, spans.path)
        stop = spans.path if stop < 0 else stop
        if stop > at:
            value = percent_decode(text[at:stop], plus=False)
            fields.append(Field((PATH, position), at, stop, value, ENCODE_SEGMENT, previous, (), LeafType.TEXT, None, at, stop))
            position, previous = position + 1, value
        at = stop + 1
    return fields


def _fragment(text: str, spans: _Spans) -> Field:
    """The fragment as it stands: it may be a route or a query of its own, which is opened in the next step."""
    start = min(spans.query + 1, spans.end)
    raw = text[start : spans.end]
    structured = raw.startswith("/") or looks_like_query(raw, single=True)
    value = raw if structured else percent_decode(raw, plus=False)
    encode = as_is if structured else ENCODE_SEGMENT
    return Field((FRAGMENT,), start, spans.end, value or None, encode, "", (), LeafType.TEXT, None, spans.query, spans.end)


class UrlText:
    """The codec for URLs inside values.

    A bare origin says nothing more when it is opened; a relative URL is only taken when it has a query or several segments.
    """

    marks = "/"

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        del hint
        if not (_ABSOLUTE(source) or (source[:1] == "/" and ("?" in source or source.count("/") > 1) and _RELATIVE(source))):
            return None
        return open_url(source)


URL = UrlText()
