"""Codes of drugs, procedures, laboratory tests and clinical terms: each only beside a word that names its system."""

from __future__ import annotations

from phiguard.detection import checks
from phiguard.detection.forms import FIRST, LAST, LEFT
from phiguard.detection.types import BuiltIn, spell

__all__ = ["RECOGNIZERS"]

RECOGNIZERS = (
    BuiltIn(
        id="ndc",
        entity="NDC",
        score=0.9,
        pattern=rf"{FIRST}(?:\d{{4}}-\d{{4}}-\d\d|\d{{5}}-\d{{3,4}}-\d\d|\d{{5}}-\d{{4}}-\d|\d{{11}}){LAST}",
        shapes=spell(LEFT, ("0000-0000-00", "00000-000-00", "00000-0000-0", "00000000000")),
        needs_context=("ndc", "national drug code", "drug code"),
        hits=("NDC 0002-8215-01", "ndc 50580-449-05"),
        misses=("0002-8215-01", "bin 12345-1234-12"),
    ),
    BuiltIn(
        id="cpt",
        entity="CPT_CODE",
        score=0.85,
        pattern=rf"{FIRST}\d{{4}}[\dFTU]{LAST}",
        shapes=spell(LEFT, ("00000", "0000A")),
        needs_context=("cpt", "cpt code", "procedure code"),
        hits=("CPT 99213",),
        misses=("99213", "zip 99213", "CPT 992"),
    ),
    BuiltIn(
        id="hcpcs",
        entity="HCPCS",
        score=0.85,
        pattern=rf"{FIRST}[A-V]\d{{4}}{LAST}",
        shapes=spell(LEFT, "A0000"),
        needs_context=("hcpcs", "hcpc"),
        hits=("HCPCS J0135",),
        misses=("J0135", "hcpcs W0135"),
    ),
    BuiltIn(
        id="loinc",
        entity="LOINC",
        score=0.9,
        pattern=rf"{FIRST}\d{{3,5}}-\d{LAST}",
        shapes=spell(LEFT, ("000-0", "0000-0", "00000-0")),
        check=checks.loinc,
        needs_context=("loinc",),
        hits=("LOINC 718-7", "loinc: 75622-1"),
        misses=("718-7", "loinc 718-8"),
    ),
    BuiltIn(
        id="snomed_ct",
        entity="SNOMED_CT",
        score=0.9,
        pattern=rf"{FIRST}\d{{6,18}}{LAST}",
        shapes=spell(LEFT, "000000"),
        check=checks.snomed,
        needs_context=("snomed", "sct", "snomed-ct", "sctid", "snomed ct"),
        hits=("SNOMED 44054006", "sct:22298006"),
        misses=("44054006", "snomed 44054007"),
    ),
)
