"""Telephone and fax numbers: North American as people write them, and E.164."""

from __future__ import annotations

import re

from phiguard.detection import checks
from phiguard.detection.forms import FIRST, LAST, LEFT
from phiguard.detection.types import BuiltIn, spell

__all__ = ["RECOGNIZERS"]

_TOLL_FREE = frozenset(
    {"800", "888", "877", "866", "855", "844", "833", "822", "900", "500", "521", "522", "533", "544", "566", "577", "588", "700"}
)
_NOT = ("order", "invoice", "sku", "tracking", "part", "ticket", "po", "isbn", "inv", "serial", "model", "item", "version", "account", "id")
_SEP = ("-", ".", " ", " . ", " - ")


def _personal(text: str) -> bool:
    """A number that can be a person's: toll-free, premium and non-geographic ones are companies'."""
    digits = re.sub(r"\D", "", text)
    return checks.nanp(digits) and digits[-10:-7] not in _TOLL_FREE


def _abroad(text: str) -> bool:
    return _personal(text) if text.startswith("+1") else not checks.repeated(text[1:])


RECOGNIZERS = (
    BuiltIn(
        id="phone_us",
        entity="PHONE_NUMBER",
        score=0.85,
        pattern=r"(?<![\w.\-/])(?:\+?1[-. ]?)?(?:\([2-9]\d\d\) {0,2}[-.]?|[2-9]\d\d(?: ?[-.] ?| ))[2-9]\d\d(?: ?[-.] ?| )\d{4}" + LAST,
        shapes=(
            *spell((" ", ":", ")", "+"), ("", "0-", "0.", "0 ", "+0-", "+0.", "+0 ", "+0"), "000", _SEP, "000", _SEP, "0000"),
            *spell("000)", ("", " ", "  ", "-", "."), "000", _SEP, "0000"),
        ),
        check=_personal,
        not_after=_NOT,
        hits=("call 937-555-0123.", "(937) 555-0123", "tel 937 . 555 . 0123", "+1 937-555-0123", "937.555.0123,", "1-937-555-0123"),
        misses=(
            "(800) 555-0199",
            "(555) 555-5555",
            "order 937-555-0123",
            "1.2.937-555-0123",
            "937-555-01234",
            "123-456-7890",
            "id 937-555-0123",
        ),
    ),
    BuiltIn(
        id="phone_e164",
        entity="PHONE_NUMBER",
        score=0.9,
        pattern=r"(?<![\w+])\+(?:1[2-9]\d{9}|[2-9]\d{9,13})(?!\d)",
        shapes=("+00000000000", "+0000000000"),
        check=_abroad,
        hits=("To=+19375550123", "+447700900123"),
        misses=("+18885550100", "1+19375550123", "+1937555", "+11111111111"),
    ),
    BuiltIn(
        id="phone_recipient",
        entity="PHONE_NUMBER",
        score=0.85,
        pattern=r"\A\s{0,4}(?:(?i:to|recipient|msisdn)[=: ]{1,3})?(?P<v>1?[2-9]\d\d[2-9]\d{6})\s{0,4}\Z",
        shapes=spell(LEFT, ("0000000000", "00000000000")),
        check=_personal,
        needs_context=("to", "recipient", "recipients", "msisdn", "dest", "dst", "destination", "callee", "caller", "ani"),
        hits=("to=9375550123", "recipient: 19375550123"),
        misses=("to 1700000000", "9375550123", "to 9375550123 units", "937555012"),
    ),
    BuiltIn(
        id="phone_labelled",
        entity="PHONE_NUMBER",
        score=0.85,
        pattern=rf"{FIRST}1?[2-9]\d\d[2-9]\d{{6}}{LAST}",
        shapes=spell(LEFT, ("0000000000", "00000000000")),
        check=_personal,
        needs_context=(
            "phone",
            "ph",
            "tel",
            "call",
            "cell",
            "mobile",
            "sms",
            "text",
            "voicemail",
            "fax",
            "whatsapp",
            "telephone",
            "callback",
        ),
        hits=("call me at 9375550123", "cell: 19375550123"),
        misses=("9375550123", "trace 9375550123", "call 1700000000"),
    ),
)
