"""The guard as its users see it: what is stopped, what passes, how far it looked, and what it does when it cannot look."""

from __future__ import annotations

import asyncio
import gzip
import json
import pickle
import signal
import types
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import phiguard
from phiguard.model.inspection import Stage
from phiguard.model.reply import REFUSED

HASH = "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b"
CAPI = "https://graph.facebook.com/v19.0/1234567890/events"
SEGMENT = "https://api.segment.io/v1/batch"
STRICT = {"profile": "strict", "sender": {"health_service": True}}


def capi(**event: Any) -> phiguard.OutboundCall:
    """One Conversions API call with a hashed e-mail and the given fields."""
    data = {"event_name": "Lead", "event_time": 1718000000, "action_source": "website", "user_data": {"em": [HASH]}, **event}
    return post(CAPI, {"data": [data]})


def post(url: str, body: Any, **headers: str) -> phiguard.OutboundCall:
    """A JSON POST."""
    return phiguard.OutboundCall(
        method="POST", url=url, headers={"Content-Type": "application/json", **headers}, body=json.dumps(body).encode()
    )


DRUG = {"custom_data": {"drug_name": "sertraline", "currency": "USD", "value": 12.5}}


def test_the_default_stops_an_identifier_with_health_toward_a_tracker() -> None:
    """With no policy at all, a hashed e-mail beside a drug does not go to Meta."""
    inspection = phiguard.Guard(reporters=()).inspect(capi(**DRUG))
    assert inspection.decision.action == "block"
    assert inspection.call is None
    assert inspection.stage is Stage.ANALYSIS
    assert {"EMAIL_HASH", "MEDICATION"} <= set(inspection.decision.entities)


def test_the_default_reports_an_unlisted_recipient() -> None:
    """With no policy, the same content toward a host that nobody listed is wanted stopped, and passes unchanged."""
    call = post("https://collector.nobody-knows.test/in", {"email": "mona.reyes@example.org", "diagnosis": "F33.1"})
    inspection = phiguard.Guard(reporters=()).inspect(call)
    assert inspection.decision.action == "allow"
    assert inspection.decision.wanted != "allow"
    assert inspection.call is call


@pytest.mark.parametrize("profile", ["default", "observe"])
def test_an_implied_health_context_is_never_enforced_unasked(profile: str) -> None:
    """A bare audience upload is stopped only once the sender has said that it is a health service."""
    inspection = phiguard.Guard({"profile": profile}, reporters=()).inspect(capi())
    assert inspection.decision.action == "allow"


def test_a_health_service_may_not_name_its_users_to_a_tracker() -> None:
    """Under strict, for a health service, that somebody is its user is the health information."""
    known = phiguard.CallContext(authenticated=True)
    assert phiguard.Guard(STRICT, reporters=()).inspect(capi(), context=known).decision.action == "block"


def test_a_clean_call_goes_through_the_gate_only() -> None:
    """A call with nothing in it that could matter is let go without being parsed, and the same object goes on."""
    call = post("https://api.some-saas.test/build", {"build": 17, "ok": True, "took_ms": 41.5})
    guard = phiguard.Guard(reporters=())
    first, again = guard.inspect(call), guard.inspect(call)
    assert (first.stage, again.stage) == (Stage.GATE, Stage.CACHE)
    assert first.call is call
    assert first.decision.action == again.decision.action == "allow"


def test_first_party_is_not_looked_at() -> None:
    """A first-party recipient costs a look-up; the payload is not read."""
    policy = {**STRICT, "destination": [{"id": "own", "hosts": ["api.ours.test"], "category": "first_party"}]}
    inspection = phiguard.Guard(policy, reporters=()).inspect(
        post("https://api.ours.test/chart", {"ssn": "078-05-1120", "diagnosis": "F33.1"})
    )
    assert inspection.stage is Stage.DESTINATION
    assert inspection.decision.action == "allow"


