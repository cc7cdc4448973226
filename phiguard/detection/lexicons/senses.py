"""Which sense of a word is meant: neighbours that show the other one, by the field they come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

__all__ = ["REACH", "Guard", "read_classes"]

REACH = 5
"""How many words to either side, within the sentence, can show the other sense."""


class Guard(NamedTuple):
    """Words and phrases that show that a term is not meant as a health word.

    Attributes:
        entries: all of them, as they stand in `Term.unless`.
        words: the single words.
        phrases: those of several words; the term itself may be part of one.
    """

    entries: tuple[str, ...]
    words: frozenset[str]
    phrases: tuple[str, ...]

    @classmethod
    def of(cls, entries: Iterable[str]) -> Guard:
        """The guard of *entries*, each one word or several joined by a blank."""
        ordered = tuple(sorted(set(entries)))
        single = frozenset(entry for entry in ordered if " " not in entry)
        return cls(ordered, single, tuple(f" {entry} " for entry in ordered if " " in entry))

    def refutes(self, before: Sequence[str], term: Sequence[str], after: Sequence[str]) -> bool:
        """Whether the neighbours of *term* show another sense of it."""
        if not self.words.isdisjoint(before) or not self.words.isdisjoint(after):
            return True
        if not self.phrases:
            return False
        line = f" {' '.join((*before, *term, *after))} "
        return any(phrase in line for phrase in self.phrases)


def read_classes(lines: Iterable[str]) -> dict[str, frozenset[str]]:
    """Classes of neighbours from lines of words under ``[class]``; phrases stand in double quotes."""
    classes: dict[str, set[str]] = {}
    current: set[str] = set()
    for raw in lines:
        line = raw.strip()
        if line.startswith("["):
            current = classes.setdefault(line[1:-1], set())
        elif line and not line.startswith("#"):
            parts = line.split('"')
            current.update(" ".join(parts[::2]).replace("-", " ").split())
            current.update(parts[1::2])
    return {name: frozenset(words) for name, words in classes.items()}
