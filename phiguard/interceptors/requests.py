"""requests: every hop passes an adapter's ``send``, with the final URL, cookies and authentication applied.

Below it lies urllib3, whose seams see what an adapter of somebody's own sends.
"""

from __future__ import annotations

from io import BytesIO
from types import ModuleType
from typing import TYPE_CHECKING, Any

from requests.adapters import BaseAdapter, HTTPAdapter
from requests.exceptions import RequestException
from requests.structures import CaseInsensitiveDict
from urllib3.response import HTTPResponse

from phiguard.errors import PHIBlocked
from phiguard.interceptors._exchange import run
from phiguard.interceptors._message import Arguments, Change, Message, Sending, pairs, phrase
from phiguard.interceptors._patch import Patches
from phiguard.model.decision import Decision
from phiguard.model.reply import Reply

if TYPE_CHECKING:
    from requests.models import Response

__all__ = ["RequestsBlocked", "patch"]

_LOCAL = ("file:", "data:")
"""Schemes of adapters that read something here and send nothing."""


class RequestsBlocked(PHIBlocked, RequestException):
    """A stopped call of requests.  Not a ``ConnectionError`` or ``Timeout``: those are retried by common policies."""


class _Adapter:
    client = "requests"
    names = ("request", "stream", "timeout", "verify", "cert", "proxies")
    owns_connection = False

    def read(self, instance: Any, given: Arguments) -> Message | None:
        request = given.get("request")
        url = request.url
        if url.startswith(_LOCAL):
            return None
        return Message(
            client=self.client,
            instance=instance,
            given=given,
            method=request.method or "GET",
            url=url.partition("#")[0],
            headers=pairs(request.headers),
            body=request.body,
        )

    def put(self, message: Message, body: Any) -> Sending:
        message.given.get("request").body = body
        return message.given.args, message.given.kwargs

    def rewrite(self, message: Message, change: Change) -> Sending:
        request = message.given.get("request").copy()
        request.headers = CaseInsensitiveDict(change.headers)
        request.body = change.body
        if change.moved:
            request.url = change.url
        if change.framed:
            request._body_position = None  # noqa: SLF001 -- requests' own note of where a file stood; there is no file any more
        return message.given.having(request=request)

    def reply(self, message: Message, reply: Reply) -> Response:
        raw = HTTPResponse(
            body=BytesIO(reply.body),
            headers=dict(reply.headers),
            status=reply.status,
            reason=phrase(reply.status),
            preload_content=False,
        )
        return HTTPAdapter.build_response(message.instance, message.given.get("request"), raw)

    def error(self, message: Message, decision: Decision) -> RequestsBlocked:
        error = RequestsBlocked(decision)
        error.request = message.given.get("request")
        return error


_ADAPTER = _Adapter()


def _send(wrapped: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return run(_ADAPTER, wrapped, instance, args, kwargs)


def patch(patches: Patches, module: ModuleType) -> None:
    """Wrap requests.

    Args:
        patches: where the patches are kept.
        module: the imported ``requests``.
    """
    patches.wrap_tree("requests", HTTPAdapter, "send", _send)
    for kind in BaseAdapter.__subclasses__():
        _guard(patches, kind)

    def get_adapter(wrapped: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        del instance
        # An adapter of the application's own need not exist yet at installation, nor inherit from HTTPAdapter.
        adapter = wrapped(*args, **kwargs)
        _guard(patches, type(adapter))
        return adapter

    patches.wrap("requests", module.Session, "get_adapter", get_adapter)


def _guard(patches: Patches, kind: type) -> None:
    """Wrap the ``send`` that adapters of class *kind* run, unless it is one that is wrapped from the start."""
    for owner in kind.__mro__:
        if owner in {BaseAdapter, HTTPAdapter}:
            return
        if callable(vars(owner).get("send")):
            patches.wrap("requests", owner, "send", _send)
            return
