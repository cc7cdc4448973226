"""Marks of what must be opened before it can be judged: escapes that hide letters, containers, compression."""

from __future__ import annotations

__all__ = ["CASED", "CASELESS", "ESCAPES", "HEADS", "MIXED_CASE"]

_UNRESERVED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"
"""What no encoder has a reason to escape (RFC 3986, 2.3)."""

CASELESS = (
    *dict.fromkeys(f"%{ord(char):02x}" for char in _UNRESERVED),
    *(
        "%25",
        "%00",
        "&#",
        "%26%23",
        "&quot;",
        "&apos;",
        "&nbsp;",
        "&commat;",
        "&period;",
        "&lowbar;",
        "&hyphen;",
        "&dash;",
        "&sol;",
        "&colon;",
    ),
    *("&equals;", "&comma;", "&amp;#", "&amp;quot", "&num;", "&excl;", "&tab;", "&newline;", "%26quot%3b", "%26nbsp%3b"),
    *("\ncontent-encoding:", "content-transfer-encoding:", "quoted-printable", "utf-16", "utf16", "utf-7"),
    *("%5cx", "%5cu", "%u00", "=3d"),
    *("msh|", "\npid|", "isa*", "nm1*"),
)
"""Escapes of unreserved characters, double escapes, named and numbered character references, declared encodings, escapes that a form
escaped again, and the segments of clinical messages whose fields have no names of their own."""

CASED = ("H4sI", "JTdC", "JTVC", "W3si", "W1si", "eJz", "KLUv")
"""Base64 of gzip, of percent-encoded JSON, of JSON lists, of zlib and of zstd."""

HEADS = ("eyJ", "eyAi", "ewog", "ewoJ", "PD94", "PGh0")
"""Base64 of a JSON object, XML and HTML; whether it opens is looked at, because tokens begin so too."""

ESCAPES = (("\\u", r"\\u[0-9A-Fa-f]{4}"), ("\\U", r"\\U[0-9A-Fa-f]{8}"), ("\\x", r"\\x[0-9A-Fa-f]{2}"))
"""JSON, JavaScript and Python escapes."""

_MIXED = (
    "0AA0a A0aa0 a0Aa0 aA00a 0aaAa A0AAa aAA00 0aAAa A0aaa AAaaA 0AAA0 A00aA 0AaA0 Aa0AA AAAaA AaAaA AAAaaA aAAaA AaAAa AAaAA aAaAA AAA0A"
)
MIXED_CASE = tuple(_MIXED.split())
"""Letter cases over the folded alphabet that names seldom have and base64 of text does: 99 of 100 short texts hold one."""
