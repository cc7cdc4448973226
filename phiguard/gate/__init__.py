"""The gate: which classes of things could be in some bytes, and where, for about the price of parsing them.

A clear "nothing" lets a call go unparsed; everything else is a *maybe* that the analyser looks into.  What the analyser can find, the
gate never misses: both are made from `phiguard.detection.vocabulary`.
"""

from __future__ import annotations

from phiguard.gate.current import adopt, current, engine, on_first_use, screen
from phiguard.gate.joined import join
from phiguard.gate.plan import Plan
from phiguard.gate.screening import Gate, Located, Screen
from phiguard.gate.vocabulary import Vocabulary

__all__ = ["Gate", "Located", "Plan", "Screen", "Vocabulary", "adopt", "current", "engine", "join", "on_first_use", "screen"]
