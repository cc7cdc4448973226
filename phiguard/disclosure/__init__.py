"""The conjunction: an identifier and health context, in one event, toward a recipient who may not have both."""

from __future__ import annotations

from phiguard.disclosure.judge import judge, side
from phiguard.disclosure.mask import possible, signals

__all__ = ["judge", "possible", "side", "signals"]
