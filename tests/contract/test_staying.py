"""The guard is there for what existed before it, beside other wrappers, and goes without taking them along."""

from __future__ import annotations

import asyncio
import concurrent.futures
import functools
import io
import threading
from collections.abc import Callable
from typing import Any

import httpx
import httpx2
import pytest
import requests
import urllib3
import wrapt
from requests.adapters import BaseAdapter, HTTPAdapter

import phiguard

Install = Callable[..., phiguard.Installation]
BODY = b'{"email": "mona.reyes@example.org", "medication": "sertraline"}'
BLOCK = {"action": "block"}

from requests import post as aliased  # noqa: E402 -- an alias that is taken before the guard is there


def test_what_was_made_before_is_guarded(guarded: Install, recorder: Any) -> None:
    """Sessions, clients, pools, their bound methods and aliases that were there before `install` are guarded."""
    session, pool, client = requests.Session(), urllib3.PoolManager(), httpx.Client(trust_env=False)
    bound = session.post
    guarded((recorder, BLOCK))
    calls: list[Callable[[], object]] = [
        lambda: session.post(recorder.url(), data=BODY, timeout=10),
        lambda: bound(recorder.url(), data=BODY, timeout=10),
        lambda: aliased(recorder.url(), data=BODY, timeout=10),
        lambda: pool.request("POST", recorder.url(), body=BODY),
        lambda: client.post(recorder.url(), content=BODY),
    ]
    for call in calls:
        with pytest.raises(phiguard.PHIBlocked):
            call()
    assert recorder.received == []
    session.close()
    pool.clear()
    client.close()


class Plain(BaseAdapter):
    """An adapter of somebody's own, which sends by other means."""

    def __init__(self, sent: list[Any]) -> None:
        super().__init__()
        self.sent = sent

    def send(self, request: Any, *_args: Any, **_more: Any) -> Any:
        """Counts as sent."""
        self.sent.append(request)
        return HTTPAdapter().build_response(request, urllib3.HTTPResponse(io.BytesIO(b"sent"), status=200, preload_content=False))

    def close(self) -> None:
        """Nothing to close."""


def test_an_adapter_of_somebodys_own_is_guarded(guarded: Install, recorder: Any, outcomes: Any) -> None:
    """An adapter that does not inherit from requests' own is guarded, whether its class exists before `install` or not."""
    guarded((recorder, BLOCK))

    class Later(Plain):
        def send(self, request: Any, *_args: Any, **_more: Any) -> Any:
            self.sent.append(request)

    sent: list[Any] = []
    for adapter in (Plain(sent), Later(sent)):
        with requests.Session() as session:
            session.mount("http://", adapter)
            with pytest.raises(phiguard.PHIBlocked):
                session.post(recorder.url(), data=BODY, timeout=10)
    assert sent == []
    assert outcomes.actions == ["block", "block"]


def test_a_local_adapter_is_left_alone(guarded: Install, recorder: Any, outcomes: Any) -> None:
    """An adapter that reads a file sends nothing, and is not asked about."""
    guarded((recorder, BLOCK))
    with requests.Session() as session:
        session.mount("file://", Plain([]))
        session.get("file:///mona.reyes@example.org/sertraline")
    assert outcomes == []


def test_an_override_without_super_is_guarded(guarded: Install, recorder: Any) -> None:
    """A subclass that overrides the wrapped method and does not call it is guarded, if it exists at `install`."""

    class Own(httpx.Client):
        def _send_single_request(self, request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, request=request)

    guarded((recorder, BLOCK))
    with Own(trust_env=False) as client, pytest.raises(phiguard.PHIBlocked):
        client.post(recorder.url(), content=BODY)


def test_a_transport_of_somebodys_own_is_guarded(guarded: Install, recorder: Any) -> None:
    """Transports that pass by httpx' own are guarded."""

    class Own(httpx.BaseTransport):
        def handle_request(self, _request: httpx.Request) -> httpx.Response:
            return httpx.Response(200)

    guarded((recorder, BLOCK))
    with httpx.Client(transport=Own()) as client, pytest.raises(phiguard.PHIBlocked):
        client.post(recorder.url(), content=BODY)


