"""What is about to leave the process, as a value that no client library is needed to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

__all__ = ["OutboundCall"]

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OutboundCall:
    """One outbound message.

    Attributes:
        method: HTTP method, upper case.
        url: absolute URL as it would stand on the wire.
        headers: (name, value) pairs in wire order; a mapping is taken too.
        body: the bytes of the body, with every content encoding still applied.
        client: which client library sends it (``requests``, ``httpx`` ...), for reports.
        channel: ``http``, ``websocket``, ``smtp``, ``grpc`` ... or ``event`` for an SDK's capture call.
        unread: empty when *body* is the whole body; else the closed word that says why it is not: ``stream``, ``oversize``,
            ``closed``.  What was not read was not looked at, and the policy decides.

    Raises:
        TypeError: a part has the wrong type.
    """

    method: str
    url: str
    headers: Headers = ()
    body: bytes = b""
    client: str = ""
    channel: str = "http"
    unread: str = ""

    def __post_init__(self) -> None:
        """Bring the parts into their one form, so that no later code has to look again."""
        for part in (self.method, self.url):
            _must_be_text(part)
        if type(self.body) is not bytes:
            object.__setattr__(self, "body", _body(self.body))
        if type(self.headers) is not tuple or any(type(pair) is not tuple for pair in self.headers):
            object.__setattr__(self, "headers", _headers(self.headers))

    def header(self, name: str) -> str:
        """The value of the first header called *name* (in any case), or an empty string."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")

    def __repr__(self) -> str:
        """Shape only: URL, headers and body can all hold PHI."""
        return f"<OutboundCall {self.channel} {self.method} client={self.client or '-'} headers={len(self.headers)} body={len(self.body)}B>"


def _must_be_text(value: object) -> None:
    if not isinstance(value, str):
        msg = f"OutboundCall: method and url are str, got {type(value).__name__}"
        raise TypeError(msg)


def _body(value: object) -> bytes:
    if isinstance(value, (bytearray, memoryview)):
        return bytes(value)
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape")
    if value is None:
        return b""
    msg = f"OutboundCall: body is bytes, got {type(value).__name__}; read streams and files first"
    raise TypeError(msg)


def _headers(value: object) -> Headers:
    items = value.items() if isinstance(value, Mapping) else cast("Iterable[tuple[object, object]]", value)
    return tuple((_text(name), _text(content)) for name, content in items)


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
