"""Canaries: one invented value for each surface of a call, and a search for any of them in whatever came out."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import quote

import pytest
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, SimpleLogRecordProcessor
from opentelemetry.sdk.metrics import AlwaysOnExemplarFilter, MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.metrics.view import View

from phiguard.model.call import OutboundCall
from phiguard.reporting.log import LogReporter
from phiguard.reporting.otel import OtelReporter, Telemetry

NUMBER = 8_150_162_733
CANARIES = {
    "host": "zivorak-clinic",
    "user info": "zumbrel",
    "path segment": "Wendolyn.Zackrath",
    "path e-mail": "ottoline.zebrew@example.org",
    "query key": "zqkey_Thessaly",
    "query value": "Peregrine Zoltowski",
    "fragment": "zfrag-Isolde",
    "header name": "X-Zeitgold-Marlowe",
    "header value": "Zephyrine Quaintance",
    "cookie name": "zck_Evander",
    "cookie value": "zcv-Philomena-8841",
    "json key": "zenobia.harkwell@example.org",
    "json value": "Zachariah Plumtree",
    "json number": str(NUMBER),
    "json list item": "Ondine Zwicker",
    "nested json": "Lucasta Zennor",
    "gzipped base64 json": "Zuleika Dobbins",
    "sentence": "Zebulon Trelawney",
    "file name": "zscan_Araminta.pdf",
    "csv header": "Zinnia Colquhoun",
    "csv cell": "Leopold Zamboni",
    "xml text": "Cressida Zorn",
    "hash": hashlib.sha256(b"zelda.fotheringay@example.org").hexdigest(),
    "health word": "zolpidem tartrate",
    "event name": "zevt_started_sertraline_refill",
    "broken part": "Zosime Undercliffe",
    "subject": "patient-zsub-4711",
    "error text": "Zarathustra Bickerstaff",
    "error class": "ZiggyMarchbanksError",
    "home directory": "zuzana.bellweather",
    "client": "Zenaida Ponsonby",
    "channel": "Zerlina Oakapple",
}
"""An invented value for each place where one may stand.  No word of them is a word of ours."""


def forms(value: str) -> set[str]:
    """How *value* could come out: as it is, in another case, encoded, or as a hash of it."""
    encoded = {quote(value), quote(value, safe=""), value.replace(" ", "+"), repr(value)[1:-1], json.dumps(value)[1:-1], value[::-1]}
    wrapped = {base64.b64encode(value.encode()).decode().rstrip("="), value.encode().hex()}
    hashed = {hashlib.new(name, text.encode()).hexdigest() for name in ("md5", "sha1", "sha256") for text in (value, value.lower())}
    words = {word for word in value.replace(".", " ").replace("_", " ").replace("-", " ").split() if len(word) > 5 and word[:1] in "zZ"}
    return {form.lower() for form in {value, *encoded, *wrapped, *hashed, *words}}


FORMS = {surface: forms(value) for surface, value in CANARIES.items()}


@dataclass
class Net:
    """Everything that came out, and what was caught in it."""

    out: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, thing: object) -> None:
        """Keep what *thing* shows of itself, under *name*."""
        shown = thing if isinstance(thing, str) else thing.decode("latin-1") if isinstance(thing, bytes) else f"{thing!r} {thing}"
        self.out[name] = self.out.get(name, "") + "\n" + shown

    def caught(self) -> list[tuple[str, str]]:
        """(surface, what it came out of) for each canary that got out."""
        return [
            (surface, name)
            for name, text in self.out.items()
            for surface, shapes in FORMS.items()
            if any(shape in text.lower() for shape in shapes)
        ]


@pytest.fixture
def canaries() -> Mapping[str, str]:
    """The canaries by surface."""
    return CANARIES


@pytest.fixture
def net() -> Net:
    """An empty net."""
    return Net()


class Kit:
    """Both reporters with everything behind them that they could speak to."""

    def __init__(self) -> None:
        self.records: list[logging.LogRecord] = []
        self.reader = InMemoryMetricReader()
        # The view drops every attribute: what it drops must not come out of the exemplars either.
        self.meters = MeterProvider(
            metric_readers=[self.reader],
            exemplar_filter=AlwaysOnExemplarFilter(),
            views=[View(instrument_name="phiguard.scan.*", attribute_keys=set())],
        )
        self.events = InMemoryLogRecordExporter()
        self.loggers = LoggerProvider()
        self.loggers.add_log_record_processor(SimpleLogRecordProcessor(self.events))
        self.log = LogReporter(interval=0)
        self.otel = OtelReporter(Telemetry(meter_provider=self.meters, logger_provider=self.loggers), sample=1)

    @property
    def reporters(self) -> tuple[LogReporter, OtelReporter]:
        """The reporters."""
        return self.log, self.otel

    def cast(self, net: Net) -> None:
        """Put everything that was reported into *net*."""
        data = self.reader.get_metrics_data()
        assert data is not None
        net.add("metrics", data.to_json())
        for event in self.events.get_finished_logs():
            net.add("log events", event.to_json() + repr(vars(event.log_record)))
        for record in self.records:
            net.add("logger", record.getMessage() + repr(vars(record)))


class _Keep(logging.Handler):
    """Keeps records."""

    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__()
        self.records = records

    def emit(self, record: logging.LogRecord) -> None:
        """Keep *record*."""
        self.records.append(record)


@pytest.fixture
def kit() -> Iterator[Kit]:
    """Reporters, and what they speak to."""
    made = Kit()
    handler, logger = _Keep(made.records), logging.getLogger("phiguard")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield made
    logger.removeHandler(handler)
    logger.setLevel(level)
    made.meters.shutdown()
    made.loggers.shutdown()


def _json_body(c: Mapping[str, str]) -> bytes:
    inner = base64.b64encode(gzip.compress(json.dumps({"patient_name": c["gzipped base64 json"]}).encode())).decode()
    return json.dumps(
        {
            c["json key"]: 1,
            "patient_name": c["json value"],
            "mrn": NUMBER,
            "friends": [{"name": c["json list item"]}],
            "nested": json.dumps({"full_name": c["nested json"]}),
            "blob": inner,
            "note": f"{c['sentence']} called today about {c['health word']} and sertraline",
            "em": c["hash"],
            "event": c["event name"],
            "page": f"https://clinic.test/{quote(c['path segment'])}#{c['fragment']}",
        }
    ).encode()


def _form_data(c: Mapping[str, str]) -> bytes:
    table = f"patient_name,{c['csv header']},diagnosis\n{c['csv cell']},x,F33.1\n"
    xml = f"<patient><name>{c['xml text']}</name><dx>migraine</dx></patient>"
    parts = [("export", "r.csv", "text/csv", table), ("scan", c["file name"], "application/xml", xml)]
    text = "".join(
        f'--zb\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\nContent-Type: {media}\r\n\r\n{body}\r\n'
        for name, file, media, body in parts
    )
    return f"{text}--zb--\r\n".encode()


def _url(c: Mapping[str, str], host: str) -> str:
    path = f"/p/{quote(c['path segment'])}/{quote(c['path e-mail'])}"
    return (
        f"https://{c['user info']}:x@{host}{path}?{c['query key']}={quote(c['query value'])}&name={quote(c['query value'])}#{c['fragment']}"
    )


def _headers(c: Mapping[str, str], media: str) -> dict[str, str]:
    return {
        "Content-Type": media,
        c["header name"]: "1",
        "X-Patient-Name": c["header value"],
        "Cookie": f"{c['cookie name']}=1; user_id={c['cookie value']}",
        "Referer": f"https://clinic.test/{quote(c['path segment'])}",
    }


def _calls(c: Mapping[str, str]) -> dict[str, OutboundCall]:
    host = f"{c['host']}.example.test"
    bodies = {
        "json": ("application/json", _json_body(c)),
        "gzip": ("application/json", gzip.compress(_json_body(c))),
        "multipart": ("multipart/form-data; boundary=zb", _form_data(c)),
        "broken json": ("application/json", b'{"patient_name": "' + c["broken part"].encode()),
        "broken gzip": ("application/json", gzip.compress(c["broken part"].encode() * 40)[:-9]),
        "binary": ("application/octet-stream", b"\x00\x01\xff" + c["broken part"].encode() + b"\x00\xfe" * 40),
        "form": ("application/x-www-form-urlencoded", f"{c['query key']}=1&patient_name={quote(c['json value'])}&dx=F33.1".encode()),
    }
    calls = {}
    for name, (media, body) in bodies.items():
        encoding = {"Content-Encoding": "gzip"} if "gzip" in name else {}
        for where in (host, "graph.facebook.com", "api.openai.com"):
            headers = {**_headers(c, media), **encoding}
            calls[f"{name} to {where}"] = OutboundCall(
                method="POST", url=_url(c, where), headers=tuple(headers.items()), body=body, client="requests"
            )
    return calls


CALLS = _calls(CANARIES)


@pytest.fixture
def calls() -> Mapping[str, OutboundCall]:
    """All the calls, by name."""
    return CALLS


@pytest.fixture(params=sorted(CALLS))
def call(request: pytest.FixtureRequest) -> OutboundCall:
    """A call with a canary on every surface that it has."""
    return CALLS[cast("str", request.param)]
