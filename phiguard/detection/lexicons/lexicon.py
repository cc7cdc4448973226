"""The lexicon in memory: the index that `find` asks is read at first use, a term when it is first met."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path

from phiguard.detection.lexicons.senses import Guard, read_classes
from phiguard.detection.lexicons.words import split
from phiguard.detection.types import Term
from phiguard.model.entities import Strength

__all__ = ["INDEX", "TERMS", "Lexicon", "Phrase", "Row", "endings", "lexicon", "parse", "terms", "words_of"]

Row = tuple[str, str, Strength, bool, str]
"""Text, entity, strength, ambiguity and classes of neighbours (joined by blanks) of a term, as the file holds them."""

Phrase = tuple[int, list[str], tuple[str, ...], str]
"""A term of several words: where the word stands that it hangs on; all words but the last; forms of the last; number of its line."""

TERMS, INDEX, _SENSES = (Path(__file__).with_name(name) for name in ("terms.txt", "index.txt", "senses.txt"))
_SHORTEST = 3


class Lexicon(Mapping[str, Term]):
    """Everything `find` looks up, and a mapping of each term's text to the term.

    Lines of ``terms.txt`` go by their numbers, as text, which is how the index names them.

    Args:
        index: ``index.txt``.

    Attributes:
        starts: words that a match can hang on; a text without any of them is done with.
        singles: lines of the terms of one word, by every form of it.
        phrases: terms of several words, by the word they hang on: those of the words met so far, see `hanging`.
    """

    def __init__(self, index: str) -> None:
        _, forms, lines, hangers, hung, headings = index.split("\n")[:6]
        self.singles = dict(zip(forms.split(" "), lines.split(" "), strict=True))
        self._hung = dict(zip(hangers.split(" "), hung.split(" "), strict=True))
        self.starts = frozenset(self.singles).union(self._hung)
        self._headings = [int(number) for number in headings.split(" ")]
        self.phrases: dict[str, list[Phrase]] = {}
        self._entries: dict[str, tuple[Term, Guard | None]] = {}
        self._guards: dict[str, Guard | None] = {"": None}

    def hanging(self, word: str) -> list[Phrase]:
        """The terms of several words that hang on *word*; made when first asked for."""
        numbers = self._hung.get(word, "")
        found = self.phrases[word] = [self._phrase(word, number) for number in numbers.split(",") if number]
        return found

    def _phrase(self, word: str, number: str) -> Phrase:
        words = words_of(self._row(number)[0])
        return words.index(word), words[:-1], endings(words[-1]), number

    def entry(self, number: str) -> tuple[Term, Guard | None]:
        """The term of a line, and the guard of its sense where it has one; made when first asked for."""
        if (entry := self._entries.get(number)) is None:
            text, entity, strength, ambiguous, names = self._row(number)
            if names not in self._guards:
                self._guards[names] = Guard.of(word for name in names.split() for word in self._classes[name])
            guard = self._guards[names]
            entry = self._entries[number] = (Term(text, entity, strength, ambiguous, guard.entries if guard else ()), guard)
        return entry

    def _row(self, number: str) -> Row:
        """The one row of a line, which belongs to the nearest heading above."""
        place, headings = int(number), self._headings
        return next(parse((self._lines[headings[bisect(headings, place) - 1]], self._lines[place])))

    @cached_property
    def _lines(self) -> list[str]:
        return TERMS.read_text("utf-8").splitlines()

    @cached_property
    def _classes(self) -> Mapping[str, frozenset[str]]:
        return read_classes(_SENSES.read_text("utf-8").splitlines())

    @cached_property
    def _numbers(self) -> Mapping[str, str]:
        """The lines of all terms; only who wants the whole lexicon needs it."""
        held = {number for numbers in (*self.singles.values(), *self._hung.values()) for number in numbers.split(",")}
        return {self._row(number)[0]: number for number in sorted(held, key=int)}

    def __getitem__(self, text: str) -> Term:
        """The term with this text."""
        return self.entry(self._numbers[text])[0]

    def __iter__(self) -> Iterator[str]:
        """The texts of all terms."""
        return iter(self._numbers)

    def __len__(self) -> int:
        """How many terms there are."""
        return len(self._numbers)


def words_of(text: str) -> list[str]:
    """The words of a term's text, cut as `find` cuts what it reads."""
    return text.split() if text.replace(" ", "").isalpha() else split(text)


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


@cache
def lexicon() -> Lexicon:
    """The lexicon; read when first asked for."""
    return Lexicon(INDEX.read_text("utf-8"))


def terms() -> Mapping[str, Term]:
    """Every term by its text: lower-case words joined by one blank.

    What `find` matches is one of these texts, with any of `JOINTS` for each blank, and perhaps a plural ending behind it.
    """
    return lexicon()
