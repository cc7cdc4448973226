"""OTLP in its binary form (opentelemetry-proto 1.x): traces, logs and metrics by their schema, so that attributes keep their names.

The schema is tried, not declared: a message that fits it to the last byte and holds at least one attribute is one.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Final

from phiguard.decoding.codec import Field, Hint, Opened, Raw
from phiguard.decoding.codecs.protobuf import MEDIA, MESSAGE, Item, encode_bytes, items, read_varint, write_varint
from phiguard.model.leaf import LeafType
from phiguard.model.patterns import late

__all__ = ["OTLP", "OtlpBytes"]

_STRING, _ID, _INT, _FIXED, _SKIP = "string", "id", "int", "fixed", ""
_ROOTS: Final = ("Traces", "Logs", "Metrics")
_RESOURCE: Final = {1: ("resource", "Resource"), 3: ("schemaUrl", _STRING)}
_SCOPE: Final = {1: ("scope", "Scope"), 3: ("schemaUrl", _STRING)}
_POINT: Final = {7: ("attributes", "KeyValue"), 5: ("exemplars", "Exemplar")}
_SCHEMA: Final[dict[str, dict[int, tuple[str, str]]]] = {
    "Traces": {1: ("resourceSpans", "ResourceSpans")},
    "ResourceSpans": {**_RESOURCE, 2: ("scopeSpans", "ScopeSpans")},
    "ScopeSpans": {**_SCOPE, 2: ("spans", "Span")},
    "Logs": {1: ("resourceLogs", "ResourceLogs")},
    "ResourceLogs": {**_RESOURCE, 2: ("scopeLogs", "ScopeLogs")},
    "ScopeLogs": {**_SCOPE, 2: ("logRecords", "LogRecord")},
    "Metrics": {1: ("resourceMetrics", "ResourceMetrics")},
    "ResourceMetrics": {**_RESOURCE, 2: ("scopeMetrics", "ScopeMetrics")},
    "ScopeMetrics": {**_SCOPE, 2: ("metrics", "Metric")},
    "Resource": {1: ("attributes", "KeyValue")},
    "Scope": {1: ("name", _STRING), 2: ("version", _STRING), 3: ("attributes", "KeyValue")},
    "Span": {
        1: ("traceId", _ID),
        2: ("spanId", _ID),
        3: ("traceState", _STRING),
        4: ("parentSpanId", _ID),
        5: ("name", _STRING),
        6: ("kind", _INT),
        9: ("attributes", "KeyValue"),
        11: ("events", "Event"),
        13: ("links", "Link"),
        15: ("status", "Status"),
    },
    "Event": {2: ("name", _STRING), 3: ("attributes", "KeyValue")},
    "Link": {1: ("traceId", _ID), 2: ("spanId", _ID), 3: ("traceState", _STRING), 4: ("attributes", "KeyValue")},
    "Status": {2: ("message", _STRING)},
    "LogRecord": {
        1: ("timeUnixNano", _FIXED),
        3: ("severityText", _STRING),
        5: ("body", "AnyValue"),
        6: ("attributes", "KeyValue"),
        9: ("traceId", _ID),
        10: ("spanId", _ID),
        12: ("eventName", _STRING),
    },
    "Metric": {
        1: ("name", _STRING),
        2: ("description", _STRING),
        3: ("unit", _STRING),
        5: ("gauge", "Points"),
        7: ("sum", "Points"),
        9: ("histogram", "Histogram"),
        10: ("exponentialHistogram", "Exponential"),
        11: ("summary", "Points"),
        12: ("metadata", "KeyValue"),
    },
    "Points": {1: ("dataPoints", "Point")},
    "Histogram": {1: ("dataPoints", "HistogramPoint")},
    "Exponential": {1: ("dataPoints", "ExponentialPoint")},
    "Point": {**_POINT, 6: ("quantileValues", _SKIP)},
    "HistogramPoint": {9: ("attributes", "KeyValue"), 8: ("exemplars", "Exemplar"), 6: ("counts", _SKIP), 7: ("bounds", _SKIP)},
    "ExponentialPoint": {1: ("attributes", "KeyValue"), 11: ("exemplars", "Exemplar"), 8: ("positive", _SKIP), 9: ("negative", _SKIP)},
    "Exemplar": {7: ("attributes", "KeyValue"), 4: ("spanId", _ID), 5: ("traceId", _ID)},
}
"""Message and field number to the field's JSON name and type; numbers and times are no leaves."""