@pytest.mark.parametrize("module", [httpx, httpx2], ids=lambda module: module.__name__)
def test_calls_within_the_process_are_left_alone(module: Any, guarded: Install, recorder: Any, outcomes: Any) -> None:
    """An application's own tests call it through an in-process transport: nothing leaves, nobody is asked."""
    transport = module.MockTransport(lambda request: module.Response(200, content=request.content))
    guarded((recorder, BLOCK))
    with module.Client(transport=transport) as client:
        assert client.post(recorder.url(), content=BODY).content == BODY
    assert outcomes == []


@pytest.mark.parametrize("workers", [8])
def test_threads_do_not_share_approvals(workers: int, guarded: Install, recorder: Any, outcomes: Any) -> None:
    """What one thread may send does not open the way for another."""
    guarded((recorder, BLOCK))
    gate = threading.Barrier(workers)

    def send(number: int) -> bool:
        gate.wait(10)
        try:
            requests.post(recorder.url(), data=BODY if number % 2 else b"fine", timeout=10)
        except phiguard.PHIBlocked:
            return False
        return True

    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        sent = list(pool.map(send, range(workers)))
    assert sent == [number % 2 == 0 for number in range(workers)]
    assert all(received.body == b"fine" for received in recorder.received)
    assert len(outcomes) == workers


def test_tasks_do_not_share_approvals(guarded: Install, recorder: Any) -> None:
    """Nor does one task for another on the same client."""

    async def main() -> list[Any]:
        async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
            posts = [client.post(recorder.url(), content=BODY if number % 2 else b"fine") for number in range(8)]
            return await asyncio.gather(*posts, return_exceptions=True)

    guarded((recorder, BLOCK))
    results = asyncio.run(main())
    assert [isinstance(result, phiguard.PHIBlocked) for result in results] == [bool(number % 2) for number in range(8)]
    assert len(recorder.received) == 4


ORIGINALS = [
    (HTTPAdapter, "send"),
    (urllib3.HTTPConnectionPool, "urlopen"),
    (httpx.Client, "_send_single_request"),
    (httpx2.AsyncClient, "_send_single_request"),
]


@pytest.mark.parametrize(("owner", "name"), ORIGINALS, ids=lambda part: getattr(part, "__name__", part))
def test_uninstall_restores_the_function(owner: type, name: str, guarded: Install, recorder: Any) -> None:
    """After `uninstall` the class has the very function that it had."""
    before = vars(owner)[name]
    installation = guarded((recorder, BLOCK))
    assert vars(owner)[name] is not before
    installation.uninstall()
    assert vars(owner)[name] is before


@pytest.fixture
def adapter_send() -> Any:
    """Whatever a test leaves on ``HTTPAdapter.send`` is taken away."""
    before = HTTPAdapter.send
    yield before
    HTTPAdapter.send = before  # type: ignore[method-assign]  # as it was


def closure(function: Callable[..., Any], heard: list[str]) -> Callable[..., Any]:
    """How some tools wrap: a plain function that remembers the one it replaced."""

    def send(*args: Any, **kwargs: Any) -> Any:
        heard.append("other")
        return function(*args, **kwargs)

    return send


def marked(function: Callable[..., Any], heard: list[str]) -> Callable[..., Any]:
    """How others do: with ``functools.wraps``."""
    return functools.wraps(function)(closure(function, heard))


