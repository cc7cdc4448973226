"""``phiguard demo``: three named leaks sent through real clients to recorders on loopback, unguarded and then guarded."""

from __future__ import annotations

__all__: list[str] = []
