"""Where somebody lives: street addresses, ZIP codes beside a state or town, precise coordinates."""

from __future__ import annotations

from phiguard.detection.forms import LATLON, STATES
from phiguard.detection.types import BuiltIn

__all__ = ["RECOGNIZERS"]

_KIND = (
    "St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Dr|Drive|Ln|Lane|Ct|Court|Way|Pl|Place|Ter|Terrace|Plaza|Pkwy|Parkway|Hwy|Highway"
    "|Cir|Circle|Trl|Trail|Sq|Square"
)
_KINDS = tuple(f" {kind}" for kind in _KIND.split("|"))
_UNIT = r"(?:,? (?:Apt|Apartment|Unit|Ste|Suite|Fl|#)\.? ?\w{1,6})?"

RECOGNIZERS = (
    BuiltIn(
        id="street_address",
        entity="STREET_ADDRESS",
        fewest=1,
        score=0.85,
        pattern=rf"(?<![\w.,/#\-])\d{{1,6}}(?: [NSEW]{{1,2}}\.?)?(?: [A-Z0-9][A-Za-z0-9'.]{{0,20}}){{1,4}} (?:{_KIND})\.?{_UNIT}(?![\w])",
        literals=_KINDS,
        not_after=("version", "chapter", "page"),
        hits=("Lives at 412 Maple Hollow Rd, Dayton", "88 W 14th St Apt 3B", "7 N Harbor Blvd Unit 12"),
        misses=("Chrome 126 Mobile Safari", "12 way", "Main St", "it took 40 Days of Way"),
    ),
    BuiltIn(
        id="po_box",
        entity="STREET_ADDRESS",
        fewest=1,
        score=0.9,
        pattern=r"(?i)\bp\.? ?o\.? ?box (?P<v>\d{1,6})\b",
        literals=("po box", "p.o. box", "p.o.box", "p o box", "pobox", "p. o. box", "p.o box", "po. box", "p. o box"),
        hits=("PO Box 1123", "P.O. Box 77"),
        misses=("inbox 12", "po boxes"),
    ),
    BuiltIn(
        id="zip_with_state",
        entity="ZIP_CODE",
        score=0.8,
        pattern=rf"(?<![A-Za-z])(?:{STATES}),?  ?(?P<v>\d{{5}}(?:-\d{{4}})?)(?![\w\-])",
        shapes=("AA 00000", "AA  00000", "AA   00000"),
        hits=("Dayton, OH 45409", "TX 78701-1234"),
        misses=("XX 45409", "OH 454091", "45409"),
    ),
    BuiltIn(
        id="zip_after_street",
        entity="ZIP_CODE",
        fewest=5,
        score=0.7,
        pattern=rf"(?:{_KIND})\.?{_UNIT},? [A-Z][a-z]{{2,20}}(?: [A-Z][a-z]{{2,20}}){{0,2}},? (?P<v>\d{{5}})(?![\w\-])",
        literals=_KINDS,
        hits=("412 Maple Hollow Rd, Dayton 45409.",),
        misses=("Dayton 45409", "St 45409"),
    ),
    BuiltIn(
        id="city_before_zip",
        entity="CITY",
        score=0.7,
        pattern=rf", (?P<v>[A-Z][a-z]{{2,20}}(?: [A-Z][a-z]{{2,20}}){{0,2}})(?:, (?:{STATES}))? \d{{5}}(?![\w\-])",
        shapes=("a 00000", "AA 00000"),
        hits=("412 Maple Hollow Rd, Dayton 45409", "Suite 12, Austin, TX 78701"),
        misses=("Dayton 45409", ", dayton 45409"),
    ),
    BuiltIn(
        id="coordinates",
        entity="GEO_COORDINATE",
        score=0.8,
        pattern=LATLON.pattern,
        shapes=tuple(f".000{more}{sep}" for more in ("", "0", "00", "000", "0000", "00000") for sep in ("  ", " 0", " -")),
        hits=("at 39.73342, -84.18361 now", "39.733,-84.183"),
        misses=("1.5, 2.5", "0.123 only", "99.123, 84.183"),
    ),
)