def proxied(function: Callable[..., Any], heard: list[str]) -> Callable[..., Any]:
    """And with wrapt."""

    def wrapper(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        heard.append("other")
        return wrapped(*args, **kwargs)

    return wrapt.FunctionWrapper(function, wrapper)


@pytest.mark.parametrize("take", [vars, lambda owner: {"send": owner.send}], ids=["plain", "bound"])
@pytest.mark.parametrize("wrap", [closure, marked, proxied])
def test_another_tool_on_top_stays(
    wrap: Callable[..., Any], take: Any, guarded: Install, recorder: Any, outcomes: Any, adapter_send: Any
) -> None:
    """Uninstalling beneath another tool's wrapper leaves that in place and working, and the guard silent."""
    heard: list[str] = []
    installation = guarded((recorder, BLOCK))
    HTTPAdapter.send = wrap(take(HTTPAdapter)["send"], heard)  # type: ignore[method-assign]  # what other tools do
    assert installation.unguarded == ()
    with pytest.raises(phiguard.PHIBlocked):
        requests.post(recorder.url(), data=BODY, timeout=10)
    installation.uninstall()
    assert requests.post(recorder.url(), data=BODY, timeout=10).status_code == 200
    assert heard == ["other", "other"]
    assert outcomes.actions == ["block"]
    guarded((recorder, BLOCK))
    with pytest.raises(phiguard.PHIBlocked):
        requests.post(recorder.url(), data=BODY, timeout=10)
    assert outcomes.actions == ["block", "block"]


def test_a_removed_guard_is_told_of(guarded: Install, recorder: Any, outcomes: Any, adapter_send: Any) -> None:
    """Another tool's un-patch takes off whoever is outermost: the gap is named, and the second seam still stops the call."""
    installation = guarded((recorder, BLOCK))
    HTTPAdapter.send = HTTPAdapter.send.__wrapped__  # type: ignore[attr-defined,method-assign]  # what OpenTelemetry's and ddtrace's un-patch do
    assert [(gap.client, "removed" in gap.reason) for gap in installation.unguarded] == [("requests", True)]
    with pytest.raises(phiguard.PHIBlocked):
        requests.post(recorder.url(), data=BODY, timeout=10)
    assert recorder.received == []
    assert [outcome.client for outcome in outcomes] == ["urllib3"]


@pytest.mark.parametrize("module", [httpx, httpx2], ids=lambda module: module.__name__)
def test_httpx_has_a_second_seam(module: Any, guarded: Install, recorder: Any, outcomes: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the first seam gone, httpcore's stops the call, and its exception reaches the application as it is."""
    installation = guarded((recorder, BLOCK))
    monkeypatch.setattr(module.Client, "_send_single_request", module.Client._send_single_request.__wrapped__)  # noqa: SLF001 -- as un-patching tools do
    assert [gap.client for gap in installation.unguarded] == [module.__name__]
    for body in (BODY, iter([BODY])):
        with module.Client(trust_env=False) as client, pytest.raises(phiguard.PHIBlocked):
            client.post(recorder.url(), content=body)
    assert recorder.received == []
    below = {"httpx": "httpcore", "httpx2": "httpcore2", "httpxyz": "httpcorexyz"}
    assert {outcome.client for outcome in outcomes} == {below[module.__name__]}


def test_an_alias_of_a_module_is_wrapped_once(guarded: Install, recorder: Any, outcomes: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """``httpx2.alias_httpx()`` makes two names of one module: its classes are wrapped once."""
    import sys

    monkeypatch.setitem(sys.modules, "httpx", httpx2)
    guarded((recorder, {}))
    httpx2.post(recorder.url(), content=b"fine", trust_env=False)
    assert outcomes.actions == ["allow"]


def test_reload_is_at_once(guarded: Install, recorder: Any) -> None:
    """Another policy holds from the next call on; a broken one changes nothing."""
    installation = guarded((recorder, BLOCK))
    with requests.Session() as session:
        with pytest.raises(phiguard.PHIBlocked):
            session.post(recorder.url(), data=BODY, timeout=10)
        with pytest.raises(phiguard.ConfigurationError):
            installation.reload({"profile": "unheard-of"})
        with pytest.raises(phiguard.PHIBlocked):
            session.post(recorder.url(), data=BODY, timeout=10)
        installation.reload({"destination": [{"id": "own", "hosts": [recorder.host], "category": "first_party"}]})
        assert session.post(recorder.url(), data=BODY, timeout=10).status_code == 200
