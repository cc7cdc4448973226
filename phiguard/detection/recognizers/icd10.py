"""ICD-10-CM codes: only categories of the 2026 tabular list (CMS, public domain), only beside a word for it or another sign of health."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from phiguard.detection.forms import LAST, LEFT
from phiguard.detection.types import BuiltIn, spell

__all__ = ["RECOGNIZERS"]

_CATEGORIES = """A00-09 15 17-28 30-44 46 48-60 63-71 74-75 77-96 98-99
B00-10 15-20 25-27 30 33-60 64-83 85-92 94-97 99
C00-26 30-34 37-41 43-58 60-86 88 90-96 4A 7A 7B
D00-07 09-53 55-78 80-84 86 89 3A
E00-11 13 15-16 20-32 34-36 40-46 50-56 58-61 63-68 70-80 83-89
F01-07 09-25 28-34 39-45 48 50-55 59-60 63-66 68-73 78-82 84 88-91 93-95 98-99
G00-14 20-21 23-26 30-32 35-37 40 43-47 50-65 70-73 80-83 89-99
H00-02 04-05 10-11 15-18 20-22 25-28 30-36 40 42-44 46-47 49-55 57 59-62 65-75 80-83 90-95
I00-02 05-13 15-16 20-28 30-52 60-63 65-83 85-89 95-97 99 1A 5A
J00-06 09-18 20-22 30-45 47 60-70 80-82 84-86 90-96 98-99 4A
K00-06 08-09 11-14 20-23 25-31 35-38 40-46 50-52 55-68 70-77 80-83 85-87 90-92 94-95
L00-05 08 10-14 20-30 40-45 49-60 62-68 70-76 80-95 97-99
M00-02 04-08 10-27 30-36 40-43 45-51 53-54 60-63 65-67 70-72 75-77 79-81 83-97 99 1A
N00-08 10-23 25-37 39-53 60-65 70-77 80-99
O00-04 07-16 20-26 28-36 40-48 60-77 80 82 85-92 94 98-99 9A
P00-05 07-15 19 22-29 35-39 50-61 70-72 74 76-78 80-81 83-84 90-96
Q00-07 10-18 20-28 30-45 50-56 60-87 89-93 95-99 A0
R00-01 03-07 09-23 25-27 29-37 39-65 68-71 73-94 97 99
S00-17 19-99
T07 14-28 30-34 36-71 73-76 78-88
U07 09
V00-06 09-99
W00-01 03-40 42 44-46 49-62 64-65 67 69 73-74 85-86 88-90 92-94 99
X00-06 08 10-19 30-32 34-39 50 52 58 71-83 92-99
Y00-04 07-09 21-33 35-38 62-66 69-84 90 92-93 95 99
Z00-05 08-09 11-23 28-34 36-49 51-53 55-60 62-99 3A"""
_WORDS = ("icd", "icd10", "icd-10", "icd-10-cm", "dx", "diagnosis", "diagnoses", "diagnosed", "diag", "a/p", "impression", "code for")
_SHAPES = spell(LEFT, ("A", "a"), "0", ("0", "A", "a"))


@cache
def _categories() -> frozenset[str]:
    return frozenset(_expand())


def _expand() -> Iterator[str]:
    for line in _CATEGORIES.splitlines():
        letter, parts = line[0], line[1:].split()
        for part in parts:
            low, _, high = part.partition("-")
            yield from (f"{letter}{number:02}" for number in range(int(low), int(high) + 1)) if high else (f"{letter}{low}",)


def _exists(code: str) -> bool:
    return code[:3].upper() in _categories()


RECOGNIZERS = (
    BuiltIn(
        id="icd10_cm",
        entity="ICD10_CM",
        score=0.9,
        pattern=rf"(?<![\w.\-])[A-Za-z]\d[0-9ABab](?:\.[0-9A-Za-z]{{1,4}})?{LAST}",
        shapes=_SHAPES,
        check=_exists,
        needs_context=_WORDS,
        hits=("dx F33.1", "ICD-10: E11.9", "diagnosis: B20,", "diagnosed with depression (F33.1)"),
        misses=("F33.1", "model E11.9", "dx F08.1", "code X12"),
    ),
    BuiltIn(
        id="icd10_cm_dotted",
        entity="ICD10_CM",
        score=0.6,
        pattern=rf"(?<![\w.\-])[A-Z]\d[0-9AB]\.[0-9A-Z]{{1,4}}{LAST}",
        shapes=spell(LEFT, "A0", ("0", "A"), ".", ("0", "A")),
        check=_exists,
        not_after=("model", "version", "part", "shelf", "section", "figure", "row", "rev", "v"),
        ambiguous=True,
        hits=("started for F33.1 today", "G43.909"),
        misses=("model E11.9", "F08.1", "F33", "f33.1", "AF33.1"),
    ),
)
