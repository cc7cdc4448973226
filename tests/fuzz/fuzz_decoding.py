"""Coverage-guided fuzzing of the decoders: whatever is sent is opened, left as it was, and written again, without an exception.

Not run by pytest.  ``pip install atheris`` into an environment of its own, then
``PYTHONPATH=. python tests/fuzz/fuzz_decoding.py -max_total_time=600 corpus/`` (with ``--seeds corpus/`` first, to write one message
of each format into that folder).
"""

from __future__ import annotations

import base64
import gzip
import json
import sys
import time
import zlib
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["phiguard.decoding"]):
    from phiguard.decoding import DROP, Replace, open_call
from phiguard.errors import DecodeError
from phiguard.model.call import OutboundCall

MEDIA = (
    "",
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b",
    "text/csv",
    "text/xml",
    "text/html",
    "application/yaml",
    "application/graphql",
    "application/msgpack",
    "application/cbor",
    "application/x-protobuf",
    "application/grpc",
    "message/rfc822",
    "application/x-sentry-envelope",
    "text/plain; charset=utf-16",
)
ENCODINGS = ("", "gzip", "deflate", "br", "zstd", "gzip, deflate")
SECONDS_MAX = 5.0
_RECORD = {"name": "Zoë Doe", "dob": "1990-01-02", "tags": ["a", "b"], "n": 1.5, "url": "https://a.test/p/q?x=1&y=%41#f"}
_JSON = json.dumps(_RECORD).encode()
SEEDS: tuple[tuple[int, bytes], ...] = (
    (1, _JSON),
    (0, _JSON + b"\n" + _JSON),
    (1, json.dumps({"a": base64.b64encode(gzip.compress(_JSON)).decode(), "b": _JSON.hex(), "c": json.dumps(_RECORD)}).encode()),
    (0, zlib.compress(_JSON)),
    (0, _JSON.decode().encode("utf-16")),
    (2, b"name=Zo%C3%AB+Doe&data=%7B%22a%22%3A1%7D"),
    (3, b'--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\nContent-Type: text/csv\r\n\r\nname,dob\r\nAnn,1990\r\n--b--'),
    (4, b'name\tdob\n"Zoe ""D"""\t1990\n'),
    (5, b'<?xml version="1.0"?><Patient id="1"><name value="Ann"/><x><![CDATA[<b>]]></x><!-- c --></Patient>'),
    (6, b'<p title="x">Dear <b>Ann</b>&nbsp;Doe<br></p><!-- c --><script>{"a":1}</script><table><tr><th>A</th><td>b</td></tr></table>'),
    (7, b"# c\npatient:\n  name: 'Ann'\n  tags:\n  - a\n  - \"b\"\n  note: |\n    x\n    y\n"),
    (8, b'mutation M($x: Int = 5) { create(input: {name: "Ann", tags: ["a"]}) { id } }'),
    (9, b"\x83\xa7patient\x82\xa4name\xa3Ann\xa1n\xcd\x01\x00\xa2dx\x91\xa3F41\xa1b\xc4\x03abc"),
    (10, b"\xa2dname\x63Ann\x64tags\x9f\x61a\xff"),
    (11, b"\x0a\x07Ann Doe\x12\x06\x0a\x04a@b.\x28\x07"),
    (11, b"\n.\n\x0f\n\r\n\x04name\x12\x05\n\x03Ann\x12\x1b\x12\x19*\x04spanJ\x11\n\x07user.id\x12\x06\n\x04u-77"),
    (12, b"\x00\x00\x00\x00\x09\x0a\x07Ann Doe"),
    (13, b"From: a@b.test\r\nSubject: =?utf-8?Q?Zo=C3=AB?=\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nZo=C3=AB=\r\n Doe"),
    (14, b'{"event_id":"1"}\n{"type":"event","length":14}\n{"user":"Ann"}\n'),
    (0, b"MSH|^~\\&|A|B|C|D|2024||ADT^A04|1|P|2.5\rPID|1||7^^^X^MR~8^^^^SS||Doe^Ann||19820522\r"),
    (
        0,
        b"ISA*00*          *00*          *ZZ*S              *ZZ*R              *240101*1253*^*00501*1*0*P*:~GS*HC*S~NM1*IL*1*DOE*ANN~",
    ),
    (0, b'level=info user=ann msg="a b" data:text/plain;base64,QW5uIERvZQ=='),
    (0, b"{'name': 'Ann', 'dob': datetime.date(1990, 1, 2), 'x': Patient(a='b', n=1)}"),
)


def one_input(data: bytes) -> None:
    """One message: two bytes say how it is declared, one which leaf is edited, the rest is the body, URL or header."""
    if len(data) < 4:
        return
    media, encoding, pick, body = MEDIA[data[0] % len(MEDIA)], ENCODINGS[data[1] % len(ENCODINGS)], data[2], data[3:]
    text = body.decode("utf-8", "surrogateescape") if pick & 1 else ""
    call = OutboundCall(
        method="POST",
        url="https://a.test/" + (text if pick & 2 else ""),
        headers={"Content-Type": media, "Content-Encoding": encoding if data[1] & 0x80 else "", "X-Note": text, "Cookie": text},
        body=body,
    )
    started = time.monotonic()
    document = open_call(call)
    assert document.rewrite({}) == call
    assert "error" not in document.incomplete
    if document.leaves:
        leaf = document.leaves[pick % len(document.leaves)]
        for edit in (Replace("x\"'<&\\\n=é"), DROP):
            try:
                after = open_call(document.rewrite({leaf.address: edit}))
            except DecodeError:
                continue
            assert "error" not in after.incomplete
    assert time.monotonic() - started < SECONDS_MAX


def write_seeds(folder: Path) -> None:
    """One message of each format, as the fuzzer's first inputs."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (media, body) in enumerate(SEEDS):
        for pick in (0, 3):
            (folder / f"seed-{number}-{pick}").write_bytes(bytes([media, 0, pick]) + body)


def main() -> None:
    """Write seeds, or fuzz with libFuzzer's own options."""
    if sys.argv[1:2] == ["--seeds"]:
        write_seeds(Path(sys.argv[2]))
        return
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
