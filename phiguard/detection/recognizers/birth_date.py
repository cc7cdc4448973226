"""Dates of birth by what stands before them, and ages over 89 (45 CFR 164.514(b)(2)(i)(C))."""

from __future__ import annotations

from phiguard.detection import checks
from phiguard.detection.forms import DATE
from phiguard.detection.types import BuiltIn, spell

__all__ = ["RECOGNIZERS"]

RECOGNIZERS = (
    BuiltIn(
        id="birth_date",
        entity="DATE_OF_BIRTH",
        fewest=2,
        score=0.95,
        pattern=rf"(?i:(?<![a-z])(?:d\.?o\.?b\.?|born|birth ?day|birth ?date|date of birth|fecha de nacimiento|bday"
        rf"|b\.?d\.?))[^A-Za-z0-9]{{0,6}}(?i:(?:is|on|was|el|date|dt)[^A-Za-z0-9]{{1,3}}){{0,2}}(?P<v>{DATE})(?!\d)",
        literals=("dob", "d.o.b", "d.ob", "do.b", "born", "birth", "nacimiento", "bday", "bd", "b.d"),
        check=checks.plausible_date,
        hits=(
            "DOB 03/04/1980",
            "born 1980-03-04",
            "*DOB:*\n03/04/1980",
            "dob=19800304",
            "date of birth is March 4, 1980",
            "'dob': datetime.date(1980, 3, 4)".replace("datetime.date(", "("),
        ),
        misses=("born in Dayton 1980-03-04", "released 2024-01-02", "born: est. 1987", "stillborn 9999-99-99", "adobe 2024-01-02"),
    ),
    BuiltIn(
        id="birth_date_alone",
        entity="DATE_OF_BIRTH",
        score=0.5,
        pattern=r"\A\s{0,4}(?P<v>\d{1,2}[-/]\d{1,2}[-/](?:19[2-9]\d|200\d|201[0-2])|(?:19[2-9]\d|200\d|201[0-2])-\d\d-\d\d)\s{0,4}\Z",
        shapes=(*spell(("0", "00"), ("-", "/"), ("0", "00"), ("-", "/"), "0000"), "0000-00-00"),
        check=checks.plausible_date,
        ambiguous=True,
        hits=("05/17/1977", "1977-05-17"),
        misses=("05/17/2024", "1977-05-17T00:00:00Z", "on 05/17/1977", "17/17/1977"),
    ),
    BuiltIn(
        id="age_over_89",
        entity="AGE_OVER_89",
        fewest=2,
        score=0.85,
        pattern=r"(?i)(?<![\w.\-])(?P<v>9\d|1[01]\d)[- ]?(?:yo\b|y/o|y\.o\.|yrs?[- ]old|years?[- ]old|year[- ]old|años)",
        literals=("yo", "y/o", "y.o", "old", "años"),
        hits=("a 92-year-old woman", "she is 94 yo", "97 years old"),
        misses=("89 years old", "290 years old", "1990 yo", "page 92"),
    ),
    BuiltIn(
        id="age_label_over_89",
        entity="AGE_OVER_89",
        fewest=2,
        score=0.8,
        pattern=r"(?i)(?<![a-z])age[sd]?[ :=]{1,2}(?P<v>9\d|1[01]\d)(?![\w.%\-])",
        literals=("age",),
        hits=("aged 93, lives alone", "Age: 94"),
        misses=("page 92", "age 89", "aged 930 days"),
    ),
)