def test_a_baa_lets_pass_and_still_sees() -> None:
    """A recipient under a BAA gets the call unchanged, and what was in it is found when asked in detail."""
    policy = {**STRICT, "destination": [{"id": "segment", "hosts": ["api.segment.io"], "category": "cdp", "baa": True}]}
    call = post(
        SEGMENT, {"batch": [{"type": "track", "event": "Prescription Renewed", "userId": "u1", "properties": {"medication": "sertraline"}}]}
    )
    inspection = phiguard.Guard(policy, reporters=()).inspect(call, detail=True)
    assert inspection.decision.action == "allow"
    assert inspection.call is call
    assert any(f.entity == "MEDICATION" for f in inspection.findings)


@pytest.mark.parametrize("mode", ["off", "report"])
def test_mode_is_a_ceiling(mode: str) -> None:
    """Under ``report`` nothing is changed, and under ``off`` nothing is looked at, whatever the profile says."""
    inspection = phiguard.Guard(STRICT, mode=mode, reporters=()).inspect(capi(**DRUG))
    assert inspection.decision.action == "allow"
    assert (inspection.decision.wanted == "block") is (mode == "report")


def test_the_environment_is_the_kill_switch(monkeypatch: pytest.MonkeyPatch) -> None:
    """``PHIGUARD_MODE=report`` lowers any policy's ceiling, and an unknown word is a configuration error that lists the known ones."""
    monkeypatch.setenv("PHIGUARD_MODE", "report")
    assert phiguard.Guard(STRICT, reporters=()).inspect(capi(**DRUG)).decision.action == "allow"
    monkeypatch.setenv("PHIGUARD_MODE", "loud")
    with pytest.raises(phiguard.ConfigurationError, match=r"PHIGUARD_MODE.*report"):
        phiguard.Guard(STRICT, reporters=())


def test_redaction_keeps_the_call_valid() -> None:
    """Toward a log service the identifiers go, the rest stays as it was written, and the length is right."""
    body = b'{"level": "error",  "email": "mona.reyes@example.org", "extra": {"diagnosis": "F33.1", "retries": 1.50}}'
    call = phiguard.OutboundCall(
        method="POST",
        url="https://http-intake.logs.datadoghq.com/api/v2/logs",
        headers={"Content-Type": "application/json", "Content-Length": str(len(body))},
        body=body,
    )
    inspection = phiguard.Guard(STRICT, reporters=()).inspect(call)
    assert inspection.decision.action == "redact"
    sent = inspection.call
    assert sent is not None
    assert b"mona.reyes" not in sent.body
    assert sent.body.startswith(b'{"level": "error",  "email": "')
    assert b'"retries": 1.50' in sent.body
    assert sent.header("content-length") == str(len(sent.body))
    assert json.loads(sent.body)["level"] == "error"


def test_redaction_wraps_each_layer_again() -> None:
    """A gzip body comes out as a gzip body."""
    inner = json.dumps({"message": "failed", "email": "mona.reyes@example.org", "diagnosis": "F33.1"}).encode()
    call = phiguard.OutboundCall(
        method="POST",
        url="https://http-intake.logs.datadoghq.com/api/v2/logs",
        headers={"Content-Type": "application/json", "Content-Encoding": "gzip"},
        body=gzip.compress(inner),
    )
    inspection = phiguard.Guard(STRICT, reporters=()).inspect(call)
    assert inspection.decision.action == "redact"
    assert inspection.call is not None
    opened = json.loads(gzip.decompress(inspection.call.body))
    assert opened["message"] == "failed"
    assert "mona.reyes@example.org" not in opened.values()


def test_a_batch_loses_only_the_offending_event() -> None:
    """Of three events the one that tells is taken out; the call is redacted, and the others are as they were."""
    clean = {"type": "track", "event": "Theme Changed", "properties": {"theme": "dark"}}
    telling = {"type": "track", "event": "Rx", "properties": {"email": "mona.reyes@example.org", "medication": "sertraline"}}
    inspection = phiguard.Guard(reporters=()).inspect(post(SEGMENT, {"batch": [clean, telling, clean], "writeKey": "k"}))
    assert inspection.decision.action == "redact"
    assert [e.action for e in inspection.decision.events] == ["allow", "block", "allow"]
    assert inspection.call is not None
    assert json.loads(inspection.call.body) == {"batch": [clean, clean], "writeKey": "k"}


