"""Towns, streets, addresses, hospitals."""

from __future__ import annotations

import re

from benchmarks.free_text.grammar import Pieces
from benchmarks.free_text.people import People

__all__ = ["Places"]

_STREETS = "Street St St. Avenue Ave Ave. Road Rd Rd. Drive Dr Dr. Lane Ln Ln. Boulevard Blvd Blvd. Court Ct Way Place Pl Terrace Parkway Pkwy Circle Cir Highway Hwy Trail Loop Square Crescent Points Harbor Island Burg Turnpike Route Row Alley".split()
_FOREIGN = (
    "{m}straße {n}", "{m}strasse {n}", "{m}gata {n}", "{m}vägen {n}", "{m}gade {n}", "{m}vej {n}", "{m}katu {n}", "{m}tie {n}", "Via {M} {n}",
    "Rua {M} {n}", "Calle {M}, {n}", "Rue {M} {n}", "{n} rue {M}", "{n}, rue de {M}", "ul. {M} {n}", "{M} utca {n}.", "{M} út {n}", "{m}stræti {n}",
    "{m}laan {n}", "{m}weg {n}", "{m}gasse {n}", "{m}straat {n}", "{m}plein {n}", "{m} {n}", "{n} {M} Close", "{n} {M} Gardens", "Piazza {M} {n}",
    "Avenida {M} {n}", "{n} avenue {M}", "Vicolo {M} {n}", "Praça {M} {n}", "{M}ova {n}", "{M}ská {n}", "{n} boulevard {M}", "Quai {M} {n}", "{m}torget {n}",
    "{n} The {M}", "Obere {M}str. {n}", "{M} cesta {n}", "Paseo {M} {n}", "Traversa {M} {n}", "Carretera {M} {n}", "Largo {M} {n}",
)  # fmt: skip


