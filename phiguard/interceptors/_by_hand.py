"""http.client driven by hand: ``putrequest``, ``putheader``, ``endheaders``, then any number of ``send``.

Copies of urllib3 inside other packages do this, and xmlrpc.  The request line and headers would be on the wire before the body is
known, so where a body is announced they are held back until all of it is there; then the whole message takes the usual way.
"""

from __future__ import annotations

from dataclasses import replace
from http.client import HTTPConnection
from typing import Any
from weakref import WeakKeyDictionary

from phiguard.errors import PHIBlocked
from phiguard.interceptors._answers import answer_with, take_answer
from phiguard.interceptors._approval import approved_connection, approved_stream
from phiguard.interceptors._exchange import run
from phiguard.interceptors._held import Collecting, Head, Held
from phiguard.interceptors._message import Arguments, Change, Message, Sending, absolute
from phiguard.model.decision import Decision
from phiguard.model.reply import Reply
from phiguard.runtime.registry import active
from phiguard.runtime.shell import protected

__all__ = ["as_given", "endheaders", "getresponse", "send", "url_of"]

_CLIENT = "http.client"
_ANSWERED = object()
_COLLECTING: WeakKeyDictionary[HTTPConnection, Collecting] = WeakKeyDictionary()


def url_of(connection: Any, url: str) -> str:
    """The absolute URL of a request on *connection*; behind a CONNECT tunnel, of its far end."""
    tunnel = connection._tunnel_host  # noqa: SLF001 -- http.client's own name; there is no other
    host, port = (tunnel, connection._tunnel_port) if tunnel else (connection.host, connection.port)  # noqa: SLF001 -- as above
    return absolute("https" if connection.default_port == 443 else "http", host, port, url)


def as_given(given: str, url: str) -> str:
    """The absolute *url* in the form of *given*: a path, or absolute toward a proxy."""
    if "://" in given.partition("?")[0]:
        return url
    return "/" + url.partition("://")[2].partition("/")[2]


class _Whole:
    """The seam of a message whose parts are all there: given as one `Held`."""

    client = _CLIENT
    names = ("held",)
    owns_connection = True

    def read(self, instance: Any, given: Arguments) -> Message:
        held: Held = given.get("held")
        return Message(
            client=_CLIENT,
            instance=instance,
            given=given,
            method=held.head.method,
            url=url_of(instance, held.head.url),
            headers=held.head.headers,
            body=held.body,
            charset="iso-8859-1",
            unread=held.unread,
            fault=held.fault,
        )

    def put(self, message: Message, body: Any) -> Sending:
        return message.given.having(held=replace(message.given.get("held"), message_body=body))

    def rewrite(self, message: Message, change: Change) -> Sending:
        held: Held = message.given.get("held")
        if held.head_sent:
            msg = "the headers are on the wire already"
            raise ValueError(msg)
        head = held.head.having(url=as_given(held.head.url, change.url) if change.moved else held.head.url, headers=change.headers)
        if change.framed:
            return message.given.having(held=held.framed(head, change.body))
        held = replace(held, head=head, rewritten=True)
        return message.given.having(held=held if held.pieces else replace(held, message_body=change.body))

    def reply(self, message: Message, reply: Reply) -> Any:
        _abandon(message.instance)
        answer_with(message.instance, reply, message.method)
        return _ANSWERED

    def error(self, message: Message, decision: Decision) -> PHIBlocked:
        """Plain: a copy of urllib3 tries every ``HTTPException`` again."""
        _abandon(message.instance)
        return PHIBlocked(decision)


_WHOLE = _Whole()


def endheaders(wrapped: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Hold the head back where a body is to follow; else send, or stop, what is there."""
    if _COLLECTING:
        _COLLECTING.pop(instance, None)
    if active() is None or approved_connection(instance):
        wrapped(*args, **kwargs)
        return
    body = Arguments(("message_body",), args, kwargs).get("message_body")
    head = protected(lambda: Head.of(instance), lambda _: None)
    if body is None and head is not None and approved_stream(url_of(instance, head.url), head.headers):
        _COLLECTING[instance] = Collecting(head)
        _COLLECTING[instance].open = True
        wrapped(*args, **kwargs)
        return
    if head is None:
        _release(instance, Held(head=Head.RAW, message_body=body, frame=bool(kwargs.get("encode_chunked")), fault="error"))
    elif body is not None or not (head.chunked or head.length):
        _release(instance, Held(head=head, message_body=body, frame=bool(kwargs.get("encode_chunked"))))
    elif head.waits:
        _release(instance, Held(head=head))
        _COLLECTING.setdefault(instance, Collecting(head, head_sent=True))
    else:
        if instance.sock is None and instance.auto_open:
            instance.connect()  # as without us: a refused connection shows here, and the socket is there to be configured
        _COLLECTING[instance] = Collecting(head)


def send(wrapped: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Collect the body where the head is held back; else look at the piece by itself."""
    if approved_connection(instance):
        wrapped(*args, **kwargs)
        return
    collecting = _COLLECTING.get(instance)
    guard = active()
    if (collecting is None and guard is None) or (collecting is not None and collecting.open):
        wrapped(*args, **kwargs)
        return
    data = Arguments(("data",), args, kwargs).get("data")
    if collecting is None:
        if _is_connect(instance, data):
            wrapped(*args, **kwargs)
            return
        collecting = Collecting(Head.RAW, head_sent=True)
    elif collecting.closed:
        return
    limit = 0 if guard is None else guard.policy.limits.body_max_bytes
    collecting.add(data, limit=limit)
    if collecting.complete:
        _release(instance, _COLLECTING.pop(instance, collecting).held())
    elif collecting.size > limit:
        _pass_rest(instance, _COLLECTING.pop(instance, collecting))


def getresponse(wrapped: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Send what is still held back, then give the waiting answer, or a real one."""
    collecting = _COLLECTING.pop(instance, None) if _COLLECTING else None
    if collecting is not None and not (collecting.open or collecting.closed or collecting.idle):
        _release(instance, collecting.held())
    answer = take_answer(instance)
    return wrapped(*args, **kwargs) if answer is None else answer


def _pass_rest(connection: HTTPConnection, collecting: Collecting) -> None:
    """Send, or stop, the head of a body that is too long to be looked at; what comes after it goes the same way."""
    _release(connection, collecting.held(unread="oversize"))
    if connection not in _COLLECTING:
        collecting.open = True
        _COLLECTING[connection] = collecting


def _release(connection: HTTPConnection, held: Held) -> None:
    def emit(held: Held) -> None:
        held.send(connection)

    if run(_WHOLE, emit, connection, (held,), {}) is _ANSWERED:
        rest = Collecting(held.head)
        rest.closed = True
        _COLLECTING[connection] = rest


def _abandon(connection: Any) -> None:
    """Leave *connection* as if the request had not been begun."""
    del connection._buffer[:]  # noqa: SLF001 -- close() forgets to
    connection.close()


def _is_connect(connection: Any, data: object) -> bool:
    """Whether *data* opens a tunnel through a proxy: it names a host and nothing else."""
    return bool(connection._tunnel_host) and isinstance(data, bytes) and data.startswith(b"CONNECT ")  # noqa: SLF001 -- see url_of
