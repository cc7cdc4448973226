"""The plain HTTP clients: one way to send a request with each, made before the guard is installed and used in both runs."""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import httpx
import httpx2
import requests
import urllib3

from phiguard.cli.demo.scenario import Event

__all__ = ["Send", "at", "senders"]

Send = Callable[[Event, str], None]
"""Sends an event's request to ``http://<authority>``."""

_SECONDS = 10.0


def at(url: str, authority: str) -> str:
    """*url* with scheme and host replaced by a recorder's; path and query stay as they are."""
    parts = urlsplit(url)
    return f"http://{authority}{parts.path}" + (f"?{parts.query}" if parts.query else "")


@contextmanager
def senders() -> Iterator[Mapping[str, Send]]:
    """A way to send with each client, by its name in the scenario.  No client here reads proxy settings: it is loopback only."""
    with ExitStack() as stack:
        session = stack.enter_context(requests.Session())
        session.trust_env = False
        pool = stack.enter_context(urllib3.PoolManager(timeout=_SECONDS, retries=False))
        client = stack.enter_context(httpx.Client(timeout=_SECONDS, trust_env=False))
        client2 = stack.enter_context(httpx2.Client(timeout=_SECONDS, trust_env=False))
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        yield {
            "requests": lambda event, to: _requests(session, event, to),
            "urllib3": lambda event, to: _urllib3(pool, event, to),
            "urllib": lambda event, to: _urllib(opener, event, to),
            "httpx": lambda event, to: _httpx(client, event, to),
            "httpx2": lambda event, to: _httpx(client2, event, to),
            "httpx_async": lambda event, to: asyncio.run(_httpx_async(httpx.AsyncClient, event, to)),
            "httpx2_async": lambda event, to: asyncio.run(_httpx_async(httpx2.AsyncClient, event, to)),
        }


def _requests(session: requests.Session, event: Event, to: str) -> None:
    session.request(event.method, at(event.url, to), headers=dict(event.headers), data=event.body.encode() or None, timeout=_SECONDS)


def _urllib3(pool: urllib3.PoolManager, event: Event, to: str) -> None:
    pool.request(event.method, at(event.url, to), headers=dict(event.headers), body=event.body.encode() or None)


def _urllib(opener: urllib.request.OpenerDirector, event: Event, to: str) -> None:
    data = event.body.encode() if event.method == "POST" else None
    call = urllib.request.Request(at(event.url, to), data=data, headers=dict(event.headers), method=event.method)  # noqa: S310 -- http to loopback
    try:
        with opener.open(call, timeout=_SECONDS) as response:
            response.read()
    except urllib.error.HTTPError as refused:  # how urllib reports any status from 400 on, the guard's 451 too
        refused.close()


def _httpx(client: httpx.Client | httpx2.Client, event: Event, to: str) -> None:
    client.request(event.method, at(event.url, to), headers=dict(event.headers), content=event.body.encode())


async def _httpx_async(kind: type[httpx.AsyncClient | httpx2.AsyncClient], event: Event, to: str) -> None:
    async with kind(timeout=_SECONDS, trust_env=False) as client:
        await client.request(event.method, at(event.url, to), headers=dict(event.headers), content=event.body.encode())
