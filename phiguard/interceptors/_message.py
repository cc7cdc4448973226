"""One outbound message in the hands of an interceptor: how its client was called, and what that means in neutral words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeAlias

from phiguard.interceptors._replay import AsyncReplay, Replay
from phiguard.model.call import OutboundCall

__all__ = ["Arguments", "Change", "Message", "Pairs", "Sending", "absolute", "change", "pairs", "phrase", "rebuilt"]

Sending: TypeAlias = tuple[tuple[Any, ...], dict[str, Any]]
"""Positional and keyword arguments for the client's own function."""

Pairs: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Arguments:
    """The arguments of a client's function, by name, whether they were given by position or by keyword.

    Attributes:
        names: the function's first parameters, in order.
        args: what was given by position.
        kwargs: what was given by keyword.
    """

    names: tuple[str, ...]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]

    def get(self, name: str, default: Any = None) -> Any:
        """The argument called *name*."""
        place = self.names.index(name)
        return self.args[place] if place < len(self.args) else self.kwargs.get(name, default)

    def having(self, **changes: Any) -> Sending:
        """The same arguments with *changes*, each passed in the way it was passed before."""
        args, kwargs = list(self.args), dict(self.kwargs)
        for name, value in changes.items():
            place = self.names.index(name)
            if place < len(args):
                args[place] = value
            else:
                kwargs[name] = value
        return tuple(args), kwargs

    def __repr__(self) -> str:
        """Shape only."""
        return f"<Arguments {len(self.args)}+{len(self.kwargs)}>"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Message:
    """One message that is about to leave.

    Attributes:
        client: the client library's name.
        instance: the object whose method was called.
        given: how it was called.
        method: HTTP method.
        url: absolute URL.
        headers: as far as this layer knows them, in order.
        body: the client's own object.
        charset: how the client encodes a body that is text.
        owner: the application's iterator inside *body*, where the client wrapped it.
        wrap: what a body that is read ahead is replaced by.
        awrap: the same for an async iterable.
        unread: why *body* is known not to be all; empty when it may be.
        fault: ``error`` when describing the message failed; then the other parts are guesses.
    """

    client: str
    instance: Any
    given: Arguments
    method: str
    url: str
    headers: Pairs = ()
    body: Any = None
    charset: str = "utf-8"
    owner: object = None
    wrap: type[Replay] = Replay
    awrap: type[AsyncReplay] = AsyncReplay
    unread: str = ""
    fault: str = ""

    def call(self, data: bytes, unread: str) -> OutboundCall:
        """The message in the words that the guard reads."""
        return OutboundCall(
            method=self.method,
            url=self.url,
            headers=self.headers,
            body=data,
            client=self.client,
            unread=self.fault or self.unread or unread,
        )

    def __repr__(self) -> str:
        """Shape only."""
        return f"<Message {self.client} {self.method}>"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Change:
    """What a redacted message is to be sent with.

    Attributes:
        url: absolute URL.
        headers: all headers, with framing that fits the body.
        body: the body to send.
        framed: whether the body is new bytes, whose length the headers give; else it is the message's own or stands for it.
        moved: whether the URL differs from the message's.
    """

    url: str
    headers: Pairs
    body: Any
    framed: bool
    moved: bool

    def __repr__(self) -> str:
        """Shape only."""
        return f"<Change framed={self.framed} moved={self.moved}>"


def change(before: OutboundCall, after: OutboundCall, body: Any) -> Change:
    """What has to be changed to send *after* in place of *before*, whose body was read from *body*."""
    moved = after.url != before.url
    if after.body == before.body:
        return Change(url=after.url, headers=after.headers, body=body, framed=False, moved=moved)
    return Change(url=after.url, headers=_framed(after.headers, len(after.body)), body=after.body, framed=True, moved=moved)


def _framed(headers: Pairs, length: int) -> Pairs:
    """*headers* for a body of *length* bytes: one Content-Length, in the place of what framed the old body."""
    framing = ("Content-Length", str(length))
    kept: list[tuple[str, str]] = []
    for name, value in headers:
        if name.lower() not in {"content-length", "transfer-encoding"}:
            kept.append((name, value))
        elif framing not in kept:
            kept.append(framing)
    return tuple(kept) if framing in kept else (*kept, framing)


def pairs(headers: Mapping[Any, Any] | Iterable[tuple[Any, Any]] | None) -> Pairs:
    """Header names and values as text, in order."""
    if headers is None:
        return ()
    items: Iterable[tuple[Any, Any]] = headers.items() if hasattr(headers, "items") else headers
    return tuple([(name, value) if type(name) is type(value) is str else (_text(name), _text(value)) for name, value in items])


def rebuilt(original: Any, headers: Pairs) -> Any:
    """A mapping of *headers* of the type that the client was given, so that repeated names survive where they can."""
    kind: Callable[[Pairs], Any] = dict if original is None else type(original)
    return kind(headers)


def absolute(scheme: str, host: str, port: int | None, url: str) -> str:
    """*url* as an absolute one: clients that hold the host in a connection pass the rest only."""
    if "://" in url.partition("?")[0]:
        return url.partition("#")[0]
    host = host.strip("[]")
    shown = f"[{host}]" if ":" in host else host
    place = "" if port is None or port == (443 if scheme == "https" else 80) else f":{port}"
    return f"{scheme}://{shown}{place}{'' if url.startswith('/') else '/'}{url.partition('#')[0]}"


def phrase(status: int) -> str:
    """The reason phrase of an HTTP status."""
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else ""


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
