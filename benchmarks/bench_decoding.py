"""Leaves per second of every codec and layer: ``pytest benchmarks/bench_decoding.py``; the table's last column is in ``extra_info``."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from phiguard.decoding import open_call
from phiguard.model.call import OutboundCall

RECORD = {
    "event": "Appointment Booked",
    "userId": "u-0123456789",
    "timestamp": "2024-06-15T12:00:00.123Z",
    "specialty": "Cardiology",
    "price": "120.50",
    "title": "Book a visit with a cardiologist",
    "locale": "en-US",
    "city": "Tucson",
}
ROWS = 50
JSON = json.dumps([RECORD] * ROWS)
WORDS = [(name, value) for _ in range(ROWS) for name, value in RECORD.items()]
HL7 = "MSH|^~\\&|A|B|C|D|2024||ADT^A04|1|P|2.5\r" + "PID|1||7^^^X^MR||Doe^Ann||19820522|M|||7 Oak St^^Tucson^AZ^85701||5205550101\r" * ROWS
X12 = (
    "ISA*00*          *00*          *ZZ*S              *ZZ*R              *240101*1253*^*00501*000000905*0*P*:~GS*HC*S*R*2024*1*1*X*5~"
    + "NM1*IL*1*DOE*ANN****MI*W1~N3*7 OAK ST~N4*TUCSON*AZ*85701~DMG*D8*19820522*M~" * ROWS
)
XML = "<rows>" + "".join(f"<{name}>{value}</{name}>" for name, value in WORDS) + "</rows>"
HTML = "".join(f'<p title="{name}">the <b>{value}</b> of a visit</p>' for name, value in WORDS)
CSV = ",".join(RECORD) + "\n" + (",".join(RECORD.values()) + "\n") * ROWS
YAML = "\n".join(["rows:", *(f"{'  - ' if name == 'event' else '    '}{name}: {value}" for name, value in WORDS)]) + "\n"
LOGFMT = " ".join(f"{name}={json.dumps(value)}" for name, value in WORDS)
MULTIPART = "".join(f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in WORDS) + "--b--\r\n"
GRAPHQL = "query { " + " ".join(f'a{number}: f({name}: "{value}") {{ id }}' for number, (name, value) in enumerate(WORDS)) + " }"
MAIL = "".join(f"X-{name}: {value}\r\n" for name, value in WORDS[:300]) + "Subject: a\r\n\r\nText\r\n"


def _packed(value: Any, *, text: int, items: int, pairs: int) -> bytes:
    """MessagePack or CBOR of short strings, lists and maps; the two differ in three heads."""
    if isinstance(value, str):
        data = value.encode()
        long = b"\xd9" if text == 0xA0 else b"\x78"
        short = 32 if text == 0xA0 else 24
        return (bytes([text | len(data)]) if len(data) < short else long + bytes([len(data)])) + data
    if isinstance(value, list):
        head = b"\xdc" + len(value).to_bytes(2, "big") if text == 0xA0 else b"\x98" + bytes([len(value)])
        return head + b"".join(_packed(item, text=text, items=items, pairs=pairs) for item in value)
    return bytes([pairs | len(value)]) + b"".join(
        _packed(key, text=text, items=items, pairs=pairs) + _packed(inner, text=text, items=items, pairs=pairs)
        for key, inner in value.items()
    )


def _proto(number: int, data: bytes) -> bytes:
    size = len(data)
    length = bytes([size]) if size < 0x80 else bytes([size & 0x7F | 0x80, size >> 7]) if size < 0x4000 else b""
    return bytes([number << 3 | 2]) + (length or bytes([size & 0x7F | 0x80, size >> 7 & 0x7F | 0x80, size >> 14])) + data


ATTRIBUTES = b"".join(_proto(9, _proto(1, name.encode()) + _proto(2, _proto(1, value.encode()))) for name, value in RECORD.items())
OTLP = _proto(1, b"".join(_proto(2, _proto(2, _proto(1, bytes(16)) + _proto(5, b"op") + ATTRIBUTES)) for _ in range(ROWS)))
ENVELOPE = b'{"event_id":"1"}\n' + b"".join(
    b'{"type":"event","length":%d}\n%s\n' % (len(item), item) for item in [json.dumps(RECORD).encode()] * ROWS
)


def _inside(text: str) -> bytes:
    return json.dumps({"a": text}).encode()


BODIES: dict[str, tuple[str, bytes]] = {
    "json": ("application/json", JSON.encode()),
    "ndjson": ("", "\n".join([json.dumps(RECORD)] * ROWS).encode()),
    "json in json": ("application/json", _inside(JSON)),
    "form": ("application/x-www-form-urlencoded", urlencode(WORDS).encode()),
    "multipart": ("multipart/form-data; boundary=b", MULTIPART.encode()),
    "csv": ("text/csv", CSV.encode()),
    "xml": ("application/xml", XML.encode()),
    "html": ("text/html", HTML.encode()),
    "yaml": ("application/yaml", YAML.encode()),
    "graphql": ("application/graphql", GRAPHQL.encode()),
    "logfmt": ("text/plain", LOGFMT.encode()),
    "python repr": ("text/plain", repr([RECORD] * ROWS).encode()),
    "hl7": ("text/plain", HL7.encode()),
    "x12": ("text/plain", X12.encode()),
    "mail": ("message/rfc822", MAIL.encode()),
    "sentry envelope": ("application/x-sentry-envelope", ENVELOPE),
    "msgpack": ("application/msgpack", _packed([RECORD] * ROWS, text=0xA0, items=0x90, pairs=0x80)),
    "cbor": ("application/cbor", _packed([RECORD] * ROWS, text=0x60, items=0x80, pairs=0xA0)),
    "otlp": ("application/x-protobuf", OTLP),
    "protobuf": ("application/x-protobuf", b"".join(_proto(1, value.encode()) for _, value in WORDS)),
    "gzip": ("application/json", gzip.compress(JSON.encode())),
    "base64": ("application/json", _inside(base64.b64encode(JSON.encode()).decode())),
    "hex": ("application/json", _inside(JSON.encode().hex())),
    "percent": ("application/json", _inside(quote(JSON))),
    "entities": ("application/json", _inside(JSON.replace('"', "&quot;"))),
    "utf-16": ("application/json", JSON.encode("utf-16")),
}


@pytest.mark.parametrize("name", BODIES)
def test_leaves_per_second(benchmark: Callable[..., Any], name: str) -> None:
    """One message of some hundred leaves, opened again and again."""
    media, body = BODIES[name]
    call = OutboundCall(method="POST", url="https://api.test/", headers={"Content-Type": media}, body=body)
    document = benchmark(open_call, call)
    assert document.incomplete == ()
    assert len(document.leaves) > ROWS or name == "mail"
    stats = getattr(benchmark, "stats", None)
    if stats is not None:
        benchmark.extra_info["leaves"] = len(document.leaves)  # type: ignore[attr-defined]
        benchmark.extra_info["leaves_per_second"] = round(len(document.leaves) / stats["median"])  # type: ignore[attr-defined]
        benchmark.extra_info["megabytes_per_second"] = round(len(body) / stats["median"] / 1e6, 1)  # type: ignore[attr-defined]
