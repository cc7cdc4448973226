"""How a stop reaches the caller: exceptions of the client's own kind, or answers that read like real ones."""

from __future__ import annotations

import asyncio
import http.client
import pickle
import urllib.request
import xmlrpc.client
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError, URLError

import httpx
import httpx2
import pytest
import requests
import urllib3

import phiguard

Install = Callable[..., phiguard.Installation]
BODY = b'{"email": "mona.reyes@example.org", "medication": "sertraline"}'
REFUSE = {"action": "block", "on_block": "refuse"}
BLOCK = {"action": "block", "on_block": "raise"}


def test_requests_gets_a_response(guarded: Install, recorder: Any) -> None:
    """A refused call of requests answers with everything that a response has."""
    guarded((recorder, REFUSE))
    with requests.Session() as session:
        heard: list[Any] = []
        session.hooks["response"].append(lambda response, **_: heard.append(response))
        response = session.post(recorder.url(), data=BODY, timeout=10)
    assert heard == [response]
    assert (response.status_code, response.reason) == (451, "Unavailable For Legal Reasons")
    assert response.url == recorder.url()
    assert response.request.body == BODY
    assert response.headers["x-should-retry"] == "false"
    assert response.json() == {"error": "blocked by phiguard"}
    assert response.elapsed.total_seconds() >= 0
    with pytest.raises(requests.HTTPError):
        response.raise_for_status()


def test_requests_streams_a_response(guarded: Install, recorder: Any) -> None:
    """It can be streamed."""
    guarded((recorder, REFUSE))
    with requests.post(recorder.url(), data=BODY, stream=True, timeout=10) as response:
        assert b"".join(response.iter_content(4)) == b'{"error":"blocked by phiguard"}'


def test_urllib3_gets_a_response(guarded: Install, recorder: Any) -> None:
    """A refused call of urllib3, with its content loaded or to be read."""
    guarded((recorder, REFUSE))
    with urllib3.PoolManager() as pool:
        response = pool.request("POST", recorder.url(), body=BODY)
        assert (response.status, response.data) == (451, b'{"error":"blocked by phiguard"}')
        response = pool.request("POST", recorder.url(), body=BODY, preload_content=False)
        assert response.read() == b'{"error":"blocked by phiguard"}'
        response.release_conn()


@pytest.mark.parametrize("module", [httpx, httpx2], ids=lambda module: module.__name__)
def test_httpx_gets_a_response(module: Any, guarded: Install, recorder: Any) -> None:
    """A refused call of httpx can be read in every way."""
    guarded((recorder, REFUSE))
    with module.Client(trust_env=False) as client:
        response = client.post(recorder.url(), content=BODY)
        assert (response.status_code, response.json()) == (451, {"error": "blocked by phiguard"})
        assert response.request.content == BODY
        assert response.elapsed.total_seconds() >= 0
        with client.stream("POST", recorder.url(), content=BODY) as response:
            assert b"".join(response.iter_raw()) == b'{"error":"blocked by phiguard"}'
        with pytest.raises(module.HTTPStatusError):
            client.post(recorder.url(), content=BODY).raise_for_status()


@pytest.mark.parametrize("module", [httpx, httpx2], ids=lambda module: module.__name__)
def test_async_httpx_gets_a_response(module: Any, guarded: Install, recorder: Any) -> None:
    """So can one of its async client."""

    async def main() -> None:
        async with module.AsyncClient(trust_env=False) as client:
            response = await client.post(recorder.url(), content=BODY)
            assert (response.status_code, response.json()) == (451, {"error": "blocked by phiguard"})
            async with client.stream("POST", recorder.url(), content=BODY) as response:
                assert b"".join([part async for part in response.aiter_raw()]) == b'{"error":"blocked by phiguard"}'

    guarded((recorder, REFUSE))
    asyncio.run(main())


def test_http_client_gets_a_response(guarded: Install, recorder: Any) -> None:
    """A refused call of http.client answers ``getresponse``, and the connection can be used again."""
    guarded((recorder, REFUSE))
    connection = http.client.HTTPConnection(recorder.host, timeout=10)
    connection.request("POST", "/x", BODY)
    response = connection.getresponse()
    assert isinstance(response, http.client.HTTPResponse)
    assert (response.status, response.getheader("content-type"), response.read()) == (
        451,
        "application/json",
        b'{"error":"blocked by phiguard"}',
    )
    connection.request("POST", "/x", b"fine")
    assert connection.getresponse().read() == b"ok"
    connection.close()


def test_http_client_can_be_used_after_a_stop(guarded: Install, recorder: Any) -> None:
    """A connection whose call was stopped can send the next one, driven by hand or not."""
    guarded((recorder, BLOCK))
    connection = http.client.HTTPConnection(recorder.host, timeout=10)
    with pytest.raises(phiguard.PHIBlocked):
        connection.request("POST", "/x", BODY)
    connection.putrequest("POST", "/x")
    connection.putheader("Content-Length", str(len(BODY)))
    connection.endheaders()
    with pytest.raises(phiguard.PHIBlocked):
        connection.send(BODY)
    connection.request("POST", "/x", b"fine")
    assert connection.getresponse().read() == b"ok"
    connection.close()
    assert [received.body for received in recorder.received] == [b"fine"]


