"""Companies, products, machines' strings, times: what is nobody's."""

from __future__ import annotations

from benchmarks.free_text.grammar import Pieces
from benchmarks.free_text.people import People

__all__ = ["Machines"]


class Machines(People):
    """Slots of companies and machines."""

    def slot_uuid(self) -> Pieces:
        """A machine's id."""
        h = self.hexadecimal
        mixed = "".join(self.pick("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz0123456789") for _ in range(self.number(10, 28)))
        return [
            (
                self.pick(
                    [
                        f"{h(8)}-{h(4)}-4{h(3)}-a{h(3)}-{h(12)}",
                        h(32),
                        h(16),
                        h(7),
                        h(40),
                        mixed,
                        f"{self.pick('ch pi cus evt tok sub in ord req'.split())}_{mixed}",
                        mixed.upper(),
                    ]
                ),
                "",
            )
        ]

    def slot_code(self) -> Pieces:
        """A code that is nobody's."""
        return [
            (
                self.pick(
                    [
                        f"E{self.digits(4)}",
                        f"ERR_{self.capitals(5)}",
                        f"HTTP {self.pick('400 401 403 404 409 422 429 500 502 503'.split())}",
                        f"NCT0{self.digits(7)}",
                        f"ICD-10 {self.capitals(1)}{self.digits(2)}.{self.digits(1)}",
                        f"CPT 99{self.digits(3)}",
                        f"NDC {self.digits(5)}-{self.digits(4)}-{self.digits(2)}",
                        f"RFC {self.digits(4)}",
                        f"v{self.number(0, 9)}.{self.number(0, 30)}.{self.number(0, 12)}",
                        f"TICKET-{self.digits(4)}",
                        f"JIRA-{self.digits(3)}",
                        f"build {self.digits(4)}",
                        f"SKU {self.digits(6)}",
                        f"INC00{self.digits(5)}",
                        f"CVE-2024-{self.digits(4)}",
                        f"order #{self.digits(5)}",
                        f"{self.capitals(2)}{self.digits(5)}",
                    ]
                ),
                "",
            )
        ]

    def slot_ts(self) -> Pieces:
        """A log line's time."""
        day = f"20{self.number(20, 27)}-{self.number(1, 12):02d}-{self.number(1, 28):02d}"
        clock = f"{self.number(0, 23):02d}:{self.number(0, 59):02d}:{self.number(0, 59):02d}"
        return [
            (
                self.pick(
                    [f"{day}T{clock}.{self.digits(3)}Z", f"{day} {clock},{self.digits(3)}", f"{day}T{clock}+00:00", f"[{day} {clock}]"]
                ),
                "",
            )
        ]

    def slot_inv(self) -> Pieces:
        """A product's or a tool's name, mostly invented."""
        made = self._letters[self.pick(["surname", "town", "given", "world"])].invent(self.rng)
        word = self.pick(self._capital)
        return [
            (
                self.pick(
                    [
                        made,
                        made,
                        word,
                        made + self.pick("ly ify js py db ML Q X Kit Hub Cloud".split()),
                        word + self.pick(self._capital),
                        self.pick(self.own["product"]),
                        f"{made} {word}",
                        made.lower() + self.pick(["", "", ".js", "-cli"]),
                    ]
                ),
                "ORG",
            )
        ]

    def slot_cap(self) -> Pieces:
        """A technical abbreviation."""
        return [
            (
                self.pick(
                    [
                        self.capitals(self.number(2, 5)),
                        self.pick(
                            "HTML XML JSON CSV PDF SVG RTF GIF PNG API SDK SQL DSA RSA AES SHA TLS SSL DNS TCP UDP GPU CPU RAM SIMD AVX SSE NEON YAML TOML UTF ASCII HTTP REST RPC SSH VPN VPC IAM EC2 S3 SNS SQS KMS ARN UUID URI URL CLI GUI IDE CI CD QA UX UI PR MR SLA KPI ROI CEO CTO HR IT USB HDMI LTE GPS RFID NFC".split()
                        ),
                    ]
                ),
                "",
            )
        ]

    def slot_ipn(self) -> Pieces:
        """An address inside a network, which is nobody's."""
        return [
            (
                self.pick(
                    [
                        f"10.{self.number(0, 254)}.{self.number(0, 254)}.{self.number(1, 254)}",
                        f"192.168.{self.number(0, 9)}.{self.number(1, 254)}",
                        f"172.16.{self.number(0, 9)}.{self.number(1, 254)}",
                    ]
                ),
                "",
            )
        ]

    def slot_prod(self) -> Pieces:
        """A product, tool or brand, many of them called like people or places."""
        return self.listed("product")

    def slot_org(self) -> Pieces:
        """A company."""
        name = self.surname()
        end = self.pick(
            "Inc Inc. LLC Group Ltd Corp PLC Partners Holdings Industries Logistics Software Consulting Bros Motors Realty Capital GmbH S.A. AB Oy".split()
        )
        invented = self._letters["surname"].invent(self.rng)
        return [
            (
                self.pick(
                    [
                        f"{name} {end}",
                        f"{name} and Sons",
                        f"{name}-{self.surname()}",
                        f"{name}, {self.surname()} and {self.surname()}",
                        f"{invented}{self.pick('ly tech soft hub ify Labs Data works'.split())}",
                        f"{name} & {self.surname()}",
                        f"{self.pick(self.own['place'])} {self.pick('Bank Insurance Airlines Energy Media Foods'.split())}",
                        self.pick(self.own["product"]),
                        f"{self.pick(self._capital)} {self.pick(self._capital)} {end}",
                    ]
                ),
                "ORG",
            )
        ]

    def slot_ins(self) -> Pieces:
        """An insurer."""
        return self.listed("insurer", "ORG")

    def slot_year(self) -> Pieces:
        """A year."""
        return [(str(self.number(1985, 2027)), "")]

    def slot_rel(self) -> Pieces:
        """A time that names no day."""
        return [
            (
                self.pick(
                    [
                        self.pick(self.own["relative_time"]),
                        f"in {self.number(2001, 2027)}",
                        f"in the {self.pick('spring summer fall winter'.split())} of {self.number(2010, 2027)}",
                        f"since {self.number(2001, 2027)}",
                        f"over the past {self.number(2, 20)} years",
                        f"{self.number(2, 9)} weeks ago",
                    ]
                ),
                "",
            )
        ]

    def slot_dur(self) -> Pieces:
        """A span of time."""
        return [
            (
                f"{self.number(2, 48)}{self.pick([' days', ' weeks', ' months', '-year', ' hours', ' minutes', '-week', ' yrs', 'h', 'd'])}",
                "",
            )
        ]

    def slot_n(self) -> Pieces:
        """A number."""
        return [(str(self.number(1, 9999)), "")]

    def slot_d1(self) -> Pieces:
        """A small number."""
        return [(str(self.number(1, 12)), "")]
