"""Vehicles: VIN with its check digit (49 CFR 565.15), license plates by label."""

from __future__ import annotations

from phiguard.detection import checks
from phiguard.detection.forms import FIRST, LAST
from phiguard.detection.types import BuiltIn

__all__ = ["RECOGNIZERS"]

RECOGNIZERS = (
    BuiltIn(
        id="vin",
        entity="VIN",
        fewest=4,
        score=0.95,
        pattern=rf"{FIRST}[A-HJ-NPR-Z0-9]{{17}}{LAST}",
        literals=("vin", "vehicle", "car ", "chassis"),
        check=checks.vin,
        needs_context=("vin", "vehicle", "car", "chassis"),
        hits=("VIN 1HGCM82633A004352",),
        misses=("1HGCM82633A004352", "VIN 1HGCM82643A004352", "vin 00000000000000000"),
    ),
    BuiltIn(
        id="license_plate",
        entity="LICENSE_PLATE",
        fewest=1,
        score=0.8,
        pattern=r"(?i:(?:licen[sc]e|number) plate(?: number| no\.?)?)[ :#]{1,3}(?:[A-Z]{2} )?(?P<v>[A-Z0-9]{1,4}[- ]?[A-Z0-9]{2,4})(?!\w)",
        literals=("plate",),
        check=lambda text: any(char.isdigit() for char in text),
        hits=("license plate: 7ABC123",),
        misses=("license plate holder", "dinner plate 12345"),
    ),
)
