"""Numbers of those who give care: NPI and DEA.  One in ten epoch seconds passes an NPI's check digit, so neither counts without a word."""

from __future__ import annotations

from phiguard.detection import checks
from phiguard.detection.forms import FIRST, LAST, LEFT
from phiguard.detection.types import BuiltIn, spell

__all__ = ["RECOGNIZERS"]

RECOGNIZERS = (
    BuiltIn(
        id="us_npi",
        entity="US_NPI",
        score=0.9,
        pattern=rf"{FIRST}[12]\d{{9}}{LAST}",
        shapes=spell(LEFT, "0000000000"),
        check=checks.npi,
        needs_context=("npi", "national provider identifier", "us-npi", "provider id", "practitioner", "prescriber"),
        hits=("NPI 1234567893", "npi: 1234567893."),
        misses=("1234567893", "ts 1234567893", "NPI 1234567890"),
    ),
    BuiltIn(
        id="dea_number",
        entity="DEA_NUMBER",
        score=0.9,
        pattern=rf"{FIRST}[A-HJ-MPR-UXa-hj-mpr-ux][A-Za-z9]\d{{7}}{LAST}",
        shapes=spell(LEFT, ("A", "a"), ("A", "a", "0"), "0000000"),
        check=checks.dea,
        needs_context=("dea", "prescriber", "dea#"),
        hits=("DEA AB1234563",),
        misses=("AB1234563", "part AB1234563", "DEA AB1234564"),
    ),
)