_VALUE_STRING, _VALUE_BOOL, _VALUE_INT, _VALUE_DOUBLE, _VALUE_ARRAY, _VALUE_MAP, _VALUE_BYTES = range(1, 8)
_NAMED = late(r";otlp=([A-Za-z]+)")
_DEPTH_MAX = 8
_ID_SIZES: Final = (0, 8, 16)
_REQUIRED: Final = {"Span": 1, "Metric": 1}
"""Fields without which a message is none: a span has a trace, a metric a name."""
_INT64 = 1 << 64


def _fits(data: bytes, message: str, depth: int = 0) -> int:
    """How many attributes there are in *data* as a *message*.  ValueError or IndexError: it is none."""
    if depth > _DEPTH_MAX:
        raise ValueError
    known, found = _SCHEMA[message], 0
    present = list(items(data))
    if message in _REQUIRED and not any(item.number == _REQUIRED[message] for item in present):
        raise ValueError
    for item in present:
        type_ = known.get(item.number, ("", _SKIP))[1]
        if item.number not in known and depth < 3:
            raise ValueError
        if type_ == _FIXED or (type_ and (item.size_at < 0) is not (type_ == _INT)):
            raise ValueError
        if type_ == _ID and item.end - item.value not in _ID_SIZES:
            raise ValueError
        if type_ == _STRING:
            data[item.value : item.end].decode("utf-8")
        elif type_ == "KeyValue":
            found += _is_attribute(data[item.value : item.end])
        elif type_ in _SCHEMA:
            found += _fits(data[item.value : item.end], type_, depth + 1)
    return found


def _is_attribute(data: bytes) -> int:
    """1 for a key, or a key and a value.  ValueError: *data* is something else."""
    parts = list(items(data))
    if not parts or parts[0].number != 1 or parts[0].size_at < 0 or any(part.number > 2 or part.size_at < 0 for part in parts):
        raise ValueError
    data[parts[0].value : parts[0].end].decode("utf-8")
    return 1


def _root(data: bytes) -> str:
    for name in _ROOTS:
        try:
            if _fits(data, name):
                return name
        except (ValueError, IndexError):
            continue
    return ""


def _message(data: bytes, name: str) -> list[Field]:
    """The strings and messages of a message that the schema knows."""
    fields: list[Field] = []
    for item in items(data):
        key, type_ = _SCHEMA[name].get(item.number, ("", _SKIP))
        if type_ in (_SKIP, _ID, _INT, _FIXED) or item.size_at < 0:
            continue
        raw = data[item.value : item.end]
        value: Raw = raw.decode("utf-8", "surrogateescape") if type_ == _STRING else raw
        media = "" if type_ == _STRING else f"{MESSAGE};otlp={type_}"
        inner = None if type_ == "KeyValue" else key
        span = (item.size_at, item.end)
        fields.append(Field((len(fields),), *span, value, encode_bytes, inner, name=key, first=item.start, last=item.end, media=media))
    return fields


def _attribute(data: bytes) -> list[Field]:
    """A key and its value, under the key's text."""
    fields: list[Field] = []
    key = ""
    for item in items(data):
        raw = data[item.value : item.end]
        if item.number == 1:
            key = raw.decode("utf-8", "surrogateescape")
            fields.append(Field((~0,), item.size_at, item.end, key, encode_bytes, "", (), LeafType.KEY, key))
        elif (field := _value(data, item, key)) is not None:
            fields.append(field)
    return fields


