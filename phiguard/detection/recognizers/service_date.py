"""Dates of care: a date right after a word for a visit, an admission or a prescription (45 CFR 164.514(b)(2)(i)(C))."""

from __future__ import annotations

from phiguard.detection import checks
from phiguard.detection.forms import DATE
from phiguard.detection.types import BuiltIn, spell

__all__ = ["RECOGNIZERS"]

_WORDS = (
    "appointment", "appt", "appointments", "visit", "visits", "seen", "seen on", "admitted", "admission", "discharged", "discharge",
    "rtc", "follow-up", "follow up", "followup", "surgery", "procedure",
    "session", "consultation", "consult", "reminder", "confirmed for", "scheduled", "telehealth", "refilled", "filled", "hospitalized",
    "deceased", "died", "expired", "dos", "date of service", "encounter", "evaluated",
)  # fmt: skip
_D = ("0", "00")

RECOGNIZERS = (
    BuiltIn(
        id="service_date",
        entity="SERVICE_DATE",
        score=0.8,
        pattern=rf"(?<![\w./\-]){DATE}(?:(?: at |,? |T)\d{{1,2}}:\d\d(?: ?[AaPp]\.?[Mm])?)?(?![\d/])",
        shapes=(
            *spell("0000", ("-", "/", "."), _D, ("-", "/", "."), "0"),
            *spell(_D, ("-", "/", "."), _D, ("-", "/", "."), "00"),
            "00000000",
            *spell(("A", "a"), ("a", "A"), ("a", "A", "a.", "aa"), " ", _D, ("", "aa", " ", "aa "), " 0"),
            *spell(("aa", "AA", "a.", "a ", "aa ", "aa.", "aa. "), _D, "  0000"),
            *spell((" ", "-"), ("Aa", "AA"), ("a", "A"), ("", "."), (" ", "-", "  "), "0000"),
            *spell(("a", "A", "a.", " a"), (" ", "-", "  "), "0000"),
        ),
        check=checks.plausible_date,
        needs_context=_WORDS,
        hits=("your appointment is Mar 03, 2024 at 10:00 AM", "seen 2024-03-03 for", "RTC 3/3/2024", "visit on 3 March 2024"),
        misses=("invoice due 03/03/2024", "released 2024-03-03", "Mar 03, 2024"),
    ),
)
