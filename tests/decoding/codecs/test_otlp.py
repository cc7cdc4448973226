"""OTLP's binary messages: attributes under their names, and all lengths right after an edit."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phiguard.decoding import DROP, Replace, open_call
from phiguard.decoding.codec import Hint
from phiguard.decoding.codecs.otlp import OTLP
from phiguard.model.call import OutboundCall
from phiguard.model.leaf import LeafType

Opener = Callable[..., Any]
MEDIA = {"Content-Type": "application/x-protobuf"}


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def _field(number: int, value: bytes | str | int) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value % (1 << 64))
    data = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _any(value: object) -> bytes:
    if isinstance(value, bool):
        return _field(2, int(value))
    if isinstance(value, int):
        return _field(3, value)
    if isinstance(value, float):
        return b"\x21" + struct.pack("<d", value)
    if isinstance(value, list):
        return _field(5, b"".join(_field(1, _any(item)) for item in value))
    if isinstance(value, dict):
        return _field(6, b"".join(_field(1, _pair(key, item)) for key, item in value.items()))
    return _field(7, value) if isinstance(value, bytes) else _field(1, str(value))


def _pair(key: str, value: object) -> bytes:
    return _field(1, key) + _field(2, _any(value))


def _attributes(number: int, values: dict[str, object]) -> bytes:
    return b"".join(_field(number, _pair(key, value)) for key, value in values.items())


VALUES: dict[str, object] = {
    "user.email": "ann@x.test",
    "n": -5,
    "ratio": 0.5,
    "ok": True,
    "tags": ["a", 7],
    "patient": {"dob": "1990-01-02", "deep": {"x": "y"}},
    "raw": b'{"ssn": "987-65-4321"}',
}
EVENT = _field(2, "exception") + _attributes(3, {"exception.message": "no chart for Ann"})
SPAN = _field(1, bytes(16)) + _field(5, "GET /patients") + b"\x39" + bytes(8) + _attributes(9, VALUES) + _field(11, EVENT)
STATUS = _field(15, _field(2, "failed for Ann") + _field(3, 2))
RESOURCE = _field(1, _attributes(1, {"service.name": "web"}))
TRACES = _field(1, RESOURCE + _field(2, _field(1, _field(1, "lib")) + _field(2, SPAN + STATUS)))
LOG = b"\x09" + bytes(8) + _field(3, "INFO") + _field(5, _any("saw Ann")) + _attributes(6, {"k": "v"})
LOGS = _field(1, RESOURCE + _field(2, _field(2, LOG)))
POINT = _attributes(7, {"patient": "Ann"}) + b"\x21" + struct.pack("<d", 1.0)
METRICS = _field(1, RESOURCE + _field(2, _field(2, _field(1, "visits") + _field(5, _field(1, POINT)))))


def _leaves(body: bytes) -> dict[str, str]:
    document = open_call(OutboundCall(method="POST", url="https://a.test/", headers=MEDIA, body=body))
    assert document.incomplete == ()
    return {leaf.key: leaf.text for leaf in document.leaves if leaf.where == "body" and leaf.type is not LeafType.KEY}


def test_traces() -> None:
    """Names, messages and attributes of every kind, under their own keys."""
    found = _leaves(TRACES)
    expected = {"service.name": "web", "user.email": "ann@x.test", "n": "-5", "ratio": "0.5", "ok": "true", "tags": "7", "x": "y"}
    expected |= {"dob": "1990-01-02", "ssn": "987-65-4321", "exception.message": "no chart for Ann", "message": "failed for Ann"}
    assert {key: found[key] for key in expected} == expected
    document = open_call(OutboundCall(method="POST", url="https://a.test/", headers=MEDIA, body=TRACES))
    assert {"GET /patients", "exception", "lib"} <= {leaf.text for leaf in document.leaves if leaf.key == "name"}


def test_logs_and_metrics() -> None:
    """Bodies of log records, attributes of data points."""
    assert (_leaves(LOGS)["body"], _leaves(LOGS)["k"], _leaves(LOGS)["severityText"]) == ("saw Ann", "v", "INFO")
    assert _leaves(METRICS)["patient"] == "Ann"


@pytest.mark.parametrize("new", ["-", "x" * 300])
@pytest.mark.parametrize("key", ["user.email", "dob", "x", "ssn", "exception.message", "service.name", "tags"])
def test_every_length_follows(replaced: Callable[..., Any], key: str, new: str) -> None:
    """Of the value and of each message around it."""
    replaced(TRACES, key, new, headers=MEDIA)


@pytest.mark.parametrize(("key", "new"), [("n", "7"), ("n", "[N]"), ("ratio", "2.5"), ("ok", "false"), ("ok", "gone")])
def test_scalars_are_rewritten(replaced: Callable[..., Any], key: str, new: str) -> None:
    """A value may change its type, as AnyValue allows."""
    replaced(TRACES, key, new, headers=MEDIA)


def test_attributes_can_be_dropped(opened: Opener) -> None:
    """The key stays without a value; a whole attribute goes by its node."""
    document = opened(TRACES, headers=MEDIA)
    leaf = next(leaf for leaf in document.leaves if leaf.text == "ann@x.test")
    assert "ann@x.test" not in [other.text for other in opened(document.rewrite({leaf.address: DROP})).leaves]
    texts = [other.text for other in opened(document.rewrite({leaf.address[:-1]: DROP})).leaves]
    assert "user.email" not in texts
    assert "no chart for Ann" in texts


def test_grpc_frames_hold_otlp_too(opened: Opener) -> None:
    """As the exporter over gRPC sends it."""
    body = b"\x00" + len(LOGS).to_bytes(4, "big") + LOGS
    assert "saw Ann" in [leaf.text for leaf in opened(body, headers={"Content-Type": "application/grpc"}).leaves]


@pytest.mark.parametrize("body", [_field(1, "Ann Doe"), _field(1, _field(1, "x")), TRACES[:-3], b"\x08\x01", _field(1, _field(9, "x"))])
def test_what_does_not_fit_is_plain_protobuf(body: bytes) -> None:
    """One unknown field at the top, a cut, or no attribute at all."""
    assert OTLP.open(body, Hint(media="application/x-protobuf")) is None
    assert OTLP.open(body, Hint()) is None


@given(
    values=st.dictionaries(
        st.text("abc.", min_size=1, max_size=8), st.text(max_size=20) | st.integers(-(2**62), 2**62) | st.booleans(), min_size=1
    )
)
@settings(max_examples=100, deadline=None)
def test_any_attributes_are_read(values: dict[str, object]) -> None:
    """Text and numbers come out as they went in; nothing moves without an edit; an edit is read back."""
    body = _field(1, _field(2, _field(2, _field(1, bytes(16)) + _field(5, "op") + _attributes(9, values))))
    call = OutboundCall(method="POST", url="https://a.test/", headers=MEDIA, body=body)
    document = open_call(call)
    assert document.rewrite({}) == call
    keys = [leaf.text for leaf in document.leaves if leaf.type is LeafType.KEY and leaf.where == "body" and leaf.encodings == ("otlp",)]
    assert set(values) & set(keys) or not keys
    for leaf in document.leaves:
        if leaf.where == "body":
            assert "error" not in open_call(document.rewrite({leaf.address: Replace("[X]")})).incomplete


@given(data=st.binary(max_size=50), name=st.sampled_from(["", "Span", "KeyValue", "AnyValue", "List", "Map", "Nothing"]))
@settings(max_examples=300, deadline=None)
def test_no_message_raises(data: bytes, name: str) -> None:
    """Whatever the bytes are."""
    OTLP.open(data, Hint(media="application/x-protobuf" + (f";otlp={name}" if name else "")))
