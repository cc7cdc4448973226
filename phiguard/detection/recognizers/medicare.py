"""Medicare beneficiary identifiers (CMS: eleven characters, letters without S L O I B Z)."""

from __future__ import annotations

from phiguard.detection.forms import LAST, LEFT, MBI
from phiguard.detection.types import BuiltIn, spell

__all__ = ["RECOGNIZERS"]

_AN = ("A", "0")

RECOGNIZERS = (
    BuiltIn(
        id="us_mbi",
        entity="US_MBI",
        score=0.9,
        pattern=rf"(?<![\w.\-]){MBI.pattern}{LAST}",
        shapes=spell(LEFT, "0A", _AN, "0", ("-", ""), "A", _AN, "0", ("-", ""), "AA00"),
        hits=("medicare 1EG4-TE5-MK73", "1EG4TE5MK73"),
        misses=("1SG4TE5MK73", "0EG4TE5MK73", "x1EG4TE5MK73", "1eg4te5mk73"),
    ),
)
