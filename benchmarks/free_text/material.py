"""The word lists behind the generator, read once."""

from __future__ import annotations

import collections
import gzip
import itertools
import random
import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

__all__ = ["Letters", "Material"]

HERE = Path(__file__).resolve().parent
LEXICONS = HERE.parents[1] / "phiguard" / "detection" / "lexicons" / "source"
_WORD = re.compile(r"[a-z]{3,}")


class Letters:
    """Invents names that sound like those of a list: a chain over letter triples."""

    def __init__(self, names: Sequence[str]) -> None:
        chain: dict[str, list[str]] = collections.defaultdict(list)
        for name in names:
            padded = f"^^{name.lower()}$"
            for at in range(len(padded) - 2):
                chain[padded[at : at + 2]].append(padded[at + 2])
        self._chain = dict(chain)

    def invent(self, rng: random.Random) -> str:
        """A name of three to eleven letters that need not exist."""
        while True:
            text = "^^"
            while not text.endswith("$") and len(text) < 16:
                text += rng.choice(self._chain[text[-2:]])
            name = text[2:].rstrip("$")
            if 3 <= len(name) <= 11 and text.endswith("$"):
                return name[0].upper() + name[1:]


class Material:
    """All lists, by name."""

    @cached_property
    def own(self) -> dict[str, list[str]]:
        """The sections of ``lists.txt``."""
        sections: dict[str, list[str]] = {}
        for block in (HERE / "lists.txt").read_text(encoding="utf-8").split("\n[")[1:]:
            name, _, body = block.partition("]\n")
            sections[name] = body.strip().split("|")
        return sections

    def lines(self, name: str) -> list[str]:
        """The lines of ``sources/<name>.txt.gz``."""
        return gzip.decompress((HERE / "sources" / f"{name}.txt.gz").read_bytes()).decode().split("\n")

    @cached_property
    def given(self) -> list[tuple[str, float]]:
        """Census given names (lower case) with their per cent, the most frequent first."""
        return _frequencies(self.lines("census_given"))

    @cached_property
    def surname(self) -> list[tuple[str, float]]:
        """Census surnames likewise."""
        return _frequencies(self.lines("census_surname"))

    @cached_property
    def towns(self) -> list[str]:
        """Towns of the world: of area codes, of hospitals, of Faker's locales."""
        hospital = {line.partition("\t")[2].title() for line in self.hospitals}
        return sorted({*self.lines("towns"), *hospital, *self.lines("world_town")})

    @cached_property
    def hospitals(self) -> list[str]:
        """Hospital and town, upper case, divided by a tab."""
        return self.lines("hospitals")

    @cached_property
    def sentences(self) -> list[str]:
        """Real sentences that name nobody."""
        return [*self.lines("documentation"), *self.lines("docstrings")]

    @cached_property
    def everyday(self) -> collections.Counter[str]:
        """Lower-case words of those sentences, with how often they stand there."""
        found: collections.Counter[str] = collections.Counter()
        for sentence in self.sentences:
            found.update(_WORD.findall(sentence))
        return found

    @cached_property
    def words(self) -> list[str]:
        """Everyday words; those of general English, from the most frequent, four times as likely as those of documentation only."""
        names = {name for name, share in self.given if share > 0.01} | {name for name, share in self.surname if share > 0.02}
        general = [word for word in self.lines("english")[:24_000] if word not in names]
        return [*general, *general[:8_000], *general[:3_000], *sorted(word for word, count in self.everyday.items() if count > 1)]

    @cached_property
    def pairs(self) -> dict[str, list[str]]:
        """Which words follow a word in English, the most frequent first."""
        return {line.split("\t")[0]: line.split("\t")[1].split(" ") for line in self.lines("pairs")}

    @cached_property
    def starts(self) -> list[str]:
        """Words that others follow."""
        return sorted(self.pairs)

    @cached_property
    def english(self) -> dict[str, int]:
        """Words of general English with their rank by frequency."""
        return {word: rank for rank, word in enumerate(self.lines("english"))}

    @cached_property
    def conditions(self) -> list[str]:
        """Conditions and symptoms as people name them."""
        return [*_terms("conditions"), *_terms("symptoms"), *_terms("reproductive"), *self.own["lay"], *self.own["lay"]]

    @cached_property
    def drugs(self) -> list[str]:
        """Brands, classes and ingredients."""
        registry = (LEXICONS / "registry.txt").read_text(encoding="utf-8")
        names = [word for line in registry.splitlines() if line[:1] not in {"#", "["} for word in line.split()]
        return [*_terms("medications"), *names]

    @cached_property
    def icd(self) -> list[str]:
        """ICD-10-CM descriptions."""
        return self.lines("icd10cm")


def _frequencies(lines: Sequence[str]) -> list[tuple[str, float]]:
    return [(word, float(share)) for word, _, share in (line.partition("\t") for line in lines)]


def _terms(name: str) -> list[str]:
    """The unambiguous terms of one of the lexicon's own lists."""
    found: list[str] = []
    plain = False
    for line in (LEXICONS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            plain = "ambiguous" not in line
        elif plain and not line.startswith("#"):
            found += [term.strip() for term in line.partition("|")[0].split(";")]
    return [term for term in dict.fromkeys(itertools.chain(found)) if len(term) > 2]
