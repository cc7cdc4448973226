"""What goes wrong in a client or in a body goes wrong as it does without us, and nothing of the application's data is lost."""

from __future__ import annotations

import asyncio
import http.client
import io
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
import requests
import urllib3

import phiguard
from phiguard.interceptors import _body

Install = Callable[..., phiguard.Installation]
Post = Callable[[str, Any], int]


def by_requests(url: str, body: Any) -> int:
    """With requests."""
    return requests.post(url, data=body, timeout=10).status_code


def by_urllib3(url: str, body: Any) -> int:
    """urllib3, without retries."""
    with urllib3.PoolManager(retries=False) as pool:
        return int(pool.request("POST", url, body=body).status)


def by_http_client(url: str, body: Any) -> int:
    """http.client."""
    connection = http.client.HTTPConnection(url.split("/")[2], timeout=10)
    try:
        connection.request("POST", "/x", body)
        return connection.getresponse().status
    finally:
        connection.close()


def by_httpx(url: str, body: Any) -> int:
    """With httpx."""
    with httpx.Client(trust_env=False, timeout=10) as client:
        return client.post(url, content=body).status_code


POSTS = [by_requests, by_urllib3, by_http_client, by_httpx]


def error_of(work: Callable[[], object]) -> list[type[BaseException]]:
    """The types of the exception that *work* raises and of what caused it."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 -- any: two runs are compared
        work()
    chain: list[type[BaseException]] = []
    error: BaseException | None = caught.value
    while error is not None:
        chain.append(type(error))
        error = error.__cause__ or error.__context__
    return chain


def nobody() -> str:
    """A URL at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}/x"


class AppError(Exception):
    """The application's own."""


def failing(error: Exception) -> Iterator[bytes]:
    """Yields, then raises."""
    yield b"first"
    yield b"second"
    raise error


@pytest.mark.parametrize("post", POSTS)
@pytest.mark.parametrize("body", [None, b"hello"])
def test_a_refused_connection_is_the_clients_own_error(post: Post, body: bytes | None, guarded: Install, recorder: Any) -> None:
    """An exception of the client passes through unchanged, with the causes it had."""
    url = nobody()
    before = error_of(lambda: post(url, body))
    guarded((recorder, {}))
    assert error_of(lambda: post(url, body)) == before


@pytest.mark.parametrize("post", POSTS)
@pytest.mark.parametrize(
    "error", [AppError("no"), OSError("disk"), ValueError("bad"), KeyError("k")], ids=lambda error: type(error).__name__
)
def test_an_iterators_error_surfaces_as_before(post: Post, error: Exception, guarded: Install, recorder: Any) -> None:
    """A body that raises in the middle raises in the client, after what it gave before, and through the client's own wrapping."""
    before = error_of(lambda: post(recorder.url(), failing(error)))
    guarded((recorder, {}))
    assert error_of(lambda: post(recorder.url(), failing(error))) == before
    assert recorder.received[0].raw == recorder.received[1].raw


@pytest.mark.parametrize("post", POSTS)
def test_a_telling_head_of_a_failing_iterator_is_stopped(post: Post, guarded: Install, recorder: Any) -> None:
    """What an iterator gave before it raised would have left, so it is looked at."""

    def body() -> Iterator[bytes]:
        yield b'{"email": "mona.reyes@example.org", "medication": "sertraline"}'
        raise AppError

    guarded((recorder, {"action": "block"}))
    with pytest.raises(phiguard.PHIBlocked):
        post(recorder.url(), body())
    assert recorder.received == []


@pytest.mark.parametrize("post", POSTS)
def test_a_closed_file_is_the_clients_own_error(post: Post, guarded: Install, recorder: Any) -> None:
    """Where the policy lets what cannot be read go, the client reports a closed file as it always did."""

    def closed() -> io.BytesIO:
        file = io.BytesIO(b"hello")
        file.close()
        return file

    before = error_of(lambda: post(recorder.url(), closed()))
    guarded((recorder, {}), profile="default")
    assert error_of(lambda: post(recorder.url(), closed())) == before


@pytest.mark.parametrize("post", [by_urllib3, by_http_client])
def test_a_closed_file_is_incomplete(post: Post, guarded: Install, recorder: Any, outcomes: Any) -> None:
    """A file that cannot be read is counted as not looked at, and the policy decides; strict, toward a tracker, it does not go."""
    file = io.BytesIO(b"hello")
    file.close()
    guarded((recorder, {}))
    with pytest.raises(phiguard.PHIBlocked):
        post(recorder.url(), file)
    assert [outcome.inspection.incomplete for outcome in outcomes] == [("closed",)]


