"""The real Segment and Sentry SDKs, pointed at recorders, with a witness between the SDK and its HTTP client.

An SDK adds ids and times of its own to each event, so the bytes of two runs differ.  The witness keeps what the SDK handed to its
HTTP client, above everything that phiguard touches: that is what must arrive for an event without PHI.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import requests
import sentry_sdk
from segment.analytics import request as segment_request
from segment.analytics.client import Client as SegmentClient
from sentry_sdk.transport import HttpTransport

from phiguard.cli.demo.scenario import Event

__all__ = ["Sdks", "Witness", "sdks"]

_FLUSH_SECONDS = 10.0


@dataclass(slots=True, repr=False)
class Witness:
    """What an SDK handed to its HTTP client since the last look."""

    bodies: list[bytes] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def take(self) -> tuple[tuple[bytes, ...], float]:
        """The bodies handed over and the time that sending them took; the next look starts empty."""
        bodies, seconds = tuple(self.bodies), sum(self.seconds)
        self.bodies.clear()
        self.seconds.clear()
        return bodies, seconds

    def sending(self, body: bytes, send: Callable[[], Any]) -> Any:
        """Keep *body*, send it, and keep how long that took."""
        self.bodies.append(body)
        start = perf_counter()
        try:
            return send()
        finally:
            self.seconds.append(perf_counter() - start)


@dataclass(frozen=True, slots=True)
class Sdks:
    """Both SDKs.

    Attributes:
        witness: sees what they hand to their HTTP clients.
        capture: sends an event through the SDK that it names, and returns when the SDK's queue is empty.
    """

    witness: Witness
    capture: Mapping[str, Callable[[Event], None]]


@contextmanager
def sdks(*, segment: str, sentry: str) -> Iterator[Sdks]:
    """Both SDKs, running.

    Args:
        segment: ``host:port`` of Segment's recorder.
        sentry: ``host:port`` of Sentry's recorder.
    """
    witness = Witness()
    with _segment(segment, witness) as track, _sentry(sentry, witness) as report:
        yield Sdks(witness, {"segment": track, "sentry": report})


class _WitnessedSession(requests.Session):
    """The session that Segment's SDK posts with; the guard's seam is below, in the adapter."""

    def __init__(self, witness: Witness) -> None:
        super().__init__()
        self.trust_env = False
        self._witness = witness

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        body = request.body.encode() if isinstance(request.body, str) else request.body
        assert isinstance(body, bytes)  # Segment's SDK serialises before it posts
        response: requests.Response = self._witness.sending(body, lambda: super(_WitnessedSession, self).send(request, **kwargs))
        return response


@contextmanager
def _segment(authority: str, witness: Witness) -> Iterator[Callable[[Event], None]]:
    before = segment_request._session  # noqa: SLF001 -- the SDK has no other way to be given a session
    segment_request._session = _WitnessedSession(witness)  # noqa: SLF001 -- as above
    client = SegmentClient("demo-write-key", host=f"http://{authority}", upload_interval=0.02, max_retries=2, on_error=lambda *_: None)

    def capture(event: Event) -> None:
        getattr(client, event.call)(**event.arguments)
        client.flush()

    try:
        yield capture
    finally:
        client.join()
        segment_request._session.close()  # noqa: SLF001 -- as above
        segment_request._session = before  # noqa: SLF001 -- as above


@contextmanager
def _sentry(authority: str, witness: Witness) -> Iterator[Callable[[Event], None]]:
    class Transport(HttpTransport):
        """Sentry's own transport with the witness on top."""

        def _send_request(self, body: bytes, *args: Any, **kwargs: Any) -> None:
            witness.sending(body, lambda: super(Transport, self)._send_request(body, *args, **kwargs))

    sentry_sdk.init(
        dsn=f"http://demo@{authority}/42",
        transport=Transport,
        http_proxy="",
        default_integrations=False,
        auto_enabling_integrations=False,
        send_client_reports=False,
        server_name="api-7d9f",
        release="intake@2.14.0",
        environment="production",
    )

    def capture(event: Event) -> None:
        _report(event.call, event.arguments)
        sentry_sdk.flush(_FLUSH_SECONDS)

    try:
        yield capture
    finally:
        sentry_sdk.get_client().close(timeout=_FLUSH_SECONDS)
        sentry_sdk.Scope.get_global_scope().set_client(None)


def _report(call: str, arguments: Mapping[str, Any]) -> None:
    with sentry_sdk.new_scope() as scope:
        scope.set_transaction_name(arguments.get("transaction") or "/jobs")
        if arguments.get("user"):
            scope.set_user(arguments["user"])
        if arguments.get("request"):
            scope.set_context("intake request", arguments["request"])
        if call == "message":
            sentry_sdk.capture_message(arguments["message"], level=arguments["level"])
        else:
            _fail(arguments["type"], arguments["message"], arguments["locals"])


def _fail(kind: str, message: str, values: Mapping[str, Any]) -> None:
    """Raise and report an error of *kind* from a frame whose local variables hold *values*: Sentry sends those by default."""
    try:
        _handle(type(kind, (Exception,), {})(message), **values)
    except Exception as error:  # noqa: BLE001 -- an application's error handler: it reports whatever was raised
        sentry_sdk.capture_exception(error)


def _handle(error: Exception, **values: Any) -> None:  # noqa: ARG001 -- that they are local variables is the point
    raise error
