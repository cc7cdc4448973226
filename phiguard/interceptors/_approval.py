"""What an outer seam has already looked at, so that the seam below does not look again.

Never a blanket "suppress inside" flag: authentication, hooks and retries send other requests within the same call.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, replace
from urllib.parse import unquote

from phiguard.runtime.target import target

__all__ = ["Approval", "approve", "approved", "approved_connection", "approved_stream", "pass_on", "withdraw"]

_FRAMING = frozenset({"host", "content-length", "transfer-encoding", "proxy-authorization", "proxy-connection"})
"""Headers that the layers below add, and that say nothing about a person."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Approval:
    """One message that may leave.

    Attributes:
        body: the very object that may be sent.
        host: where to.
        port: where to.
        resource: path and query.
        headers: what may be sent along.
        connection: the connection that is sending it, once that is known.
    """

    body: object
    host: str
    port: int | None
    resource: str
    headers: frozenset[tuple[str, str]]
    connection: object = None

    @classmethod
    def of(cls, url: str, headers: Iterable[tuple[str, str]], body: object, *, connection: object = None) -> Approval:
        """The approval of one message."""
        where = target(url)
        return cls(body, where.host, where.port, _resource(url), _named(headers), connection)

    def covers(self, url: str, headers: Iterable[tuple[str, str]], body: object) -> bool:
        """Whether this message is the approved one: same body object, same place, and no header beyond the approved ones."""
        if body is not self.body:
            return False
        where, resource = target(url), _resource(url)
        if (where.host, where.port) != (self.host, self.port):
            return False
        # Layers below may spell a URL's percent-encoding differently.
        if resource != self.resource and unquote(resource) != unquote(self.resource):
            return False
        return _named(headers) <= self.headers

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


def approved(url: str, headers: Iterable[tuple[str, str]], body: object) -> bool:
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


def approved_stream(url: str, headers: Iterable[tuple[str, str]]) -> bool:
    """Whether an outer seam has looked at a message with this head whose body is read while it is sent.

    requests before 2.29 writes such a body to the connection piece by piece, so that the layer below never sees the object itself.
    """
    approval = _APPROVED.get()
    if approval is None or approval.connection is not None or isinstance(approval.body, (bytes, str, type(None))):
        return False
    return approval.covers(url, headers, approval.body)


def _resource(url: str) -> str:
    rest = url.partition("://")[2].partition("#")[0]
    cut = min((place for place in (rest.find("/"), rest.find("?")) if place >= 0), default=len(rest))
    return rest[cut:] or "/"


def _named(headers: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset((lower, value) for name, value in headers if (lower := name.lower()) not in _FRAMING)
