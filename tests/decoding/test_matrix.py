"""Each string-bearing place of a request under each encoding: reached, and rewritten without touching anything else.

``pytest tests/decoding/test_matrix.py -s`` prints the table.
"""

from __future__ import annotations

import base64
import gzip
import html
import json
import sys
import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

import brotli
import pytest
import zstandard

from phiguard.decoding import Document, Replace, open_call
from phiguard.detection.normalise import normalise
from phiguard.model.call import OutboundCall
from phiguard.model.leaf import Leaf, LeafType

SEEN, REWRITTEN = "seen", "ok"
WORDS = " and a few more words that fill the lines of a mail"


@dataclass(frozen=True)
class Encoding:
    """How a canary is written: as *text* that the place escapes in its own way, raw for the place (*wire*), or as *data*."""

    text: Callable[[str], str] | None = None
    data: Callable[[bytes], bytes] | None = None
    wire: Callable[[str], str] | None = None
    header: str = ""


def _hexes(text: str, form: str) -> str:
    return "".join(form.format(byte) for byte in text.encode())


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _deflate(data: bytes) -> bytes:
    compressor = zlib.compressobj(6, zlib.DEFLATED, -15)
    return compressor.compress(data) + compressor.flush()


def _jwt(text: str) -> str:
    parts = [{"alg": "HS256", "typ": "JWT"}, {"sub": text}]
    return ".".join([*(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts), "c2ln"])


