"""Recorders keep what stood on the wire, byte for byte, and answer as the vendor would."""

from __future__ import annotations

import socket
import threading
import urllib.request

import httpx
import pytest

from phiguard.cli.demo.recorders import Recorder, recorders
from phiguard.cli.demo.scenario import RECIPIENTS


def test_raw_bytes_are_kept() -> None:
    """Header case, order and spacing are kept as sent."""
    raw = b"POST /a?b=%20c HTTP/1.1\r\nhOsT: x\r\nX-Odd:   two  spaces\r\nContent-Length: 3\r\n\r\nabc"
    with recorders(RECIPIENTS[:1]) as sites, socket.create_connection(address(sites["meta"])) as wire:
        wire.sendall(raw)
        assert wire.recv(100).startswith(b"HTTP/1.1 200 OK\r\n")
        (request,) = sites["meta"].since(0)
    assert request.head + request.body == raw
    assert (request.target, request.header("x-odd")) == ("/a?b=%20c", "two  spaces")


def test_chunked_bodies_are_put_together() -> None:
    """A body of unknown length arrives whole."""
    with recorders(RECIPIENTS[:1]) as sites:
        httpx.post(f"http://{sites['meta'].authority}/", content=iter([b"one", b"", b"two"]), trust_env=False)
        assert [request.body for request in sites["meta"].since(0)] == [b"onetwo"]


def test_connections_are_kept_alive() -> None:
    """Several requests on one connection are several requests."""
    with recorders(RECIPIENTS[:1]) as sites, httpx.Client(trust_env=False) as client:
        for number in range(3):
            client.get(f"http://{sites['meta'].authority}/{number}")
        assert [request.target for request in sites["meta"].since(1)] == ["/1", "/2"]


@pytest.mark.parametrize("recipient", RECIPIENTS, ids=lambda recipient: recipient.id)
def test_each_vendor_answers_in_its_own_way(recipient: object) -> None:
    """Status and body are the vendor's usual ones, so that SDKs are content."""
    with recorders(RECIPIENTS) as sites:
        site = next(site for site in sites.values() if site.recipient is recipient)
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"http://{site.authority}/", timeout=5) as response:
            assert (response.status, response.read()) == site.recipient.reply


def test_nothing_runs_afterwards() -> None:
    """Threads and ports are given back."""
    before = set(threading.enumerate())
    with recorders(RECIPIENTS) as sites:
        where = [address(site) for site in sites.values()]
    assert not [thread for thread in set(threading.enumerate()) - before if thread.name.startswith("recorder")]
    for each in where:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(each, timeout=1)


def address(site: Recorder) -> tuple[str, int]:
    """Host and port of a recorder."""
    host, _, port = site.authority.partition(":")
    return host, int(port)