@pytest.mark.parametrize("post", POSTS)
def test_a_generator_survives_a_refused_connection(post: Post, guarded: Install, recorder: Any) -> None:
    """A generator that was read ahead and not sent gives everything to the next attempt."""
    guarded((recorder, {}))
    body = (piece for piece in (b"one ", b"two ", b"three"))
    error_of(lambda: post(nobody(), body))
    assert post(recorder.url(), body) == 200
    assert recorder.received[0].body == b"one two three"


def test_an_async_generator_survives_a_refused_connection(guarded: Install, recorder: Any) -> None:
    """So does an async one."""

    async def pieces() -> AsyncIterator[bytes]:
        for piece in (b"one ", b"two ", b"three"):
            yield piece

    async def main() -> int:
        body = pieces()
        async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
            with pytest.raises(httpx.ConnectError):
                await client.post(nobody(), content=body)
            return (await client.post(recorder.url(), content=body)).status_code

    guarded((recorder, {}))
    assert asyncio.run(main()) == 200
    assert recorder.received[0].body == b"one two three"


def test_an_async_iterators_error_surfaces_as_before(guarded: Install, recorder: Any) -> None:
    """An async body that raises in the middle raises in the client."""

    async def pieces() -> AsyncIterator[bytes]:
        yield b"first"
        raise AppError

    async def main() -> None:
        async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
            await client.post(recorder.url(), content=pieces())

    before = error_of(lambda: asyncio.run(main()))
    guarded((recorder, {}))
    assert error_of(lambda: asyncio.run(main())) == before


BIG = 40
"""Pieces of 100 bytes each, where the policy's limit is 1000 bytes."""


@pytest.mark.parametrize("post", POSTS)
@pytest.mark.parametrize("kind", ["generator", "file", "pipe", "bytes"])
def test_what_is_too_long_is_stopped_where_the_policy_says_so(
    post: Post, kind: str, guarded: Install, recorder: Any, outcomes: Any, support: Any
) -> None:
    """Never scan the head and pass the rest: beyond the limit the policy decides, and strict toward a tracker stops it."""
    guarded((recorder, {}), limits={"body_max_bytes": 1000})
    with pytest.raises(phiguard.PHIBlocked):
        post(recorder.url(), long_body(kind, support))
    assert recorder.received == []
    assert [outcome.inspection.incomplete for outcome in outcomes] == [("oversize",)]


@pytest.mark.parametrize("post", POSTS)
@pytest.mark.parametrize("kind", ["generator", "file", "pipe", "bytes"])
def test_what_is_too_long_arrives_whole_where_it_may(post: Post, kind: str, guarded: Install, recorder: Any, support: Any) -> None:
    """Where it may go, what was read ahead and the rest arrive as one body, in the same chunks."""
    post(recorder.url(), long_body(kind, support))
    guarded((recorder, {}), profile="default", limits={"body_max_bytes": 1000})
    post(recorder.url(), long_body(kind, support))
    assert recorder.received[0].raw == recorder.received[1].raw


@pytest.mark.parametrize("post", POSTS)
@pytest.mark.parametrize("kind", ["generator", "pipe"])
def test_what_was_read_in_part_is_never_cut_off(post: Post, kind: str, guarded: Install, recorder: Any, support: Any) -> None:
    """A body of which only the head was read cannot be redacted by writing that head: it goes whole, or not at all."""
    head = b'{"email": "mona.reyes@example.org", "medication": "sertraline", "rest": "'
    whole = head + b"x" * 4000 + b'"}'
    body = io.BufferedReader(support.Pipe(whole)) if kind == "pipe" else (whole[place : place + 100] for place in range(0, len(whole), 100))
    guarded((recorder, {"category": "error_tracker", "action": "redact"}), limits={"body_max_bytes": 1000})
    try:
        post(recorder.url(), body)
    except phiguard.PHIBlocked:
        assert recorder.received == []
    else:
        assert recorder.received[0].body.endswith(b'xx"}')
        assert b"mona.reyes" not in recorder.received[0].body


@pytest.mark.parametrize("framed", [False, True])
def test_a_long_body_by_hand_is_asked_about_once(framed: bool, guarded: Install, recorder: Any, outcomes: Any) -> None:
    """A body that is sent piece by piece is held back up to the limit only; where it may go, the rest follows unhindered."""

    def post() -> None:
        connection = http.client.HTTPConnection(recorder.host, timeout=10)
        connection.putrequest("POST", "/x")
        connection.putheader(*(("Transfer-Encoding", "chunked") if framed else ("Content-Length", "4000")))
        connection.endheaders()
        for piece in long_body("generator", None):
            connection.send(b"%x\r\n%b\r\n" % (len(piece), piece) if framed else piece)
        if framed:
            connection.send(b"0\r\n\r\n")
        assert connection.getresponse().read() == b"ok"
        connection.close()

    post()
    guarded((recorder, {}), profile="default", limits={"body_max_bytes": 1000})
    post()
    assert recorder.received[0].raw == recorder.received[1].raw
    assert [outcome.inspection.incomplete for outcome in outcomes] == [("oversize",)]


