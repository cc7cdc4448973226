"""A whole mail (RFC 5322): header fields under their names, and a body opened by the type and transfer encoding that they declare."""

from __future__ import annotations

import re

from phiguard.decoding.codec import Encode, Field, Hint, Opened, Raw, as_is
from phiguard.decoding.layers.base64_text import decode_base64, encode_base64
from phiguard.decoding.layers.quoted_printable import decode_quoted, encode_quoted
from phiguard.model.leaf import LeafType
from phiguard.model.patterns import late

__all__ = ["MAIL", "MailBytes", "transfer"]

_FIELD = late(rb"([!-9;-~]{1,76}):[ \t]*((?:[^\r\n]|\r?\n[ \t])*)(?:\r?\n|$)")
_KNOWN = late(rb"(?:from|to|subject|date|mime-version|message-id|received|return-path|content-type|reply-to)$", re.IGNORECASE)
_START = late(rb"[A-Za-z][A-Za-z0-9-]{1,40}:")
_CODED = late(rb"^content-transfer-encoding:[ \t]*([A-Za-z0-9-]{1,30})", re.IGNORECASE | re.MULTILINE)
_HEAD_MAX = 65_536
_FIELDS_MAX = 400
_FOLD = late(r"\r?\n(?=[ \t])")


def transfer(raw: bytes, head: bytes) -> tuple[Raw, Encode]:
    """The content behind *raw* under the transfer encoding that *head* declares (RFC 2045 section 6), and how to write another one."""
    declared = _CODED.search(head)
    name = declared.group(1).lower() if declared else b""
    if name == b"base64":
        data = decode_base64("".join(raw.decode("latin-1").split()))
        return (raw, as_is) if data is None else (data, encode_base64)
    if name == b"quoted-printable":
        return decode_quoted(raw.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape"), _encode_quoted
    return raw, as_is


def _encode_quoted(new: Raw, raw: Raw) -> Raw:
    texts = [value if isinstance(value, str) else value.decode("utf-8", "surrogateescape") for value in (new, raw)]
    return encode_quoted(*texts)


def _encode_field(new: Raw, raw: Raw) -> Raw:
    """A header field's body in one line; folds that the text still has stay."""
    text = new if isinstance(new, str) else new.decode("utf-8", "surrogateescape")
    old = raw.decode("utf-8", "surrogateescape") if isinstance(raw, bytes) else raw
    folded = bool(_FOLD.search(old)) and bool(_FOLD.search(text))
    clean = text if folded else text.replace("\r", " ").replace("\n", " ")
    return re.sub(r"[\r\n]+(?![ \t])", " ", clean).encode("utf-8", "surrogateescape")


def _fields(source: bytes) -> tuple[list[Field], int, bool]:
    """(header fields, where the blank line ends, whether one of them is a mail's)."""
    fields: list[Field] = []
    at, known = 0, False
    while at < min(len(source), _HEAD_MAX) and len(fields) < _FIELDS_MAX:
        if source.startswith((b"\n", b"\r\n"), at):
            return fields, at + (1 if source.startswith(b"\n", at) else 2), known
        found = _FIELD.match(source, at)
        if found is None:
            return [], 0, False
        name, position = found.group(1).decode("latin-1"), len(fields) // 2
        known |= _KNOWN.match(found.group(1)) is not None
        fields.append(Field((~position,), *found.span(1), name, as_is, "", (), LeafType.KEY, name))
        value, span = found.group(2).decode("utf-8", "surrogateescape"), found.span(2)
        fields.append(Field((position,), *span, value, _encode_field, name, (), LeafType.TEXT, name, found.start(), found.end()))
        at = found.end()
    return fields, at, known


class MailBytes:
    """The codec, for ``message/rfc822`` and for bytes that begin like a mail: two header fields, one of them a mail's, and a blank line."""

    def open(self, source: bytes, hint: Hint) -> Opened | None:
        """See `BytesCodec`."""
        declared = hint.media.lower().startswith(("message/rfc822", "message/global"))
        if not declared and not _START.match(source[:64]):
            return None
        fields, body, known = _fields(source)
        if not fields or not (declared or (known and len(fields) > 2 and source[:body].endswith(b"\n"))) or body > len(source):
            return None
        if not declared and not source[:body].endswith((b"\n\n", b"\n\r\n")):
            return None
        media = next((str(field.value) for field in fields if (field.name or "").lower() == "content-type" and field.key), "")
        if source[body:]:
            value, encode = transfer(source[body:], source[:body])
            fields.append(Field((len(fields) // 2,), body, len(source), value, encode, "body", media=media or "text/plain"))
        return Opened(fields=fields, codec="mail", blank=b"")


MAIL = MailBytes()
