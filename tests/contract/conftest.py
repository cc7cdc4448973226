"""Recorders on loopback that keep the exact bytes, and policies that name them."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import phiguard
from phiguard.model.inspection import Outcome
from phiguard.reporting import TAPS

_SPEC = spec_from_file_location("contract_senders", Path(__file__).with_name("senders.py"))
assert _SPEC is not None
assert _SPEC.loader is not None
_SENDERS = module_from_spec(_SPEC)
_SPEC.loader.exec_module(_SENDERS)
SENDERS = _SENDERS.senders()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for ``client`` and ``kind`` is run for each kind of body of each client; with ``client`` alone, for each client."""
    if {"client", "kind"} <= set(metafunc.fixturenames):
        cases = [(client, kind) for client, kinds in SENDERS.items() for kind in kinds]
        metafunc.parametrize(("client", "kind"), cases, ids=["-".join(case).replace(" ", "_") for case in cases])
    elif "client" in metafunc.fixturenames:
        metafunc.parametrize("client", list(SENDERS))


@pytest.fixture
def send(client: str, request: pytest.FixtureRequest) -> Callable[[str, Mapping[str, str]], int]:
    """Sends fields to a URL with the test's client and kind of body."""
    kind = request.getfixturevalue("kind") if "kind" in request.fixturenames else "bytes"
    return SENDERS[client][kind]  # type: ignore[no-any-return]  # the file is loaded by its path


@pytest.fixture
def support() -> ModuleType:
    """The file of senders, for its small parts."""
    return _SENDERS


TELLING = {"email": "mona.reyes@example.org", "medication": "sertraline"}
"""An identifier and health content."""

CLEAN = {"build": "1701", "took": "41"}
"""Neither."""


@dataclass(frozen=True)
class Received:
    """One request as it came in."""

    raw: bytes

    @property
    def head(self) -> bytes:
        """Request line and headers."""
        return self.raw.partition(b"\r\n\r\n")[0]

    @property
    def headers(self) -> dict[str, str]:
        """By lower-case name."""
        lines = self.head.decode("latin-1").split("\r\n")[1:]
        return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}

    @property
    def body(self) -> bytes:
        """Without chunked framing; asserts that the framing is valid."""
        body = self.raw.partition(b"\r\n\r\n")[2]
        if "transfer-encoding" in self.headers:
            assert "content-length" not in self.headers
            return b"".join(_chunks(body))
        assert len(body) == int(self.headers.get("content-length", "0"))
        return body

    @property
    def comparable(self) -> bytes:
        """The raw bytes, but for the random boundary of a multipart body."""
        found = re.search(rb"boundary=([0-9a-f]+)", self.head)
        return self.raw.replace(found[1], b"B" * len(found[1])) if found else self.raw


def _chunks(body: bytes) -> Iterator[bytes]:
    while True:
        size, _, body = body.partition(b"\r\n")
        length = int(size, 16)
        yield body[:length]
        assert body[length : length + 2] == b"\r\n"
        body = body[length + 2 :]
        if not length:
            assert not body
            return


@dataclass
class Recorder:
    """A server that keeps what arrives, partial messages included, and answers what it is told to."""

    answers: dict[str, list[bytes]] = field(default_factory=dict)
    so_far: list[Received] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.host = f"127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def received(self) -> list[Received]:
        """All that has arrived: connections are served one after another, so when ours has been, every earlier one has."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(_MARK)
            connection.recv(1)
        return self.so_far

    def url(self, path: str = "/x") -> str:
        """The URL of *path* here."""
        return f"http://{self.host}{path}"

    def redirect(self, path: str, to: str) -> None:
        """Answer *path* with a 307, which repeats method and body."""
        self.answers[path] = [
            f"HTTP/1.1 307 Temporary Redirect\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
        ]

    def fail(self, path: str, times: int) -> None:
        """Answer *path* with a 503 that often, then with 200."""
        self.answers[path] = [b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"] * times

    def close(self) -> None:
        """Stop, and wait until it has."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                connection.settimeout(5)
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        raw = b""
        while not _whole(raw):
            data = connection.recv(65536)
            if not data:
                break
            raw += data
        if raw == _MARK:
            connection.sendall(b"!")
        elif raw:
            self.so_far.append(Received(raw))
            path = raw.split(b" ", 2)[1].decode().partition("?")[0]
            waiting = self.answers.get(path, [])
            answer = waiting.pop(0) if waiting else b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
            connection.sendall(answer)


_MARK = b"MARK / HTTP/1.1\r\n\r\n"


def _whole(raw: bytes) -> bool:
    head, end, body = raw.partition(b"\r\n\r\n")
    if not end:
        return False
    if b"transfer-encoding: chunked" in head.lower():
        return body.endswith(b"0\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head.lower())
    return len(body) >= (int(length[1]) if length else 0)


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """A recorder."""
    server = Recorder()
    yield server
    server.close()


@pytest.fixture
def other() -> Iterator[Recorder]:
    """A second recorder: another host."""
    server = Recorder()
    yield server
    server.close()


@pytest.fixture
def telling() -> Mapping[str, str]:
    """Fields that may not go to a tracker."""
    return TELLING


@pytest.fixture
def clean() -> Mapping[str, str]:
    """Fields that may go anywhere."""
    return CLEAN


def destination(server: Recorder, **more: Any) -> dict[str, Any]:
    """A policy's entry for *server*: an advertising tracker unless *more* says otherwise."""
    return {"id": f"at-{server.port}", "hosts": [server.host], "category": "ad_tracker", **more}


@pytest.fixture
def guarded() -> Iterator[Callable[..., phiguard.Installation]]:
    """Installs phiguard with destinations, ``guarded((server, {"action": "block"}), ...)``, and takes it out again."""

    def install(*entries: tuple[Recorder, Mapping[str, Any]], clients: Any = phiguard.AUTO, **policy: Any) -> phiguard.Installation:
        rules = {
            "profile": "strict",
            "sender": {"health_service": False},
            "destination": [destination(server, **more) for server, more in entries],
            **policy,
            # What is tested here is no matter of time, and the machine may be busy.
            "limits": {"scan_budget_ms": 60_000, **policy.get("limits", {})},
        }
        return phiguard.install(rules, clients=clients)

    phiguard.uninstall()
    yield install
    phiguard.uninstall()


class Heard(list[Outcome]):
    """The outcomes that reporters heard."""

    def heard(self, outcome: Outcome) -> None:
        """Keep it."""
        self.append(outcome)

    @property
    def actions(self) -> list[str]:
        """What was done, in order."""
        return [str(outcome.inspection.decision.action) for outcome in self]


@pytest.fixture
def outcomes() -> Iterator[Heard]:
    """What reporters hear during the test."""
    heard = Heard()
    TAPS.add(heard)
    yield heard
    TAPS.remove(heard)
