"""The role table as the judges of keys ask it: each form with the bits of its role, out of two strings once a key is really there."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from functools import cached_property

__all__ = ["KeyForms"]

_SIZE = struct.Struct("<2I")
_SEPARATOR = "\n"


class KeyForms:
    """Key forms (lower-case words joined by one blank) with their bits, 0 where a value tells nothing.

    Args:
        joined: the forms, sorted, one a line.
        bits: those of each form, one byte each.
    """

    def __init__(self, joined: str, bits: bytes) -> None:
        self._joined = joined
        self._bits = bits

    @classmethod
    def of(cls, forms: Mapping[str, int]) -> KeyForms:
        """From the bits of each form."""
        names = sorted(forms)
        return cls(_SEPARATOR.join(names), bytes(forms[name] for name in names))

    @cached_property
    def table(self) -> Mapping[str, int]:
        """The bits of each form."""
        return dict(zip(self._joined.split(_SEPARATOR), self._bits, strict=True)) if self._bits else {}

    def dump(self) -> bytes:
        """As bytes, for `load`."""
        text = self._joined.encode()
        return _SIZE.pack(len(self._bits), len(text)) + self._bits + text

    @classmethod
    def load(cls, part: bytes) -> KeyForms:
        """The forms that `dump` wrote.

        Raises:
            ValueError: these are none.
        """
        count, length = _SIZE.unpack_from(part)
        bits, text = part[_SIZE.size : _SIZE.size + count], part[_SIZE.size + count :]
        if len(bits) != count or len(text) != length:
            msg = "gate plan: counts differ"
            raise ValueError(msg)
        return cls(text.decode(), bits)
