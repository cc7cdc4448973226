"""Compressed data by its declared encoding or its head, opened within a bound on bytes and ratio, and wrapped again in the same format."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import NamedTuple, Protocol

from phiguard.decoding.codec import Encode, Hint, Opened, Raw, layer

__all__ = ["COMPRESSED", "CompressedBytes", "open_brotli", "open_encoding", "open_raw_deflate"]

_STEP = 1 << 18
_BROTLI_STEP = 1 << 14
"""Brotli does not say how much of its input it has used, so it gets little at a time and the ratio stays honest."""
_RATIO_FROM = 1 << 20
_ZSTD_WINDOW = 23
"""Logarithm of the largest window: 8 MB is what a receiver of the content encoding must support (RFC 9659 section 2)."""
_GZIP_WINDOW, _ZLIB_WINDOW, _RAW_WINDOW = 31, 15, -15


class _Decompressor(Protocol):
    """What `_expand` needs of zlib's objects, whose type has no public name."""

    @property
    def eof(self) -> bool: ...
    @property
    def unconsumed_tail(self) -> bytes: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Expanded(NamedTuple):
    data: bytes
    trailing: bytes
    incomplete: str = ""


class _Zstd(NamedTuple):
    data: bytes
    encode: Encode


def _bytes(value: Raw) -> bytes:
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogateescape")


def _expand(data: bytes, make: Callable[[], _Decompressor], hint: Hint) -> _Expanded | None:
    """Decompress all streams of *data* one after the other; None when it is broken or cut short."""
    pieces: list[bytes] = []
    size, rest = 0, data
    decompressor = make()
    while True:
        try:
            piece = decompressor.decompress(rest, _STEP)
        except (zlib.error, ValueError):
            return None
        pieces.append(piece)
        size += len(piece)
        used = len(data) - len(decompressor.unconsumed_tail) - len(decompressor.unused_data)
        if size > hint.room or (size > _RATIO_FROM and size > used * hint.limits.expand_max_ratio):
            return _Expanded(b"", b"", "expansion")
        if decompressor.eof:
            rest = decompressor.unused_data
            if not rest.startswith(b"\x1f\x8b"):
                return _Expanded(b"".join(pieces), rest)
            decompressor = make()
        else:
            rest = decompressor.unconsumed_tail
            if not rest and not piece:
                return None


def _zlib(window: int) -> Callable[[], _Decompressor]:
    return lambda: zlib.decompressobj(window)


def _gzip_again(new: Raw, _raw: Raw) -> Raw:
    return gzip.compress(_bytes(new), 6, mtime=0)


def _zlib_again(new: Raw, raw: Raw) -> Raw:
    level = {b"\x01": 1, b"\x5e": 5, b"\xda": 9}.get(_bytes(raw)[1:2], 6)
    return zlib.compress(_bytes(new), level)


def _deflate_again(new: Raw, _raw: Raw) -> Raw:
    compressor = zlib.compressobj(6, zlib.DEFLATED, _RAW_WINDOW)
    return compressor.compress(_bytes(new)) + compressor.flush()


def _inflate(name: str, data: bytes, window: int, encode: Callable[[Raw, Raw], Raw], hint: Hint) -> Opened | None:
    found = _expand(data, _zlib(window), hint)
    if found is None or (found.trailing and found.trailing.strip(b"\x00")):
        return None
    if found.incomplete:
        return Opened(fields=(), codec=name, grown=hint.room, incomplete=found.incomplete)
    return layer(name, data, found.data, encode, grown=len(found.data), hint=hint)


def _open_gzip(data: bytes, hint: Hint) -> Opened | None:
    return _inflate("gzip", data, _GZIP_WINDOW, _gzip_again, hint)


def open_raw_deflate(data: bytes, hint: Hint) -> Opened | None:
    """Deflate without zlib's head and checksum (RFC 1951); None when *data* is none."""
    return _inflate("deflate", data, _RAW_WINDOW, _deflate_again, hint)


def _open_deflate(data: bytes, hint: Hint) -> Opened | None:
    """``deflate`` means zlib (RFC 9110 section 8.4.1.2), and some senders leave its head out."""
    return _inflate("deflate", data, _ZLIB_WINDOW, _zlib_again, hint) or open_raw_deflate(data, hint)


