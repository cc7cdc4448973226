"""Fills the slots of templates: every ``slot_x`` method of its bases and its own, by the slot's name."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from benchmarks.free_text.grammar import Pieces
from benchmarks.free_text.health import Health
from benchmarks.free_text.machines import Machines
from benchmarks.free_text.material import Material
from benchmarks.free_text.numbers import Numbers
from benchmarks.free_text.places import Places

__all__ = ["Values"]

_LISTS = {
    "spec": "specialty",
    "rela": "relative",
    "job": "job",
    "nat": "nationality",
    "common": "month_use",
    "ui": "ui",
    "tech": "tech",
    "ident": "ident",
    "sex": "sex",
}
"""Slots that are one entry of a hand-written list."""


class Values(Places, Numbers, Health, Machines):
    """Draws the value of a slot by its name."""

    def __init__(self, material: Material, rng: random.Random) -> None:
        super().__init__(material, rng)
        self._slots: dict[str, Callable[[], Pieces]] = {
            name.removeprefix("slot_"): getattr(self, name) for name in dir(self) if name.startswith("slot_")
        }

    def fill(self, slot: str) -> Pieces:
        """Text and label of one value."""
        return self.listed(_LISTS[slot]) if slot in _LISTS else self._slots[slot]()

    def slot_w(self) -> Pieces:
        """An everyday word."""
        return [(self.pick(self.material.words), "")]

    def slot_talk(self) -> Pieces:
        """A run of everyday words that do follow each other in English."""
        pairs = self.material.pairs
        word = self.pick(self.material.starts)
        words = [word]
        for _ in range(self.number(3, 13)):
            follow = pairs.get(word)
            if not follow or self.chance(0.04):
                word = self.pick(self.material.words if self.chance(0.3) else self.material.starts)
            else:
                word = follow[int(self.rng.random() ** 2 * len(follow))]
            words.append(word)
        text = " ".join(words)
        return [(text[0].upper() + text[1:] + self.pick([".", ".", "", "!", "?", ","]) if self.chance(0.7) else text, "")]

    def slot_cw(self) -> Pieces:
        """An everyday word with a capital."""
        return [(self.pick(self._capital), "")]

    def slot_doc(self) -> Pieces:
        """A real sentence that names nobody."""
        return [(self.pick(self.material.sentences), "")]

    def slot_frag(self) -> Pieces:
        """A few words of such a sentence."""
        words = self.pick(self.material.sentences).split()
        size = self.number(1, min(7, len(words)))
        at = self.number(0, len(words) - size)
        text = " ".join(words[at : at + size]).strip(".,;:")
        return [(text.title() if self.chance(0.4) else text, "")]

    def slot_swap(self) -> Pieces:
        """A real sentence in which somebody has taken the place of *the user*."""
        for _ in range(200):
            sentence = self.pick(self.material.sentences)
            match = re.search(
                r"\b([Tt]he|[Aa]n?|[Yy]our) (user|client|caller|customer|owner|administrator|author|recipient|account|developer|user's|worker|process|child|parent|group)\b",
                sentence,
            )
            if match:
                return [
                    (sentence[: match.start()], ""),
                    *self.fill(self.pick(["pn", "pf", "pl", "p", "dr"])),
                    (sentence[match.end() :], ""),
                ]
        return self.slot_doc()
