"""What an outer seam has already looked at, so that the seam below does not look again.

Never a blanket "suppress inside" flag: authentication, hooks and retries send other requests within the same call.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, replace
from urllib.parse import unquote

from phiguard.interceptors._message import Pairs
from phiguard.runtime.target import target

__all__ = ["Approval", "approve", "approved", "approved_connection", "approved_stream", "pass_on", "withdraw"]

_FRAMING = frozenset({"host", "content-length", "transfer-encoding", "proxy-authorization", "proxy-connection"})
"""Headers that the layers below add, and that say nothing about a person."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Approval:
    """One message that may leave.

    Attributes:
        url: where to.
        headers: what may be sent along.
        body: the very object that may be sent.
        connection: the connection that is sending it, once that is known.
    """

    url: str
    headers: Pairs
    body: object
    connection: object = None

    def covers(self, url: str, headers: Pairs, body: object) -> bool:
        """Whether this message is the approved one: same body object, same place, and no header beyond the approved ones."""
        if body is not self.body:
            return False
        return (url == self.url or _same_place(url, self.url)) and (headers == self.headers or _named(headers) <= _named(self.headers))

    def __repr__(self) -> str:
        """Nothing of the message."""
        return "<Approval>"


_APPROVED: ContextVar[Approval | None] = ContextVar("phiguard_approved", default=None)


def approve(approval: Approval) -> object:
    """Put *approval* in force for the code that is called now; returns what `withdraw` takes."""
    return _APPROVED.set(approval)


def withdraw(token: object) -> None:
    """Undo one `approve`."""
    _APPROVED.reset(token)  # type: ignore[arg-type]  # a ContextVar's token, opaque to callers


def approved(url: str, headers: Pairs, body: object) -> bool:
    """Whether an outer seam has looked at this message."""
    approval = _APPROVED.get()
    return approval is not None and approval.covers(url, headers, body)


def pass_on(connection: object) -> object:
    """Extend the approval in force to everything that *connection* writes; returns what `withdraw` takes."""
    approval = _APPROVED.get()
    return _APPROVED.set(None if approval is None else replace(approval, connection=connection))


def approved_connection(connection: object) -> bool:
    """Whether *connection* is at this moment sending an approved message."""
    approval = _APPROVED.get()
    return approval is not None and approval.connection is connection


def approved_stream(url: str, headers: Pairs) -> bool:
    """Whether an outer seam has looked at a message with this head whose body is read while it is sent.

    requests before 2.29 writes such a body to the connection piece by piece, so that the layer below never sees the object itself.
    """
    approval = _APPROVED.get()
    if approval is None or approval.connection is not None or isinstance(approval.body, (bytes, str, type(None))):
        return False
    return approval.covers(url, headers, approval.body)


def _same_place(one: str, other: str) -> bool:
    """Whether two URLs lead to the same: layers below may spell the percent-encoding differently."""
    left, right = target(one), target(other)
    return (left.host, left.port) == (right.host, right.port) and unquote(_resource(one)) == unquote(_resource(other))


def _resource(url: str) -> str:
    rest = url.partition("://")[2].partition("#")[0]
    cut = min((place for place in (rest.find("/"), rest.find("?")) if place >= 0), default=len(rest))
    return rest[cut:] or "/"


def _named(headers: Pairs) -> frozenset[tuple[str, str]]:
    return frozenset([(lower, value) for name, value in headers if (lower := name.lower()) not in _FRAMING])
