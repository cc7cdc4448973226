"""Cards, bank accounts and routing numbers."""

from __future__ import annotations

from phiguard.detection import checks
from phiguard.detection.forms import FIRST, LAST, LEFT
from phiguard.detection.types import BuiltIn, spell

__all__ = ["RECOGNIZERS"]

_CARD = ("card", "credit", "debit", "visa", "mastercard", "amex", "discover", "cc", "pan", "tarjeta")
_AN = ("A", "0")

RECOGNIZERS = (
    BuiltIn(
        id="credit_card",
        entity="CREDIT_CARD",
        score=0.9,
        pattern=rf"{FIRST}(?:\d{{4}}([- ])\d{{4}}\1\d{{4}}\1\d{{1,7}}|3[47]\d\d([- ])\d{{6}}\2\d{{5}}){LAST}",
        shapes=(*spell(LEFT, ("0000-0000-0000-0", "0000 0000 0000 0")), *spell(LEFT, ("0000-000000-00000", "0000 000000 00000"))),
        check=checks.card,
        hits=("4111 1111 1111 1111", "pay 5555-5555-5555-4444 now"),
        misses=("4111 1111 1111 1112", "1234-5678-9012-3456", "4111 1111-1111 1111"),
    ),
    BuiltIn(
        id="credit_card_labelled",
        entity="CREDIT_CARD",
        score=0.9,
        pattern=rf"{FIRST}[3-6]\d{{12,18}}{LAST}",
        shapes=spell(LEFT, "0" * 13),
        check=checks.card,
        needs_context=_CARD,
        hits=("card 4111111111111111",),
        misses=("4111111111111111", "card 4111111111111112"),
    ),
    BuiltIn(
        id="iban",
        entity="IBAN",
        score=0.95,
        pattern=rf"{FIRST}[A-Z]{{2}}\d\d(?:[A-Z0-9]{{11,30}}|(?: [A-Z0-9]{{4}}){{2,7}}(?: [A-Z0-9]{{1,4}})?){LAST}",
        shapes=spell(LEFT, "AA00", ("", " "), _AN, _AN, _AN, _AN, ("", " "), _AN),
        check=checks.iban,
        hits=("IBAN DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432"),
        misses=("DE88 3704 0044 0532 0130 00", "AB12"),
    ),
    BuiltIn(
        id="aba_routing",
        entity="ABA",
        score=0.85,
        pattern=rf"{FIRST}\d{{9}}{LAST}",
        shapes=spell(LEFT, "000000000"),
        check=checks.aba,
        needs_context=("aba", "routing", "rtn", "routing number"),
        hits=("routing number 021000021",),
        misses=("021000021", "routing 021000022"),
    ),
)
