"""One way to send with each client and kind of body: ``senders()[client][kind](url, fields)`` gives the status of the answer."""

from __future__ import annotations

import asyncio
import http.client
import io
import json
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlencode, urlsplit

__all__ = ["Pipe", "pieces", "senders"]

Fields = Mapping[str, str]
Sender = Callable[[str, Fields], int]


def text(fields: Fields) -> str:
    """As JSON."""
    return json.dumps(dict(fields))


def data(fields: Fields) -> bytes:
    """As JSON bytes."""
    return text(fields).encode()


def pieces(fields: Fields) -> Iterator[bytes]:
    """The JSON in pieces that cut through its values."""
    whole = data(fields)
    for start in range(0, len(whole), 11):
        yield whole[start : start + 11]


async def apieces(fields: Fields) -> AsyncIterator[bytes]:
    """As `pieces`."""
    for piece in pieces(fields):
        yield piece


class Pipe(io.RawIOBase):
    """A file that cannot be rewound."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._content = io.BytesIO(content)

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """What `read` is made of."""
        return self._content.readinto(buffer)


JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def requests_senders() -> dict[str, Sender]:
    """Requests."""
    import requests

    post = lambda url, **more: requests.post(url, timeout=10, **more).status_code  # noqa: E731 -- a table of one-liners
    return {
        "none": lambda url, fields: requests.get(url, params=fields, timeout=10).status_code,
        "header": lambda url, fields: requests.get(url, headers={"X-Note": text(fields)}, timeout=10).status_code,
        "bytes": lambda url, fields: post(url, data=data(fields), headers=JSON),
        "str": lambda url, fields: post(url, data=text(fields), headers=JSON),
        "bytearray": lambda url, fields: post(url, data=bytearray(data(fields)), headers=JSON),
        "form": lambda url, fields: post(url, data=fields),
        "json": lambda url, fields: post(url, json=dict(fields)),
        "multipart": lambda url, fields: post(url, data=fields, files={"f": ("n.txt", b"hello")}),
        "file": lambda url, fields: post(url, data=io.BytesIO(data(fields)), headers=JSON),
        "pipe": lambda url, fields: post(url, data=io.BufferedReader(Pipe(data(fields))), headers=JSON),
        "generator": lambda url, fields: post(url, data=pieces(fields), headers=JSON),
    }


def urllib3_senders() -> dict[str, Sender]:
    """urllib3."""
    import urllib3

    def post(url: str, **more: Any) -> int:
        with urllib3.PoolManager() as pool:
            return int(pool.request("POST", url, **more).status)

    def get(url: str, **more: Any) -> int:
        with urllib3.PoolManager() as pool:
            return int(pool.request("GET", url, **more).status)

    return {
        "none": lambda url, fields: get(url, fields=dict(fields)),
        "header": lambda url, fields: get(url, headers={"X-Note": text(fields)}),
        "bytes": lambda url, fields: post(url, body=data(fields), headers=JSON),
        "str": lambda url, fields: post(url, body=text(fields), headers=JSON),
        "form": lambda url, fields: post(url, body=urlencode(fields), headers=FORM),
        "multipart": lambda url, fields: post(url, fields={**fields, "f": ("n.txt", b"hello")}),
        "file": lambda url, fields: post(url, body=io.BytesIO(data(fields)), headers=JSON),
        "pipe": lambda url, fields: post(url, body=io.BufferedReader(Pipe(data(fields))), headers=JSON, chunked=True),
        "generator": lambda url, fields: post(url, body=pieces(fields), headers=JSON, chunked=True),
        "list": lambda url, fields: post(url, body=list(pieces(fields)), headers=JSON, chunked=True),
    }


def http_client_senders() -> dict[str, Sender]:
    """http.client."""

    def send(url: str, body: Any, headers: Mapping[str, str], method: str = "POST") -> int:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=10)
        try:
            connection.request(method, f"{parts.path}?{parts.query}" if parts.query else parts.path, body, dict(headers))
            return connection.getresponse().status
        finally:
            connection.close()

    return {
        "none": lambda url, fields: send(f"{url}?{urlencode(fields)}", None, {}, "GET"),
        "header": lambda url, fields: send(url, None, {"X-Note": text(fields)}, "GET"),
        "bytes": lambda url, fields: send(url, data(fields), JSON),
        "str": lambda url, fields: send(url, text(fields), JSON),
        "form": lambda url, fields: send(url, urlencode(fields), FORM),
        "memoryview": lambda url, fields: send(url, memoryview(data(fields)), JSON),
        "file": lambda url, fields: send(url, io.BytesIO(data(fields)), JSON),
        "text file": lambda url, fields: send(url, io.StringIO(text(fields)), JSON),
        "pipe": lambda url, fields: send(url, io.BufferedReader(Pipe(data(fields))), JSON),
        "text pipe": lambda url, fields: send(url, io.TextIOWrapper(io.BufferedReader(Pipe(data(fields)))), JSON),
        "generator": lambda url, fields: send(url, pieces(fields), JSON),
        "list": lambda url, fields: send(url, list(pieces(fields)), JSON),
    }


def opened(url: str, *headers: tuple[str, str], method: str = "POST") -> http.client.HTTPConnection:
    """A connection on which a request has been begun."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    connection.putrequest(method, f"{parts.path}?{parts.query}" if parts.query else parts.path)
    for header in headers:
        connection.putheader(*header)
    return connection


