"""Answers of http.client that no server gave: kept for a connection until somebody asks it for the response."""

from __future__ import annotations

from http.client import HTTPConnection, HTTPResponse
from io import BytesIO
from typing import Any
from weakref import WeakKeyDictionary

from phiguard.interceptors._message import phrase
from phiguard.model.reply import Reply

__all__ = ["answer_with", "take_answer"]

_WAITING: WeakKeyDictionary[HTTPConnection, HTTPResponse] = WeakKeyDictionary()


class _Canned:
    """As much of a socket as a response reads from."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, mode: str) -> BytesIO:
        del mode
        return BytesIO(self._data)


def answer_with(connection: HTTPConnection, reply: Reply, method: str) -> None:
    """Let *connection*'s next ``getresponse()`` return *reply*."""
    lines = [f"HTTP/1.1 {reply.status} {phrase(reply.status)}"]
    lines += [f"{name}: {value}" for name, value in (*reply.headers, ("Content-Length", str(len(reply.body))))]
    data = "\r\n".join([*lines, "", ""]).encode("latin-1") + reply.body
    canned: Any = _Canned(data)
    response = connection.response_class(canned, method=method)
    response.begin()
    _WAITING[connection] = response


def take_answer(connection: HTTPConnection) -> HTTPResponse | None:
    """The answer that waits for *connection*, once."""
    return _WAITING.pop(connection, None) if _WAITING else None
