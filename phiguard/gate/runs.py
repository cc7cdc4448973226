"""Long unbroken runs and mixed-case tokens: hashes, and encodings that no prefix gives away."""

from __future__ import annotations

from base64 import b32decode, b64decode
from binascii import Error
from zlib import MAX_WBITS, decompressobj
from zlib import error as zlib_error

from phiguard.model.patterns import late
from phiguard.model.signals import Signal

__all__ = ["long_runs", "opens_token"]

_STEP = 2
_LONG = 24
"""Shorter runs are words and numbers; base64 as short as 12 characters is found by its letter case instead."""
_SAMPLE = b"a" * (_LONG // _STEP)
_ASCII = 128
_ALNUM = bytes(ord("a") if (chr(code).isalnum() and code < _ASCII) or code == ord("+") else ord(" ") for code in range(256))
_RUN = late(rb"[A-Za-z0-9+/_\-]{24,}")
_TAIL = late(rb"[A-Za-z0-9+/_\-]*\Z")
_HASH = late(rb"[0-9a-f]{64}|[0-9A-F]{64}")
_HEX = late(rb"(?:0[xX])?((?:[0-9a-f]{2}){8,}|(?:[0-9A-F]{2}){8,})")
_PRINTABLE = bytes(32 <= code < 127 or code in (9, 10, 13) for code in range(256))
_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
_COMPRESSED = (b"\x1f\x8b\x08", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda", b"\x28\xb5\x2f\xfd")
_PERCENT, _BACKSLASH = b"%\\"
_HASH_LENGTH = 64
_ESCAPED_BREAK = 3
_SHORTEST = 12
_PARTS = 8
_HEAD = 48
_MOSTLY = 0.9
_WORDS = 18


def long_runs(data: bytes, wanted: int) -> list[tuple[int, int, int]]:
    """(signal, start, end) of the runs that hold a hash or an encoding.

    Every second byte is looked at: a run of 24 fills twelve samples in a row, and wherever the samples begin, no UUID fills nine.
    """
    samples = data[::_STEP].translate(_ALNUM)
    at = samples.find(_SAMPLE)
    found: list[tuple[int, int, int]] = []
    while at >= 0:
        low = max(0, at * _STEP - _LONG)
        tail = _TAIL.search(data[low : at * _STEP])
        match = _RUN.match(data, low + tail.start() if tail else 0)
        if match is None:
            at = samples.find(_SAMPLE, at + 1)
            continue
        signal = _classify(data, *match.span()) & wanted
        if signal:
            found.append((signal, match.start(), match.end()))
        at = samples.find(_SAMPLE, max(at + 1, match.end() // _STEP))
    return found


def _classify(data: bytes, start: int, end: int) -> int:
    run = data[start + _glue(data, start) : end]
    if len(run) == _HASH_LENGTH and _HASH.fullmatch(run):
        return Signal.LINK.value
    return Signal.ENCODED.value if opens_token(data, start, end) else 0


def _glue(data: bytes, start: int) -> int:
    r"""How many bytes of the run at *start* belong to the escape before it: the 22 of ``%22``, the n of ``\n``, the 5Cn of ``%5Cn``."""
    before = data[start - 1]
    if before == _BACKSLASH:
        return 1
    if before != _PERCENT:
        return 0
    return _ESCAPED_BREAK if data[start : start + _ESCAPED_BREAK] in (b"5Cn", b"5Cr", b"5Ct", b"5cn", b"5cr", b"5ct") else 2


def opens_token(data: bytes, start: int, end: int) -> bool:
    r"""Whether ``data[start:end]``, or a part of it between slashes, decodes to text; opaque tokens, paths and digests do not."""
    run = data[start + _glue(data, start) : end]
    if _opens(run):
        return True
    parts = run.split(b"/", _PARTS)
    return len(parts) > 1 and any(_opens(part) for part in parts)


def _opens(run: bytes) -> bool:
    if len(run) < _SHORTEST:
        return False
    digits = _HEX.fullmatch(run)
    if digits:
        return _text(bytes.fromhex(digits[1][: 2 * _HEAD].decode())) and not run.isdigit()
    if run.isdigit() or run.islower():
        return False
    if run.isupper():
        return _text(_unbase32(run[:_HEAD]))
    piece = _unbase64(run[:_HEAD].translate(_TO_STANDARD))
    return _text(piece) or _text(_inflated(piece))


def _unbase32(piece: bytes) -> bytes:
    try:
        return b32decode(piece[: len(piece) // 8 * 8])
    except (Error, ValueError):
        return b""


def _inflated(piece: bytes) -> bytes:
    """The beginning of a raw deflate stream (RFC 1951), as SAML's redirect binding sends it."""
    try:
        return decompressobj(-MAX_WBITS).decompress(piece, _HEAD)
    except zlib_error:
        return b""


def _unbase64(piece: bytes) -> bytes:
    try:
        return b64decode(piece + b"=" * (-len(piece) % 4))
    except (Error, ValueError):
        return b""


def _text(raw: bytes) -> bool:
    if raw.startswith(_COMPRESSED):
        return True
    printable = sum(raw.translate(_PRINTABLE))
    return bool(raw) and (printable >= _MOSTLY * len(raw) or (len(raw) >= _WORDS and _utf8(raw)))


def _utf8(raw: bytes) -> bool:
    """Text beyond ASCII, or UTF-16: every other byte zero."""
    if not any(raw[1::2]) or not any(raw[::2]):
        return True
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(raw) - 3
    return True
