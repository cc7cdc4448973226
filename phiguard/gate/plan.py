"""A compiled vocabulary: the literals of each pass and the rules that their hits must pass, as one immutable value and as bytes."""

from __future__ import annotations

import json
import struct
import sys
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from phiguard.gate.rules import Rule

__all__ = ["Literals", "Meaning", "Plan"]

_FORMAT = b"phiguard-plan-1\n"
_SIZES = struct.Struct("<6I")
_SEPARATOR = b"\0"


class Meaning(NamedTuple):
    """What a literal stands for: a rule, and how many of its first and last bytes are delimiters."""

    rule: int
    lead: int
    tail: int


class Literals(NamedTuple):
    """The literals of one pass; a literal's number is its position.

    Attributes:
        texts: the literals, those compared without case first and in lower case; each part sorted.
        caseless: how many those are.
        first: for each literal its first meaning, packed.
        more: further meanings of the few literals that have them.
    """

    texts: Sequence[bytes]
    caseless: int
    first: array[int]
    more: Mapping[int, tuple[Meaning, ...]]

    @classmethod
    def of(cls, entries: Mapping[tuple[bool, bytes], Sequence[Meaning]]) -> Literals:
        """From meanings by (whether compared with case, literal)."""
        names = sorted(entries)
        return cls(
            texts=[text for _, text in names],
            caseless=sum(not cased for cased, _ in names),
            first=array("I", [_pack(entries[name][0]) for name in names]),
            more={number: tuple(entries[name][1:]) for number, name in enumerate(names) if len(entries[name]) > 1},
        )

    def meanings(self, number: int) -> tuple[tuple[int, int, int], ...]:
        """Everything that literal *number* can mean, each as a `Meaning`."""
        packed = self.first[number]
        first = (packed >> 16, packed >> 8 & 0xFF, packed & 0xFF)
        return (first, *self.more[number]) if number in self.more else (first,)

    def rules(self) -> frozenset[int]:
        """Every rule that a literal refers to."""
        return frozenset(packed >> 16 for packed in self.first) | {meaning.rule for more in self.more.values() for meaning in more}


def _pack(meaning: Meaning) -> int:
    return meaning.rule << 16 | meaning.lead << 8 | meaning.tail


def _unpack(packed: int) -> Meaning:
    return Meaning(packed >> 16, packed >> 8 & 0xFF, packed & 0xFF)


@dataclass(frozen=True, slots=True, repr=False)
class Plan:
    """Everything an engine is built from.

    Attributes:
        words: literals of the pass over the raw bytes.
        pseudonyms: the same for pseudonymous id keys, which are in every telemetry event: a pass of its own, made only when asked for.
        shapes: literals of the pass over the folded bytes.
        rules: what the meanings of the literals refer to.
        always: bits that are set for every payload, because a recognizer declares no trigger.
        digest: names the literals; an engine's blob is good for exactly one digest.
    """

    words: Literals
    pseudonyms: Literals
    shapes: Literals
    rules: tuple[Rule, ...]
    always: int
    digest: str = field(default="")

    def __post_init__(self) -> None:
        """Work the digest out, unless it was read with the rest."""
        if not self.digest:
            object.__setattr__(self, "digest", sha256(self.dump()).hexdigest())

    @property
    def tables(self) -> tuple[Literals, Literals, Literals]:
        """The literals of the three passes."""
        return self.words, self.pseudonyms, self.shapes

    def dump(self) -> bytes:
        """The plan as bytes, for `load`."""
        parts = [_dump_table(table) for table in self.tables]
        rules = json.dumps([self.always, [(rule.kind, rule.signal, rule.args) for rule in self.rules]]).encode()
        return _FORMAT + b"".join(struct.pack("<I", len(part)) + part for part in (*parts, rules))

    @classmethod
    def load(cls, blob: bytes) -> Plan:
        """The plan that `dump` wrote.

        Raises:
            ValueError: *blob* is not a plan of this format.
        """
        if not blob.startswith(_FORMAT):
            msg = "gate plan: not in this format"
            raise ValueError(msg)
        try:
            words, pseudonyms, shapes, rules = _parts(blob)
            always, listed = json.loads(rules)
            tables = [_load_table(part) for part in (words, pseudonyms, shapes)]
            made = tuple(Rule(kind, signal, tuple(args)) for kind, signal, args in listed)
        except (struct.error, TypeError, IndexError) as error:
            msg = f"gate plan: {type(error).__name__}"
            raise ValueError(msg) from error
        return cls(tables[0], tables[1], tables[2], rules=made, always=always, digest=sha256(blob).hexdigest())

    def __repr__(self) -> str:
        """Sizes."""
        counts = "/".join(str(len(table.texts)) for table in self.tables)
        return f"<Plan {counts} literals, {len(self.rules)} rules, {self.digest[:12]}>"


def _parts(blob: bytes) -> list[bytes]:
    parts, at = [], len(_FORMAT)
    while at < len(blob):
        (size,) = struct.unpack_from("<I", blob, at)
        parts.append(blob[at + 4 : at + 4 + size])
        at += 4 + size
    return parts


def _dump_table(table: Literals) -> bytes:
    texts, first = _SEPARATOR.join(table.texts), _little(table.first).tobytes()
    more = array("I", [code for number, meanings in table.more.items() for meaning in meanings for code in (number, _pack(meaning))])
    rest = _little(more).tobytes()
    return _SIZES.pack(len(table.texts), table.caseless, len(texts), len(first), len(rest), 0) + texts + first + rest


def _load_table(part: bytes) -> Literals:
    count, caseless, *lengths, _ = _SIZES.unpack_from(part)
    at = _SIZES.size
    pieces = []
    for length in lengths:
        pieces.append(part[at : at + length])
        at += length
    first, rest = array("I"), array("I")
    first.frombytes(pieces[1])
    rest.frombytes(pieces[2])
    first, rest = _little(first), _little(rest)
    texts = pieces[0].split(_SEPARATOR) if count else []
    if len(texts) != count or len(first) != count:
        msg = "gate plan: counts differ"
        raise ValueError(msg)
    more: dict[int, tuple[Meaning, ...]] = {}
    for number, packed in zip(rest[::2], rest[1::2], strict=True):
        more[number] = (*more.get(number, ()), _unpack(packed))
    return Literals(texts, caseless, first, more)


def _little(codes: array[int]) -> array[int]:
    if sys.byteorder == "little":
        return codes
    swapped = array("I", codes)
    swapped.byteswap()
    return swapped