@pytest.mark.parametrize(
    "url",
    [
        "https://www.facebook.com/tr/?id=1&ev=PageView&dl="
        + quote("https://app.test/self-assessment/depression/results?x=1")
        + f"&ud[em]={HASH}",
        f"https://www.facebook.com/tr?id=1&ev=Drug%20Name&cd[drug_name]=sertraline&ud[em]={HASH}&fbp=fb.1.1718000000123.1098115397",
        "https://www.google-analytics.com/g/collect?v=2&tid=G-1&cid=1234567890.1718000000&uid=8812&en=page_view&dl="
        + quote("https://app.test/get-started/anxiety"),
    ],
)
def test_a_get_pixel_is_stopped_by_what_its_url_says(url: str) -> None:
    """A pixel's query carries the leak: page address, event name, matching hashes and cookies."""
    assert phiguard.Guard(reporters=()).inspect(phiguard.OutboundCall(method="GET", url=url)).decision.action == "block"


def test_what_was_not_read_is_never_clean() -> None:
    """A body that could not be read is an incomplete outcome, decided by the policy, and shows in the inspection."""
    call = phiguard.OutboundCall(method="POST", url=CAPI, unread="stream")
    strict = phiguard.Guard(STRICT, reporters=()).inspect(call)
    assert "stream" in strict.incomplete
    assert strict.decision.action == "block"
    assert "stream" in phiguard.Guard(reporters=()).inspect(call).incomplete


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "deflate"])
def test_a_body_that_is_not_what_its_headers_say(encoding: str) -> None:
    """A declared encoding that does not hold is reported as not looked at; no exception comes out."""
    call = phiguard.OutboundCall(method="POST", url=CAPI, headers={"Content-Encoding": encoding}, body=b"\x00\x01not what it says\xff")
    assert phiguard.Guard(reporters=()).inspect(call).incomplete


def test_a_bomb_is_not_clean() -> None:
    """A compressed body that would grow past the bound is an incomplete outcome."""
    bomb = gzip.compress(gzip.compress(b"0" * 60_000_000))
    call = phiguard.OutboundCall(method="POST", url=CAPI, headers={"Content-Encoding": "gzip"}, body=bomb)
    assert "expansion" in phiguard.Guard(reporters=()).inspect(call).incomplete


def test_an_oversize_body_is_not_clean() -> None:
    """A body over the bound is an incomplete outcome even when its head is harmless."""
    guard = phiguard.Guard({"limits": {"body_max_bytes": 1000}}, reporters=())
    assert "oversize" in guard.inspect(post("https://api.some-saas.test/", ["x" * 2000])).incomplete


def test_a_stop_that_the_vendor_would_answer() -> None:
    """Fire-and-forget endpoints get an answer in the vendor's shape; others raise unless the policy says otherwise."""
    assert phiguard.Guard(reporters=()).inspect(capi(**DRUG)).reply is not None
    refuse = {"destination": [{"id": "meta", "hosts": ["graph.facebook.com"], "category": "ad_tracker", "on_block": "refuse"}]}
    assert phiguard.Guard(refuse, reporters=()).inspect(capi(**DRUG)).reply == REFUSED
    raising = {"destination": [{"id": "meta", "hosts": ["graph.facebook.com"], "category": "ad_tracker", "on_block": "raise"}]}
    assert phiguard.Guard(raising, reporters=()).inspect(capi(**DRUG)).reply is None


def test_known_values_are_found_without_any_pattern() -> None:
    """A value that only the application knows to be a patient's is found, plain and hashed as pixels do."""
    guard = phiguard.Guard(STRICT, reporters=())
    plain = post(CAPI, {"data": [{"event_name": "Lead", "custom_data": {"note": "zq-9913-alpha", "diagnosis": "F33.1"}}]})
    with phiguard.subject("patient-1", values={"chart_code": "zq-9913-alpha"}):
        found = guard.inspect(plain, detail=True).findings
    assert any(f.recognizer.startswith("known") for f in found)
    assert not any(f.recognizer.startswith("known") for f in guard.inspect(plain, detail=True).findings)


