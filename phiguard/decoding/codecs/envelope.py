"""Sentry envelopes: a header line, then items of a header line and a payload whose length the header gives."""

from __future__ import annotations

import json
from typing import Any

from phiguard.decoding.codec import OBJECT, Field, Hint, Opened, Raw, as_is
from phiguard.model.patterns import late

__all__ = ["ENVELOPE", "ITEM", "EnvelopeBytes", "ItemBytes"]

_MEDIA = "application/x-sentry-envelope"
_ITEM_MEDIA = "application/x-sentry-envelope-item"
_LENGTH = late(rb'("length"\s*:\s*)[0-9]+')
_HEAD_MAX = 16_384


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line) if line[:1] == b"{" and len(line) < _HEAD_MAX else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _line_end(source: bytes, at: int) -> int:
    found = source.find(b"\n", at)
    return len(source) if found < 0 else found


def _items(source: bytes, at: int) -> list[tuple[int, int]] | None:
    """The spans of the items from *at* on, or None when this is no envelope."""
    items: list[tuple[int, int]] = []
    while at < len(source):
        if source[at : at + 1] == b"\n":
            at += 1
            continue
        head_end = _line_end(source, at)
        head = _object(source[at:head_end])
        if head is None or not isinstance(head.get("type"), str):
            return None
        length = head.get("length")
        start = min(head_end + 1, len(source))
        end = start + length if isinstance(length, int) and length >= 0 else _line_end(source, start)
        if end > len(source):
            return None
        items.append((at, end))
        at = end
    return items


def _encode_item(new: Raw, _raw: Raw) -> Raw:
    """Write an item with the length that it now has."""
    data = new if isinstance(new, bytes) else new.encode("utf-8", "surrogateescape")
    head, newline, payload = data.partition(b"\n")
    return _LENGTH.sub(rb"\g<1>" + str(len(payload)).encode("ascii"), head, count=1) + newline + payload


class EnvelopeBytes:
    """The codec, for declared envelopes and for bodies that begin like one; the items are the events."""

    def open(self, source: bytes, hint: Hint) -> Opened | None:
        """See `BytesCodec`."""
        if not hint.media.startswith(_MEDIA) and (not hint.whole or source[:1] != b"{"):
            return None
        first = _line_end(source, 0)
        items = _items(source, first + 1) if _object(source[:first]) is not None else None
        if not items:
            return None
        fields = [Field((0,), 0, first, source[:first], as_is, first=0, last=min(first + 1, len(source)))]
        for position, (start, end) in enumerate(items, start=1):
            after = end + (source[end : end + 1] == b"\n")
            value = source[start:end]
            fields.append(Field((position,), start, end, value, _encode_item, first=start, last=after, shape=OBJECT, media=_ITEM_MEDIA))
        return Opened(fields=fields, codec="envelope", events=1, blank=b"")


class ItemBytes:
    """The codec for one item: its header line and its payload."""

    def open(self, source: bytes, hint: Hint) -> Opened | None:
        """See `BytesCodec`."""
        if hint.media != _ITEM_MEDIA:
            return None
        head = _line_end(source, 0)
        fields = [Field((0,), 0, head, source[:head], as_is)]
        if head + 1 < len(source):
            fields.append(Field((1,), head + 1, len(source), source[head + 1 :], as_is))
        return Opened(fields=fields, blank=b"")


ENVELOPE = EnvelopeBytes()
ITEM = ItemBytes()
