"""The stand-in for a file-like body that cannot be rewound; see `_replay` for why there are stand-ins."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from phiguard.interceptors._replay import REGISTRY, Encode, Raised, Seen, StandIn, bytes_of

__all__ = ["ReplayFile", "ReplayText", "replay_file"]

_BLOCK = 64 * 1024


class ReplayFile(StandIn):
    """Stands for a file-like body that cannot be rewound: a pipe, a socket's file, a multipart encoder."""

    def __init__(self, source: Any) -> None:
        self._source = source
        self._kept = REGISTRY.kept(source)

    def peek(self, limit: int, deadline: float, encode: Encode) -> Seen:
        """As `Replay.peek`."""
        kept = self._kept
        size = sum(len(bytes_of(chunk, encode)) for chunk in kept.chunks)
        kept.ended = False
        unread = ""
        while not kept.ended and kept.error is None and not unread:
            with Raised(kept, self):
                block = self._source.read(_BLOCK)
                if not block:
                    kept.ended = True
                else:
                    kept.chunks.append(block)
                    size += len(bytes_of(block, encode))
                    unread = kept.full(size, limit, deadline)
        return Seen(b"".join(bytes_of(chunk, encode) for chunk in kept.chunks), unread, self)

    def read(self, size: int | None = -1) -> Any:
        """As the source's own ``read``."""
        if not self._kept.chunks:
            self._meet_error(self._kept)
            return self._source.read(size)
        head = self._head()
        if size is None or size < 0:
            return head if self._kept.error else head + self._source.read(size)
        if len(head) < size and not self._kept.ended and not self._kept.error:
            return head + self._source.read(size - len(head))
        self._keep(head[size:])
        return head[:size]

    def readline(self, size: int = -1) -> Any:
        """As the source's own ``readline``; some clients send a file line by line."""
        if not self._kept.chunks:
            self._meet_error(self._kept)
            return self._source.readline(size)
        head = self._head()
        end = head.find("\n" if isinstance(head, str) else b"\n") + 1
        if not end:
            return head if self._kept.error else head + self._source.readline(size)
        self._keep(head[end:])
        return head[:end]

    def __iter__(self) -> Iterator[Any]:
        """Lines, as a file gives them."""
        while line := self.readline():
            yield line

    def _head(self) -> Any:
        chunks = list(self._kept.chunks)
        self._kept.chunks.clear()
        return chunks[0] if len(chunks) == 1 else type(chunks[0])().join(chunks)

    def _keep(self, rest: Any) -> None:
        if rest:
            self._kept.chunks.appendleft(rest)

    def __getattr__(self, name: str) -> Any:
        """Everything else is the source's: name, mode, length."""
        return getattr(self._source, name)

    def __repr__(self) -> str:
        """Shape only."""
        return f"<{type(self).__name__} of {type(self._source).__name__}>"


class ReplayText(ReplayFile, io.TextIOBase):  # type: ignore[misc]  # `read` and `readline` are widened on purpose: both give what the source gives
    """A `ReplayFile` of text: clients ask for the base class to know that they must encode, each in its own charset."""


def replay_file(source: Any) -> ReplayFile:
    """The stand-in for *source*."""
    return ReplayText(source) if isinstance(source, io.TextIOBase) else ReplayFile(source)
