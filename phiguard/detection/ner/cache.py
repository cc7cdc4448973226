"""What was found in leaves seen before, by a keyed digest of their text; the text itself is not kept."""

from __future__ import annotations

import os
from collections.abc import Sequence
from hashlib import blake2b

from phiguard.detection.ner.engine import Mention

__all__ = ["LeafCache"]


class LeafCache:
    """A bounded memory of leaves.

    Two generations: a full one replaces the other, so that what is asked for again survives and nothing has to be counted.  Every step
    is one operation on a dict; threads need no lock, and a fork takes a consistent copy along.  The key is the process's own and is
    never written anywhere, so the digests say nothing outside it.

    Args:
        size: leaves in one generation; two are kept.
        longest: longer texts are not remembered.
    """

    def __init__(self, size: int = 4_096, *, longest: int = 20_000) -> None:
        self._size = size
        self._longest = longest
        self._key = os.urandom(32)
        self._young: dict[bytes, tuple[Mention, ...]] = {}
        self._old: dict[bytes, tuple[Mention, ...]] = {}

    def __len__(self) -> int:
        """Leaves remembered."""
        return len(self._young) + len(self._old)

    def get(self, engine: str, text: str) -> tuple[Mention, ...] | None:
        """What *engine* found in *text*, or None when that is not known."""
        if len(text) > self._longest:
            return None
        key = self._digest(engine, text)
        found = self._young.get(key)
        if found is None:
            found = self._old.get(key)
            if found is not None:
                self._put(key, found)
        return found

    def put(self, engine: str, text: str, found: Sequence[Mention]) -> None:
        """Remember what *engine* found in *text*."""
        if len(text) <= self._longest:
            self._put(self._digest(engine, text), tuple(found))

    def _put(self, key: bytes, found: tuple[Mention, ...]) -> None:
        young = self._young
        if len(young) >= self._size:
            self._old, self._young = young, {key: found}
        else:
            young[key] = found

    def _digest(self, engine: str, text: str) -> bytes:
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16, key=self._key, person=engine.encode()[:16]).digest()