@lru_cache
def _library(*names: str) -> ModuleType | None:
    """The first of some optional libraries that is installed, imported when the first body needs it."""
    for name in names:
        try:
            return import_module(name)
        except ImportError:
            continue
    return None


def open_brotli(data: bytes, hint: Hint) -> Opened | None:
    """A brotli stream (RFC 7932); None when *data* is none, or no library that can stop at a bound is installed."""
    brotli = _library("brotli", "brotlicffi")
    if brotli is None:
        return None
    decompressor, pieces, size, used = brotli.Decompressor(), [], 0, 0
    try:
        while not decompressor.is_finished():
            chunk = data[used : used + _BROTLI_STEP] if decompressor.can_accept_more_data() else b""
            piece = decompressor.process(chunk, output_buffer_limit=_STEP)
            used, size = used + len(chunk), size + len(piece)
            pieces.append(piece)
            if size > hint.room or (size > _RATIO_FROM and size > used * hint.limits.expand_max_ratio):
                return Opened(fields=(), codec="br", grown=hint.room, incomplete="expansion")
            if not piece and not chunk:
                return None
    except (brotli.error, TypeError):
        return None
    return layer("br", data, b"".join(pieces), lambda new, _raw: bytes(brotli.compress(_bytes(new), quality=5)), grown=size, hint=hint)


def _open_zstd(data: bytes, hint: Hint) -> Opened | None:
    bound = min(hint.room, max(_RATIO_FROM, len(data) * hint.limits.expand_max_ratio))
    found = _zstd_by_package(data, bound) or _zstd_by_python(data, bound)
    if found is None:
        return None
    if len(found.data) > bound:
        return Opened(fields=(), codec="zstd", grown=hint.room, incomplete="expansion")
    return layer("zstd", data, found.data, found.encode, grown=len(found.data), hint=hint)


def _zstd_by_package(data: bytes, bound: int) -> _Zstd | None:
    """By the package zstandard; at most one byte more than *bound*."""
    zstandard = _library("zstandard")
    if zstandard is None:
        return None
    try:
        reader = zstandard.ZstdDecompressor(max_window_size=1 << _ZSTD_WINDOW).stream_reader(data, read_across_frames=True)
        return _Zstd(reader.read(bound + 1), lambda new, _raw: bytes(zstandard.ZstdCompressor().compress(_bytes(new))))
    except zstandard.ZstdError:
        return None


def _zstd_by_python(data: bytes, bound: int) -> _Zstd | None:
    """By the standard library of Python 3.14, or its backport."""
    zstd = _library("compression.zstd", "backports.zstd")
    if zstd is None:
        return None
    decompressor = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW})
    try:
        text = decompressor.decompress(data, bound + 1)
    except zstd.ZstdError:
        return None
    if len(text) <= bound and not decompressor.eof:
        return None
    return _Zstd(text, lambda new, _raw: bytes(zstd.compress(_bytes(new))))


_BY_NAME: dict[str, Callable[[bytes, Hint], Opened | None]] = {
    "gzip": _open_gzip,
    "x-gzip": _open_gzip,
    "deflate": _open_deflate,
    "zlib": _open_deflate,
    "br": open_brotli,
    "zstd": _open_zstd,
}


def open_encoding(name: str, data: bytes, hint: Hint) -> Opened | None:
    """Undo the content encoding *name* (RFC 9110 section 8.4.1); None when it is unknown, not installed or broken."""
    opener = _BY_NAME.get(name)
    return opener(data, hint) if opener else None


class CompressedBytes:
    """The codec for data that nobody declared to be compressed, by its head."""

    def open(self, source: bytes, hint: Hint) -> Opened | None:
        """See `BytesCodec`."""
        if source.startswith(b"\x1f\x8b\x08"):
            return _open_gzip(source, hint)
        if source[:1] == b"\x78" and source[1:2] in (b"\x01", b"\x5e", b"\x9c", b"\xda"):
            return _inflate("deflate", source, _ZLIB_WINDOW, _zlib_again, hint)
        return _open_zstd(source, hint) if source.startswith(b"\x28\xb5\x2f\xfd") else None


COMPRESSED = CompressedBytes()