def status(connection: http.client.HTTPConnection) -> int:
    """The status of the answer."""
    try:
        return connection.getresponse().status
    finally:
        connection.close()


TYPE = ("Content-Type", "application/json")
CHUNKED = ("Transfer-Encoding", "chunked")


def length(fields: Fields) -> tuple[str, str]:
    """The header."""
    return "Content-Length", str(len(data(fields)))


def hand_none(url: str, fields: Fields) -> int:
    """Headers only."""
    connection = opened(f"{url}?{urlencode(fields)}", method="GET")
    connection.endheaders()
    return status(connection)


def hand_bytes(url: str, fields: Fields) -> int:
    """The body with the headers, as xmlrpc gives it."""
    connection = opened(url, TYPE, length(fields))
    connection.endheaders(data(fields))
    return status(connection)


def hand_generator(url: str, fields: Fields) -> int:
    """A generator with the headers, framed by http.client."""
    connection = opened(url, TYPE, CHUNKED)
    connection.endheaders(pieces(fields), encode_chunked=True)
    return status(connection)


def hand_pieces(url: str, fields: Fields) -> int:
    """The body after the headers, of an announced length."""
    connection = opened(url, TYPE, length(fields))
    connection.endheaders()
    for piece in pieces(fields):
        connection.send(bytearray(piece))
    return status(connection)


def hand_chunks(url: str, fields: Fields) -> int:
    """The body after the headers, framed by the caller."""
    connection = opened(url, TYPE, CHUNKED)
    connection.endheaders()
    for piece in pieces(fields):
        connection.send(b"%x\r\n%b\r\n" % (len(piece), piece))
    connection.send(b"0\r\n\r\n")
    return status(connection)


def hand_file(url: str, fields: Fields) -> int:
    """A file after the headers."""
    connection = opened(url, TYPE, length(fields))
    connection.endheaders()
    connection.send(io.BytesIO(data(fields)))
    return status(connection)


def by_hand_senders() -> dict[str, Sender]:
    """http.client, driven as copies of urllib3 drive it."""
    return {
        "none": hand_none,
        "bytes": hand_bytes,
        "generator": hand_generator,
        "pieces": hand_pieces,
        "chunks": hand_chunks,
        "file": hand_file,
    }