class Places(People):
    """Slots of places."""

    def town(self) -> str:
        """A town: large, any of a gazetteer's, or invented."""
        draw = self.rng.random()
        if draw < 0.4:
            return self.pick(self.own["metro"])
        return self.pick(self.material.towns) if draw < 0.85 else self._letters["town"].invent(self.rng)

    def slot_city(self) -> Pieces:
        """A town."""
        return [(self.town(), "LOCATION")]

    def slot_loc(self) -> Pieces:
        """A place below a state, with or without the state."""
        draw, town = self.rng.random(), self.town()
        if draw < 0.55:
            return [(town, "LOCATION")]
        if draw < 0.75:
            return [(f"{town}, {self.pick(self.own['st'])}", "LOCATION")]
        if draw < 0.82:
            return [(f"{town}, {self.pick(self.own['state'])}", "LOCATION")]
        if draw < 0.88:
            return [(f"{town}, {self.pick(self.own['st'])} {self.digits(5)}", "LOCATION")]
        if draw < 0.94:
            return self.slot_county()
        return [(f"{self.pick(['North', 'South', 'East', 'West', 'downtown', 'Upper', 'rural', 'outside'])} {town}", "LOCATION")]

    def slot_county(self) -> Pieces:
        """A county."""
        return [
            (f"{self.pick([self.surname(), self.town()])} {self.pick(['County', 'County', 'county', 'Parish', 'Township'])}", "LOCATION")
        ]

    def street(self) -> str:
        """A street with its number, a post-office box, or another country's form."""
        draw = self.rng.random()
        if draw < 0.62:
            name = self.pick(
                [
                    self.pick(self.own["place"]),
                    self.pick(self.own["place"]),
                    self.surname(),
                    _ordinal(self.number(1, 120)),
                    self.town(),
                    self.given(),
                ]
            )
            house = self.digits(self.number(1, 5)).lstrip("0") or "7"
            return f"{house} {self.pick(['', '', '', '', 'N ', 'S. ', 'East ', 'W ', 'NW ', 'SE '])}{name} {self.pick(_STREETS)}"
        if draw < 0.67:
            return f"{self.pick(['P.O. Box', 'PO Box', 'P. O. Box', 'Box'])} {self.digits(4)}"
        if draw < 0.7:
            return f"{self.pick(['Unit', 'PSC'])} {self.digits(4)}, Box {self.digits(4)}"
        stem = self.pick(
            [
                self._letters["town"].invent(self.rng),
                self._letters["world"].invent(self.rng),
                self.pick(self.material.lines("world_street")),
            ]
        )
        long = self.pick([stem, f"{self.given()} {stem}", f"{stem} {self.surname()}"])
        return self.pick(["", "", "", self.digits(4) + " ", self.digits(5) + " "]) + self.pick(_FOREIGN).format(
            m=stem, M=long, n=self.number(1, 299)
        )

    def slot_street(self) -> Pieces:
        """A street with its number."""
        return [(self.street(), "LOCATION")]

    def slot_addr(self) -> Pieces:
        """An address of one to four lines."""
        flat = self.pick(
            [
                "",
                "",
                "",
                "",
                f", Apt {self.digits(1)}B",
                f" Apt. {self.digits(3)}",
                f" Suite {self.digits(3)}",
                f" #{self.digits(2)}",
                f"\nApt. {self.digits(3)}",
                f"\n Suite {self.digits(3)}\n",
                f" Unit {self.digits(2)}",
            ]
        )
        divider = self.pick([", ", ", ", "\n", "\n ", " ", "\n, "])
        town, state, code = self.town(), self.pick(self.own["st"]), self.digits(5)
        country = self.pick(self.own["country"])
        tail = self.pick(
            [
                f"{town}, {state} {code}",
                f"{town}, {state} {code}",
                f"{town}, {state}",
                town,
                f"{town} {state} {code}",
                f"{town}{divider}{country} {code}",
                f"{code} {town}",
                f"{town}\n{country} {code}",
                f"{town}\n{state}\n{code}",
                f"{town} {country}",
                "",
            ]
        )
        return [(self.street() + flat + (divider + tail if tail else ""), "LOCATION")]

    def slot_zip(self) -> Pieces:
        """A ZIP code."""
        return [(self.digits(3) if self.chance(0.05) else self.digits(5) + self.pick(["", "", "-" + self.digits(4)]), "LOCATION")]

    def slot_country(self) -> Pieces:
        """A country: not below a state."""
        return self.listed("country", "REGION")

    def slot_state(self) -> Pieces:
        """A state."""
        return self.listed("state", "REGION")

    def slot_fac(self) -> Pieces:
        """A hospital, clinic, practice or pharmacy."""
        draw = self.rng.random()
        if draw < 0.24:
            return [
                (self.pick(self.own["facname"]) + self.pick(["", "", "", " Hospital", " Medical Center", " ER", " Clinic"]), "FACILITY")
            ]
        if draw < 0.4:
            name = self.pick(self.material.hospitals).partition("\t")[0]
            return [(_titled(re.sub(r"[,(].*|\b(INC|LLC|LTD)\b.*", "", name).strip() or name), "FACILITY")]
        if draw < 0.5:
            saint = self.pick(
                "Mary's Joseph's Luke's Jude's Vincent's Francis Anthony Elizabeth's Michael's Thomas Agnes John's Catherine Patrick's Anne's Raphael Peter's Mark's".split()
            )
            return [
                (
                    self.pick(["St. ", "St ", "Saint ", "St. "])
                    + saint
                    + self.pick(["", " Hospital", " Medical Center", " Clinic", " Regional"]),
                    "FACILITY",
                )
            ]
        if draw < 0.54:
            return [
                (
                    f"{self.pick(['University of', 'Univ. of', 'U of'])} {self.pick(self.own['state'])}{self.pick([' Medical Center', ' Hospital', ' Health', ''])}",
                    "FACILITY",
                )
            ]
        if draw < 0.57:
            return [(self.capitals(self.number(3, 4)) + self.pick(["", "", " Medical Center", " Health", " Hospital"]), "FACILITY")]
        base = self.pick(
            [
                self.pick(self.own["clinicname"]),
                self.pick(self.own["clinicname"]),
                self.town(),
                self.town(),
                self.surname(),
                self.pick(self.own["place"]),
            ]
        )
        return [
            (
                f"{base} {self.pick(self.own['clinickind'])}{self.pick(['', '', '', '', f' of {self.town()}', f' at {self.town()}'])}",
                "FACILITY",
            )
        ]


def _titled(name: str) -> str:
    """A hospital's name from a list in capitals."""
    small = {"Of", "At", "And", "The", "For", "In"}
    words = name.replace("'S", "'s").title().replace("'S", "'s").split()
    return " ".join(word.lower() if word in small and at else word for at, word in enumerate(words))


def _ordinal(number: int) -> str:
    return f"{number}{'th' if 10 < number % 100 < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
