"""A compiled vocabulary: the literals of each pass and the rules that their hits must pass, as one immutable value and as bytes."""

from __future__ import annotations

import json
import struct
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

from phiguard.gate.keyforms import KeyForms
from phiguard.gate.rules import Rule

__all__ = ["WIDTHS", "Literals", "Meaning", "Plan"]

WIDTHS = (8, 4, 2, 1)
"""The beginnings that the standard library's engine looks for, in bytes."""
_FORMAT = b"phiguard-plan-3\n"
_START = len(_FORMAT) + 32
_LENGTH = struct.Struct("<I")
_HEAD = struct.Struct(f"<{6 + 2 * len(WIDTHS)}I")
_SEPARATOR = b"\0"


class Meaning(NamedTuple):
    """What a literal stands for: a rule, and how many of its first and last bytes are delimiters."""

    rule: int
    lead: int
    tail: int


class Literals:
    """The literals of one pass; a literal's number is its position.

    What is not needed to look for them (each text, each meaning) is taken out of the bytes when it is asked for.

    Args:
        joined: the literals, those compared without case first and in lower case, each part sorted; a zero byte between two.
        count: how many there are.
        caseless: how many of those are compared without case.
        first: for each literal its first meaning, packed.
        more: numbers of literals and further meanings of theirs, in turns, in the order of the numbers.
        used: every rule that a meaning refers to.
        heads: for the caseless part, then for the other, for each of `WIDTHS` the distinct beginnings of that many bytes, one after
            the other; of the literals that are not long enough for a greater width.
    """

    def __init__(
        self, joined: bytes, *, count: int, caseless: int, first: array[int], more: array[int], used: array[int], heads: Sequence[bytes]
    ) -> None:
        self.caseless = caseless
        self.count = count
        self.heads = tuple(heads)
        self._joined = joined
        self._first = first
        self._numbers, self._more = more[::2], more[1::2]
        self._used = used
        self._meanings: dict[int, tuple[tuple[int, int, int], ...]] = {}

    @classmethod
    def of(cls, entries: Mapping[tuple[bool, bytes], Sequence[Meaning]]) -> Literals:
        """From meanings by (whether compared with case, literal)."""
        names = sorted(entries)
        texts = [text for _, text in names]
        caseless = sum(not cased for cased, _ in names)
        further = enumerate(entries[name][1:] for name in names)
        return cls(
            _SEPARATOR.join(texts),
            count=len(texts),
            caseless=caseless,
            first=array("I", [_pack(entries[name][0]) for name in names]),
            more=array("I", [code for number, meanings in further for meaning in meanings for code in (number, _pack(meaning))]),
            used=array("I", sorted({meaning.rule for meanings in entries.values() for meaning in meanings})),
            heads=[*_heads(texts[:caseless]), *_heads(texts[caseless:])],
        )

    @cached_property
    def texts(self) -> Sequence[bytes]:
        """The literals."""
        return self._joined.split(_SEPARATOR) if self.count else []

    def meanings(self, number: int) -> tuple[tuple[int, int, int], ...]:
        """Everything that literal *number* can mean, each as a `Meaning`."""
        return self._meanings.get(number) or self._unpacked(number)

    def _unpacked(self, number: int) -> tuple[tuple[int, int, int], ...]:
        numbers = self._numbers
        low = bisect_left(numbers, number)
        packed = (self._first[number], *self._more[low : bisect_right(numbers, number, low)])
        made = self._meanings[number] = tuple((code >> 16, code >> 8 & 0xFF, code & 0xFF) for code in packed)
        return made

    def rules(self) -> frozenset[int]:
        """Every rule that a literal refers to."""
        return frozenset(self._used)

    def dump(self) -> bytes:
        """As bytes, for `load`."""
        more = array("I", chain.from_iterable(zip(self._numbers, self._more, strict=True)))
        pieces = [self._joined, *(_little(codes).tobytes() for codes in (self._first, more, self._used)), *self.heads]
        return _HEAD.pack(self.count, self.caseless, *map(len, pieces)) + b"".join(pieces)

    @classmethod
    def load(cls, part: bytes) -> Literals:
        """The literals that `dump` wrote.

        Raises:
            ValueError: these are none.
        """
        count, caseless, *lengths = _HEAD.unpack_from(part)
        ends = [*accumulate(lengths, initial=_HEAD.size)]
        joined, *codes = (part[start:end] for start, end in pairwise(ends[:5]))
        first, more, used = (_little(array("I", piece)) for piece in codes)
        if ends[-1] != len(part) or len(first) != count or len(more) % 2:
            msg = "gate plan: counts differ"
            raise ValueError(msg)
        heads = [part[start:end] for start, end in pairwise(ends[4:])]
        return cls(joined, count=count, caseless=caseless, first=first, more=more, used=used, heads=heads)


