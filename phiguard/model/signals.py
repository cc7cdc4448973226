"""What the gate can say about raw bytes, as bits: the mask that a recipient asks for uses the same ones."""

from __future__ import annotations

from enum import IntFlag

__all__ = ["ALL_SIGNALS", "Signal"]


class Signal(IntFlag):
    """A class of things that could be in a payload."""

    KEY = 1
    """A key whose role is a direct identifier."""
    SHAPE = 2
    """A direct identifier by shape: SSN, phone, e-mail, date, card, VIN ..."""
    LINK = 4
    """A linkable identifier: hash, click id, tracker cookie, IP, device address."""
    PSEUDONYM = 8
    """A pseudonymous id's key (``anonymous_id``, ``distinct_id``, ``user_id``): in every telemetry event, so a bit of its own."""
    HEALTH = 16
    """A health term, code or key."""
    ENCODED = 32
    """Something that must be opened before it can be judged: escapes, base64, gzip, entities, non-ASCII text."""
    PROSE = 64
    """Free text that the name engine would have to read."""
    CUSTOM = 128
    """A policy-defined or third-party recognizer that declares no triggers: always maybe."""


ALL_SIGNALS = Signal(255)
