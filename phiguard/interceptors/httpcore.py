"""httpcore and its forks: what httpx stands on, and what some SDKs call directly.

It is the second seam under httpx, which does not reach http.client.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from phiguard.errors import PHIBlocked
from phiguard.interceptors._exchange import arun, run
from phiguard.interceptors._message import Arguments, Change, Message, Sending, absolute, pairs
from phiguard.interceptors._patch import Patches
from phiguard.model.decision import Decision
from phiguard.model.reply import Reply

__all__ = ["content_of", "owner_of", "patch"]


def content_of(stream: Any) -> bytes | None:
    """The bytes of a stream that is nothing but bytes, as httpx and httpcore make them; None of any other."""
    if type(stream).__name__ != "ByteStream":
        return None
    content = getattr(stream, "_stream", None) if hasattr(stream, "_stream") else getattr(stream, "_content", None)
    return content if isinstance(content, bytes) else None


def owner_of(stream: Any) -> Any:
    """The application's generator inside the client's stream: a second request made of it is a new stream of the same one."""
    return getattr(stream, "_stream", None)


class _Pool:
    names = ("request",)
    owns_connection = False

    def __init__(self, module: ModuleType) -> None:
        self.client = module.__name__
        self._module = module

    def read(self, instance: Any, given: Arguments) -> Message:
        request = given.get("request")
        url, content = request.url, content_of(request.stream)
        return Message(
            client=self.client,
            instance=instance,
            given=given,
            method=request.method.decode("ascii"),
            url=absolute(url.scheme.decode("ascii"), url.host.decode("ascii"), url.port, url.target.decode("latin-1")),
            headers=pairs(request.headers),
            body=request.stream if content is None else content,
            owner=owner_of(request.stream),
        )

    def put(self, message: Message, body: Any) -> Sending:
        message.given.get("request").stream = body
        return message.given.args, message.given.kwargs

    def rewrite(self, message: Message, change: Change) -> Sending:
        request = message.given.get("request")
        copy = self._module.Request(
            request.method,
            change.url if change.moved else request.url,
            headers=[(name.encode("latin-1"), value.encode("latin-1")) for name, value in change.headers],
            content=change.body,
            extensions=request.extensions,
        )
        return message.given.having(request=copy)

    def reply(self, message: Message, reply: Reply) -> Any:
        del message
        headers = [*reply.headers, ("Content-Length", str(len(reply.body)))]
        return self._module.Response(reply.status, headers=headers, content=reply.body)

    def error(self, message: Message, decision: Decision) -> PHIBlocked:
        """Plain: httpcore's errors have no common base, and httpx takes several of them for failures of the network."""
        del message
        return PHIBlocked(decision)


def patch(patches: Patches, module: ModuleType) -> None:
    """Wrap one of the family.

    Args:
        patches: where the patches are kept.
        module: the imported ``httpcore``, ``httpcore2`` or ``httpcorexyz``.
    """
    seam = _Pool(module)

    def send(wrapped: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return run(seam, wrapped, instance, args, kwargs)

    async def asend(wrapped: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return await arun(seam, wrapped, instance, args, kwargs)

    patches.wrap_tree(module.__name__, module.ConnectionPool, "handle_request", send)
    patches.wrap_tree(module.__name__, module.AsyncConnectionPool, "handle_async_request", asend)