def _url64(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


ENCODINGS: dict[str, Encoding] = {
    "plain": Encoding(text=str),
    "percent": Encoding(wire=lambda text: _hexes(text, "%{:02X}")),
    "double percent": Encoding(wire=lambda text: _hexes(text, "%25{:02X}")),
    "form plus": Encoding(wire=quote_plus),
    "JSON \\u": Encoding(text=lambda text: "".join(f"\\u{ord(char):04x}" for char in text)),
    "JSON in JSON": Encoding(text=lambda text: json.dumps({"inner": json.dumps([text])})),
    "entities, decimal": Encoding(text=lambda text: "".join(f"&#{ord(char)};" for char in text)),
    "entities, hex": Encoding(text=lambda text: "".join(f"&#x{ord(char):x};" for char in text)),
    "base64": Encoding(text=lambda text: _b64(text.encode())),
    "base64url unpadded": Encoding(text=_url64),
    "base64 MIME lines": Encoding(text=lambda text: base64.encodebytes((text + WORDS).encode()).decode()),
    "base64 twice": Encoding(text=lambda text: _b64(_b64(text.encode()).encode())),
    "JWT payload": Encoding(text=_jwt),
    "hex": Encoding(text=lambda text: text.encode().hex()),
    "gzip": Encoding(data=gzip.compress, header="gzip"),
    "zlib": Encoding(data=zlib.compress, header="deflate"),
    "raw deflate": Encoding(data=_deflate, header="deflate"),
    "brotli": Encoding(data=brotli.compress, header="br"),
    "zstd": Encoding(data=zstandard.compress, header="zstd"),
    "gzip+base64": Encoding(text=lambda text: _b64(gzip.compress((text + WORDS).encode()))),
    "UTF-16 with BOM": Encoding(data=lambda data: data.decode().encode("utf-16")),
    "UTF-16 without BOM": Encoding(data=lambda data: data.decode().encode("utf-16-le")),
    "quoted-printable": Encoding(text=lambda text: _hexes(text, "={:02X}")),
    "\\x escapes": Encoding(text=lambda text: _hexes(text, "\\x{:02x}")),
    "fullwidth digits": Encoding(text=lambda text: "".join(chr(ord(char) + 0xFEE0) if char.isdigit() else char for char in text)),
    "zero-width": Encoding(text=lambda text: "\u200b".join(text[:9]) + "\u00ad".join(text[9:])),
    "dashes and spaces": Encoding(text=lambda text: text.replace("-", "\u2013").replace(" ", "\u2009")),
    "decomposed accents": Encoding(text=lambda text: unicodedata.normalize("NFD", text.replace("Zoe", "Zoë"))),
}
COMPRESSED = ("gzip", "zlib", "raw deflate", "brotli", "zstd")
WIDE = ("UTF-16 with BOM", "UTF-16 without BOM")
UNICODE = ("fullwidth digits", "zero-width", "dashes and spaces", "decomposed accents")


def _call(body: bytes = b"", media: str = "", *, url: str = "https://api.test/a?v=1", **headers: str) -> OutboundCall:
    kind = {"Content-Type": media} if media else {}
    return OutboundCall(method="POST", url=url, headers={**kind, **headers, "X-Other": "kept"}, body=body)


Place = Callable[[str], OutboundCall]
"""From a value, as it stands on the wire there, to the request."""


def _form(name: str, value: str) -> OutboundCall:
    return _call(f"other=kept&{name}={value}&v=1".encode(), "application/x-www-form-urlencoded")


def _multipart(name: str = "note", filename: str = "", content: bytes = b"kept") -> OutboundCall:
    file = f'; filename="{filename}"' if filename else ""
    media = "\r\nContent-Type: application/octet-stream" if filename else ""
    part = "--b\r\nContent-Disposition: form-data; name="
    head = f'{part}"other"\r\n\r\nkept\r\n{part}"{name}"{file}{media}'
    return _call(head.encode() + b"\r\n\r\n" + content + b"\r\n--b--\r\n", "multipart/form-data; boundary=b")


def _xml(text: str = "kept", attribute: str = "kept") -> OutboundCall:
    return _call(f'<rec kind="{attribute}"><other>kept</other><note>{text}</note></rec>'.encode(), "application/xml")


PLACES: dict[str, tuple[str, Place]] = {
    "URL path": ("url", lambda raw: _call(url=f"https://api.test/kept/{raw}/end?v=1")),
    "query name": ("query", lambda raw: _call(url=f"https://api.test/a?v=1&{raw}=kept")),
    "query value": ("query", lambda raw: _call(url=f"https://api.test/a?v=1&note={raw}")),
    "fragment": ("url", lambda raw: _call(url=f"https://api.test/a?v=1#{raw}")),
    "header name": ("header", lambda raw: _call(**{raw: "kept"})),
    "header value": ("header", lambda raw: _call(**{"X-Note": raw})),
    "cookie": ("cookie", lambda raw: _call(Cookie=f"other=kept; note={raw}")),
    "JSON key": ("body", lambda raw: _call(f'{{"other": "kept", "{raw}": 1.50}}'.encode(), "application/json")),
    "JSON value": ("body", lambda raw: _call(f'{{"other": "kept", "note": "{raw}", "n": 1.50}}'.encode(), "application/json")),
    "JSON number": ("body", lambda raw: _call(f'{{"other": "kept", "note": {raw}, "n": 1.50}}'.encode(), "application/json")),
    "form name": ("body", lambda raw: _form(raw, "kept")),
    "form value": ("body", lambda raw: _form("note", raw)),
    "multipart field": ("body", lambda raw: _multipart(content=raw.encode())),
    "file name": ("body", lambda raw: _multipart(filename=raw)),
    "file content": ("body", lambda raw: _multipart(filename="a.bin", content=raw.encode())),
    "NDJSON line": ("body", lambda raw: _call(f'{{"other": "kept"}}\n{{"note": "{raw}"}}\n'.encode(), "application/x-ndjson")),
    "XML text": ("body", lambda raw: _xml(text=raw)),
    "XML attribute": ("body", lambda raw: _xml(attribute=raw)),
}
IN_URL = ("URL path", "query name", "query value", "fragment", "cookie", "form name", "form value")
IN_JSON = ("JSON key", "JSON value", "NDJSON line")
IN_XML = ("XML text", "XML attribute")
IN_BYTES = ("multipart field", "file content")
FORMS = ("query name", "query value", "form name", "form value")

ONLY_DIGITS = "a JSON number is written in ASCII digits, and a body is encoded as a whole"
NO_TOKEN = (
    "a header's name is a token (RFC 9110 section 5.6.2): no blank, quote, =, ;, backslash or byte beyond ASCII, and no content encoding"
)
NO_CONTROLS = "a header's value has neither line breaks nor control characters (RFC 9110 section 5.5), and no content encoding"
NO_PLUS = "a plus is a blank in forms and queries only"
NO_NUL = "a part's head has no control characters (RFC 7578 section 4.2); a name is UTF-8"
NO_HEAD = "a stream without a head comes into text as base64: percent-encoded it is noise to its receiver as well"
NO_CHARSET = "the parts of a form are encoded one by one; the delimiters between them are ASCII"


def _reason(place: str, name: str) -> str:
    """Why a combination cannot occur, or an empty string."""
    whole = name in COMPRESSED or name in WIDE
    if place == "JSON number" and name != "plain" and not whole:
        return ONLY_DIGITS
    if name == "form plus" and place not in FORMS:
        return NO_PLUS
    if place == "header name" and name not in ("plain", "percent", "double percent", "hex", "base64url unpadded", "JWT payload"):
        return NO_TOKEN
    if place == "header value" and (whole or name == "base64 MIME lines"):
        return NO_CONTROLS
    if place in IN_URL and name in ("raw deflate", "brotli") and not place.startswith("form"):
        return NO_HEAD
    if place == "file name" and name in WIDE:
        return NO_NUL
    return ""


def _wire(place: str, encoding: Encoding, canary: str) -> str:
    """The encoded canary, escaped as its place asks."""
    if encoding.wire is not None:
        return encoding.wire(canary)
    assert encoding.text is not None
    text = encoding.text(canary)
    if place in IN_URL:
        return quote(text, safe="")
    if place in IN_JSON:
        return text if set(text) == set(text) & set("\\u0123456789abcdef") else json.dumps(text, ensure_ascii=False)[1:-1]
    if place in IN_XML:
        return text if text.startswith("&#") else html.escape(text)
    if place == "file name":
        return text.replace('"', "%22").replace("\n", "%0A")
    return text.encode().decode("latin-1") if place == "header value" else text


def _built(place: str, name: str, canary: str) -> OutboundCall:
    """The request with *canary* in *place* under the encoding *name*."""
    encoding, build = ENCODINGS[name], PLACES[place][1]
    if encoding.data is None:
        return build(_wire(place, encoding, canary))
    if place in IN_URL and not (place.startswith("form") and encoding.header):
        return build("".join(f"%{byte:02X}" for byte in encoding.data(canary.encode())))
    if place in IN_BYTES and not (place == "multipart field" and encoding.header):
        return _multipart(filename="a.bin" if place == "file content" else "", content=encoding.data((canary + WORDS).encode()))
    call = build(_wire(place, Encoding(text=str), canary))
    headers = {**dict(call.headers), **({"Content-Encoding": encoding.header} if encoding.header else {})}
    return OutboundCall(method="POST", url=call.url, headers=headers, body=encoding.data(call.body))


def _canary(place: str, number: int) -> str:
    if place == "JSON number":
        return f"12345{number:04}67"
    return f"Zoe-Canary-123-45-{number:04}" if place == "header name" else f"Zoe Canary 123-45-{number:04}"


def _holds(leaf: Leaf, canary: str) -> bool:
    return canary.lower() in normalise(leaf.text).text.lower()


def _others(document: Document, chosen: Leaf | None, canary: str) -> Counter[str]:
    moved = {"content-length", "content-md5"}
    return Counter(
        leaf.text for leaf in document.leaves if leaf is not chosen and leaf.key.lower() not in moved and not _holds(leaf, canary)
    )


def _verdict(place: str, name: str, number: int) -> str:
    canary = _canary(place, number)
    call = _built(place, name, canary)
    before = open_call(call)
    assert before.rewrite({}) == call
    where = PLACES[place][0]
    found = [leaf for leaf in before.leaves if leaf.where == where and _holds(leaf, canary)]
    if not found or before.incomplete:
        return ""
    new = "0" if found[0].type is LeafType.NUMBER else "GONE"
    after = open_call(before.rewrite({leaf.address: Replace(new) for leaf in found}))
    gone = not any(_holds(leaf, canary) for leaf in after.leaves)
    lost = _others(before, found[0], canary) - _others(after, None, canary)
    return REWRITTEN if gone and not lost and len(after.leaves) <= len(before.leaves) else SEEN


def _row(place: str, first: int) -> Iterator[tuple[str, str, str]]:
    """(encoding, verdict, reason) of each combination."""
    for offset, name in enumerate(ENCODINGS):
        reason = _reason(place, name)
        yield name, "" if reason else _verdict(place, name, first + offset), reason


@pytest.mark.parametrize("place", PLACES)
def test_each_place_under_each_encoding(place: str) -> None:
    """What can occur is reached in its part of the request, and can be replaced while all else stays as it was."""
    first = list(PLACES).index(place) * len(ENCODINGS)
    assert [name for name, verdict, reason in _row(place, first) if not reason and verdict != REWRITTEN] == []


def test_the_table() -> None:
    """All combinations in one view: ``ok`` reached and rewritten, a number for the reason why it cannot occur."""
    reasons: dict[str, int] = {}
    lines, reached, possible = [], 0, 0
    for index, place in enumerate(PLACES):
        cells = []
        for _name, verdict, reason in _row(place, index * len(ENCODINGS)):
            cells.append(str(reasons.setdefault(reason, len(reasons) + 1)) if reason else verdict or "--")
            possible += not reason
            reached += verdict == REWRITTEN
        lines.append(f"{place:16}" + "".join(f"{cell:>5}" for cell in cells))
    heads = [f"{position:2} {name}" for position, name in enumerate(ENCODINGS, start=1)]
    lines[:0] = ["; ".join(heads), " " * 16 + "".join(f"{position:>5}" for position in range(1, len(ENCODINGS) + 1))]
    lines += [f"{number}: {reason}" for reason, number in reasons.items()]
    lines.append(f"{reached} of {possible} combinations reached and rewritten; {len(PLACES) * len(ENCODINGS) - possible} cannot occur")
    sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert reached == possible