def test_async_says_the_same() -> None:
    """Ainspect gives what inspect gives, small and large."""
    guard = phiguard.Guard(reporters=())
    large = capi(**DRUG, filler=["word"] * 5000)
    for call in (capi(**DRUG), large, post("https://api.some-saas.test/build", {"build": 17})):
        assert asyncio.run(guard.ainspect(call)).decision.action == guard.inspect(call).decision.action


def test_an_sdk_event_comes_back_as_its_own_type() -> None:
    """inspect_event gives a payload of the type it was given, does not change the original, and None when blocked."""
    guard = phiguard.Guard(STRICT, reporters=())
    clean = {"event": "Theme Changed", "properties": {"theme": "dark"}}
    telling = {"event": "Rx", "userId": "u-1", "properties": {"email": "mona.reyes@example.org", "medication": "sertraline"}}
    before = pickle.dumps(telling)
    assert guard.inspect_event(clean, destination="segment").payload == clean
    assert guard.inspect_event(telling, destination="segment").payload is None
    assert pickle.dumps(telling) == before


def test_a_stream_is_decided_at_its_end() -> None:
    """A body in pieces is judged as a whole, and past the bound it is oversize."""
    guard = phiguard.Guard({"limits": {"body_max_bytes": 2000}}, reporters=())
    body = json.dumps({"data": [{"event_name": "Lead", "user_data": {"em": [HASH]}, **DRUG}]}).encode()
    stream = guard.stream(phiguard.OutboundCall(method="POST", url=CAPI, headers={"Content-Type": "application/json"}))
    for at in range(0, len(body), 7):
        stream.feed(body[at : at + 7])
    assert stream.close().decision.action == "block"
    stream = guard.stream(phiguard.OutboundCall(method="POST", url=CAPI))
    stream.feed(b"x" * 3000)
    assert "oversize" in stream.close().incomplete


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.text(max_size=60), st.dictionaries(st.text(max_size=8), st.text(max_size=20), max_size=3))
def test_no_input_makes_it_raise(body: bytes, path: str, headers: dict[str, str]) -> None:
    """Whatever the bytes, the URL or the headers, an inspection comes back and nothing is silently lost."""
    guard = phiguard.Guard(STRICT, reporters=())
    call = phiguard.OutboundCall(method="POST", url="https://graph.facebook.com/" + path, headers=headers, body=body)
    inspection = guard.inspect(call)
    assert guard.errors == 0
    assert (inspection.call is None) is (inspection.decision.action == "block")


def test_detail_gives_paths_and_never_text() -> None:
    """Findings in detail have a path of positions and role names, and no value."""
    inspection = phiguard.Guard(reporters=()).inspect(capi(**DRUG), detail=True)
    assert all(f.path for f in inspection.findings)
    assert HASH not in repr(inspection.findings)
    assert "sertraline" not in repr(inspection.findings)
    assert {phiguard.testing.reveal(capi(**DRUG), f) for f in inspection.findings} >= {HASH, "sertraline"}


def test_a_declared_relation_to_care_counts() -> None:
    """Where the application says that the moment is about care, an identifier alone is enough to want the call stopped."""
    call = post(CAPI, {"data": [{"event_name": "Lead", "user_data": {"em": [HASH]}}]})
    policy = {"profile": "strict", "sender": {"health_service": False}}
    guard = phiguard.Guard(policy, reporters=())
    assert guard.inspect(call).decision.action == "allow"
    with phiguard.health_context("intake"):
        assert guard.inspect(call).decision.action == "block"


