"""Which bit an entity sets: by its key, and by its shape."""

from __future__ import annotations

from phiguard.model.entities import ENTITIES, Kind, Strength
from phiguard.model.roles import Role, Use
from phiguard.model.signals import Signal

__all__ = ["SIGNALS", "by_key", "by_role", "by_shape"]


class _Signals(dict[int, Signal]):
    def __missing__(self, bits: int) -> Signal:
        made = self[bits] = Signal(bits)
        return made


SIGNALS = _Signals()
"""Every combination, made once: arithmetic on an enum costs more than the gate on a short payload."""

_PSEUDONYMS = frozenset({"EXTERNAL_ID", "COOKIE_ID", "DEVICE_ID", "SESSION_ID", "MOBILE_AD_ID"})


def by_key(entity: str) -> int:
    """The bit of a key whose role is *entity*; an entity that only a policy knows counts as a direct identifier."""
    if entity in _PSEUDONYMS:
        return Signal.PSEUDONYM.value
    return _by_kind(entity, Signal.KEY.value)


def by_shape(entity: str, strength: Strength | None = None) -> int:
    """The bit of a recognizer for *entity* that judges its findings to be of *strength*."""
    if strength in (Strength.CLINICAL, Strength.CARE, Strength.IMPLIED):
        return Signal.HEALTH.value
    if strength is Strength.LINKABLE:
        return Signal.LINK.value
    if strength is Strength.DIRECT:
        return Signal.SHAPE.value
    return _by_kind(entity, Signal.SHAPE.value)


def by_role(role: Role | None) -> int:
    """The bit that a key of *role* sets; none where the value itself has to tell (content) or tells nothing (safe, opaque)."""
    return by_key(role.entity) if role is not None and role.use is Use.VALUE else 0


def _by_kind(entity: str, direct: int) -> int:
    known = ENTITIES.get(entity)
    if known is None:
        return direct
    if known.kind is Kind.HEALTH:
        return Signal.HEALTH.value
    return Signal.LINK.value if known.strength is Strength.LINKABLE else direct
