"""Every client sends the request that the data describe, to the recorder and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest

from phiguard.cli.demo.clients import at, senders
from phiguard.cli.demo.recorders import recorders
from phiguard.cli.demo.scenario import RECIPIENTS, Event

CLIENTS = ("requests", "urllib3", "urllib", "httpx", "httpx2", "httpx_async", "httpx2_async")
URL = "https://www.facebook.com/tr/?id=1&cd[a]=x%20y&dl=https%3A%2F%2Fa.example%2Fb"


def event(client: str, method: str, body: str = "") -> Event:
    """An event for *client*."""
    return Event(
        id="e", story="s", step="t", to="meta", people=(), client=client, method=method, url=URL, headers={"X-Demo": "1"}, body=body
    )


def test_only_the_host_is_replaced() -> None:
    """Path and query stay as they are, to the byte."""
    assert at(URL, "127.0.0.1:9") == "http://127.0.0.1:9/tr/?id=1&cd[a]=x%20y&dl=https%3A%2F%2Fa.example%2Fb"
    assert at("https://a.example/x", "127.0.0.1:9") == "http://127.0.0.1:9/x"


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(("method", "body"), [("GET", ""), ("POST", ""), ("POST", '{"a":1}')])
def test_each_client_sends_it(client: str, method: str, body: str) -> None:
    """Method, path, query, headers and body arrive, twice the same."""
    with recorders(RECIPIENTS[:1]) as sites, senders() as send:
        for _ in range(2):
            send[client](event(client, method, body), sites["meta"].authority)
        first, second = sites["meta"].since(0)
    assert (first.head, first.body) == (second.head, second.body)
    assert first.head.startswith(method.encode())
    assert first.body == body.encode()
    assert first.header("x-demo") == "1"
    assert parse_qsl(urlsplit(first.target).query) == parse_qsl(urlsplit(URL).query)


@pytest.mark.parametrize("client", CLIENTS)
def test_a_refusal_is_no_error(client: str) -> None:
    """A status of 400 or more, as the guard answers in place of a vendor, is an answer like any other."""
    refusing = replace(RECIPIENTS[0], reply=(451, b"{}"))
    with recorders((refusing,)) as sites, senders() as send:
        send[client](event(client, "POST", "x"), sites["meta"].authority)
        assert sites["meta"].count == 1


@pytest.mark.parametrize("client", CLIENTS)
def test_proxies_of_the_environment_are_not_used(client: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the demo sends stays on this machine."""
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with recorders(RECIPIENTS[:1]) as sites, senders() as send:
        send[client](event(client, "GET"), sites["meta"].authority)
        assert sites["meta"].count == 1
