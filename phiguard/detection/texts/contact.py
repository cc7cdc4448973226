"""Mailboxes of any kind, and telephone numbers as they are written abroad."""

from __future__ import annotations

import re

from phiguard.detection.types import BuiltIn

__all__ = ["RECOGNIZERS"]

_GAP = r"[ ().\-]{0,3}"


def _reachable(text: str) -> bool:
    """As many digits as a number has (ITU-T E.164), and not one over and over."""
    digits = re.sub(r"\D", "", text)
    return 8 <= len(digits) <= 15 and len(set(digits)) > 2  # shortest and longest number with its country


RECOGNIZERS = (
    BuiltIn(
        id="text_email",
        entity="EMAIL_ADDRESS",
        score=0.8,
        pattern=r"(?<![\w.%+'\-])(?<!//)[A-Za-z0-9_][A-Za-z0-9._%+'\-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9\-]{0,62}\.){1,5}"
        r"(?:[Xx][Nn]--[A-Za-z0-9\-]{1,59}|[A-Za-z]{2,24})(?![A-Za-z0-9\-])",
        literals=("@",),
        hits=("info@clinic.test", "a@xn--d1acufc.xn--p1ai"),
        misses=("info@clinic", "left-pad@1.3.0", "hello-world"),
    ),
    BuiltIn(
        id="text_phone_abroad",
        entity="PHONE_NUMBER",
        score=0.7,
        pattern=rf"(?<![\w+.])\+(?:\d{_GAP}){{7,14}}\d(?!\w)",
        fewest=8,
        literals=("+",),
        check=_reachable,
        hits=("+55 11 98456 5666", "+44 (20) 7123 4567", "+33 1 42 68 53 00"),
        misses=("+1", "1+55 11 98456 5666", "+00000000000"),
    ),
    BuiltIn(
        id="text_phone_national",
        entity="PHONE_NUMBER",
        score=0.5,
        pattern=r"(?<![\w.\-/+])(?:0\d{1,3}-\d{3,4}-?\d{3,4}|1[3-9]\d{9}|(?:\d{1,2}-)?[2-9]\d\d-[2-9]\d\d-\d{4})(?![\w\-/]|\.\d)",
        fewest=9,
        check=_reachable,
        not_after=("order", "invoice", "sku", "tracking", "part", "ticket", "ref", "isbn", "serial", "model", "item", "account", "id"),
        hits=("09-7625400", "090-1234-5678", "13812345678", "91-415-555-0132"),
        misses=("order 09-7625400", "2009-7625400", "00-0000000"),
    ),
)
