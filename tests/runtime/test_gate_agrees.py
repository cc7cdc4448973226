"""What the gate lets go is what the analysis would have let go: the same decision with and without the gate in front."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import phiguard

GUARD = phiguard.Guard({"profile": "strict", "sender": {"health_service": True}}, reporters=())
DEFAULT = phiguard.Guard(reporters=())
URLS = (
    "https://api.openai.com/v1/chat/completions",
    "https://hooks.slack.com/services/T0/B0/x",
    "https://graph.facebook.com/v19.0/1/events",
    "https://api.segment.io/v1/batch",
    "https://api.hubapi.com/crm/v3/objects/contacts",
    "https://o1.ingest.sentry.io/api/1/store/",
    "https://collector.nobody-knows.test/in",
)
WHO = (
    "SSN 165-20-7999",
    "mona.reyes@example.org",
    "MRN E1845148",
    "call 415-555-0132",
    "+14155550132",
    "dob 03/04/1987",
    "member id XEH123456789",
    "patient=Reyes, Mona",
    "12 Larkspur Ave, Dayton, OH 45409",
    "from 26.14.3.9",
    "user_id=8812",
    "nobody",
)
WHAT = (
    "depression",
    "has depression and sleeps badly",
    "anxiety",
    "about sertraline",
    "F33.1",
    "PHQ-9 score 17",
    "her appointment with psychiatry",
    "refill",
    "HIV",
    "cancer",
    "pregnant",
    "cold",
    "treatment",
    "the build took 41 seconds",
)
KEYS = ("content", "msg", "note", "zzz", "text", "email", "properties")
FRAMES = ("{who} {what}", "{what}: {who}", "Please look at {who}; it is {what}.", "{who}\n{what}", "{what} ({who})")


def _bodies(key: str, text: str) -> tuple[tuple[str, bytes], ...]:
    plain = json.dumps({key: text, "n": 3}).encode()
    return (
        ("application/json", plain),
        ("application/x-www-form-urlencoded", urlencode({key: text, "n": "3"}).encode()),
        ("text/plain", text.encode()),
        ("application/json", json.dumps({"messages": [{"role": "user", key: text}]}).encode()),
        ("application/json", json.dumps({"payload": json.dumps({key: text})}).encode()),
        ("application/json", json.dumps({"d": b64encode(plain).decode()}).encode()),
        ("application/octet-stream", gzip.compress(plain)),
    )


def _agree(guard: phiguard.Guard, call: phiguard.OutboundCall) -> None:
    gated, full = guard.inspect(call), guard.inspect(call, detail=True)
    assert gated.decision.action == full.decision.action, (gated.stage, full.decision)
    assert gated.decision.wanted == full.decision.wanted, (gated.stage, full.decision)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(URLS), st.sampled_from(WHO), st.sampled_from(WHAT), st.sampled_from(KEYS), st.sampled_from(FRAMES), st.integers(0, 6)
)
def test_sentences(url: str, who: str, what: str, key: str, frame: str, form: int) -> None:
    """A person and a health word in one sentence, under any key, in any container, toward any kind of recipient."""
    kind, body = _bodies(key, frame.format(who=who, what=what))[form]
    call = phiguard.OutboundCall(method="POST", url=url, headers={"Content-Type": kind}, body=body)
    _agree(GUARD, call)
    _agree(DEFAULT, call)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(URLS), st.sampled_from(WHO), st.sampled_from(WHAT), st.sampled_from(KEYS), st.sampled_from(KEYS), st.integers(0, 3))
def test_fields(url: str, who: str, what: str, one: str, other: str, shape: int) -> None:
    """A person in one field and a health word in another: of the same object, a nested one, a list, or the query."""
    value = who.split(" ", 1)[-1] if shape % 2 else who
    body = ({one: value, f"{other}2": what}, {"user": {one: value}, "x": {other: what}}, [{one: value}, {other: what}], {other: what})[
        shape
    ]
    url = f"{url}?{urlencode({one: value})}" if shape == 3 else url
    call = phiguard.OutboundCall(method="POST", url=url, headers={"Content-Type": "application/json"}, body=json.dumps(body).encode())
    _agree(GUARD, call)
    _agree(DEFAULT, call)


@pytest.mark.parametrize("url", URLS)
def test_every_person_beside_every_word(url: str) -> None:
    """Each pair once, plainly: none is left to chance."""
    for who in WHO:
        for what in WHAT:
            call = phiguard.OutboundCall(
                method="POST", url=url, headers={"Content-Type": "application/json"}, body=json.dumps({"msg": f"{who} {what}"}).encode()
            )
            _agree(GUARD, call)
