"""Check digits and forms: predicates on a value's text, apart from the patterns that find it."""

from __future__ import annotations

import ipaddress
import re
from itertools import cycle

from phiguard.model.patterns import late

__all__ = [
    "aba", "card", "date_like", "dea", "global_ip", "gtin14", "iban", "imei", "is_hash", "likely_phone", "loinc", "luhn", "nanp",
    "npi", "plausible_date",
    "repeated", "snomed", "ssn", "strict_date", "vin",
]  # fmt: skip

_HASH = late(r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128}|[0-9A-F]{32}|[0-9A-F]{40}|[0-9A-F]{64}|[A-Za-z0-9+/_-]{43}=?")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = late(
    rf"(?i)(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{4}}, ?\d{{1,2}}, ?\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}|\d{{1,"
    rf"2}}(?:st|nd|rd|th)?[ -]{_MONTH},?[ -]\d{{2,4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{2,4}}|(?:datetime\.)?date(?:time)?\(\d{{4}}, ?\d{{1,2}}, ?\d{{1,2}})"
)
_EPOCH = late(r"-?\d{5,13}(?:\.\d{1,6})?")
_VERHOEFF_D = tuple(
    tuple(
        (row + col) % 5 if row < 5 and col < 5 else (row + col) % 5 + 5 if row < 5 else (row - col) % 5 + 5 if col < 5 else (row - col) % 5
        for col in range(10)
    )  # the dihedral group of order ten has two halves of five
    for row in range(10)
)
_VERHOEFF_P = ("0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258")
_VIN_WEIGHT = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VIN_VALUE = dict(zip("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", (*range(10), *range(1, 9), *range(1, 6), 7, 9, *range(2, 10)), strict=True))
_PARTITIONS = frozenset({"00", "01", "02", "10", "11", "12"})
_ITIN_LOW = 900


def luhn(digits: str) -> bool:
    """Mod 10 with every second digit doubled, from the right (ISO/IEC 7812-1)."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # the digit sum of a two-digit product
    return total % 10 == 0


def npi(text: str) -> bool:
    """National Provider Identifier: ten digits, first 1 or 2, Luhn over 80840 and the number (45 CFR 162.406)."""
    return len(text) == 10 and text.isdigit() and text[0] in "12" and luhn("80840" + text)  # its length


def dea(text: str) -> bool:
    """DEA registration: two letters, seven digits; the last is the last digit of (d1+d3+d5) + 2(d2+d4+d6) (21 CFR 1301)."""
    number = [int(char) for char in text[-7:]]
    return (sum(number[0:6:2]) + 2 * sum(number[1:6:2])) % 10 == number[6]


def vin(text: str) -> bool:
    """Vehicle identification number: weighted sum mod 11 in place nine (49 CFR 565.15); at least two letters and six digits."""
    upper = text.upper()
    if len(upper) != len(_VIN_WEIGHT) or any(char not in _VIN_VALUE for char in upper):
        return False
    rest = sum(_VIN_VALUE[char] * weight for char, weight in zip(upper, _VIN_WEIGHT, strict=True)) % 11
    digits = sum(char.isdigit() for char in upper)
    return (
        upper[8] == ("X" if rest == 10 else str(rest)) and 4 <= digits <= 15 and len(set(upper)) > 4
    )  # no VIN is all digits or one letter


def imei(text: str) -> bool:
    """Device identity of 3GPP TS 23.003: fifteen digits with a Luhn check digit."""
    return len(text) == 15 and luhn(text) and len(set(text)) > 2  # its length; 000000000000000 is a placeholder


def card(text: str) -> bool:
    """Payment card: 13 to 19 digits, Luhn, an issuer's first digits, not one digit over and over."""
    digits = re.sub(r"\D", "", text)
    known = re.match(r"4|5[1-5]|2[2-7]|3[47]|6(?:011|4[4-9]|5)|3(?:0[0-5]|[68])|35", digits)
    return bool(known) and 13 <= len(digits) <= 19 and luhn(digits) and len(set(digits)) > 1  # lengths of ISO/IEC 7812


def iban(text: str) -> bool:
    """ISO 13616: mod 97 of the number with country and check digits moved to the end is 1."""
    compact = text.replace(" ", "").upper()
    if not 15 <= len(compact) <= 34 or not compact.isalnum():  # lengths in the registry
        return False
    return int("".join(str(int(char, 36)) for char in compact[4:] + compact[:4])) % 97 == 1