def test_urllib_raises_its_own_status_error(guarded: Install, recorder: Any) -> None:
    """A refusal of urllib.request is the ``HTTPError`` that every 4xx is."""
    guarded((recorder, REFUSE))
    with pytest.raises(HTTPError) as refused:
        urllib.request.urlopen(recorder.url(), BODY, timeout=10)
    with refused.value as error:
        assert (error.code, error.read()) == (451, b'{"error":"blocked by phiguard"}')


def test_urllib_raises_a_url_error(guarded: Install, recorder: Any) -> None:
    """A stop of urllib.request is a `PHIBlocked` that ``except URLError`` catches, with no cause that says otherwise."""
    guarded((recorder, BLOCK))
    with pytest.raises(URLError) as stopped:
        urllib.request.urlopen(recorder.url(), BODY, timeout=10)
    assert isinstance(stopped.value, phiguard.PHIBlocked)
    assert stopped.value.decision.action == "block"


def test_xmlrpc_is_stopped(guarded: Install, recorder: Any) -> None:
    """The module xmlrpc drives http.client by hand, and gives its body with the headers."""
    guarded((recorder, BLOCK))
    with xmlrpc.client.ServerProxy(recorder.url("/rpc")) as proxy, pytest.raises(phiguard.PHIBlocked):
        proxy.note("mona.reyes@example.org", "sertraline")
    assert recorder.received == []


def stops(url: str) -> list[Callable[[], object]]:
    """A stopped call with each client."""

    async def later() -> None:
        async with httpx.AsyncClient(trust_env=False) as client:
            await client.post(url, content=BODY)

    def by_http_client() -> None:
        http.client.HTTPConnection(url.split("/")[2], timeout=10).request("POST", "/x", BODY)

    return [
        lambda: requests.post(url, data=BODY, timeout=10),
        lambda: urllib3.PoolManager().request("POST", url, body=BODY),
        lambda: httpx.post(url, content=BODY, trust_env=False),
        lambda: httpx2.post(url, content=BODY, trust_env=False),
        lambda: asyncio.run(later()),
        lambda: urllib.request.urlopen(url, BODY, timeout=10),
        by_http_client,
    ]


@pytest.mark.parametrize("place", range(7))
def test_a_stop_pickles(place: int, guarded: Install, recorder: Any) -> None:
    """A task queue can carry the exception: same type, same decision, and nothing of the request."""
    guarded((recorder, BLOCK))
    with pytest.raises(phiguard.PHIBlocked) as stopped:
        stops(recorder.url())[place]()
    carried = pickle.dumps(stopped.value)
    again = pickle.loads(carried)
    assert type(again) is type(stopped.value)
    assert again.decision == stopped.value.decision
    assert b"sertraline" not in carried


@pytest.mark.parametrize("place", range(7))
def test_a_stop_says_nothing_of_the_message(place: int, guarded: Install, recorder: Any) -> None:
    """Message and repr of the exception name the rule, never a value, a path or a host."""
    guarded((recorder, BLOCK))
    with pytest.raises(phiguard.PHIBlocked) as stopped:
        stops(recorder.url("/mona.reyes"))[place]()
    shown = f"{stopped.value} {stopped.value!r} {stopped.value.args}"
    assert not any(word in shown for word in ("mona", "sertraline", "127.0.0.1"))


def test_a_stop_in_requests_names_its_request(guarded: Install, recorder: Any) -> None:
    """Handlers that look at ``error.request`` find it, as in every error of requests and httpx."""
    guarded((recorder, BLOCK))
    with pytest.raises(requests.RequestException) as stopped:
        requests.post(recorder.url(), data=BODY, timeout=10)
    assert stopped.value.request is not None
    assert stopped.value.request.url == recorder.url()
    with pytest.raises(httpx.HTTPError) as other:
        httpx.post(recorder.url(), content=BODY, trust_env=False)
    assert str(other.value.request.url) == recorder.url()


@pytest.mark.parametrize(
    "kind", [requests.ConnectionError, requests.Timeout, httpx.RequestError, httpx2.RequestError, urllib3.exceptions.TimeoutError]
)
def test_a_stop_is_nothing_that_is_retried(kind: type[Exception], guarded: Install, recorder: Any) -> None:
    """No stop is of a kind that clients and retry policies try again."""
    guarded((recorder, BLOCK))
    for stop in stops(recorder.url()):
        with pytest.raises(phiguard.PHIBlocked) as stopped:
            stop()
        assert not isinstance(stopped.value, kind)
