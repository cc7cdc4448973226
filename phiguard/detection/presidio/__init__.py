"""Presidio's pattern recognizers, and a user's own ones, as recognizers of ours; needs the package ``presidio-analyzer``."""

from phiguard.detection.presidio.engines import engines
from phiguard.detection.presidio.lane import ENTITIES, adopt, predefined

__all__ = ["ENTITIES", "adopt", "engines", "predefined"]
