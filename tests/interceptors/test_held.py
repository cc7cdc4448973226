"""Requests of http.client that are held back until their body is whole."""

from __future__ import annotations

import http.client
import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.interceptors._held import Collecting, Head, Held

LENGTH = Head("POST", "/x", "HTTP/1.1", (("Content-Length", "6"),))
CHUNKED = Head("POST", "/x", "HTTP/1.1", (("Transfer-Encoding", "gzip, chunked"),))


def frame(*pieces: bytes) -> bytes:
    """As chunks."""
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def test_a_head_is_read_from_the_connection() -> None:
    """Request line and headers are what http.client is about to write, and are written back the same."""
    connection = http.client.HTTPConnection("a.test")
    connection.putrequest("POST", "/x?y=1")
    connection.putheader("X-Two", "a: b")
    head = Head.of(connection)
    assert (head.method, head.url, head.version) == ("POST", "/x?y=1", "HTTP/1.1")
    assert head.header("x-two") == "a: b"
    assert head.lines() == connection._buffer  # type: ignore[attr-defined]  # noqa: SLF001 -- http.client's own


@pytest.mark.parametrize(
    ("headers", "length", "chunked", "waits"),
    [
        ((), 0, False, False),
        ((("content-length", " 7 "),), 7, False, False),
        ((("Content-Length", "seven"),), 0, False, False),
        ((("Transfer-Encoding", "Chunked"),), 0, True, False),
        ((("Expect", "100-Continue"), ("Content-Length", "7")), 7, False, True),
    ],
)
def test_what_a_head_announces(headers: tuple[tuple[str, str], ...], length: int, chunked: bool, waits: bool) -> None:
    """Length, framing, and whether the caller waits for leave."""
    head = Head("POST", "/", "HTTP/1.1", headers)
    assert (head.length, head.chunked, head.waits) == (length, chunked, waits)


def test_a_body_of_known_length_is_complete_when_it_is_there() -> None:
    """Pieces are gathered until the announced length; what could change before it is sent is copied."""
    collecting = Collecting(LENGTH)
    piece = bytearray(b"abc")
    collecting.add(piece, limit=100)
    piece[:] = b"xyz"
    assert not collecting.complete
    collecting.add(io.BytesIO(b"def"), limit=100)
    assert collecting.complete
    assert collecting.held().body == b"abcdef"


@given(st.lists(st.binary(min_size=1, max_size=30), max_size=6), st.integers(1, 40))
def test_a_chunked_body_is_complete_at_its_last_chunk(pieces: list[bytes], cut: int) -> None:
    """However it is cut, it is complete at its end and not before, even when its content looks like an end."""
    data = frame(*pieces, b"x0\r\n", b"y")
    collecting = Collecting(CHUNKED)
    parts = [data[place : place + cut] for place in range(0, len(data), cut)]
    for part in parts[:-1]:
        collecting.add(part, limit=10_000)
        assert not collecting.complete
    collecting.add(parts[-1], limit=10_000)
    assert collecting.complete
    assert collecting.held().body == b"".join(pieces) + b"x0\r\ny"


def test_what_is_not_chunked_after_all_is_looked_at_as_it_is() -> None:
    """A body that announces chunks and has none is not lost to the look."""
    collecting = Collecting(CHUNKED)
    collecting.add(b"no chunk\r\n at all", limit=100)
    assert collecting.held().body == b"no chunk\r\n at all"


def test_what_cannot_be_read_is_not_waited_for() -> None:
    """A closed file among the pieces ends the waiting and is named."""
    file = io.BytesIO()
    file.close()
    collecting = Collecting(LENGTH)
    collecting.add(file, limit=100)
    assert collecting.complete
    held = collecting.held()
    assert held.unread == "closed"
    assert held.pieces == (file,)


class Wire:
    """Takes down what a held message does with its connection."""

    def __init__(self) -> None:
        self._buffer: list[bytes] = [b"POST /old HTTP/1.1"]
        self.did: list[object] = []

    def endheaders(self, body: object = None, *, encode_chunked: bool = False) -> None:
        """Takes down head and body."""
        self.did.append((list(self._buffer), body, encode_chunked))

    def send(self, data: object) -> None:
        """Takes down a piece."""
        self.did.append(data)


def pieces() -> Iterator[bytes]:
    """A generator."""
    yield b"a"


BODY = pieces()


@pytest.mark.parametrize(
    ("held", "did"),
    [
        (Held(head=LENGTH), [([b"POST /old HTTP/1.1"], None, False)]),
        (Held(head=LENGTH, message_body=BODY, frame=True), [([b"POST /old HTTP/1.1"], BODY, True)]),
        (Held(head=LENGTH, pieces=(b"a", b"b")), [([b"POST /old HTTP/1.1"], None, False), b"a", b"b"]),
        (Held(head=LENGTH, head_sent=True, pieces=(b"a",)), [b"a"]),
        (
            Held(head=LENGTH, pieces=(b"a", b"b")).framed(LENGTH, b"new"),
            [([b"POST /x HTTP/1.1", b"Content-Length: 6"], None, False), b"new"],
        ),
        (
            Held(head=LENGTH, message_body=BODY, frame=True).framed(LENGTH, b"new"),
            [([b"POST /x HTTP/1.1", b"Content-Length: 6"], b"new", False)],
        ),
    ],
)
def test_a_held_message_is_sent_as_it_was_given(held: Held, did: list[object]) -> None:
    """Head and body in the calls that the caller made; rewritten ones with a new head and one body."""
    wire = Wire()
    held.send(wire)
    assert wire.did == did


def test_nothing_is_shown() -> None:
    """No repr shows what is held."""
    head = Head("POST", "/mona", "HTTP/1.1", (("X", "mona"),))
    collecting = Collecting(head)
    collecting.add(b"mona", limit=10)
    assert not any("mona" in repr(shown) for shown in (head, collecting, collecting.held()))
