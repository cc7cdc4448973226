"""Draws from lists and digits: all chance of the generator comes from one seeded source."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

from benchmarks.free_text.grammar import Pieces
from benchmarks.free_text.material import Letters, Material

__all__ = ["Chance"]


class Chance:
    """Small draws."""

    def __init__(self, material: Material, rng: random.Random) -> None:
        self.material = material
        self.rng = rng
        self.own = material.own
        self._given = _Weighted([name.title() for name, _ in material.given], [share for _, share in material.given])
        self._surname = _Weighted([_cased(name) for name, _ in material.surname], [share for _, share in material.surname])
        self._world_first = material.lines("world_first")
        self._world_last = material.lines("world_last")
        self._surnames = [_cased(name) for name, _ in material.surname]
        self._givens = [name.title() for name, _ in material.given]
        self._letters = {
            "given": Letters(self._givens[:3000]), "surname": Letters(self._surnames[:8000]), "world": Letters(self._world_last), "first": Letters(self._world_first),
            "town": Letters([town for town in material.towns if " " not in town]),
        }  # fmt: skip

        self._capital = [word.capitalize() for word in material.words]

    def pick(self, options: Sequence[str]) -> str:
        """One of *options*."""
        return options[int(self.rng.random() * len(options))]

    def chance(self, share: float) -> bool:
        """True with probability *share*."""
        return self.rng.random() < share

    def digits(self, count: int) -> str:
        """So many digits."""
        return "".join(self.pick("0123456789") for _ in range(count))

    def capitals(self, count: int) -> str:
        """So many capital letters."""
        return "".join(self.pick("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(count))

    def number(self, low: int, high: int) -> int:
        """A number between *low* and *high*, both included."""
        return low + int(self.rng.random() * (high - low + 1))

    def hexadecimal(self, count: int) -> str:
        """So many hexadecimal digits."""
        return "".join(self.pick("0123456789abcdef") for _ in range(count))

    def listed(self, name: str, label: str = "") -> Pieces:
        """One entry of a hand-written list."""
        return [(self.pick(self.own[name]), label)]


class _Weighted:
    """Draws from names by their frequency."""

    def __init__(self, names: Sequence[str], weights: Sequence[float]) -> None:
        self._names = names
        self._sums = list(itertools.accumulate(weight + 0.0005 for weight in weights))

    def draw(self, rng: random.Random) -> str:
        return rng.choices(self._names, cum_weights=self._sums)[0]


def _cased(name: str) -> str:
    """A surname from a list without case."""
    if name.startswith("mc") and len(name) > 4:
        return "Mc" + name[2:].capitalize()
    return "O'" + name[1:].capitalize() if name.startswith(("obrien", "oconn", "oneil", "oneal", "osull", "odonn")) else name.capitalize()
