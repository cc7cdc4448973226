"""A large set of texts that only remembers keyed digests, looked up by the runs of words in a text."""

from __future__ import annotations

import hashlib
import secrets
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from phiguard.detection.types import Span
from phiguard.model.patterns import late

__all__ = ["KeyedSet"]

_WORD = late(r"[a-z0-9]+")
_MOST_WORDS = 7
_SHORTEST = 6
_LONGEST = 64
_BITS = 25
_LABEL = 0xFF


class KeyedSet:
    """Texts of letters and digits, each with a label, held as BLAKE2b digests of 56 bits under a key of this process.

    Args:
        entries: (text, label) pairs; texts in lower case without anything between their words.
    """

    __slots__ = ("_digests", "_key", "_labels", "_lengths", "_starts")

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._key = secrets.token_bytes(16)
        self._starts = bytearray(1 << (_BITS - 3))
        self._labels: list[str] = []
        self._lengths: set[int] = set()
        numbers: dict[str, int] = {}
        parts = [array("Q") for _ in range(256)]  # by the highest byte: sorting all at once would hold every number as an object
        for text, label in entries:
            if label not in numbers:
                numbers[label] = len(numbers)
                self._labels.append(label)
            self._mark(text)
            number = self._digest(text) | numbers[label]
            parts[number >> 56].append(number)
        self._digests = array("Q")
        for place, part in enumerate(parts):
            self._digests.extend(sorted(set(part)))
            parts[place] = array("Q")

    def __len__(self) -> int:
        """How many texts."""
        return len(self._digests)

    def find(self, text: str) -> Iterator[tuple[str, Span]]:
        """Labels and spans of the texts that stand in *text* as runs of at most seven words, longest first, none overlapping."""
        words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(text.lower())]
        free = 0
        for first in range(len(words)):
            if first < free:
                continue
            found = self._longest(words, first)
            if found is not None:
                last, label = found
                free = last + 1
                yield label, (words[first][1], words[last][2])

    def _longest(self, words: list[tuple[str, int, int]], first: int) -> tuple[int, str] | None:
        glued, best = "", None
        for last in range(first, min(first + _MOST_WORDS, len(words))):
            glued += words[last][0]
            if len(glued) > _LONGEST or (last > first and words[last][1] - words[last - 1][2] > 3):  # ") " and its like
                break
            if label := self.label(glued):
                best = (last, label)
        return best

    def label(self, glued: str) -> str:
        """The label of exactly this text, in lower case and without anything between its words; empty when it is none."""
        if len(glued) not in self._lengths or not self._may_start(glued):
            return ""
        digest = self._digest(glued)
        at = bisect_left(self._digests, digest)
        found = self._digests[at] if at < len(self._digests) else 0
        return self._labels[found & _LABEL] if found & ~_LABEL == digest else ""

    def _digest(self, text: str) -> int:
        """The keyed digest's first 56 bits; the lowest eight are the label's."""
        return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8, key=self._key).digest(), "big") & ~_LABEL

    def _mark(self, text: str) -> None:
        self._lengths.add(len(text))
        bit = hash(text) & ((1 << _BITS) - 1)
        self._starts[bit >> 3] |= 1 << (bit & 7)

    def _may_start(self, text: str) -> bool:
        """A cheap first look in a bitmap; Python's own hash is keyed per process as well."""
        bit = hash(text) & ((1 << _BITS) - 1)
        return bool(self._starts[bit >> 3] & (1 << (bit & 7)))

    def __repr__(self) -> str:
        """How many, never which."""
        return f"<KeyedSet texts={len(self)}>"
