"""From leaves to findings: keys, shapes, labels, terms and known values."""

from phiguard.detection.analyse import Analysis, analyse
from phiguard.detection.context import role_of

__all__ = ["Analysis", "analyse", "role_of"]
