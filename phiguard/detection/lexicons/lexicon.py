"""The lexicon in memory: read once, at first use, from the files that `build` writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources

from phiguard.detection.lexicons.senses import Guard, read_classes
from phiguard.detection.lexicons.words import split
from phiguard.detection.types import Term
from phiguard.model.entities import Strength

__all__ = ["Lexicon", "Phrase", "Row", "endings", "lexicon", "parse", "terms"]

Row = tuple[str, str, Strength, bool, str]
"""Text, entity, strength, ambiguity and classes of neighbours (joined by blanks) of a term, as the file holds them."""

Phrase = tuple[int, list[str], tuple[str, ...], int]
"""A term of several words: where the word stands that it is looked up by; all words but the last; forms of the last; number of the row."""

_COMMON_TEXT = """
a able about after all am an and any are as at avoiding be been being believe better book by can check completed could current
currently day days do don drink end ended even ever every eye feel feeling felt find first follow for from general get getting
good group had has have having health hear high history how i id if in is it join joined last let list log long loss lost low make
me medical mg more my nearly new next no not of off office on one or other out over own part past plan point previously primary
quality reason risk schedule screen see seeing seen select self service several severe short side sign six so some something start
state status stop stopped such support t take taken taking team test that the things thought thoughts to too type unable under up
upcoming use used view visit want wanted was what when with work worrying you your
"""
_COMMON = frozenset(_COMMON_TEXT.split())
"""Words too common to look a phrase up by."""
_SHORTEST = 3


class Lexicon(Mapping[str, Term]):
    """Everything `find` looks up, and a mapping of each term's text to the term.

    Attributes:
        starts: words that a match can hang on; a text without any of them is done with.
        singles: rows of the terms of one word, by every form of it.
        phrases: terms of several words, by the word they hang on.
    """

    __slots__ = ("_classes", "_entries", "_guards", "_numbers", "_rows", "phrases", "singles", "starts")

    def __init__(self, rows: list[Row], classes: Mapping[str, frozenset[str]]) -> None:
        """Index *rows*; `classes` are the neighbours that their guards are made of."""
        self._rows = rows
        self._classes = classes
        self._entries: dict[int, tuple[Term, Guard | None]] = {}
        self._guards: dict[str, Guard | None] = {"": None}
        self._numbers = {row[0]: number for number, row in enumerate(rows)}
        words = {text: number for text, number in self._numbers.items() if text.isalpha()}
        self.singles = {form: number for text, number in words.items() for form in endings(text)} | words
        self.phrases: dict[str, list[Phrase]] = {}
        for text, number in self._numbers.items():
            if not text.isalpha():
                self._add(text, number)
        self.starts = frozenset(self.singles).union(self.phrases)

    def _add(self, text: str, number: int) -> None:
        """A phrase, by the first of its words that is not common."""
        words = text.split() if text.replace(" ", "").isalpha() else split(text)
        *head, last = words
        offset = next((place for place, word in enumerate(head) if word not in _COMMON and word.isalpha()), 0)
        self.phrases.setdefault(words[offset], []).append((offset, head, endings(last), number))

    def entry(self, number: int) -> tuple[Term, Guard | None]:
        """The term of a row, and the guard of its sense where it has one; made when first asked for."""
        if (entry := self._entries.get(number)) is None:
            text, entity, strength, ambiguous, names = self._rows[number]
            if names not in self._guards:
                self._guards[names] = Guard.of(word for name in names.split() for word in self._classes[name])
            guard = self._guards[names]
            entry = self._entries[number] = (Term(text, entity, strength, ambiguous, guard.entries if guard else ()), guard)
        return entry

    def __getitem__(self, text: str) -> Term:
        """The term with this text."""
        return self.entry(self._numbers[text])[0]

    def __iter__(self) -> Iterator[str]:
        """The texts of all terms."""
        return iter(self._numbers)

    def __len__(self) -> int:
        """How many terms there are."""
        return len(self._numbers)


def endings(word: str) -> tuple[str, ...]:
    """*word* and its regular plural; only an ending is added, so that *word* is the beginning of each form.

    >>> endings("headache"), endings("rash"), endings("hiv"), endings("iv")
    (('headache', 'headaches'), ('rash', 'rashes'), ('hiv', 'hivs'), ('iv',))
    """
    if len(word) < _SHORTEST or word[-1].isdigit():
        return (word,)
    if word[-1] == "s":
        return (word, word + "es") if word[-2] == "s" else (word,)
    return (word, word + "es") if word.endswith(("x", "z", "ch", "sh")) else (word, word + "s")


def parse(lines: Iterable[str]) -> Iterator[Row]:
    """The rows of a file.

    Terms stand one a line, or several with ``;``, under ``[ENTITY strength]`` or ``[ENTITY strength ambiguous]``; ``| a b`` names classes.
    """
    entity, strength, ambiguous = "", Strength.CARE, False
    for line in lines:
        if line.startswith("["):
            entity, kind, *rest = line.strip()[1:-1].split()
            strength, ambiguous = Strength(kind), bool(rest)
        elif not line.startswith("#"):
            for item in line.split(";"):
                text, _, classes = item.partition(" | ") if "|" in item else (item, "", "")
                if text := text.strip():
                    yield text, entity, strength, ambiguous, classes.strip()


def _read(name: str) -> list[str]:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()


@cache
def lexicon() -> Lexicon:
    """The lexicon; read when first asked for."""
    return Lexicon(list(parse(_read("terms.txt"))), read_classes(_read("senses.txt")))


def terms() -> Mapping[str, Term]:
    """Every term by its text: lower-case words joined by one blank.

    What `find` matches is one of these texts, with any of `JOINTS` for each blank, and perhaps a plural ending behind it.
    """
    return lexicon()