def _heads(texts: Sequence[bytes]) -> Iterator[bytes]:
    """See `Literals`."""
    longest = sys.maxsize
    for width in WIDTHS:
        yield b"".join(sorted({text[:width] for text in texts if width <= len(text) < longest}))
        longest = width


def _pack(meaning: Meaning) -> int:
    return meaning.rule << 16 | meaning.lead << 8 | meaning.tail


@dataclass(frozen=True, slots=True, repr=False)
class Plan:
    """Everything an engine is built from.

    Attributes:
        words: literals of the pass over the raw bytes.
        pseudonyms: the same for pseudonymous id keys, which are in every telemetry event: a pass of its own, made only when asked for.
        shapes: literals of the pass over the folded bytes.
        rules: what the meanings of the literals refer to.
        always: bits that are set for every payload, because a recognizer declares no trigger.
        forms: the role table, for the judges of keys.
        digest: names the literals; an engine's blob is good for exactly one digest.
    """

    words: Literals
    pseudonyms: Literals
    shapes: Literals
    rules: tuple[Rule, ...]
    always: int
    forms: KeyForms = field(default_factory=lambda: KeyForms.of({}))
    digest: str = field(default="")

    def __post_init__(self) -> None:
        """Work the digest out, unless it was read with the rest."""
        if not self.digest:
            object.__setattr__(self, "digest", sha256(self._content()).hexdigest())

    @property
    def tables(self) -> tuple[Literals, Literals, Literals]:
        """The literals of the three passes."""
        return self.words, self.pseudonyms, self.shapes

    def dump(self) -> bytes:
        """The plan as bytes, for `load`."""
        return _FORMAT + bytes.fromhex(self.digest) + self._content()

    def _content(self) -> bytes:
        rules = json.dumps([self.always, self.rules]).encode()
        parts = (*(table.dump() for table in self.tables), self.forms.dump(), rules)
        return b"".join(_LENGTH.pack(len(part)) + part for part in parts)

    @classmethod
    def load(cls, blob: bytes) -> Plan:
        """The plan that `dump` wrote; its digest is believed.

        Raises:
            ValueError: *blob* is not a plan of this format.
        """
        if not blob.startswith(_FORMAT):
            msg = "gate plan: not in this format"
            raise ValueError(msg)
        try:
            *tables, forms, rules = _parts(blob)
            always, listed = json.loads(rules)
            words, pseudonyms, shapes = map(Literals.load, tables)
            known = KeyForms.load(forms)
            made = tuple([Rule(kind, signal, tuple(args)) for kind, signal, args in listed])
        except (struct.error, TypeError, IndexError) as error:
            msg = f"gate plan: {type(error).__name__}"
            raise ValueError(msg) from error
        return cls(words, pseudonyms, shapes, rules=made, always=always, forms=known, digest=blob[len(_FORMAT) : _START].hex())

    def __repr__(self) -> str:
        """Sizes."""
        counts = "/".join(str(table.count) for table in self.tables)
        return f"<Plan {counts} literals, {len(self.rules)} rules, {self.digest[:12]}>"


def _parts(blob: bytes) -> list[bytes]:
    parts, at = [], _START
    while at < len(blob):
        (size,) = _LENGTH.unpack_from(blob, at)
        parts.append(blob[at + _LENGTH.size : at + _LENGTH.size + size])
        at += _LENGTH.size + size
    return parts


def _little(codes: array[int]) -> array[int]:
    if sys.byteorder == "little":
        return codes
    swapped = array("I", codes)
    swapped.byteswap()
    return swapped
