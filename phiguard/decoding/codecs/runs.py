"""Runs of text inside bytes of an unknown format: seen as they stand, and masked at the same length so that nothing around them moves."""

from __future__ import annotations

from phiguard.decoding.codec import Field, Hint, Opened, Raw
from phiguard.model.patterns import late

__all__ = ["RUNS", "RunsBytes"]

_RUN = late(rb"(?:[\x20-\x7e\t]|[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){6,}")
_SHARE = 4
"""At least one byte in so many must be text; else it is an image, a model or cipher text, where runs are chance."""


def _mask(new: Raw, raw: Raw) -> Raw:
    """*new* cut or filled up with ``*`` to the length of *raw*."""
    data = new.encode("utf-8", "replace") if isinstance(new, str) else new
    cut = data[: len(raw)].decode("utf-8", "ignore").encode("utf-8")
    return cut + b"*" * (len(raw) - len(cut))


class RunsBytes:
    """The codec of last resort: what it gives is never all, so the message stays incomplete."""

    def open(self, source: bytes, hint: Hint) -> Opened | None:
        """See `BytesCodec`."""
        found = list(_RUN.finditer(source))[: hint.fields_max]
        if sum(len(run.group()) for run in found) * _SHARE < len(source):
            return None
        fields = [Field((index,), *run.span(), run.group().decode("utf-8", "surrogateescape"), _mask) for index, run in enumerate(found)]
        return Opened(fields=fields, codec="binary", blank=b"", incomplete="opaque")


RUNS = RunsBytes()
