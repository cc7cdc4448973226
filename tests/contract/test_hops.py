"""A message that is sent again - to another host, after a failure, through a proxy - is judged by where it goes, and asked about once."""

from __future__ import annotations

import asyncio
import io
import socket
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import requests
import urllib3
from urllib3.util.retry import Retry

import phiguard

Install = Callable[..., phiguard.Installation]
BODY = b'{"email": "mona.reyes@example.org", "medication": "sertraline"}'


def by_requests(url: str, body: Any) -> int:
    """Session.request follows redirects by itself."""
    return requests.post(url, data=body, timeout=10).status_code


def by_urllib3(url: str, body: Any) -> int:
    """urllib3's manager follows them, and its pools would."""
    with urllib3.PoolManager() as pool:
        return int(pool.request("POST", url, body=body).status)


def by_httpx(url: str, body: Any) -> int:
    """A client of httpx follows them when told to."""
    with httpx.Client(follow_redirects=True, trust_env=False, timeout=10) as client:
        return client.post(url, content=body).status_code


def by_async_httpx(url: str, body: Any) -> int:
    """So does its async client."""

    async def post() -> int:
        async with httpx.AsyncClient(follow_redirects=True, trust_env=False, timeout=10) as client:
            return (await client.post(url, content=body)).status_code

    return asyncio.run(post())


FOLLOWERS = [by_requests, by_urllib3, by_httpx, by_async_httpx]


@pytest.mark.parametrize("post", FOLLOWERS)
def test_a_redirect_is_judged_by_where_it_leads(
    post: Callable[[str, Any], int], recorder: Any, other: Any, guarded: Install, outcomes: Any
) -> None:
    """A body that may go to the first host and not to the second is stopped on the second hop."""
    recorder.redirect("/x", other.url("/y"))
    guarded((recorder, {"category": "first_party"}), (other, {"action": "block"}))
    with pytest.raises(phiguard.PHIBlocked):
        post(recorder.url(), BODY)
    assert [received.body for received in recorder.received] == [BODY]
    assert other.received == []
    assert outcomes.actions == ["allow", "block"]


@pytest.mark.parametrize("post", FOLLOWERS)
def test_a_redirect_of_a_redacted_call_is_redacted_again(
    post: Callable[[str, Any], int], recorder: Any, other: Any, guarded: Install
) -> None:
    """The application's own request is not changed, so each hop gets what it may have: the second here, everything."""
    recorder.redirect("/x", other.url("/y"))
    guarded((recorder, {"category": "error_tracker", "action": "redact"}), (other, {"category": "first_party"}))
    assert post(recorder.url(), BODY) == 200
    assert b"mona.reyes" not in recorder.received[0].raw
    assert other.received[0].body == BODY


@pytest.mark.parametrize("post", [by_requests, by_urllib3])
def test_a_file_stands_for_the_next_hop_where_it_did(post: Callable[[str, Any], int], recorder: Any, other: Any, guarded: Install) -> None:
    """Looking at a file leaves it where it stood, so a redirect sends of it again what the client sends without us."""

    def bodies() -> tuple[list[bytes], list[bytes]]:
        recorder.redirect("/x", other.url("/y"))
        assert post(recorder.url(), io.BytesIO(b"x" * 100)) == 200
        return [received.raw for received in recorder.received], [received.raw for received in other.received]

    before = bodies()
    guarded((recorder, {}), (other, {}))
    both = bodies()
    assert both == (before[0] * 2, before[1] * 2)


def test_a_redirect_on_a_pool_is_looked_at(recorder: Any, guarded: Install, outcomes: Any) -> None:
    """A pool follows redirects within its host by calling itself: the second message is another one, and is looked at."""
    recorder.redirect("/x", "/y?email=mona.reyes@example.org&medication=sertraline")
    guarded((recorder, {"action": "block"}))
    with urllib3.HTTPConnectionPool("127.0.0.1", recorder.port) as pool, pytest.raises(phiguard.PHIBlocked):
        pool.urlopen("POST", "/x", body=b"ok", redirect=True)
    assert len(recorder.received) == 1
    assert outcomes.actions == ["allow", "block"]


def retrying(url: str, body: Any) -> int:
    """Retries three times what fails."""
    retries = Retry(3, backoff_factor=0, status_forcelist=[503], allowed_methods=None)
    with urllib3.PoolManager(retries=retries) as pool:
        return int(pool.request("PUT", url, body=body).status)


def retrying_adapter(url: str, body: Any) -> int:
    """As `retrying`, below requests."""
    with requests.Session() as session:
        session.mount(
            "http://", requests.adapters.HTTPAdapter(max_retries=Retry(3, backoff_factor=0, status_forcelist=[503], allowed_methods=None))
        )
        return session.put(url, data=body, timeout=10).status_code


@pytest.mark.parametrize("put", [retrying, retrying_adapter])
def test_retries_of_an_allowed_call_are_asked_about_once(
    put: Callable[[str, Any], int], recorder: Any, guarded: Install, outcomes: Any
) -> None:
    """The same body to the same place is one message, however often it has to be sent."""
    recorder.fail("/x", 2)
    guarded((recorder, {}))
    assert put(recorder.url(), b"hello") == 200
    assert len(recorder.received) == 3
    assert outcomes.actions == ["allow"]


@pytest.mark.parametrize("put", [retrying, retrying_adapter])
def test_a_stop_is_not_retried(put: Callable[[str, Any], int], recorder: Any, guarded: Install, outcomes: Any) -> None:
    """A stopped call is stopped once: no retry policy takes it for a failure of the network."""
    guarded((recorder, {"action": "block"}))
    with pytest.raises(phiguard.PHIBlocked):
        put(recorder.url(), BODY)
    assert outcomes.actions == ["block"]
    assert recorder.received == []


