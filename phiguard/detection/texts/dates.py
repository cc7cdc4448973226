"""Dates that are more than a year, as people and machines write them (45 CFR 164.514(b)(2)(i)(C))."""

from __future__ import annotations

import re

from phiguard.detection.types import BuiltIn

__all__ = ["RECOGNIZERS"]

_MONTH = r"(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_LONG = (
    r"(?i:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan\.?|feb\.?|mar\.?|apr\.?|jun\.?|jul\.?|aug\.?|sept?\.?|oct\.?|nov\.?|dec\.?)"
)
_DAYS, _MONTHS = 31, 12


def _calendar(text: str) -> bool:
    """Day and month where they can be, whichever stands first; two numbers alone only when one of them must be the day, or a year."""
    numbers = [int(part) for part in re.findall(r"\d+", text)[:3]]
    if re.search(r"[A-Za-z]{3}", text):
        return True
    year = [number for number in numbers if number > 1000]
    rest = [number for number in numbers if number <= 1000]
    if len(numbers) == 3 and not year:
        rest = numbers[:2]
    if len(numbers) == 2 and not year:
        return numbers[0] in range(1, _MONTHS + 1) and numbers[1] in range(_MONTHS + 1, _DAYS + 1)
    return bool(rest) and min(rest) in range(1, _MONTHS + 1) and max(rest) in range(1, _DAYS + 1)


RECOGNIZERS = (
    BuiltIn(
        id="text_date",
        entity="SERVICE_DATE",
        score=0.5,
        pattern=r"(?<![\w.\-/])(?:(?:19|20)\d\d-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+\-]\d\d:\d\d)?)?"
        r"|\d{1,2}(?P<s>[-/.])\d{1,2}(?P=s)(?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d/\d{1,2}/\d{1,2}"
        r"|\d{1,2}/(?:19|20)\d\d|\d{1,2}/\d{1,2}"
        rf"|\d{{1,2}}-{_MONTH}(?:-(?:19|20)?\d\d)?|{_MONTH}-(?:(?:19|20)\d\d|\d\d)"
        rf"|{_LONG} \d{{1,2}}(?:st|nd|rd|th)?(?:,? (?:19|20)\d\d)?|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_LONG}(?:,? (?:19|20)\d\d)?)"
        r"(?![\w/\-]|\.\d)",
        check=_calendar,
        not_after=("version", "ver", "v", "release", "build", "section", "score", "page"),
        hits=(
            "5/21/2021",
            "21.5.21",
            "May-2021",
            "on 05/21",
            "2024-03-15T14:30Z",
            "March 3rd, 2021",
            "3 May 2020",
            "5-MAY-2021",
            "05/2021",
        ),
        misses=("pain 7/10", "in 2021", "99/99/2021", "v1.2.20", "is5/21", "120/80"),
    ),
)
