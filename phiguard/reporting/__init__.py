"""Says what happened to calls, to people and to machines, without becoming the next leak."""

from __future__ import annotations

from phiguard.reporting.log import LogReporter, announce
from phiguard.reporting.otel import PROCESS, OtelReporter
from phiguard.reporting.reporter import TAPS, ErrorReporter, Listeners, Reporter
from phiguard.reporting.site import call_site, own_place
from phiguard.reporting.words import is_reported

__all__ = [
    "PROCESS",
    "TAPS",
    "ErrorReporter",
    "Listeners",
    "LogReporter",
    "OtelReporter",
    "Reporter",
    "announce",
    "call_site",
    "default_reporters",
    "is_reported",
    "own_place",
]


def default_reporters() -> tuple[Reporter, ...]:
    """Who hears of outcomes when nobody says otherwise: the logger, OpenTelemetry (imported at the first call), and tests' captures."""
    return LogReporter(), OtelReporter(), TAPS