def test_a_body_by_hand_that_is_too_long_is_stopped(guarded: Install, recorder: Any) -> None:
    """Where it may not go, not even its head does."""
    guarded((recorder, {}), limits={"body_max_bytes": 1000})
    connection = http.client.HTTPConnection(recorder.host, timeout=10)
    connection.putrequest("POST", "/x")
    connection.putheader("Content-Length", "4000")
    connection.endheaders()
    connection.send(b"x" * 1000)
    with pytest.raises(phiguard.PHIBlocked):
        connection.send(b"x" * 1000)
    assert recorder.received == []


def test_asking_first_by_hand_shows_the_head(guarded: Install, recorder: Any, outcomes: Any) -> None:
    """With ``Expect: 100-continue`` the head goes at once, the body is still held until it is whole, and both are looked at."""

    def begin(body: bytes) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection(recorder.host, timeout=10)
        connection.putrequest("POST", "/x")
        connection.putheader("Expect", "100-continue")
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        connection.send(body[:40])
        return connection

    telling = b'{"email": "mona.reyes@example.org", "medication": "sertraline"}'
    guarded((recorder, {"action": "block"}))
    connection = begin(telling)
    with pytest.raises(phiguard.PHIBlocked):
        connection.send(telling[40:])
    clean = b"x" * 60
    connection = begin(clean)
    connection.send(clean[40:])
    assert connection.getresponse().read() == b"ok"
    connection.close()
    assert [received.raw.partition(b"\r\n\r\n")[2] for received in recorder.received] == [b"", clean]
    assert outcomes.actions == ["allow", "block", "allow", "allow"]


def long_body(kind: str, support: Any) -> Any:
    """Longer than the limit."""
    pieces = [bytes([65 + number % 26]) * 100 for number in range(BIG)]
    if kind == "generator":
        return (piece for piece in pieces)
    whole = b"".join(pieces)
    if kind == "pipe":
        return io.BufferedReader(support.Pipe(whole))
    return io.BytesIO(whole) if kind == "file" else whole


def test_a_slow_generator_is_not_waited_for(guarded: Install, recorder: Any, outcomes: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that takes its time is a stream that was not looked at: it goes on where the policy lets it, whole."""
    monkeypatch.setattr(_body, "PATIENCE", -1.0)
    guarded((recorder, {}), profile="default")
    assert by_requests(recorder.url(), (piece for piece in (b"one ", b"two"))) == 200
    assert recorder.received[0].body == b"one two"
    assert [outcome.inspection.incomplete for outcome in outcomes] == [("stream",)]


def test_an_upload_to_a_first_party_is_not_read_ahead(guarded: Install, recorder: Any) -> None:
    """Toward a recipient whose payloads are not looked at, a stream is left to its client."""
    read = []

    def pieces() -> Iterator[bytes]:
        for number in range(3):
            read.append(len(recorder.so_far))
            yield b"%d" % number

    class Late(requests.adapters.HTTPAdapter):
        def send(self, request: Any, *args: Any, **more: Any) -> Any:
            read.append(-1)
            return super().send(request, *args, **more)

    guarded((recorder, {"category": "first_party"}))
    with requests.Session() as session:
        session.mount("http://", Late())
        session.post(recorder.url(), data=pieces(), timeout=10)
    assert read == [-1, 0, 0, 0]


@pytest.mark.parametrize("body", [7, object()], ids=["int", "object"])
@pytest.mark.parametrize("post", [by_urllib3, by_http_client, by_httpx])
def test_what_no_client_sends_is_the_clients_own_error(post: Post, body: object, guarded: Install, recorder: Any) -> None:
    """A body of a wrong type is refused by the client, in its own words."""
    before = error_of(lambda: post(recorder.url(), body))
    guarded((recorder, {}), profile="default")
    assert error_of(lambda: post(recorder.url(), body)) == before


def test_a_fault_of_ours_is_a_decision(guarded: Install, recorder: Any, outcomes: Any) -> None:
    """A request that our reading fails on is counted as an error and decided by the policy; the application sees its client's behaviour."""

    class Odd(requests.adapters.BaseAdapter):
        def send(self, _request: Any, *_args: Any, **_more: Any) -> Any:
            return "sent"

        def close(self) -> None:
            """Nothing to close."""

    guarded((recorder, {}), profile="default")
    with requests.Session() as session:
        session.mount("odd://", Odd())
        adapter = session.get_adapter("odd://x")
        assert adapter.send(object()) == "sent"  # type: ignore[arg-type,comparison-overlap]  # not a request at all
    assert [outcome.inspection.incomplete for outcome in outcomes] == [("error",)]
