"""Who receives: the catalogue of companies behind hosts, and what is known about each vendor's interface."""

from __future__ import annotations

from phiguard.destinations.shape import looks_like_tracker

__all__ = ["looks_like_tracker"]
