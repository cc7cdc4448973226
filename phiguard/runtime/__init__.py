"""The stateful middle: the guard, the context it reads, the one shell that catches, and which guard is installed."""

from __future__ import annotations

from phiguard.runtime.registry import activate, active, deactivate

__all__ = ["activate", "active", "deactivate"]
