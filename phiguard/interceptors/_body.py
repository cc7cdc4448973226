"""Looking at a body before it is sent, whatever the application gave: bytes, text, file, iterator."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from time import monotonic
from typing import Any

from phiguard.interceptors._replay import AsyncReplay, Encode, Kept, Raised, Replay, Seen, StandIn, bytes_of
from phiguard.interceptors._replay_file import ReplayFile, replay_file

__all__ = ["PATIENCE", "alook", "is_async", "is_read", "look"]

PATIENCE = 2.0
"""Seconds that a slow iterator may take while it is read ahead; then it is sent, or not, as a ``stream`` that was not looked at."""

_TEXT = "utf-8"


def is_read(body: object) -> bool:
    """Whether *body* is in memory already, so that looking at it takes nothing from it."""
    return body is None or isinstance(body, (bytes, str, bytearray, memoryview))


def is_async(body: object) -> bool:
    """Whether an async client reads *body* by ``async for``; objects that can be read both ways are."""
    return hasattr(type(body), "__aiter__")


def look(body: Any, *, limit: int, charset: str = _TEXT, owner: object = None, wrap: type[Replay] = Replay) -> Seen:
    """See what *body* would send, without using it up.

    Args:
        body: whatever the client takes as a body.
        limit: how many bytes to read ahead; more is ``oversize``.
        charset: how the client encodes text.
        owner: the application's own iterator, where the client wrapped it into an object of its own.
        wrap: the stand-in's class, where the client insists on one of its own.
    """
    encode = partial(_encode, charset=charset)
    if is_read(body):
        return _in_memory(body, limit, encode)
    if isinstance(body, (Replay, ReplayFile)):
        return body.peek(limit, monotonic() + PATIENCE, encode)
    if hasattr(body, "read"):
        return _file(body, limit, encode)
    if buffer := bytes_of(body, encode):
        return Seen(buffer, "", body)
    if isinstance(body, Collection):
        return _collection(body, limit, encode)
    if isinstance(body, Iterable):
        return wrap(body, owner=owner).peek(limit, monotonic() + PATIENCE, encode)
    return Seen(b"", "stream", body)  # no client sends such an object; its own error says so


async def alook(body: Any, *, limit: int, charset: str = _TEXT, owner: object = None, wrap: type[AsyncReplay] = AsyncReplay) -> Seen:
    """As `look`, for an async iterable."""
    replay = body if isinstance(body, AsyncReplay) else wrap(body, owner=owner)
    return await replay.peek(limit, monotonic() + PATIENCE, partial(_encode, charset=charset))


def _encode(text: str, *, charset: str) -> bytes:
    try:
        return text.encode(charset)
    except UnicodeEncodeError:  # the client will say so itself; what it might have sent is still worth a look
        return text.encode("utf-8", "surrogatepass")


def _in_memory(body: Any, limit: int, encode: Encode) -> Seen:
    """Immutable bytes are taken as they are, of any size; what would have to be copied is copied up to the limit only."""
    if body is None:
        return Seen(b"", "", None)
    if isinstance(body, bytes):
        return Seen(body, "", body)
    size = body.nbytes if isinstance(body, memoryview) else len(body)
    if size <= limit:
        return Seen(bytes_of(body, encode), "", body)
    return Seen(bytes_of(body[:limit], encode), "oversize", body)


def _collection(body: Collection[Any], limit: int, encode: Encode) -> Seen:
    """A list or tuple of chunks: can be read any number of times, so it is sent as it is."""
    parts: list[bytes] = []
    size = 0
    for chunk in body:
        parts.append(bytes_of(chunk, encode))
        size += len(parts[-1])
        if size > limit:
            return Seen(b"".join(parts), "oversize", body)
    return Seen(b"".join(parts), "", body)


def _file(body: Any, limit: int, encode: Encode) -> Seen:
    if getattr(body, "closed", False) is True:
        return Seen(b"", "closed", body)
    position = _position(body)
    if position is None:
        return replay_file(body).peek(limit, monotonic() + PATIENCE, encode)
    kept = Kept()
    with Raised(kept, StandIn()):  # the client will read the same file and meet the same error
        data = body.read(limit + 1)
        kept.chunks.append(data)
    body.seek(position)
    if kept.error or not isinstance(kept.chunks[0], (str, bytes, bytearray, memoryview)):
        return Seen(b"", "stream", body)
    content = bytes_of(kept.chunks[0], encode)
    return Seen(content, "oversize" if len(content) > limit else "", body)


def _position(body: Any) -> object:
    """Where *body* stands, when it can be rewound to there; else None."""
    try:
        position = body.tell()
        body.seek(position)
    except (AttributeError, OSError, ValueError, TypeError, NotImplementedError):  # files of every make: each says no in its own way
        return None
    return position
