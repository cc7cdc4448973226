"""Stand-ins for bodies that can be read only once: they hold what was read ahead, and give it out again unchanged.

A generator that was read ahead and then not sent (connection refused, call blocked) must not have lost its chunks: what was read
is kept with the application's own iterator for as long as that lives, so a second attempt with the same object sends everything.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from time import monotonic
from types import TracebackType
from typing import Any, Generic, TypeVar
from weakref import ref

__all__ = ["REGISTRY", "AsyncReplay", "Encode", "Kept", "Raised", "Replay", "Seen", "StandIn", "bytes_of"]

Encode = Callable[[str], bytes]
"""How a client turns text into bytes."""

Source = TypeVar("Source")


@dataclass(frozen=True, slots=True, repr=False)
class Seen:
    """What can be seen of a body before it is sent.

    Attributes:
        data: the bytes that would leave, as far as they were read.
        unread: empty when *data* is all; else why not: ``oversize``, ``stream``, ``closed``.
        body: what to send: the application's object, or a stand-in that gives the same.
    """

    data: bytes
    unread: str
    body: Any

    def __repr__(self) -> str:
        """Size only."""
        return f"<Seen {len(self.data)}B unread={self.unread or '-'}>"


class Kept:
    """What was read ahead of one body, and how reading ended."""

    __slots__ = ("chunks", "ended", "error")

    def __init__(self) -> None:
        self.chunks: deque[Any] = deque()
        self.error: Exception | None = None
        self.ended = False

    def take_error(self) -> Exception | None:
        """The application's own exception, if there is one, which is then no longer kept."""
        error, self.error = self.error, None
        return error

    def full(self, size: int, limit: int, deadline: float) -> str:
        """Why reading ahead must stop although there is more; empty when it may go on."""
        if size > limit:
            return "oversize"
        return "stream" if monotonic() > deadline else ""


class Raised(AbstractContextManager["Raised"]):
    """Keeps an exception of the application's own body, so that the client meets it where it would have met it without us.

    Nothing is handled here: every exception that is kept is raised again by the stand-in.  Its traceback is kept apart, by the
    stand-in alone: it leads by the frames to the source, which the registry below must not keep alive.
    """

    __slots__ = ("_kept", "_standin")

    def __init__(self, kept: Kept, standin: StandIn) -> None:
        self._kept = kept
        self._standin = standin

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        """Keep an `Exception`; let ``KeyboardInterrupt``, cancellation and the like through at once."""
        if not isinstance(error, Exception):
            return False
        self._standin.trace = trace.tb_next if trace else None  # without our own frame
        self._kept.error = error.with_traceback(None)
        return True


class _Registry:
    """What was read ahead, by the identity of the object that it was read from, while that object lives."""

    def __init__(self) -> None:
        self._entries: dict[int, tuple[ref[Any], Kept]] = {}

    def kept(self, owner: object) -> Kept:
        entry = self._entries.get(id(owner))
        if entry is not None and entry[0]() is owner:
            return entry[1]
        fresh = Kept()
        key = id(owner)
        with suppress(TypeError):  # not every iterator of the standard library can be referred to weakly
            self._entries[key] = (ref(owner, lambda _: self._forget(key)), fresh)
        return fresh

    def _forget(self, key: int) -> None:
        entry = self._entries.get(key)
        if entry is not None and entry[0]() is None:
            del self._entries[key]


REGISTRY = _Registry()


class StandIn:
    """What all stand-ins share: where the error that they keep came from."""

    trace: TracebackType | None = None

    def _meet_error(self, kept: Kept) -> None:
        """Raise the application's own exception, once."""
        if error := kept.take_error():
            trace, self.trace = self.trace, None
            raise error.with_traceback(trace)


class _Chunks(StandIn, Generic[Source]):
    """What `Replay` and `AsyncReplay` share: the source, its current pass, and what is kept of it."""

    def __init__(self, source: Source, *, owner: object = None) -> None:
        self._source = source
        self._owner = owner
        self._pass: Any = None
        self._kept = Kept()

    def _open(self, begin: Callable[[Source], Any]) -> Kept:
        """The pass over the source that is under way, or a new one: a list can be read again, a generator is just at its end."""
        if self._pass is None:
            fresh = Kept()
            with Raised(fresh, self):
                self._pass = begin(self._source)
            if fresh.error:
                self._kept = fresh
                return fresh
            self._kept = REGISTRY.kept(self._owner if self._owner is not None else self._pass)
            self._kept.ended = False
        return self._kept

    def _close(self) -> None:
        self._pass = None

    def _seen(self, kept: Kept, unread: str, encode: Encode) -> Seen:
        return Seen(b"".join(bytes_of(chunk, encode) for chunk in kept.chunks), unread, self)

    def __repr__(self) -> str:
        """Shape only."""
        return f"<{type(self).__name__} of {type(self._source).__name__}>"


class Replay(_Chunks[Iterable[Any]]):
    """Stands for an iterable body: yields the same chunks, in the same boundaries, and ends in the same way."""

    def peek(self, limit: int, deadline: float, encode: Encode) -> Seen:
        """Read ahead up to *limit* bytes or until *deadline* (monotonic seconds), without using anything up."""
        kept = self._open(iter)
        size = sum(len(bytes_of(chunk, encode)) for chunk in kept.chunks)
        while not kept.ended and kept.error is None:
            if unread := kept.full(size, limit, deadline):
                return self._seen(kept, unread, encode)
            with Raised(kept, self):
                chunk = next(self._pass, kept)  # `kept` itself marks the end: no body yields it
                if chunk is kept:
                    kept.ended = True
                else:
                    kept.chunks.append(chunk)
                    size += len(bytes_of(chunk, encode))
        return self._seen(kept, "", encode)

    def __iter__(self) -> Iterator[Any]:
        """What was read ahead, then the rest."""
        kept = self._open(iter)
        while kept.chunks:
            yield kept.chunks.popleft()
        if kept.error is not None:
            self._close()
            self._meet_error(kept)
        if not kept.ended:
            yield from self._pass
        self._close()


class AsyncReplay(_Chunks[Any]):
    """As `Replay`, for an async iterable."""

    async def peek(self, limit: int, deadline: float, encode: Encode) -> Seen:
        """As `Replay.peek`."""
        kept = self._open(aiter)
        size = sum(len(bytes_of(chunk, encode)) for chunk in kept.chunks)
        while not kept.ended and kept.error is None:
            if unread := kept.full(size, limit, deadline):
                return self._seen(kept, unread, encode)
            with Raised(kept, self):
                chunk = await anext(self._pass, kept)
                if chunk is kept:
                    kept.ended = True
                else:
                    kept.chunks.append(chunk)
                    size += len(bytes_of(chunk, encode))
        return self._seen(kept, "", encode)

    async def __aiter__(self) -> AsyncIterator[Any]:
        """What was read ahead, then the rest."""
        kept = self._open(aiter)
        while kept.chunks:
            yield kept.chunks.popleft()
        if kept.error is not None:
            self._close()
            self._meet_error(kept)
        if not kept.ended:
            async for chunk in self._pass:
                yield chunk
        self._close()


def bytes_of(chunk: object, encode: Encode) -> bytes:
    """The bytes that a client would send for one chunk; none for an object that it will refuse."""
    if isinstance(chunk, bytes):
        return chunk
    if isinstance(chunk, str):
        return encode(chunk)
    try:
        return bytes(memoryview(chunk))  # type: ignore[arg-type]  # asked, not known: the client asks in the same way
    except TypeError:
        return b""