def aba(text: str) -> bool:
    """American Bankers Association routing number: weights 3 7 1, mod 10; first two digits of a Federal Reserve district."""
    district = int(text[:2])
    return (district <= 12 or 21 <= district <= 32 or 61 <= district <= 72 or district == 80) and sum(  # the assigned districts
        int(char) * weight for char, weight in zip(text, cycle((3, 7, 1)), strict=False)
    ) % 10 == 0


def loinc(text: str) -> bool:
    """LOINC: digits, a dash and a mod 10 check digit."""
    return luhn(text.replace("-", ""))


def snomed(text: str) -> bool:
    """SNOMED CT identifier: 6 to 18 digits, Verhoeff check digit, a partition of the specification before it."""
    if not 6 <= len(text) <= 18 or not text.isdigit() or text[-3:-1] not in _PARTITIONS:  # lengths of the specification
        return False
    check = 0
    for place, char in enumerate(reversed(text)):
        check = _VERHOEFF_D[check][int(_VERHOEFF_P[place % 8][int(char)])]
    return check == 0


def gtin14(text: str) -> bool:
    """GS1 trade item number of fourteen digits: weights 3 and 1, mod 10."""
    digits = re.sub(r"\D", "", text)[:14]
    return (
        len(digits) == 14 and sum(int(char) * weight for char, weight in zip(digits, cycle((3, 1)), strict=False)) % 10 == 0
    )  # its length


def ssn(text: str) -> bool:
    """Social security number as issued: area not 000, 666 or 9xx, group not 00, serial not 0000 (SSA POMS RM 10201.035)."""
    digits = re.sub(r"\D", "", text)
    return (
        len(digits) == 9
        and digits[:3] not in {"000", "666"}
        and digits[0] != "9"
        and digits[3:5] != "00"
        and digits[5:] != "0000"
        and not repeated(digits)
    )  # its length


def nanp(text: str) -> bool:
    """North American number: area and exchange start with 2-9 and are no service code (N11)."""
    digits = re.sub(r"\D", "", text)[-10:]
    return (
        len(digits) == 10 and digits[0] in "23456789" and digits[3] in "23456789" and digits[1:3] != "11" and not repeated(digits)
    )  # its length


def likely_phone(text: str) -> bool:
    """Seven to fifteen digits (ITU-T E.164) and otherwise only what people write between them."""
    digits = sum(char.isdigit() for char in text)
    return (
        7 <= digits <= 15 and not re.search(r"[^\d\s().+/x#,;:*a-z-]|[a-wyz]{4}", text.lower()) and not repeated(re.sub(r"\D", "", text))
    )  # shortest local number, longest international one


def repeated(digits: str) -> bool:
    """One digit over and over: a placeholder."""
    return len(set(digits)) <= 1


def is_hash(text: str) -> bool:
    """MD5, SHA-1, SHA-256 or SHA-512 in hex, or 32 bytes in base64; not one character over and over."""
    return _HASH.fullmatch(text) is not None and len(set(text)) > 4 and (any(char.isdigit() for char in text))  # chance of fewer is nil


def date_like(text: str) -> bool:
    """Whether a date stands in *text*: ISO, US, European, with a month's name, YYYYMMDD, or an epoch (also before 1970)."""
    return bool(_DATE.search(text)) or bool(_EPOCH.fullmatch(text))


def plausible_date(text: str) -> bool:
    """A calendar date of 1900 to 2099 in one of the written forms."""
    numbers = [int(part) for part in re.findall(r"\d+", text)][:3]
    if re.search("[A-Za-z]{3}", text):
        return any(1 <= number <= 31 for number in numbers)  # days of a month
    if len(numbers) == 1 and len(text) == 8:  # YYYYMMDD
        return strict_date(text)
    if len(numbers) != 3:
        return False
    year = next((number for number in numbers if 1900 <= number <= 2099), None)
    rest = [number for number in numbers if number != year] if year else numbers[:2]
    return all(1 <= number <= 31 for number in rest) and min(rest, default=99) <= 12 and (year is not None or numbers[2] <= 99)


def strict_date(text: str) -> bool:
    """YYYYMMDD of 1900 to 2099."""
    return len(text) == 8 and text[:2] in {"19", "20"} and 1 <= int(text[4:6]) <= 12 and 1 <= int(text[6:]) <= 31  # its parts


def global_ip(text: str) -> bool:
    """An address of the public internet; private, reserved and documentation ranges are nobody's."""
    try:
        return ipaddress.ip_address(text).is_global
    except ValueError:
        return False
