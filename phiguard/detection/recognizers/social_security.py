"""Social security and individual taxpayer numbers (SSA POMS RM 10201.035; IRS: ITIN areas 9xx)."""

from __future__ import annotations

from phiguard.detection import checks
from phiguard.detection.forms import FIRST, LAST, LEFT
from phiguard.detection.types import BuiltIn, spell

__all__ = ["RECOGNIZERS"]

_WORDS = ("ssn", "ss#", "ss", "social", "social security", "soc sec", "seguro social", "ssn/tin", "tin")
_NOT = ("order", "invoice", "sku", "tracking", "part", "ticket", "case no", "po", "ref", "isbn", "inv", "serial", "model", "item")

RECOGNIZERS = (
    BuiltIn(
        id="us_ssn",
        entity="US_SSN",
        score=0.9,
        pattern=rf"{FIRST}\d{{3}}-\d\d-\d{{4}}{LAST}",
        shapes=spell(LEFT, "000-00-0000"),
        check=checks.ssn,
        not_after=_NOT,
        hits=("her number is 042-10-3580.", "042-10-3580", "ssn=042-10-3580&x"),
        misses=(
            "order 042-10-3580",
            "INV-042-10-3580",
            "000-12-3456",
            "042-10-35801",
            "111-11-1111",
            "123e4567-e89b-12d3-a456-426614174000",
        ),
    ),
    BuiltIn(
        id="us_ssn_labelled",
        entity="US_SSN",
        score=0.95,
        pattern=rf"{FIRST}(?:\d{{3}} ?- ?\d\d ?- ?\d{{4}}|\d{{3}}\.\d\d\.\d{{4}}|\d{{3}} \d\d \d{{4}}|\d{{9}}){LAST}",
        shapes=spell(LEFT, ("000-00-0000", "000 - 00 - 0000", "000.00.0000", "000 00 0000", "000000000", "000 -00 -0000", "000- 00- 0000")),
        check=lambda text: not checks.repeated("".join(char for char in text if char.isdigit())),
        needs_context=_WORDS,
        hits=("social 042 10 3580 tel", "SSN: 987-65-4321", "ssn 042103580", "social 042 - 10 - 3580 on file", "SS# 042.10.3580"),
        misses=("042 10 3580", "ref 042103580", "ssn 000000000", "class 042103580", "ssn 1042103580"),
    ),
    BuiltIn(
        id="us_itin",
        entity="US_ITIN",
        score=0.9,
        pattern=rf"{FIRST}9\d\d-(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])-\d{{4}}{LAST}",
        shapes=spell(LEFT, "000-00-0000"),
        not_after=_NOT,
        hits=("ITIN 912-71-1234",),
        misses=("912-48-1234", "order 912-71-1234"),
    ),
)
