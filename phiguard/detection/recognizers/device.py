"""Devices: IMEI, MAC address, implants' unique identifiers (21 CFR 830), serial numbers by label."""

from __future__ import annotations

from phiguard.detection import checks
from phiguard.detection.forms import FIRST, LAST, LEFT, MAC
from phiguard.detection.types import BuiltIn, spell

__all__ = ["RECOGNIZERS"]

_HEX = ("0", "A", "a")


def _mac(text: str) -> bool:
    digits = text.replace(":", "").replace("-", "").lower()
    return len(set(digits)) > 2 and digits[:6] != "000000" and any(char.isdigit() for char in digits)  # 00:00.. and ff:ff.. are nobody's


RECOGNIZERS = (
    BuiltIn(
        id="imei",
        entity="DEVICE_ID",
        score=0.95,
        pattern=rf"{FIRST}\d{{15}}{LAST}",
        shapes=spell(LEFT, "0" * 15),
        check=checks.imei,
        needs_context=("imei", "meid", "handset"),
        hits=("IMEI 004401123456785".replace("004401123456785", "490154203237518"),),
        misses=("490154203237518", "imei 490154203237519"),
    ),
    BuiltIn(
        id="mac_address",
        entity="DEVICE_ID",
        score=0.9,
        pattern=rf"(?<![\w:\-.])(?:{MAC.pattern})(?![\w:\-])",
        shapes=(*spell(":", _HEX, _HEX, ":", _HEX, _HEX, ":"), *spell("-", _HEX, _HEX, "-", _HEX, _HEX, "-", _HEX, _HEX, "-")),
        check=_mac,
        hits=("wifi 02:42:ac:11:00:02", "02-42-AC-11-00-02"),
        misses=("00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "12:34:56", "a:02:42:ac:11:00:02"),
    ),
    BuiltIn(
        id="udi",
        entity="UDI",
        fewest=16,
        score=0.95,
        pattern=r"\(01\)(?P<v>\d{14})(?!\d)",
        literals=("(01)",),
        check=checks.gtin14,
        hits=("(01)00844588003288(17)141120",),
        misses=("(01)00844588003289", "(01)123"),
    ),
    BuiltIn(
        id="device_serial",
        entity="DEVICE_ID",
        fewest=1,
        score=0.8,
        pattern=r"(?i:serial (?:number|no\.?|#)|device (?:id|identifier|serial)|pacemaker|implant (?:id|serial))[ :#=]{1,"
        r"4}(?P<v>[A-Z0-9][A-Z0-9\-]{5,24})(?![\w\-])",
        literals=("serial", "device", "pacemaker", "implant"),
        check=lambda text: any(char.isdigit() for char in text),
        ambiguous=True,
        hits=("Pacemaker serial number: PM-4482910",),
        misses=("serial number unknown", "device driver 12345678"),
    ),
)
