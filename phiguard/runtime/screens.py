"""Remembered screens: the same bytes asked for the same signals need no second pass.

Holds screens, never decisions (they depend on subject, destination, context and policy), and no payload: keys are keyed digests
with a per-process secret, so a memory dump cannot be searched for a guessed body.
"""

from __future__ import annotations

from hashlib import blake2b
from secrets import token_bytes
from typing import TYPE_CHECKING

from phiguard.model.signals import Signal

if TYPE_CHECKING:
    from phiguard.gate import Screen

__all__ = ["ScreenCache"]

_CACHED_BYTES = 64 * 1024
"""Longer bodies seldom repeat, and hashing them costs what it would save."""


class ScreenCache:
    """A bounded map from digest and mask to screen.

    Args:
        entries: how many screens are kept; when full, the older half goes.
    """

    __slots__ = ("_entries", "_secret", "_store")

    def __init__(self, entries: int = 4096) -> None:
        self._entries = entries
        self._secret = token_bytes(32)
        self._store: dict[tuple[bytes, int], Screen] = {}

    def key(self, data: bytes, mask: Signal) -> tuple[bytes, int] | None:
        """What *data* is remembered under, or None when it is too long to be worth it."""
        if len(data) > _CACHED_BYTES:
            return None
        return blake2b(data, digest_size=16, key=self._secret).digest(), int(mask)

    def get(self, key: tuple[bytes, int] | None) -> Screen | None:
        """The remembered screen, if any."""
        return self._store.get(key) if key else None

    def put(self, key: tuple[bytes, int] | None, screen: Screen) -> None:
        """Remember *screen*.  Safe between threads: a lost race costs one more scan."""
        if key is None:
            return
        if len(self._store) >= self._entries:
            self._store = dict(list(self._store.items())[self._entries // 2 :])
        self._store[key] = screen
