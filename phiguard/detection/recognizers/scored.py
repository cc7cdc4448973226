"""Scores of questionnaires, and codes of RxNorm and of diagnosis-related groups, by the name that stands before them."""

from __future__ import annotations

from phiguard.detection.types import BuiltIn

__all__ = ["RECOGNIZERS"]

_TESTS = r"phq ?-? ?[289]|gad[ -]?[27]|audit-c|dast-? ?10|pcl-?5|epds|asrs|moca|mmse|mdq|y-?bocs|ham-?d|c-?ssrs"

RECOGNIZERS = (
    BuiltIn(
        id="assessment_score",
        entity="ASSESSMENT_SCORE",
        fewest=1,
        score=0.85,
        pattern=rf"(?i:(?<![a-z])(?:{_TESTS})(?![a-z\d])[^A-Za-z0-9\n]{{0,3}}"
        r"(?:(?:total|score|scored|result|of|is|was|at)[ :=]{1,2}){1,3})(?P<v>\d{1,3})(?![\w.]\d|\w|%)",
        literals=(
            *("phq", "gad-", "gad 7", "gad7", "gad 2", "gad2", "audit-c", "dast-", "dast1", "dast 1", "pcl-5", "pcl5", "epds", "asrs"),
            *("moca", "mmse", "mdq", "y-bocs", "ybocs", "ham-d", "hamd", "c-ssrs", "cssrs"),
        ),
        hits=("GAD-7 total 15", "PHQ-9 score of 17.", "EPDS was 12"),
        misses=("audit log 15", "gadget total 15", "PHQ-9 total", "face score 15"),
    ),
    BuiltIn(
        id="rxnorm_labelled",
        entity="RXNORM",
        fewest=3,
        score=0.85,
        pattern=r"(?i:(?<![a-z])(?:rxnorm|rxcui)(?: code| id| cui)?)[ :=#]{1,3}(?P<v>\d{3,8})(?![\w\-])",
        literals=("rxnorm", "rxcui"),
        hits=("RxNorm 197361", "rxcui: 1049502"),
        misses=("rxnorm version", "rxnorm 12", "norm 197361"),
    ),
    BuiltIn(
        id="drg_labelled",
        entity="DRG",
        fewest=3,
        score=0.85,
        pattern=r"(?<![A-Za-z])(?:(?:MS|APR|ms|apr)-)?(?:DRG|drg)(?: (?:code|CODE))?[ :=#]{1,3}(?P<v>\d{3})(?![\w\-])",
        literals=("drg",),
        hits=("DRG 470", "MS-DRG: 291"),
        misses=("DRG weights", "DRG 12", "drgn 470"),
    ),
)
