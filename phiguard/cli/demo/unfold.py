"""The judge's own decoder: every text that a recorded request can be read as.  It shares no code with the guard that it judges."""

from __future__ import annotations

import base64
import binascii
import gzip
import json
import re
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from phiguard.cli.demo.recorders import Arrived

__all__ = ["fields", "pairs", "texts"]

_DEPTH = 6
_TOKEN = re.compile(r"[A-Za-z0-9+/_-]{16,8192}={0,2}")

Pair = tuple[str, str]


def texts(request: Arrived) -> set[str]:
    """Every text in *request*: target, headers, body and what is nested in them, decoded and as it stands."""
    found: set[str] = set()
    for text in (request.target, *(value for _, value in request.headers), _text(_plain(request))):
        _unfold(text, found, _DEPTH)
    return found


def pairs(request: Arrived) -> set[Pair]:
    """Every (key, value) of *request*'s query, form and JSON, at any depth, with numbers as they are written."""
    found = set(parse_qsl(urlsplit(request.target).query))
    body = _text(_plain(request))
    found.update(parse_qsl(body))
    for document in _documents(body):
        found.update(_members(document))
    for _, value in tuple(found):
        for document in _documents(value):
            found.update(_members(document))
    return found


def fields(request: Arrived) -> list[Pair]:
    """(place, text) of what *request* says, in its order: path, query, cookies, and the body's members with JSON within them opened."""
    target = urlsplit(request.target)
    found = [("path", unquote_plus(target.path))]
    found += [(f"query {name}", text) for name, text in parse_qsl(target.query)]
    found += [("cookie", part.strip()) for part in request.header("cookie").split(";") if part.strip()]
    body = _text(_plain(request))
    if documents := _in_order(body):
        for number, document in enumerate(documents):
            found += _placed(document, f"part {number + 1}" if len(documents) > 1 else "")
    else:
        for name, text in parse_qsl(body):
            inner = _in_order(text)
            found += [place for document in inner for place in _placed(document, name)] or [(name, text)]
    return found


def _in_order(text: str) -> list[Any]:
    """The JSON document that *text* is, or those on its lines."""
    for candidates in ([text], text.splitlines()):
        try:
            return [json.loads(each, parse_float=str, parse_int=str) for each in candidates if each.lstrip()[:1] in ("{", "[")]
        except (ValueError, RecursionError):
            continue
    return []


def _placed(node: Any, place: str) -> Iterator[Pair]:
    items = node.items() if isinstance(node, dict) else enumerate(node, 1) if isinstance(node, list) else ()
    for key, value in items:
        yield from _placed(value, f"{place}.{key}".lstrip("."))
    if isinstance(node, str):
        yield place, node


def _plain(request: Arrived) -> bytes:
    body = request.body
    if body[:2] == b"\x1f\x8b":
        return gzip.decompress(body)
    coding = request.header("content-encoding").lower()
    if coding == "deflate":
        return zlib.decompress(body)
    if coding == "br":
        import brotli  # only if the sender has it too

        plain: bytes = brotli.decompress(body)
        return plain
    return body


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _unfold(text: str, found: set[str], depth: int) -> None:
    if depth == 0 or text in found:
        return
    found.add(text)
    _unfold(unquote_plus(text), found, depth - 1)
    for document in _documents(text):
        for inner in _strings(document):
            _unfold(inner, found, depth - 1)
    for token in _TOKEN.findall(text):
        if (undone := _base64(token)) is not None:
            _unfold(undone, found, depth - 1)


def _documents(text: str) -> Iterator[Any]:
    """The JSON documents in *text*: the whole of it, or its lines."""
    for candidate in {text, *text.splitlines()}:
        if candidate.lstrip()[:1] in ("{", "["):
            try:
                yield json.loads(candidate, parse_float=str, parse_int=str)
            except (ValueError, RecursionError):
                continue


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield key
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)
    elif isinstance(node, str):
        yield node


def _members(node: Any) -> Iterator[Pair]:
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        if isinstance(value, str):
            yield str(key), value
        else:
            yield from _members(value)


def _base64(token: str) -> str | None:
    """*token* undone when it is base64 (either alphabet) of printable UTF-8 text, or of a gzip stream of it."""
    try:
        data = base64.b64decode(token.rstrip("=").translate(str.maketrans("-_", "+/")) + "=" * (-len(token.rstrip("=")) % 4))
        data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        text = data.decode("utf-8")
    except (binascii.Error, ValueError, OSError, EOFError):
        return None
    return text if text.isprintable() or "\n" in text else None
