"""Multipart bodies: part names, file names and part contents, each content by its own type (RFC 7578, RFC 2046 section 5.1)."""

from __future__ import annotations

import re
from typing import NamedTuple

from phiguard.decoding.codec import LIST, Field, Hint, Opened, Raw, read_only
from phiguard.decoding.codecs.mail import transfer
from phiguard.model.leaf import LeafType
from phiguard.model.patterns import late

__all__ = ["MULTIPART", "MultipartBytes"]

_BOUNDARY = late(r";\s*boundary\s*=\s*(?:\"([^\"]{1,200})\"|([^\s;,\"]{1,200}))", re.IGNORECASE)
_FIRST_LINE = re.compile(rb"--([\x21-\x7e]{1,200})\r?\n(?=content-)", re.IGNORECASE).match
_PARAMETER = late(rb"[;\s](name|filename\*?)=(?:\"((?:[^\"\\]|\\.)*)\"|([^\s;]*))", re.IGNORECASE)
_TYPE = late(rb"^content-type:[ \t]*([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_DISPOSITION = late(rb"^content-disposition:[^\r\n]*", re.IGNORECASE | re.MULTILINE)
_BASE64 = late(rb"^content-transfer-encoding:[ \t]*base64", re.IGNORECASE | re.MULTILINE)
_HEAD_MAX = 8192
_PARTS_MAX = 10_000
BODY, FILENAME = 0, 1
"""Positions below a part's node."""


class _Part(NamedTuple):
    start: int
    head_end: int
    body: int
    end: int
    after: int


def _boundary(source: bytes, media: str) -> bytes:
    found = _BOUNDARY.search(media[:1024]) if media.lower().startswith("multipart/") else None
    if found:
        return (found.group(1) or found.group(2)).encode("latin-1", "replace")
    first = _FIRST_LINE(source[:300])
    return first.group(1) if first else b""


def _parts(source: bytes, boundary: bytes) -> list[_Part]:
    """The parts between delimiter lines; an unfinished last one reaches to the end."""
    delimiter = b"--" + boundary
    starts: list[int] = []
    at = 0 if source.startswith(delimiter) else _next(source, delimiter, 0)
    while at >= 0 and len(starts) < _PARTS_MAX and not source.startswith(b"--", at + len(delimiter)):
        starts.append(at)
        at = _next(source, delimiter, at + len(delimiter))
    if not starts:
        return []
    ends = [*starts[1:], at if at >= 0 else len(source)]
    return [_part(source, start, end, len(delimiter)) for start, end in zip(starts, ends, strict=True)]


def _next(source: bytes, delimiter: bytes, at: int) -> int:
    found = source.find(b"\n" + delimiter, at)
    return found + 1 if found >= 0 else -1


def _part(source: bytes, start: int, after: int, skip: int) -> _Part:
    for blank in (b"\r\n\r\n", b"\n\n"):
        head_end = source.find(blank, start + skip - len(blank) // 2, min(after, start + skip + _HEAD_MAX))
        if head_end >= 0:
            body = head_end + len(blank)
            break
    else:
        head_end = body = min(after, start + skip)
    end = after - 2 if source[max(body, after - 2) : after] == b"\r\n" else after - (source[max(body, after - 1) : after] == b"\n")
    return _Part(start, head_end, body, max(body, end), after)


def _encode_parameter(new: Raw, _raw: Raw) -> Raw:
    """A quoted parameter as browsers write it (RFC 7578 section 4.2: percent-encoded quotes and line breaks)."""
    text = new if isinstance(new, str) else new.decode("utf-8", "surrogateescape")
    escaped = text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.encode("utf-8", "surrogateescape")


def _encode_body(new: Raw, _raw: Raw) -> Raw:
    return new if isinstance(new, bytes) else new.encode("utf-8", "surrogateescape")


def _fields(source: bytes, position: int, part: _Part) -> list[Field]:
    head = source[part.start : part.head_end + 2]
    disposition = _DISPOSITION.search(head)
    offset = part.start + (disposition.start() if disposition else 0)
    found = {match.group(1).lower().rstrip(b"*"): match for match in _PARAMETER.finditer(disposition.group())} if disposition else {}
    name = found.get(b"name")
    key = _decoded(name) if name else ""
    fields: list[Field] = []
    if name:
        span = _span(name, offset)
        fields.append(Field((~position,), *span, key, _encode_parameter, "", (), LeafType.KEY, key))
    fields.append(Field((position,), part.start, part.after, None, read_only, key, (), LeafType.TEXT, key or None, shape=LIST))
    kind = _TYPE.search(head)
    media = kind.group(1).decode("latin-1") if kind else ""
    fields.append(_body_field(source, position, part, key=key, media=media, head=head))
    if filename := found.get(b"filename"):
        span, above = _span(filename, offset), (key,) if key else ()
        fields.append(Field((position, FILENAME), *span, _decoded(filename), _encode_parameter, "filename", above, name="filename"))
    return fields


def _body_field(source: bytes, position: int, part: _Part, *, key: str, media: str, head: bytes) -> Field:
    """The content of a part, with its transfer encoding undone (browsers send none, mails and older clients do)."""
    raw = source[part.body : part.end]
    value, encode = transfer(raw, head)
    return Field((position, BODY), part.body, part.end, value, encode, key, (), LeafType.TEXT, None, media=media)


def _around(source: bytes, parts: list[_Part], closing: bytes) -> list[Field]:
    """What stands before the first part and after the last: servers skip it, and it leaves all the same."""
    end = source.find(closing, parts[-1].after if parts else 0)
    spans = [(0, parts[0].start if parts else max(end, 0)), (end + len(closing) if end >= 0 else len(source), len(source))]
    spans = [(start, stop) for start, stop in spans if source[start:stop].strip(b"\r\n-")]
    return [Field((len(parts) + index,), *span, source[slice(*span)], _encode_body, "") for index, span in enumerate(spans)]


def _span(match: re.Match[bytes], offset: int) -> tuple[int, int]:
    group = 2 if match.group(2) is not None else 3
    return offset + match.start(group), offset + match.end(group)


def _decoded(match: re.Match[bytes]) -> str:
    raw = match.group(2) if match.group(2) is not None else match.group(3)
    return raw.decode("utf-8", "surrogateescape").replace("%22", '"').replace('\\"', '"')


class MultipartBytes:
    """The codec, for declared multipart bodies and for those that begin like one."""

    def open(self, source: bytes, hint: Hint) -> Opened | None:
        """See `BytesCodec`."""
        boundary = _boundary(source, hint.media)
        if not boundary or b"--" + boundary not in source:
            return None
        parts = _parts(source, boundary)
        fields = [field for position, part in enumerate(parts) for field in _fields(source, position, part)]
        fields += _around(source, parts, b"--" + boundary + b"--")
        return Opened(fields=fields, codec="multipart", blank=b"")


MULTIPART = MultipartBytes()
