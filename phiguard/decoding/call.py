"""Opens an outbound call: URL, headers, cookies and body are its parts, and a rewritten call keeps its lengths and digests right."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from phiguard.decoding.codec import DEFAULT_LIMITS, Field, Raw, as_is
from phiguard.decoding.codecs.header import open_header
from phiguard.decoding.codecs.url import QUERY, open_url
from phiguard.decoding.document import Document
from phiguard.decoding.opener import Opener, Scope
from phiguard.model.call import OutboundCall
from phiguard.model.leaf import Address, LeafType, Where
from phiguard.model.limits import Limits

__all__ = ["BODY", "HEADERS", "URL", "open_call"]

URL, HEADERS, BODY = range(3)
"""Positions of the three parts below a call's root."""

_IDENTITY = frozenset({"", "identity", "aws-chunked"})


def open_call(call: OutboundCall, *, limits: Limits = DEFAULT_LIMITS, events: tuple[str, ...] = ()) -> Document:
    """Open every part of *call*.

    Args:
        call: the call as it would be sent.
        limits: bounds on the work; what lies beyond is named in `Document.incomplete`.
        events: names of the keys that hold a batch at this endpoint.

    Raises nothing on any input.
    """
    opener = Opener(limits, events)
    root = _root(call)
    _open_url(opener, call.url)
    _open_headers(opener, root)
    if call.unread:
        opener.note(call.unread)
    if len(call.body) > limits.body_max_bytes:
        opener.note("oversize")
    elif call.body:
        _open_body(opener, call)
    return opener.document(root, lambda changes: _assemble(call, changes))


def _root(call: OutboundCall) -> list[Field]:
    fields = [Field((URL,), 0, 0, call.url, as_is)]
    for position, (name, value) in enumerate(call.headers):
        fields.append(Field((HEADERS, ~position), 0, 0, name, as_is, "", (), LeafType.KEY, name))
        fields.append(Field((HEADERS, position), 0, 0, value, as_is, name, (), LeafType.TEXT, name))
    fields += [Field((HEADERS,), 0, 0, None, as_is), Field((BODY,), 0, 0, call.body, as_is)]
    return fields


def _open_url(opener: Opener, url: str) -> None:
    """The request's own URL: its query is a part of the message of its own."""
    opened = open_url(url)._replace(codec="")
    scope = Scope(where=Where.URL, address=(URL,))
    opener.keep(url, opened, scope)
    opener.fields([field for field in opened.fields if field.address[0] != QUERY], "", scope)
    opener.fields([field for field in opened.fields if field.address[0] == QUERY], "", scope._replace(where=Where.QUERY))


def _open_headers(opener: Opener, root: Sequence[Field]) -> None:
    for field in root:
        if field.name is None or not isinstance(field.value, str):
            continue
        where = Where.COOKIE if field.name.lower() == "cookie" and field.type is LeafType.TEXT else Where.HEADER
        scope = Scope(where=where, address=field.address, key=field.key or "", type=field.type)
        opened = open_header(field.name, field.value) if field.type is LeafType.TEXT else None
        if opened is None:
            opener.value(field.value, scope)
        else:
            opener.found(field.value, opened, scope)


def _open_body(opener: Opener, call: OutboundCall) -> None:
    """The body, with the declared content encodings undone from the last to the first."""
    scope = Scope(where=Where.BODY, address=(BODY,), media=call.header("content-type").strip(), whole=True)
    names = [name.strip().lower() for name in call.header("content-encoding").split(",")]
    opener.body(call.body, [name for name in reversed(names) if name not in _IDENTITY], scope)


def _assemble(call: OutboundCall, changes: Mapping[Address, Raw | None]) -> OutboundCall:
    if not changes:
        return call
    url = changes.get((URL,), call.url)
    body = changes.get((BODY,), call.body)
    headers = tuple(_headers(call, changes)) if changes.get((HEADERS,), "") is not None else ()
    data = b"" if body is None else _as_bytes(body)
    if (BODY,) in changes:
        headers = tuple(_mended(headers, data))
    return replace(call, url="" if url is None else _as_text(url), headers=headers, body=data)


def _headers(call: OutboundCall, changes: Mapping[Address, Raw | None]) -> Iterator[tuple[str, str]]:
    for position, (name, value) in enumerate(call.headers):
        new_name, new_value = changes.get((HEADERS, ~position), name), changes.get((HEADERS, position), value)
        if new_name is not None and new_value is not None:
            yield _as_text(new_name), _as_text(new_value)


def _mended(headers: Iterable[tuple[str, str]], body: bytes) -> Iterator[tuple[str, str]]:
    """The headers with everything that is computed from the body computed again; a digest that we cannot compute is left out."""
    for name, value in headers:
        lower = name.lower()
        if lower == "content-length":
            yield name, str(len(body))
        elif lower == "content-md5":
            yield name, base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode("ascii")
        elif lower == "x-amz-content-sha256":
            unsigned = value.upper().startswith(("UNSIGNED", "STREAMING"))
            yield name, value if unsigned else hashlib.sha256(body).hexdigest()
        elif lower in ("digest", "content-digest", "repr-digest"):
            digests = _digests(value, body, structured=lower != "digest")
            if digests:
                yield name, digests
        else:
            yield name, value


def _digests(value: str, body: bytes, *, structured: bool) -> str:
    """RFC 3230 ``sha-256=<base64>`` or, *structured*, RFC 9530 ``sha-256=:<base64>:``."""
    found: list[str] = []
    for item in value.split(","):
        name = item.split("=", 1)[0].strip()
        algorithm = name.lower().replace("-", "")
        if algorithm in ("sha256", "sha512", "md5", "sha1", "sha"):
            digest = hashlib.new("sha1" if algorithm == "sha" else algorithm, body, usedforsecurity=False).digest()
            text = base64.b64encode(digest).decode("ascii")
            found.append(f"{name}=:{text}:" if structured else f"{name}={text}")
    return ",".join(found)


def _as_text(value: Raw) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


def _as_bytes(value: Raw) -> bytes:
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogateescape")
