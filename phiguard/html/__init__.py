"""Trackers in served pages: bytes in, what was found out.  Nothing is fetched, run or changed."""

from __future__ import annotations

from phiguard.html.trackers import Tracker, find_trackers

__all__ = ["Tracker", "find_trackers"]