def test_a_sites_own_recognizer_is_asked_although_the_gate_knows_nothing_of_it() -> None:
    """An identifier that only the policy describes is found in a payload in which the gate sees nothing."""
    own = {"entity": "MEDICAL_RECORD_NUMBER", "pattern": r"LKS-\d{4}-[A-Z]{2}", "hits": ["chart LKS-2210-QF"], "misses": ["LKS-22"]}
    guard = phiguard.Guard({**STRICT, "recognizer": [own]}, reporters=())
    inspection = guard.inspect(post(CAPI, {"data": [{"event_name": "Lead", "custom_data": {"ref": "LKS-2210-QF"}}]}))
    assert inspection.decision.action == "block"
    assert "MEDICAL_RECORD_NUMBER" in inspection.decision.entities


def test_a_baa_for_one_account_covers_that_account_only() -> None:
    """An agreement that names accounts permits calls that carry one of them, and no other account of the same recipient."""
    baa = {"ref": "BAA-7", "accounts": ["key-under-agreement"]}
    policy = {**STRICT, "destination": [{"id": "segment", "hosts": ["api.segment.io"], "category": "cdp", "baa": baa}]}
    guard = phiguard.Guard(policy, reporters=())
    event = {"type": "track", "event": "Refill", "properties": {"email": "mona.reyes@example.org", "medication": "sertraline"}}
    assert guard.inspect(post(SEGMENT, {"batch": [event], "writeKey": "key-under-agreement"})).decision.action == "allow"
    assert guard.inspect(post(SEGMENT, {"batch": [event], "writeKey": "another-key"})).decision.action == "block"


@pytest.mark.parametrize("events", [1, 40, 3000])
def test_nothing_unseen_leaves_beside_what_was_redacted(events: int) -> None:
    """A batch is never redacted in part: seen whole it no longer tells, else it is blocked, or let go under the name of the failure."""
    data = [{"event_name": "DepressionScreenerSubmit", "user_data": {"em": [HASH]}, "custom_data": {"drug": "sertraline"}}] * events
    guard = phiguard.Guard({"limits": {"scan_budget_ms": 60 if events > 40 else 60_000}}, reporters=())
    inspection = guard.inspect(post(CAPI, {"data": [{"event_name": "PageView"}, *data]}))
    if not inspection.incomplete:
        assert inspection.call is None or HASH.encode() not in inspection.call.body
    else:
        assert inspection.incomplete == ("budget",)
        assert inspection.decision.action == "block" or inspection.decision.rule == "failure:budget"


def test_a_redaction_of_what_was_not_seen_whole_is_a_block() -> None:
    """Where the table asks for a redaction and a part of the message could not be read, the call is blocked."""
    call = phiguard.OutboundCall(
        method="POST",
        url="https://http-intake.logs.datadoghq.com/api/v2/logs",
        headers={"Content-Type": "application/json"},
        body=b'{"email": "mona.reyes@example.org", "diagnosis": "F33.1"}',
        unread="oversize",
    )
    inspection = phiguard.Guard(STRICT, reporters=()).inspect(call)
    assert inspection.decision.action == "block"


@pytest.mark.parametrize("source", [b"x", [], 5, "", object()])
def test_a_policy_of_another_type_is_a_configuration_error(source: object) -> None:
    """What is no policy is refused at start-up, naming what it is and what it may be."""
    with pytest.raises(phiguard.ConfigurationError, match="TOML file"):
        phiguard.Guard(source)  # type: ignore[arg-type]


def test_a_task_queues_time_limit_is_theirs() -> None:
    """An exception that the application's signal handler raises while we look is the application's, and comes out."""

    class SoftTimeLimitExceeded(Exception):  # noqa: N818 -- as task queues call it
        pass

    def handler(number: int, frame: types.FrameType | None) -> None:
        raise SoftTimeLimitExceeded

    call = post("https://collector.nobody-knows.test/in", [f"item {n} of a{n}@example.org" for n in range(20_000)])
    before = signal.signal(signal.SIGALRM, handler)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with pytest.raises(SoftTimeLimitExceeded):
            phiguard.Guard(reporters=()).inspect(call, detail=True)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
