"""httpx and its forks httpx2 and httpxyz: one factory, as they share the layout of their classes.

``_send_single_request`` is passed by every hop, and lies above the transport, so transports of somebody's own are covered.
"""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any

from phiguard.errors import PHIBlocked
from phiguard.interceptors._exchange import arun, run
from phiguard.interceptors._message import Arguments, Change, Message, Sending, pairs
from phiguard.interceptors._patch import Patches, SeamError
from phiguard.interceptors._replay import AsyncReplay, Replay
from phiguard.interceptors.httpcore import content_of, owner_of
from phiguard.model.decision import Decision
from phiguard.model.reply import Reply

__all__ = ["patch"]

_IN_PROCESS = frozenset({"ASGITransport", "WSGITransport", "MockTransport", "_TestClientTransport"})
"""Transports that call a function of this process: an application's own tests, from which nothing leaves."""

_ERRORS = {"HttpxBlocked": "httpx", "Httpx2Blocked": "httpx2", "HttpxyzBlocked": "httpxyz"}


class _Client:
    names = ("request",)
    owns_connection = False

    def __init__(self, module: ModuleType) -> None:
        self.client = module.__name__
        self._module = module
        self._stream = type(
            "SyncStream", (Replay, module.SyncByteStream), {"__doc__": "A `Replay` of the class that this client insists on."}
        )
        self._astream = type("AsyncStream", (AsyncReplay, module.AsyncByteStream), {"__doc__": "The async twin."})

    def read(self, instance: Any, given: Arguments) -> Message | None:
        request = given.get("request")
        transport = instance._transport_for_url(request.url)  # noqa: SLF001 -- proxies and mounts are resolved nowhere else
        if any(kind.__name__ in _IN_PROCESS for kind in type(transport).__mro__):
            return None
        content = content_of(request.stream)
        return Message(
            client=self.client,
            instance=instance,
            given=given,
            method=request.method,
            url=str(request.url).partition("#")[0],
            headers=pairs(request.headers.raw),
            body=request.stream if content is None else content,
            owner=owner_of(request.stream),
            wrap=self._stream,
            awrap=self._astream,
        )

    def put(self, message: Message, body: Any) -> Sending:
        message.given.get("request").stream = body
        return message.given.args, message.given.kwargs

    def rewrite(self, message: Message, change: Change) -> Sending:
        request = message.given.get("request")
        plain = isinstance(change.body, bytes)
        copy = self._module.Request(
            request.method,
            change.url if change.moved else request.url,
            headers=[(name.encode("latin-1"), value.encode("latin-1")) for name, value in change.headers],
            stream=self._module.ByteStream(change.body) if plain else change.body,
            extensions=request.extensions,
        )
        if plain:
            copy.read()
        return message.given.having(request=copy)

    def reply(self, message: Message, reply: Reply) -> Any:
        # Given as a stream, so that it can still be read in every way that a real answer can.
        answer = self._module.Response(
            reply.status,
            headers=[*reply.headers, ("Content-Length", str(len(reply.body)))],
            stream=self._module.ByteStream(reply.body),
            request=message.given.get("request"),
        )
        answer.elapsed = timedelta(0)
        return answer

    def error(self, message: Message, decision: Decision) -> PHIBlocked:
        error = _blocked(self._module.__name__)(decision)
        error.request = message.given.get("request")  # type: ignore[attr-defined]  # of the client's own base error
        return error


@lru_cache
def _blocked(name: str) -> type[PHIBlocked]:
    """The error of one fork.  A direct ``HTTPError``, not a ``RequestError``: openai retries those."""
    module = import_module(name)
    title = f"{name.capitalize()}Blocked"
    body = {"__doc__": f"A stopped call of {name}.", "__module__": __name__, "__qualname__": title}
    return type(title, (PHIBlocked, module.HTTPError), body)


def __getattr__(name: str) -> Any:
    """``HttpxBlocked``, ``Httpx2Blocked``, ``HttpxyzBlocked``: made when asked for, as no process has all three; pickle asks too."""
    if name in _ERRORS:
        return _blocked(_ERRORS[name])
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def patch(patches: Patches, module: ModuleType) -> None:
    """Wrap one of the family.

    Args:
        patches: where the patches are kept.
        module: the imported ``httpx``, ``httpx2`` or ``httpxyz``; under an alias they are one and the same, and are wrapped once.
    """
    seam = _Client(module)

    def send(wrapped: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return run(seam, wrapped, instance, args, kwargs)

    async def asend(wrapped: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return await arun(seam, wrapped, instance, args, kwargs)

    for name, handler in (("Client", send), ("AsyncClient", asend)):
        kind = getattr(module, name, None)
        if not isinstance(kind, type):
            msg = f"{module.__name__} has no {name}"
            raise SeamError(msg)
        patches.wrap_tree(module.__name__, kind, "_send_single_request", handler)
