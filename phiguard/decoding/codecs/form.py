"""Name=value pairs joined by ``&``: form bodies, query strings, and values that are themselves one."""

from __future__ import annotations

import re
from urllib.parse import quote, quote_plus, unquote_to_bytes

from phiguard.decoding.codec import Encode, Field, Hint, Opened, Raw
from phiguard.model.leaf import Address, LeafType
from phiguard.model.patterns import late

__all__ = ["FORM", "FormText", "looks_like_query", "pairs", "percent_decode", "percent_encoder"]

_KEY = re.compile(r"[A-Za-z0-9_$%][A-Za-z0-9_.$%\[\]~:+*!-]{0,79}(?==)").match
_NOT_QUERY = re.compile(r"[\s\"<>{}|]").search
_SINGLE = late(r"[A-Za-z_][A-Za-z0-9_.\[\]-]{0,39}=[^\s&=\"<>{}|;,][^\s&\"<>{}|;,]*")
_MEDIA = "application/x-www-form-urlencoded"


def percent_decode(raw: str, *, plus: bool) -> str:
    """Undo percent-encoding (RFC 3986 section 2.1; *plus* as in HTML forms); bytes that are not UTF-8 stay as lone surrogates."""
    if plus and "+" in raw:
        raw = raw.replace("+", " ")
    if "%" not in raw:
        return raw
    try:
        return unquote_to_bytes(raw.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of a surrogate pair, which no encoding can hold
        return raw


def percent_encoder(*, plus: bool, safe: str) -> Encode:
    """A writer of percent-encoded text; blanks become ``+`` where *plus* or the old value used it."""

    def encode(new: Raw, raw: Raw) -> Raw:
        data = new if isinstance(new, bytes) else new.encode("utf-8", "surrogateescape")
        old = raw if isinstance(raw, str) else ""
        blank = ("+" in old or plus) and "%20" not in old
        text = quote_plus(data, safe=safe) if blank else quote(data, safe=safe)
        return _lower(text) if re.search(r"%(?:[0-9][a-f]|[a-f])", old) else text

    return encode


def _lower(text: str) -> str:
    return re.sub(r"%[0-9A-F]{2}", lambda found: found.group().lower(), text)


ENCODE_FORM = percent_encoder(plus=True, safe="")
ENCODE_QUERY = percent_encoder(plus=False, safe="/:@!$'()*,")
ENCODE_NAME = percent_encoder(plus=False, safe="[]$:")


def pairs(text: str, start: int, end: int, *, prefix: Address = (), encode: Encode = ENCODE_QUERY) -> list[Field]:
    """The fields of the pairs in ``text[start:end]``; a part without ``=`` is a value without a key."""
    fields: list[Field] = []
    at = start
    position = 0
    while at < end:
        stop = text.find("&", at, end)
        stop = end if stop < 0 else stop
        if stop > at:
            equals = text.find("=", at, stop)
            name_end, begin = (at, at) if equals < 0 else (equals, equals + 1)
            name = percent_decode(text[at:name_end], plus=True)
            if name_end > at:
                fields.append(Field((*prefix, ~position), at, name_end, name, ENCODE_NAME, "", (), LeafType.KEY, name))
            value = percent_decode(text[begin:stop], plus=True)
            fields.append(Field((*prefix, position), begin, stop, value, encode, name, (), LeafType.TEXT, name, at, stop))
            position += 1
        at = stop + 1
    return fields


def looks_like_query(text: str, *, single: bool = False) -> bool:
    """Whether every part of *text* is a pair or a bare flag, and at least two are pairs (one, where *single* is enough)."""
    if _NOT_QUERY(text) or "=" not in text:
        return False
    if "&" not in text:
        return single and _SINGLE.fullmatch(text) is not None and not text.endswith("=")
    parts = [part for part in text.split("&") if part]
    keyed = sum(_KEY(part) is not None for part in parts)
    return keyed > 1 and all("=" not in part or _KEY(part) for part in parts)


class FormText:
    """The codec.  Undeclared text is only taken when every part of it has the form of a pair."""

    marks = "="

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        declared = hint.whole and hint.media.startswith(_MEDIA)
        text = source.rstrip("\r\n")
        if not declared and not looks_like_query(text, single=hint.whole):
            return None
        fields = pairs(source, 0, len(text), encode=ENCODE_FORM if declared else ENCODE_QUERY)
        limit = hint.fields_max
        return Opened(fields=fields[:limit], codec="form", joined=True, incomplete="budget" if len(fields) > limit else "")


FORM = FormText()
