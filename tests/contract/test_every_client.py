"""What every client promises, with every kind of body it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Any
from urllib.error import URLError

import pytest

import phiguard

Send = Callable[[str, Mapping[str, str]], int]
Install = Callable[..., phiguard.Installation]


def test_a_clean_call_is_byte_identical(
    client: str, kind: str, send: Send, recorder: Any, guarded: Install, outcomes: Any, clean: Any
) -> None:
    """What may go leaves in the very bytes that it leaves in without us, and is counted once."""
    assert send(recorder.url(), clean) == 200
    guarded((recorder, {}))
    assert send(recorder.url(), clean) == 200
    before, after = recorder.received
    assert after.comparable == before.comparable
    assert outcomes.actions == ["allow"]


def test_a_telling_call_leaves_unguarded(client: str, kind: str, send: Send, recorder: Any, telling: Any) -> None:
    """Without us it arrives: so the next tests stop something."""
    assert send(recorder.url(), telling) == 200
    assert b"sertraline" in recorder.received[0].raw.replace(b"\r\n", b"") or kind in {"generator", "list", "chunks"}


def test_a_blocked_call_never_arrives(
    client: str, kind: str, send: Send, recorder: Any, guarded: Install, outcomes: Any, telling: Any
) -> None:
    """Not a byte of a stopped call reaches the server, its user sees `PHIBlocked`, and the guard was asked once."""
    guarded((recorder, {"action": "block", "on_block": "raise"}))
    with pytest.raises(phiguard.PHIBlocked) as stopped:
        send(recorder.url(), telling)
    assert recorder.received == []
    assert outcomes.actions == ["block"]
    assert isinstance(stopped.value, base_error(client))
    assert "sertraline" not in str(stopped.value)


def base_error(client: str) -> type[BaseException]:
    """What users of a client catch."""
    family = client.removesuffix(" async")
    if family in {"httpx", "httpx2", "httpxyz"}:
        return __import__(family).HTTPError  # type: ignore[no-any-return]  # chosen by name
    if family == "requests":
        return __import__("requests").RequestException  # type: ignore[no-any-return]  # chosen by name
    if family == "urllib3":
        return __import__("urllib3").exceptions.HTTPError  # type: ignore[no-any-return]  # chosen by name
    if family == "http.client":
        return __import__("http.client").client.HTTPException  # type: ignore[no-any-return]  # chosen by name
    return URLError if family == "urllib.request" else phiguard.PHIBlocked


def test_a_refused_call_is_answered(
    client: str, kind: str, send: Send, recorder: Any, guarded: Install, outcomes: Any, telling: Any
) -> None:
    """Where the policy refuses, the client gets a 451 of its own type, and nothing arrives."""
    guarded((recorder, {"action": "block", "on_block": "refuse"}))
    assert send(recorder.url(), telling) == 451
    assert recorder.received == []
    assert outcomes.actions == ["block"]


def test_a_redacted_call_is_valid(client: str, kind: str, send: Send, recorder: Any, guarded: Install, outcomes: Any, telling: Any) -> None:
    """What is redacted arrives whole, validly framed, with the health text and without the person."""
    guarded((recorder, {"category": "error_tracker", "action": "redact"}))
    assert send(recorder.url(), telling) == 200
    (received,) = recorder.received
    assert b"mona.reyes" not in received.head + received.body
    assert b"sertraline" in received.head + received.body
    assert outcomes.actions == ["redact"]


def test_headers_keep_order_and_case(client: str, kind: str, send: Send, recorder: Any, guarded: Install, telling: Any) -> None:
    """A redacted call's headers are those of the call, in their order and spelling; only framing and what was redacted differ."""
    send(recorder.url(), telling)
    guarded((recorder, {"category": "error_tracker", "action": "redact"}))
    send(recorder.url(), telling)
    before, after = ([line.partition(b":")[0] for line in received.head.split(b"\r\n")[1:]] for received in recorder.received)
    framing = {b"content-length", b"transfer-encoding"}
    if client == "urllib3" and kind in {"pipe", "generator", "list"} and version("urllib3").startswith("1."):
        # 1.26 itself orders the headers of a chunked body otherwise than those of one of known length, which this now is.
        before, after = sorted(before), sorted(after)
    assert [name for name in after if name.lower() not in framing] == [name for name in before if name.lower() not in framing]


@pytest.mark.parametrize("category", ["first_party", "infra"])
def test_a_permitted_recipient_gets_everything(
    client: str, kind: str, category: str, send: Send, recorder: Any, guarded: Install, telling: Any
) -> None:
    """A recipient who may have PHI gets it byte for byte."""
    send(recorder.url(), telling)
    guarded((recorder, {"category": category}))
    send(recorder.url(), telling)
    before, after = recorder.received
    assert after.comparable == before.comparable


def test_uninstall_leaves_no_trace(
    client: str, kind: str, send: Send, recorder: Any, guarded: Install, outcomes: Any, telling: Any
) -> None:
    """After `uninstall` a call leaves as before, and nobody hears of it."""
    guarded((recorder, {"action": "block"})).uninstall()
    assert send(recorder.url(), telling) == 200
    assert outcomes == []
