"""Numbers by their form and check digits alone: social security, taxpayer, provider, routing, passport."""

from __future__ import annotations

import re

from phiguard.detection import checks
from phiguard.detection.types import BuiltIn

__all__ = ["RECOGNIZERS"]

_FIRST, _LAST = r"(?<![\w.\-/#])", r"(?![\w\-/]|\.\d)"
_PRINTED = frozenset({"078051120", "123456789", "219099999", "457555462", "987654320", "987654321"})
"""Numbers that advertising, wallets and examples made known; beneath a key for one they count all the same."""
_EPOCH = re.compile(r"1[3-9]\d{8}")
_MOMENT = re.compile(r"1[3-9]\d{8}(?:\d{3}|\d{6})?")
"""Seconds, milliseconds or microseconds since 1970, by a clock of our time."""


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _social(text: str) -> bool:
    return checks.ssn(text) and _digits(text) not in _PRINTED


def _routing(text: str) -> bool:
    return checks.aba(_digits(text)) and len(set(_digits(text))) > 2  # 000000000 and its like add up as well


def _provider(text: str) -> bool:
    """One in ten numbers of ten digits passes the check digit, so seconds since 1970 that a clock of our time shows are left out."""
    digits = _digits(text)
    return checks.npi(digits) and len(set(digits)) > 2 and not _EPOCH.fullmatch(text)


RECOGNIZERS = (
    BuiltIn(
        id="text_ssn",
        entity="US_SSN",
        score=0.55,
        pattern=rf"{_FIRST}(?:\d{{9}}|\d{{3}}-\d{{6}}|\d{{5}}-\d{{4}}|\d{{3}}(?P<s>[-. ])\d\d(?P=s)\d{{4}}){_LAST}",
        check=_social,
        not_after=("order", "invoice", "sku", "tracking", "part", "ticket", "ref", "isbn", "serial", "model", "item"),
        hits=("042103580", "042-103580 on file", "04210-3580", "042.10.3580", "042 10 3580"),
        misses=("0421035801", "042-10.3580", "042 00 3580", "000000000", "078051120", "order 042103580"),
    ),
    BuiltIn(
        id="text_mbi",
        entity="US_MBI",
        score=0.7,
        pattern=r"(?i)(?<![\w.\-])[1-9][ac-hjkmnp-rt-y][ac-hjkmnp-rt-y\d]\d-[ac-hjkmnp-rt-y][ac-hjkmnp-rt-y\d]\d-[ac-hjkmnp-rt-y]{2}\d\d"
        r"(?![\w\-])",
        hits=("1eg4-te5-mk73",),
        misses=("1sg4-te5-mk73", "1eg4te5mk73", "x1eg4-te5-mk73"),
    ),
    BuiltIn(
        id="text_itin",
        entity="US_ITIN",
        score=0.55,
        pattern=rf"{_FIRST}9\d\d(?P<s>-?)(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])(?:-?)\d{{4}}{_LAST}",
        hits=("912711234", "912-711234", "91271-1234", "912-71-1234"),
        misses=("912-48-1234", "9127112345", "x912711234"),
    ),
    BuiltIn(
        id="text_npi",
        entity="US_NPI",
        score=0.5,
        pattern=rf"{_FIRST}[12]\d{{3}}(?P<s>[- ]?)\d{{3}}(?P=s)\d{{3}}{_LAST}",
        check=_provider,
        hits=("1245319599", "1234-567-893", "1234 567 893"),
        misses=("1700000002", "1234567890", "1111111112", "12453195990", "0245319599"),
    ),
    BuiltIn(
        id="text_aba",
        entity="ABA",
        score=0.6,
        pattern=rf"{_FIRST}\d{{4}}(?P<s>-?)\d{{4}}(?P=s)\d{_LAST}",
        check=_routing,
        hits=("121042882", "3222-7162-7"),
        misses=("421042111", "1234-0000-0", "000000000", "1210428820"),
    ),
    BuiltIn(
        id="text_passport",
        entity="US_PASSPORT",
        score=0.5,
        pattern=rf"{_FIRST}[A-GI-Z]\d{{8}}{_LAST}",
        check=lambda text: len(set(text[1:])) > 2,
        not_after=("order", "invoice", "sku", "part", "ticket", "ref", "serial", "model", "item", "lot", "case"),
        hits=("travel document A12803456",),
        misses=("a12803456", "A00000000", "part A12803456", "AB1280345"),
    ),
    BuiltIn(
        id="text_account",
        entity="ACCOUNT_NUMBER",
        score=0.4,
        pattern=r"\A\s{0,4}(?P<v>\d{10,17})\s{0,4}\Z",
        check=lambda text: len(set(text)) > 2 and not _MOMENT.fullmatch(text),
        hits=("945456787654",),
        misses=("945456787", "1719930000000", "1719930000", "no 945456787654", "1111111111"),
    ),
    BuiltIn(
        id="text_licence_hawaii",
        entity="LICENSE_NUMBER",
        score=0.5,
        pattern=rf"{_FIRST}H\d{{8}}{_LAST}",
        check=lambda text: len(set(text[1:])) > 2,
        not_after=("order", "invoice", "sku", "part", "ticket", "ref", "serial", "model", "item", "lot", "case"),
        hits=("licence H12234567",),
        misses=("h12234567", "lot H12234567", "H1223456"),
    ),
)
