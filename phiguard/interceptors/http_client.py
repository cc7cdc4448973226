"""http.client: the floor under urllib.request, httplib2, vendored copies of urllib3 and everything else that the standard library sends.

``request()`` ends in ``_send_request``, which is unchanged from 3.8 to 3.14; what drives a connection by hand is `_by_hand`'s.
"""

from __future__ import annotations

from http.client import HTTPConnection, HTTPException
from types import ModuleType
from typing import Any

from phiguard.errors import PHIBlocked
from phiguard.interceptors import _by_hand
from phiguard.interceptors._answers import answer_with
from phiguard.interceptors._exchange import run
from phiguard.interceptors._message import Arguments, Change, Message, Sending, pairs, rebuilt
from phiguard.interceptors._patch import Patches
from phiguard.model.decision import Decision
from phiguard.model.reply import Reply

__all__ = ["HttpClientBlocked", "patch"]


class HttpClientBlocked(PHIBlocked, HTTPException):
    """A stopped call of http.client."""


class _Request:
    client = "http.client"
    names = ("method", "url", "body", "headers", "encode_chunked")
    owns_connection = True

    def read(self, instance: Any, given: Arguments) -> Message:
        return Message(
            client=self.client,
            instance=instance,
            given=given,
            method=given.get("method"),
            url=_by_hand.url_of(instance, given.get("url") or "/"),
            headers=pairs(given.get("headers")),
            body=given.get("body"),
            charset="iso-8859-1",  # RFC 2616 3.7.1, which http.client still follows
        )

    def put(self, message: Message, body: Any) -> Sending:
        return message.given.having(body=body)

    def rewrite(self, message: Message, change: Change) -> Sending:
        given = message.given
        changes = {"headers": rebuilt(given.get("headers"), change.headers), "body": change.body}
        if change.moved:
            changes["url"] = _by_hand.as_given(given.get("url") or "/", change.url)
        if change.framed:
            changes["encode_chunked"] = False
        return given.having(**changes)

    def reply(self, message: Message, reply: Reply) -> Any:
        answer_with(message.instance, reply, message.method)
        return _SENT

    def error(self, message: Message, decision: Decision) -> PHIBlocked:
        """Plain inside a copy of urllib3, whose retry loop tries every ``HTTPException`` again."""
        within = any(kind.__module__.endswith("urllib3.connection") for kind in type(message.instance).__mro__)
        return PHIBlocked(decision) if within else HttpClientBlocked(decision)


_SENT = object()
_REQUEST = _Request()


def _send_request(wrapped: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    run(_REQUEST, wrapped, instance, args, kwargs)


def patch(patches: Patches, module: ModuleType) -> None:
    """Wrap http.client.

    Args:
        patches: where the patches are kept.
        module: the imported ``http.client``.
    """
    del module
    patches.wrap("http.client", HTTPConnection, "_send_request", _send_request)
    patches.wrap("http.client", HTTPConnection, "endheaders", _by_hand.endheaders)
    patches.wrap("http.client", HTTPConnection, "send", _by_hand.send)
    patches.wrap("http.client", HTTPConnection, "getresponse", _by_hand.getresponse)
