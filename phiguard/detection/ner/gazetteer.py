"""What is known of a word beforehand: somebody's name, a town, a medical word, an everyday word.

The file groups words by a code of five digits: how common as a given name and as a surname (0 to 3), a town's, a medical word's, and
how common as an everyday word (0 to 2).
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping

__all__ = ["pack", "unpack"]


def pack(codes: Mapping[str, str]) -> bytes:
    """*codes* (lower-case word to code) as the bytes of a file; the same for the same words."""
    groups: dict[str, list[str]] = {}
    for word in sorted(codes):
        groups.setdefault(codes[word], []).append(word)
    return zlib.compress("\n".join(f"{code}\t{' '.join(groups[code])}" for code in sorted(groups)).encode(), 9)


def unpack(data: bytes) -> dict[str, str]:
    """The inverse of `pack`.

    Raises:
        zlib.error: the bytes are damaged.
        ValueError: they are something else.
    """
    codes: dict[str, str] = {}
    for line in zlib.decompress(data).decode().split("\n"):
        code, _, words = line.partition("\t")
        codes.update(dict.fromkeys(words.split(" "), code))
    return codes