def _value(data: bytes, item: Item, key: str | None) -> Field | None:
    """The AnyValue at *item*: its scalar, or its members as a message of their own."""
    raw = data[item.value : item.end]
    for inner in items(raw):
        value = raw[inner.value : inner.end]
        member = Field((0,), item.size_at, item.end, "", _encode_string, key, name=key, first=item.start, last=item.end)
        if inner.number == _VALUE_STRING and inner.size_at >= 0:
            return member._replace(value=value.decode("utf-8", "surrogateescape"))
        if inner.number == _VALUE_BOOL:
            return member._replace(value="true" if value != b"\x00" else "false", encode=_encode_scalar, type=LeafType.BOOLEAN)
        if inner.number == _VALUE_INT and inner.size_at < 0:
            number = read_varint(value, 0)[0]
            text = str(number - _INT64 if number >= _INT64 >> 1 else number)
            return member._replace(value=text, encode=_encode_scalar, type=LeafType.NUMBER)
        if inner.number in (_VALUE_ARRAY, _VALUE_MAP, _VALUE_BYTES):
            return member._replace(value=raw, encode=encode_bytes, media=f"{MESSAGE};otlp=AnyValue")
    if len(raw) == 9 and raw[0] == _VALUE_DOUBLE << 3 | 1:
        text = str(struct.unpack("<d", raw[1:])[0])
        return Field((0,), item.size_at, item.end, text, _encode_scalar, key, (), LeafType.NUMBER, key, item.start, item.end)
    return None


def _encode_string(new: Raw, _raw: Raw) -> Raw:
    return encode_bytes(b"\x0a" + bytes(encode_bytes(new, b"")), b"")  # type: ignore[arg-type]


def _encode_scalar(new: Raw, raw: Raw) -> Raw:
    """A boolean or number where the new text is one, else a string: an AnyValue may hold either."""
    text = new if isinstance(new, str) else new.decode("utf-8", "surrogateescape")
    if text in ("true", "false"):
        return encode_bytes(b"\x10\x01" if text == "true" else b"\x10\x00", b"")
    try:
        return encode_bytes(b"\x18" + write_varint(int(text) % _INT64), b"")
    except ValueError:
        pass
    try:
        return encode_bytes(b"\x21" + struct.pack("<d", float(text)), b"")
    except ValueError:
        return _encode_string(text, raw)


def _any(data: bytes) -> list[Field]:
    """The one member of an AnyValue that is a list, a map or bytes."""
    for item in items(data):
        raw = data[item.value : item.end]
        if item.number == _VALUE_BYTES:
            return [Field((0,), item.size_at, item.end, raw, encode_bytes)]
        if item.number in (_VALUE_ARRAY, _VALUE_MAP):
            name = "List" if item.number == _VALUE_ARRAY else "Map"
            return [Field((0,), item.size_at, item.end, raw, encode_bytes, media=f"{MESSAGE};otlp={name}")]
    single = Item(2, 0, 0, 0, len(data))
    field = _value(data, single, None)
    return [] if field is None else [field._replace(encode=lambda new, raw: _without_length(field.encode(new, raw)))]


def _without_length(raw: Raw) -> Raw:
    assert isinstance(raw, bytes)
    return raw[read_varint(raw, 0)[1] :]


def _list(data: bytes) -> list[Field]:
    found: Iterable[Field | None] = [_value(data, item, None) for item in items(data)]
    return [field._replace(address=(index,)) for index, field in enumerate(found) if field is not None]


def _map(data: bytes) -> list[Field]:
    media = f"{MESSAGE};otlp=KeyValue"
    spans = [(item.size_at, item.end, data[item.value : item.end], item.start) for item in items(data)]
    return [
        Field((index,), start, end, raw, encode_bytes, first=first, last=end, media=media)
        for index, (start, end, raw, first) in enumerate(spans)
    ]


_OWN: Final = {"KeyValue": _attribute, "AnyValue": _any, "List": _list, "Map": _map}


class OtlpBytes:
    """The codec.  Every message is opened as a source of its own, so that all lengths around a changed value follow."""

    def open(self, source: bytes, hint: Hint) -> Opened | None:
        """See `BytesCodec`."""
        if not MEDIA.match(hint.media):
            return None
        named = _NAMED.search(hint.media)
        name = named.group(1) if named else _root(source)
        if not name:
            return None
        try:
            fields = _OWN[name](source) if name in _OWN else _message(source, name)
        except (ValueError, IndexError, KeyError):
            return None
        return Opened(fields=fields[: hint.fields_max], codec="" if named else "otlp", blank=b"")


OTLP = OtlpBytes()
