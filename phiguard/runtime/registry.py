"""Which guard the interceptors ask: one reference, swapped as a whole, so that calls in flight keep theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phiguard.runtime.guard import Guard

__all__ = ["activate", "active", "deactivate"]

_installed: Guard | None = None


def active() -> Guard | None:
    """The guard in force, or None: then calls pass as if phiguard were not there."""
    return _installed


def activate(guard: Guard) -> None:
    """Put *guard* in force."""
    global _installed  # noqa: PLW0603 -- the one process-wide reference; patched clients have no other way to find their guard
    _installed = guard


def deactivate(guard: Guard) -> None:
    """Take *guard* out of force, if it is the one in force."""
    global _installed  # noqa: PLW0603 -- as above
    if _installed is guard:
        _installed = None