@pytest.mark.parametrize("put", [retrying, retrying_adapter])
def test_a_refusal_is_not_retried(put: Callable[[str, Any], int], recorder: Any, guarded: Install, outcomes: Any) -> None:
    """Nor is a 451."""
    guarded((recorder, {"action": "block", "on_block": "refuse"}))
    assert put(recorder.url(), BODY) == 451
    assert outcomes.actions == ["block"]


def test_a_stop_at_the_connection_is_not_retried(recorder: Any, guarded: Install, outcomes: Any) -> None:
    """A pool of somebody's own that passes by ``urlopen``'s wrapper meets the second seam, inside the retry loop, and still stops once."""

    class Pool(urllib3.HTTPConnectionPool):
        pass

    guarded((recorder, {"action": "block"}))
    Pool.urlopen = urllib3.HTTPConnectionPool.urlopen.__wrapped__  # type: ignore[attr-defined,method-assign]  # what such a pool comes to
    with Pool("127.0.0.1", recorder.port) as pool, pytest.raises(phiguard.PHIBlocked):
        pool.urlopen("PUT", "/x", body=BODY, retries=Retry(3, backoff_factor=0))
    assert outcomes.actions == ["block"]
    assert recorder.received == []


def test_another_request_within_a_call_is_looked_at(recorder: Any, guarded: Install, outcomes: Any) -> None:
    """An approval covers one message, never what else is sent while it is under way."""

    class Chatty(requests.adapters.HTTPAdapter):
        def send(self, request: Any, *args: Any, **more: Any) -> Any:
            with urllib3.PoolManager() as pool:
                pool.request("POST", recorder.url("/aside"), body=BODY)
            return super().send(request, *args, **more)

    guarded((recorder, {"action": "block"}))
    with requests.Session() as session:
        session.mount("http://", Chatty())
        with pytest.raises(phiguard.PHIBlocked):
            session.post(recorder.url(), data=b"fine", timeout=10)
    assert outcomes.actions == ["allow", "block"]
    assert recorder.received == []


def test_a_header_added_below_is_looked_at(recorder: Any, guarded: Install, outcomes: Any) -> None:
    """What a layer between the two seams adds (``baggage``) is seen by the second."""

    class Adding(requests.adapters.HTTPAdapter):
        def add_headers(self, request: Any, **_more: Any) -> None:
            request.headers["baggage"] = "email=mona.reyes@example.org,medication=sertraline"

    guarded((recorder, {"action": "block"}))
    with requests.Session() as session:
        session.mount("http://", Adding())
        with pytest.raises(phiguard.PHIBlocked):
            session.post(recorder.url(), data=b"fine", timeout=10)
    assert outcomes.actions == ["allow", "block"]
    assert recorder.received == []


@pytest.mark.parametrize("library", ["requests", "urllib3", "httpx", "urllib"])
def test_behind_a_proxy_the_target_counts(
    library: str, recorder: Any, guarded: Install, outcomes: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A forwarding proxy is no recipient: the policy is asked about the host that the message is for."""
    target = "http://tracker.phiguard.test/x"
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, recorder.url(""))
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)

    def send(body: bytes) -> None:
        if library == "requests":
            requests.post(target, data=body, timeout=10)
        elif library == "urllib3":
            with urllib3.ProxyManager(recorder.url("")) as pool:
                pool.request("POST", target, body=body)
        elif library == "httpx":
            with httpx.Client(timeout=10) as session:
                session.post(target, content=body)
        else:
            from urllib.request import ProxyHandler, Request, build_opener  # its handlers read the environment when they are made

            build_opener(ProxyHandler()).open(Request(target, body), timeout=10).close()

    named = {"id": "target", "hosts": ["tracker.phiguard.test"], "category": "ad_tracker", "action": "block"}
    phiguard.install({"profile": "strict", "sender": {"health_service": False}, "destination": [named]})
    send(b"fine")
    assert recorder.received[0].raw.startswith(b"POST http://tracker.phiguard.test/x ")
    with pytest.raises(phiguard.PHIBlocked):
        send(BODY)
    assert len(recorder.received) == 1
    assert outcomes.actions == ["allow", "block"]
    assert {outcome.inspection.destination.id for outcome in outcomes} == {"target"}


def test_a_tunnel_is_opened_for_the_target(guarded: Install, outcomes: Any) -> None:
    """Behind a CONNECT tunnel the far end is the recipient, and the CONNECT itself is no message."""
    from http.client import HTTPConnection

    seen: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        connection = HTTPConnection("127.0.0.1", proxy.getsockname()[1], timeout=10)
        connection.set_tunnel("tracker.phiguard.test", 80)

        def serve() -> None:
            peer, _ = proxy.accept()
            with peer:
                seen.append(peer.recv(65536))
                peer.sendall(b"HTTP/1.0 200 OK\r\n\r\n")
                seen.append(peer.recv(65536))

        import threading

        thread = threading.Thread(target=serve)
        thread.start()
        named = {"id": "target", "hosts": ["tracker.phiguard.test"], "category": "ad_tracker", "action": "block"}
        phiguard.install({"profile": "strict", "sender": {"health_service": False}, "destination": [named]})
        connection.connect()
        with pytest.raises(phiguard.PHIBlocked):
            connection.request("POST", "/x", BODY)
        connection.close()
        thread.join(5)
    assert seen[0].startswith(b"CONNECT tracker.phiguard.test:80")
    assert seen[1] == b""
    assert outcomes.actions == ["block"]
