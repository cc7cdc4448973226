"""Dates, ages, record numbers, telephone numbers and addresses on the net."""

from __future__ import annotations

import re
import unicodedata

from benchmarks.free_text.grammar import Pieces
from benchmarks.free_text.people import People

__all__ = ["Numbers"]

_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Wed Thu Fri".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth twelfth fifteenth twentieth".split()
_MAIL = "gmail.com yahoo.com outlook.com hotmail.com icloud.com aol.com example.com example.org mail.net health.org protonmail.com teleworm.us".split()


class Numbers(People):
    """Slots of dates and numbers."""

    def date(self, first: int, last: int) -> str:
        """A date that names a day, or a month with its year."""
        year, month, day = self.number(first, last), self.number(1, 12), self.number(1, 28)
        name, short, two = _MONTHS[month - 1], _MONTHS[month - 1][:3], f"{year % 100:02d}"
        forms = (
            (12, f"{name} {day}, {year}"), (6, f"{name} {_ordinal(day)}, {year}"), (5, f"{short} {day}, {year}"), (2, f"{short}. {day}, {year}"), (5, f"{name} {day}"), (4, f"{name} {_ordinal(day)}"),
            (3, f"{day} {name} {year}"), (3, f"{day} {short} {year}"), (2, f"{short} {_ordinal(day)} {year}"), (3, f"{short} {day}"), (1, f"{short} {_ordinal(day)}, {year}"), (2, f"the {_ordinal(day)} of {name}"), (1, f"{_ordinal(day)} of {name} {year}"),
            (1, f"{_ordinal(day)} {name} {year}"), (6, f"{month}/{day}/{year}"), (7, f"{month:02d}/{day:02d}/{year}"), (5, f"{month}/{day}/{two}"), (3, f"{month:02d}-{day:02d}-{year}"), (6, f"{year}-{month:02d}-{day:02d}"), (2, f"{day:02d}.{month:02d}.{year}"),
            (2, f"{day:02d}-{short}-{year}"), (1, f"{day}-{short.lower()}-{two}"), (1, f"{year}/{month:02d}/{day:02d}"), (3, f"{month}/{day}"), (3, f"{name} {year}"), (2, f"{short} {year}"), (1, f"{month:02d}/{year}"), (1, f"the {self.pick(_ORDINALS)} of {name}"),
            (1, f"{name} {day} {year}"), (2, f"{self.pick(_WEEKDAYS)}, {name} {day}"), (2, f"{self.pick(_WEEKDAYS)} {name} {_ordinal(day)}, {year}"), (1, f"{year}{month:02d}{day:02d}"), (1, f"Sept {day}, {year}"), (1, f"{short} {day} '{two}"), (1, f"{name} {_ordinal(day)} {year}"),
        )  # fmt: skip
        return self.rng.choices([form for _, form in forms], [weight for weight, _ in forms])[0]

    def slot_date(self) -> Pieces:
        """A date of care."""
        return [(self.date(2012, 2027), "DATE")]

    def slot_dob(self) -> Pieces:
        """A date of birth."""
        return [(self.date(1924, 2020), "DATE")]

    def slot_age90(self) -> Pieces:
        """An age over 89."""
        age = self.number(90, 108)
        return [
            (
                self.pick(
                    [
                        f"{age}-year-old",
                        f"{age} year old",
                        f"{age} years old",
                        f"{age}yo",
                        f"{age} yo",
                        f"{age} y/o",
                        f"age {age}",
                        f"aged {age}",
                        f"{age}-year old",
                        f"{age} years of age",
                        f"{age}F",
                        f"{age}M",
                    ]
                ),
                "AGE",
            )
        ]

    def slot_age(self) -> Pieces:
        """An age that is no identifier."""
        age = self.number(1, 89)
        return [
            (
                self.pick(
                    [
                        f"{age}-year-old",
                        f"{age}-year-old",
                        f"{age} year old",
                        f"{age}yo",
                        f"{age} yo",
                        f"{age} y/o",
                        f"age {age}",
                        f"{age} years old",
                        f"{age}-month-old",
                        f"{age} y.o.",
                        f"{age}yr old",
                    ]
                ),
                "",
            )
        ]

    def slot_id(self) -> Pieces:
        """A record, member, account or device number."""
        head, run = self.capitals(self.number(1, 4)), self.digits(self.number(5, 8))
        forms = (f"{head}-{run}", f"{head}{run}", run, self.digits(self.number(6, 10)), f"{self.digits(4)}-{self.digits(4)}", f"{self.digits(3)}-{self.digits(3)}-{self.digits(3)}", f"{self.digits(5)}-{self.digits(3)}", f"{self.digits(3)}-{self.digits(4)}",
                 f"{head}-{self.digits(4)}-{self.digits(3)}", f"{head}-20{self.digits(2)}-{self.digits(4)}", f"{run}{self.capitals(1)}", f"{self.capitals(2)}{self.digits(2)}{self.capitals(1)}{self.digits(4)}", f"{self.digits(3)}{self.capitals(2)}{self.digits(4)}", f"{head}_{run}", f"{head} {self.digits(3)} {self.digits(4)}",
                 f"{head}-{self.capitals(2)}-{self.digits(5)}", self.digits(4), f"{head.lower()}{run}", f"{self.digits(2)}-{self.digits(6)}", f"{self.capitals(3)}{self.digits(3)}-{self.digits(3)}")  # fmt: skip
        return [(self.pick(["", "", "", "", "", "", "#"]) + self.pick(forms), "ID")]

    def slot_ssn(self) -> Pieces:
        """A Social Security number."""
        mark = self.pick(["-", "-", "-", " ", ".", ""])
        return [(f"{self.number(100, 899)}{mark}{self.number(10, 99)}{mark}{self.number(1000, 9999)}", "ID")]

    def slot_card(self) -> Pieces:
        """A payment card's number."""
        mark = self.pick(["", "", " ", "-"])
        return [
            (
                mark.join(self.digits(4) for _ in range(4)) if self.chance(0.7) else self.pick("3456") + self.digits(self.number(12, 18)),
                "ID",
            )
        ]

    def slot_vin(self) -> Pieces:
        """A vehicle's number or plate."""
        return [
            (
                self.pick(
                    [
                        "".join(self.pick("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") for _ in range(17)),
                        f"{self.digits(1)}{self.capitals(3)}{self.digits(3)}",
                        f"{self.capitals(3)}-{self.digits(4)}",
                    ]
                ),
                "ID",
            )
        ]

    def slot_phone(self) -> Pieces:
        """A telephone number."""
        area, middle, last = str(self.number(201, 989)), str(self.number(200, 999)), self.digits(4)
        return [
            (
                self.pick(
                    [
                        f"({area}) {middle}-{last}",
                        f"{area}-{middle}-{last}",
                        f"{area}.{middle}.{last}",
                        f"{area}{middle}{last}",
                        f"+1 {area} {middle} {last}",
                        f"+1-{area}-{middle}-{last}",
                        f"1-{area}-{middle}-{last}",
                        f"{area} {middle} {last}",
                        f"+{self.number(20, 99)} {self.digits(2)} {self.digits(4)} {self.digits(4)}",
                        f"0{self.digits(3)} {self.digits(3)} {self.digits(3)}",
                        f"({area}) {middle}-{last} x{self.digits(3)}",
                    ]
                ),
                "CONTACT",
            )
        ]

    def slot_email(self) -> Pieces:
        """An e-mail address."""
        first, last = _plain(self.given()), _plain(self.surname())
        local = self.pick(
            [
                f"{first}.{last}",
                f"{first}{last}",
                f"{first[0]}{last}",
                f"{first}_{last}",
                f"{first}{self.digits(2)}",
                f"{first.title()}{last.title()}",
            ]
        )
        return [(f"{local}@{self.pick(_MAIL)}", "CONTACT")]

    def slot_ip(self) -> Pieces:
        """An address on the Internet."""
        return [(".".join(str(self.number(1, 254)) for _ in range(4)), "CONTACT")]

    def slot_url(self) -> Pieces:
        """A web address that may point at somebody."""
        host = _plain(self.surname())
        return [
            (
                f"{self.pick(['https://', 'http://', 'www.', 'https://portal.'])}{host}{self.pick(['.com', '.org', '.example', '.net'])}{self.pick(['', '/', '/patient/' + self.digits(6), '/u/' + self.digits(4)])}",
                "CONTACT",
            )
        ]


def _ordinal(number: int) -> str:
    return f"{number}{'th' if 10 < number % 100 < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFD", name.lower())) or "pat"
