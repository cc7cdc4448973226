"""Small turns of phrase that several commands share."""

from __future__ import annotations

__all__ = ["counted"]


def counted(number: int, thing: str) -> str:
    """``1 host``, ``2 hosts``."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
