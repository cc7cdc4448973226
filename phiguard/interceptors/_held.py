"""A request of http.client that is held back: its head as it stands in the connection's buffer, and the pieces of its body."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from phiguard.interceptors._body import look
from phiguard.interceptors._message import Pairs

__all__ = ["Collecting", "Head", "Held"]

_END_OF_CHUNKS = b"0\r\n\r\n"


@dataclass(frozen=True, slots=True, repr=False)
class Head:
    """Request line and headers.

    Attributes:
        method: HTTP method.
        url: as given: a path, or absolute toward a proxy.
        version: ``HTTP/1.1``.
        headers: in order.
    """

    RAW: ClassVar[Head]

    method: str
    url: str
    version: str
    headers: Pairs

    @classmethod
    def of(cls, connection: Any) -> Head:
        """The head that waits in *connection*'s buffer."""
        first, *rest = (bytes(line).decode("latin-1") for line in connection._buffer)  # noqa: SLF001 -- what putheader() wrote is nowhere else
        method, _, tail = first.partition(" ")
        url, _, version = tail.rpartition(" ")
        headers = tuple((name, value) for name, _, value in (line.partition(": ") for line in rest))
        return cls(method, url, version, headers)

    def lines(self) -> list[bytes]:
        """The form in which a connection keeps it."""
        lines = [f"{self.method} {self.url} {self.version}", *(f"{name}: {value}" for name, value in self.headers)]
        return [line.encode("latin-1") for line in lines]

    def having(self, *, url: str, headers: Pairs) -> Head:
        """The same head with another URL and other headers."""
        return replace(self, url=url, headers=headers)

    def header(self, name: str) -> str:
        """The value of the header called *name* (lower case), lower case, or an empty string."""
        return next((value.strip().lower() for key, value in self.headers if key.lower() == name), "")

    @property
    def chunked(self) -> bool:
        """Whether the body comes in chunks that the caller frames."""
        return self.header("transfer-encoding").endswith("chunked")

    @property
    def length(self) -> int:
        """The announced length of the body; 0 when there is none."""
        text = self.header("content-length")
        return int(text) if text.isdecimal() else 0

    @property
    def waits(self) -> bool:
        """Whether the caller asks the server first (RFC 9110, 10.1.1), and so must see the head go out."""
        return self.header("expect") == "100-continue"

    def __repr__(self) -> str:
        """Shape only."""
        return f"<Head {self.method} headers={len(self.headers)}>"


Head.RAW = Head("POST", "/", "", ())


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Held:
    """A message of which every part is there.

    Attributes:
        head: request line and headers.
        head_sent: whether they are on the wire already, or were never ours.
        rewritten: whether the head is to be written anew.
        message_body: the body given with ``endheaders``.
        frame: whether http.client is to frame *message_body* in chunks.
        pieces: what was given to ``send``.
        unread: why the pieces are known not to be all.
        fault: ``error`` when the head could not be read.
    """

    head: Head
    head_sent: bool = False
    rewritten: bool = False
    message_body: Any = None
    frame: bool = False
    pieces: tuple[Any, ...] = ()
    unread: str = ""
    fault: str = ""

    @property
    def body(self) -> Any:
        """The payload: without the caller's own framing by chunks."""
        if not self.pieces:
            return self.message_body
        joined = b"".join(piece for piece in self.pieces if isinstance(piece, bytes))
        return _unframed(joined)[0] if self.head.chunked else joined

    def framed(self, head: Head, body: bytes) -> Held:
        """The same message with a new body, whose length *head* gives."""
        if self.pieces:
            return replace(self, head=head, rewritten=True, pieces=(body,))
        return replace(self, head=head, rewritten=True, message_body=body, frame=False)

    def send(self, connection: Any) -> None:
        """Put the message on the wire."""
        if self.rewritten:
            connection._buffer[:] = self.head.lines()  # noqa: SLF001 -- see Head.of
        if not self.head_sent:
            if self.frame:
                connection.endheaders(self.message_body, encode_chunked=True)
            else:
                connection.endheaders(self.message_body)
        for piece in self.pieces:
            connection.send(piece)

    def __repr__(self) -> str:
        """Shape only."""
        return f"<Held {self.head!r} pieces={len(self.pieces)}>"


class Collecting:
    """Gathers the pieces of one body until it is whole.

    Attributes:
        open: whether further pieces pass as they are, because the policy let a body go that is too long to look at.
        closed: whether further pieces are dropped, because the message was answered without being sent.
        size: bytes so far.
    """

    __slots__ = ("_head", "_head_sent", "_pieces", "_tail", "_unread", "closed", "open", "size")

    def __init__(self, head: Head, *, head_sent: bool = False) -> None:
        self._head = head
        self._head_sent = head_sent
        self._pieces: list[Any] = []
        self._tail = b""
        self._unread = ""
        self.size = 0
        self.open = False
        self.closed = False

    def add(self, data: Any, *, limit: int) -> None:
        """Take one piece; what can change or be used up before it is sent is copied."""
        seen = look(data, limit=limit, charset="iso-8859-1")
        self._pieces.append(seen.body if seen.unread else seen.data)
        self._unread = self._unread or seen.unread
        self.size += len(seen.data)
        self._tail = (self._tail + seen.data)[-len(_END_OF_CHUNKS) :]

    @property
    def complete(self) -> bool:
        """Whether nothing more is to come, or what came cannot be read."""
        if self._unread:
            return True
        if not self._head.chunked:
            return self.size >= self._head.length
        return self._tail == _END_OF_CHUNKS and _unframed(b"".join(self._pieces))[1]

    def held(self, *, unread: str = "") -> Held:
        """What there is, as one message; *unread* says why there is more."""
        return Held(head=self._head, head_sent=self._head_sent, pieces=tuple(self._pieces), unread=self._unread or unread)

    @property
    def idle(self) -> bool:
        """Whether there is nothing to send."""
        return self._head_sent and not self._pieces

    def __repr__(self) -> str:
        """Shape only."""
        return f"<Collecting {self.size}B>"


def _unframed(data: bytes) -> tuple[bytes, bool]:
    """The content of a chunked body (RFC 9112, 7.1) and whether its last chunk is there; *data* itself where it is not one."""
    parts: list[bytes] = []
    place = 0
    while (end := data.find(b"\r\n", place)) >= 0:
        digits = data[place:end].partition(b";")[0].strip()
        try:
            size = int(digits, 16)
        except ValueError:
            return data, False
        if size == 0:
            return b"".join(parts), True
        parts.append(data[end + 2 : end + 2 + size])
        place = end + 2 + size + 2
    return b"".join(parts) if parts else data, False