def urllib_senders() -> dict[str, Sender]:
    """urllib.request."""

    def send(url: str, body: Any = None, headers: Mapping[str, str] = {}) -> int:
        try:
            with urllib.request.urlopen(urllib.request.Request(url, body, dict(headers)), timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return int(error.code)

    return {
        "none": lambda url, fields: send(f"{url}?{urlencode(fields)}"),
        "header": lambda url, fields: send(url, None, {"X-Note": text(fields)}),
        "bytes": lambda url, fields: send(url, data(fields), JSON),
        "form": lambda url, fields: send(url, urlencode(fields).encode()),
        "file": lambda url, fields: send(url, io.BytesIO(data(fields)), JSON),
        "generator": lambda url, fields: send(url, pieces(fields), JSON),
    }


def httpx_senders(name: str) -> dict[str, Sender]:
    """The clients of httpx and its forks."""
    module = import_module(name)

    def post(url: str, **more: Any) -> int:
        with module.Client(trust_env=False, timeout=10) as client:
            return int(client.post(url, **more).status_code)

    def get(url: str, **more: Any) -> int:
        with module.Client(trust_env=False, timeout=10) as client:
            return int(client.get(url, **more).status_code)

    return {
        "none": lambda url, fields: get(url, params=dict(fields)),
        "header": lambda url, fields: get(url, headers={"X-Note": text(fields)}),
        "bytes": lambda url, fields: post(url, content=data(fields), headers=JSON),
        "str": lambda url, fields: post(url, content=text(fields), headers=JSON),
        "form": lambda url, fields: post(url, data=dict(fields)),
        "json": lambda url, fields: post(url, json=dict(fields)),
        "multipart": lambda url, fields: post(url, data=dict(fields), files={"f": ("n.txt", b"hello")}),
        "file": lambda url, fields: post(url, content=io.BytesIO(data(fields)), headers=JSON),
        "pipe": lambda url, fields: post(url, content=io.BufferedReader(Pipe(data(fields))), headers=JSON),
        "generator": lambda url, fields: post(url, content=pieces(fields), headers=JSON),
    }


def async_httpx_senders(name: str) -> dict[str, Sender]:
    """The async clients of httpx and its forks."""
    module = import_module(name)

    async def post(url: str, **more: Any) -> int:
        async with module.AsyncClient(trust_env=False, timeout=10) as client:
            return int((await client.post(url, **more)).status_code)

    async def get(url: str, **more: Any) -> int:
        async with module.AsyncClient(trust_env=False, timeout=10) as client:
            return int((await client.get(url, **more)).status_code)

    def run(work: Coroutine[Any, Any, int]) -> int:
        return asyncio.run(work)

    return {
        "none": lambda url, fields: run(get(url, params=dict(fields))),
        "header": lambda url, fields: run(get(url, headers={"X-Note": text(fields)})),
        "bytes": lambda url, fields: run(post(url, content=data(fields), headers=JSON)),
        "form": lambda url, fields: run(post(url, data=dict(fields))),
        "json": lambda url, fields: run(post(url, json=dict(fields))),
        "multipart": lambda url, fields: run(post(url, data=dict(fields), files={"f": ("n.txt", b"hello")})),
        "generator": lambda url, fields: run(post(url, content=apieces(fields), headers=JSON)),
    }


def httpcore_senders(name: str) -> dict[str, Sender]:
    """The pools of httpcore and its forks, used directly."""
    module = import_module(name)

    def send(url: str, content: Any = None, headers: Mapping[str, str] = JSON, method: str = "POST") -> int:
        with module.ConnectionPool() as pool:
            return int(pool.request(method, url, headers={"Host": urlsplit(url).netloc, **headers}, content=content).status)

    def length(fields: Fields) -> dict[str, str]:
        return {**JSON, "Content-Length": str(len(data(fields)))}

    return {
        "none": lambda url, fields: send(f"{url}?{urlencode(fields)}", headers={}, method="GET"),
        "header": lambda url, fields: send(url, headers={"X-Note": text(fields)}, method="GET"),
        "bytes": lambda url, fields: send(url, data(fields)),
        "list": lambda url, fields: send(url, list(pieces(fields)), length(fields)),
        "generator": lambda url, fields: send(url, pieces(fields), {**JSON, "Transfer-Encoding": "chunked"}),
    }


def async_httpcore_senders(name: str) -> dict[str, Sender]:
    """The async pools."""
    module = import_module(name)

    async def send(url: str, content: Any = None, headers: Mapping[str, str] = JSON, method: str = "POST") -> int:
        async with module.AsyncConnectionPool() as pool:
            return int((await pool.request(method, url, headers={"Host": urlsplit(url).netloc, **headers}, content=content)).status)

    def run(work: Coroutine[Any, Any, int]) -> int:
        return asyncio.run(work)

    return {
        "none": lambda url, fields: run(send(f"{url}?{urlencode(fields)}", headers={}, method="GET")),
        "bytes": lambda url, fields: run(send(url, data(fields))),
        "generator": lambda url, fields: run(send(url, apieces(fields), {**JSON, "Transfer-Encoding": "chunked"})),
    }


def senders() -> dict[str, dict[str, Sender]]:
    """All that is installed here."""
    found = {
        "http.client": http_client_senders(),
        "http.client by hand": by_hand_senders(),
        "urllib.request": urllib_senders(),
    }
    if find_spec("urllib3"):
        found["urllib3"] = urllib3_senders()
    if find_spec("requests"):
        found["requests"] = requests_senders()
    for name in ("httpx", "httpx2", "httpxyz"):
        if find_spec(name):
            found[name] = httpx_senders(name)
            found[f"{name} async"] = async_httpx_senders(name)
    for name in ("httpcore", "httpcore2", "httpcorexyz"):
        if find_spec(name):
            found[name] = httpcore_senders(name)
            found[f"{name} async"] = async_httpcore_senders(name)
    return found
