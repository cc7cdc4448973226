"""Real HTTP servers on loopback that stand for the vendors: they keep every byte that arrives, and answer as the vendor would."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http import HTTPStatus

from phiguard.cli.demo.scenario import Recipient

__all__ = ["Arrived", "Recorder", "recorders"]

_LINE = 65_536
_IDLE_SECONDS = 10.0


@dataclass(frozen=True, slots=True, repr=False)
class Arrived:
    """One request as it stood on the wire.

    Attributes:
        head: request line and headers, with the empty line that ends them.
        body: the body, with chunk framing undone and content encoding kept.
    """

    head: bytes
    body: bytes

    @property
    def target(self) -> str:
        """Path and query."""
        return self.head.split(b" ", 2)[1].decode("latin-1")

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """(name, value) pairs."""
        lines = self.head.decode("latin-1").split("\r\n")[1:]
        return tuple((name, value.strip()) for name, colon, value in (line.partition(":") for line in lines) if colon)

    def header(self, name: str) -> str:
        """The value of the header called *name*, or an empty string."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def __repr__(self) -> str:
        """Sizes only."""
        return f"<Arrived head={len(self.head)}B body={len(self.body)}B>"


class _Handler(socketserver.StreamRequestHandler):
    """Reads requests off one connection until the peer closes it."""

    timeout = _IDLE_SECONDS
    server: Recorder

    def handle(self) -> None:
        try:
            while head := self._head():
                request = Arrived(head, self._body(Arrived(head, b"")))
                self.server.keep(request)
                self.wfile.write(self.server.answer)
        except (ConnectionError, TimeoutError):
            return  # the client closed a kept-alive connection, or left it idle

    def _head(self) -> bytes:
        lines = [self.rfile.readline(_LINE)]
        while lines[-1] not in (b"\r\n", b"\n", b""):
            lines.append(self.rfile.readline(_LINE))
        return b"".join(lines)

    def _body(self, request: Arrived) -> bytes:
        if request.header("transfer-encoding").lower() == "chunked":
            return b"".join(self._chunks())
        return self.rfile.read(int(request.header("content-length") or 0))

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline(_LINE).split(b";")[0], 16):
            yield self.rfile.read(size)
            self.rfile.readline(_LINE)
        self.rfile.readline(_LINE)


class Recorder(socketserver.ThreadingTCPServer):
    """One vendor's stand-in.

    Args:
        recipient: the vendor.
    """

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self, recipient: Recipient) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        status, body = recipient.reply
        kind = "Content-Type: application/json\r\n" if body else ""
        self.answer = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n{kind}Content-Length: {len(body)}\r\n\r\n".encode() + body
        self.recipient = recipient
        self._arrived: list[Arrived] = []

    @property
    def authority(self) -> str:
        """``127.0.0.1:port``, as a policy names it."""
        host, port = self.server_address[0], self.server_address[1]
        return f"{host!s}:{port}"

    @property
    def count(self) -> int:
        """How many requests have arrived."""
        return len(self._arrived)

    def keep(self, request: Arrived) -> None:
        """Remember one request."""
        self._arrived.append(request)

    def since(self, count: int) -> tuple[Arrived, ...]:
        """The requests that arrived after the first *count*."""
        return tuple(self._arrived[count:])


@contextmanager
def recorders(recipients: tuple[Recipient, ...]) -> Iterator[dict[str, Recorder]]:
    """One running recorder per recipient, by id; stopped at the end."""
    with ExitStack() as stack:
        yield {recipient.id: stack.enter_context(_running(Recorder(recipient))) for recipient in recipients}


@contextmanager
def _running(recorder: Recorder) -> Iterator[Recorder]:
    name = f"recorder-{recorder.recipient.id}"
    thread = threading.Thread(target=recorder.serve_forever, kwargs={"poll_interval": 0.05}, name=name, daemon=True)
    thread.start()
    try:
        yield recorder
    finally:
        recorder.shutdown()
        recorder.server_close()
        thread.join()
