"""The real SDKs, and the witness that knows what they offered."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
import sentry_sdk
from segment.analytics import request as segment_request

from phiguard.cli.demo.recorders import Recorder, recorders
from phiguard.cli.demo.scenario import RECIPIENTS, Event
from phiguard.cli.demo.sdks import Sdks, sdks
from phiguard.cli.demo.unfold import texts
from phiguard.model.reply import REFUSED


@pytest.fixture
def sites() -> Iterator[dict[str, Recorder]]:
    """All recorders."""
    with recorders(RECIPIENTS) as running:
        yield running


@pytest.fixture
def running(sites: dict[str, Recorder]) -> Iterator[Sdks]:
    """Both SDKs, pointed at the recorders."""
    with sdks(segment=sites["segment"].authority, sentry=sites["sentry"].authority) as both:
        yield both


def event(client: str, call: str, **arguments: object) -> Event:
    """An event for an SDK."""
    return Event(id="e", story="s", step="t", to=client, people=(), client=client, call=call, arguments=arguments)


def test_segment_arrives_as_offered(sites: dict[str, Recorder], running: Sdks) -> None:
    """What the SDK hands to requests is what the recorder gets."""
    running.capture["segment"](event("segment", "track", user_id="u1", event="Buy", properties={"value": 9.5}))
    offered, seconds = running.witness.take()
    (arrived,) = sites["segment"].since(0)
    assert offered == (arrived.body,)
    assert json.loads(arrived.body)["batch"][0]["event"] == "Buy"
    assert seconds > 0
    assert running.witness.take() == ((), 0)


def test_sentry_sends_local_variables(sites: dict[str, Recorder], running: Sdks) -> None:
    """An exception's frames hold the local variables, as the SDK sends them by default."""
    arguments = {"type": "IntegrityError", "message": "duplicate", "locals": {"patient": "Jane Roe"}, "user": {"id": "7"}, "request": None}
    running.capture["sentry"](event("sentry", "exception", transaction="/x", **arguments))
    offered, _ = running.witness.take()
    (arrived,) = sites["sentry"].since(0)
    assert offered == (arrived.body,)
    assert any("Jane Roe" in text for text in texts(arrived))


def test_sentry_sends_messages(sites: dict[str, Recorder], running: Sdks) -> None:
    """A message is one envelope, and no report of the client's own follows it."""
    running.capture["sentry"](event("sentry", "message", message="resized", level="info"))
    assert sites["sentry"].count == 1


def test_a_refusal_does_not_hang() -> None:
    """Both SDKs return when they get the guard's refusal, after one attempt."""
    refusing = tuple(replace(each, reply=(REFUSED.status, REFUSED.body)) for each in RECIPIENTS)
    with recorders(refusing) as sites, sdks(segment=sites["segment"].authority, sentry=sites["sentry"].authority) as both:
        both.capture["segment"](event("segment", "track", user_id="u1", event="Buy"))
        both.capture["sentry"](event("sentry", "message", message="resized", level="info"))
        assert (sites["segment"].count, sites["sentry"].count) == (1, 1)


def test_everything_is_put_back(sites: dict[str, Recorder]) -> None:
    """The SDK's own session returns, Sentry's client is closed, and no thread of theirs stays."""
    session = segment_request._session  # noqa: SLF001 -- the SDK's module-level session is what the demo replaces
    before = set(threading.enumerate())
    with sdks(segment=sites["segment"].authority, sentry=sites["sentry"].authority) as both:
        assert segment_request._session is not session  # noqa: SLF001 -- as above
        both.capture["sentry"](event("sentry", "message", message="resized", level="info"))
    assert segment_request._session is session  # noqa: SLF001 -- as above
    assert not sentry_sdk.get_client().is_active()
    assert not [
        thread.name for thread in set(threading.enumerate()) - before if "onsumer" in type(thread).__name__ or "sentry" in thread.name
    ]
