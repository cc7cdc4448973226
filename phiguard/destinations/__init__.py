"""Who receives: the catalogue of companies behind hosts, and what is known about each vendor's interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phiguard.destinations.shape import looks_like_tracker

__all__ = ["looks_like_tracker"]


def __getattr__(name: str) -> object:
    """What only the analysis asks for is imported when it does."""
    if name != "looks_like_tracker":
        raise AttributeError(name)
    from phiguard.destinations.shape import looks_like_tracker

    return looks_like_tracker
