"""urllib3 1.26, 2.x and urllib3-future: a call can be stopped at the pool; nothing escapes the connection.

The pool's ``urlopen`` lies outside the retry loop, so a stop there ends the call.  Not everybody goes through it, and only
``connection.HTTPConnection.request`` is there in all three (urllib3-future never calls ``http.client``).
"""

from __future__ import annotations

from io import BytesIO
from types import ModuleType
from typing import Any

from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

from phiguard.errors import PHIBlocked
from phiguard.interceptors._exchange import arun, run
from phiguard.interceptors._message import Arguments, Change, Message, Sending, absolute, pairs, phrase, rebuilt
from phiguard.interceptors._patch import Patches
from phiguard.model.decision import Decision
from phiguard.model.reply import Reply

__all__ = ["Urllib3Blocked", "patch"]

_NAMES = ("method", "url", "body", "headers")


class Urllib3Blocked(PHIBlocked, HTTPError):  # noqa: N818 -- named after the one it is
    """A stopped call of urllib3.  Neither a protocol nor a timeout error, and no ``OSError``: those are retried."""


class _Pool:
    client = "urllib3"
    names = _NAMES
    owns_connection = False

    def read(self, instance: Any, given: Arguments) -> Message:
        headers = given.get("headers")
        return Message(
            client=self.client,
            instance=instance,
            given=given,
            method=given.get("method"),
            url=absolute(instance.scheme or "http", instance.host, instance.port, given.get("url")),
            headers=pairs(instance.headers if headers is None else headers),
            body=given.get("body"),
        )

    def put(self, message: Message, body: Any) -> Sending:
        return message.given.having(body=body)

    def rewrite(self, message: Message, change: Change) -> Sending:
        given = message.given
        args, kwargs = given.having(headers=rebuilt(given.get("headers"), change.headers), body=change.body, url=_relative(message, change))
        if change.framed and "chunked" in kwargs:
            kwargs["chunked"] = False
        return args, kwargs

    def reply(self, message: Message, reply: Reply) -> Any:
        if message.given.kwargs.get("multiplexed"):
            return None  # urllib3-future would have to be given a promise
        return HTTPResponse(
            body=BytesIO(reply.body),
            headers=dict(reply.headers),
            status=reply.status,
            reason=phrase(reply.status),
            preload_content=message.given.kwargs.get("preload_content", True),
            request_method=message.method,
        )

    def error(self, message: Message, decision: Decision) -> PHIBlocked:
        del message
        return Urllib3Blocked(decision)


class _AsyncPool(_Pool):
    def reply(self, message: Message, reply: Reply) -> None:
        """urllib3-future's async response needs a connection of its own to read from."""


class _Connection(_Pool):
    owns_connection = True

    def read(self, instance: Any, given: Arguments) -> Message:
        tunnel = getattr(instance, "_tunnel_host", None)
        return Message(
            client=self.client,
            instance=instance,
            given=given,
            method=given.get("method"),
            url=absolute(
                "https" if instance.default_port == 443 else "http",
                tunnel or instance.host,
                instance._tunnel_port if tunnel else instance.port,  # noqa: SLF001 -- http.client's own name; there is no other
                given.get("url"),
            ),
            headers=pairs(given.get("headers")),
            body=given.get("body"),
        )

    def reply(self, message: Message, reply: Reply) -> None:
        """A connection's ``request`` answers nothing, and the pool that reads the answer next expects one of its own making."""

    def error(self, message: Message, decision: Decision) -> PHIBlocked:
        """Plain: inside the pool's retry loop every error of HTTP or of the system is tried again."""
        del message
        return PHIBlocked(decision)


class _Chunked(_Connection):
    """``request_chunked`` of 1.26, which frames by chunks whatever the headers say."""

    def rewrite(self, message: Message, change: Change) -> Sending:
        headers = tuple(pair for pair in change.headers if pair[0].lower() != "content-length")
        return super().rewrite(message, Change(url=change.url, headers=headers, body=change.body, framed=change.framed, moved=change.moved))


_POOL, _ASYNC_POOL, _CONNECTION, _CHUNKED = _Pool(), _AsyncPool(), _Connection(), _Chunked()


def _relative(message: Message, change: Change) -> str:
    """The URL in the form in which it was given: a path, or absolute toward a proxy."""
    given: str = message.given.get("url")
    if not change.moved:
        return given
    if "://" in given.partition("?")[0]:
        return change.url
    rest = change.url.partition("://")[2]
    return "/" + rest.partition("/")[2]


def _urlopen(wrapped: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return run(_POOL, wrapped, instance, args, kwargs)


def _request(wrapped: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return run(_CONNECTION, wrapped, instance, args, kwargs)


def _request_chunked(wrapped: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return run(_CHUNKED, wrapped, instance, args, kwargs)


async def _aurlopen(wrapped: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return await arun(_ASYNC_POOL, wrapped, instance, args, kwargs)


async def _arequest(wrapped: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return await arun(_CONNECTION, wrapped, instance, args, kwargs)


def patch(patches: Patches, module: ModuleType) -> None:
    """Wrap urllib3, whichever of its makes is installed under that name.

    Args:
        patches: where the patches are kept.
        module: the imported ``urllib3``.
    """
    patches.wrap_tree("urllib3", HTTPConnectionPool, "urlopen", _urlopen)
    patches.wrap_tree("urllib3", HTTPConnection, "request", _request)
    if "request_chunked" in vars(HTTPConnection):
        patches.wrap_tree("urllib3", HTTPConnection, "request_chunked", _request_chunked)
    if hasattr(module, "AsyncPoolManager"):
        _patch_async(patches)


def _patch_async(patches: Patches) -> None:
    """The async twins, which only urllib3-future has."""
    from urllib3._async.connection import AsyncHTTPConnection  # type: ignore[import-not-found]
    from urllib3._async.connectionpool import AsyncHTTPConnectionPool  # type: ignore[import-not-found]

    patches.wrap_tree("urllib3", AsyncHTTPConnectionPool, "urlopen", _aurlopen)
    patches.wrap_tree("urllib3", AsyncHTTPConnection, "request", _arequest)
