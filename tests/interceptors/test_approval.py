"""An approval covers one message and nothing else."""

from __future__ import annotations

from contextvars import copy_context
from typing import Any

import pytest

from phiguard.interceptors._approval import Approval, approve, approved, approved_connection, pass_on, withdraw

URL = "http://api.example.test/v1/events?a=1"
HEADERS = (("Content-Type", "application/json"), ("X-Id", "7"))
BODY = bytearray(b"body")


@pytest.mark.parametrize(
    ("url", "headers", "body", "covered"),
    [
        (URL, HEADERS, BODY, True),
        (URL, HEADERS[:1], BODY, True),
        (URL, (*HEADERS, ("Host", "x"), ("content-length", "4"), ("Transfer-Encoding", "chunked")), BODY, True),
        (URL, (("content-type", "application/json"), ("x-id", "7")), BODY, True),
        ("http://API.example.test:80/v1/events?a=1", HEADERS, BODY, True),
        ("http://api.example.test/v1/%65vents?a=1", HEADERS, BODY, True),
        (URL + "#fragment", HEADERS, BODY, True),
        (URL, HEADERS, bytearray(b"body"), False),
        (URL, HEADERS, None, False),
        (URL, (*HEADERS, ("baggage", "x")), BODY, False),
        (URL, (("X-Id", "8"),), BODY, False),
        (URL + "&b=2", HEADERS, BODY, False),
        ("http://other.example.test/v1/events?a=1", HEADERS, BODY, False),
        ("http://api.example.test:8080/v1/events?a=1", HEADERS, BODY, False),
        ("https://api.example.test/v1/events?a=1", HEADERS, BODY, False),
        ("http://api.example.test/v1?a=1", HEADERS, BODY, False),
    ],
)
def test_what_is_covered(url: str, headers: Any, body: Any, covered: bool) -> None:
    """Same body object, same place, no header beyond: else the layer below looks for itself."""
    assert Approval(URL, HEADERS, BODY).covers(url, headers, body) is covered


def test_an_approval_holds_until_it_is_withdrawn() -> None:
    """Approvals nest, and end with the call that they were given for."""
    assert not approved(URL, HEADERS, BODY)
    outer = approve(Approval(URL, HEADERS, BODY))
    inner = approve(Approval("http://other.test/", (), None))
    assert not approved(URL, HEADERS, BODY)
    withdraw(inner)
    assert approved(URL, HEADERS, BODY)
    withdraw(outer)
    assert not approved(URL, HEADERS, BODY)


def test_an_approval_is_the_contexts_own() -> None:
    """Another context (a task, a greenlet) does not see it."""
    outside = copy_context()
    token = approve(Approval(URL, HEADERS, BODY))
    assert not outside.run(approved, URL, HEADERS, BODY)
    withdraw(token)


def test_a_connection_is_covered_while_it_sends() -> None:
    """What a connection writes belongs to the approved message; what another writes does not."""
    one, two = object(), object()
    assert not approved_connection(one)
    token = approve(Approval(URL, HEADERS, BODY))
    assert not approved_connection(one)
    passed = pass_on(one)
    assert approved_connection(one)
    assert not approved_connection(two)
    withdraw(passed)
    withdraw(token)
    assert not approved_connection(one)


def test_nothing_is_passed_on_without_an_approval() -> None:
    """A connection cannot be covered by nothing."""
    token = pass_on(object())
    assert not approved(URL, HEADERS, BODY)
    withdraw(token)


def test_nothing_is_shown() -> None:
    """An approval shows nothing of its message."""
    assert repr(Approval("http://mona.test/mona", (("a", "mona"),), "mona")) == "<Approval>"
