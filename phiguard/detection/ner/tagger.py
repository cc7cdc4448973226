"""The tagger itself: text in, labelled spans out; numpy and a table of weights, nothing else."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from phiguard.detection.ner.decoding import Decoder, Scores
from phiguard.detection.ner.features import REACH, conjunctions, describe
from phiguard.detection.ner.tokens import Tokens, case_of, tokenise

__all__ = ["NOTHING", "Tagged", "Tagger", "Weights"]

NOTHING = "O"
"""The label of what is nobody's."""
_WORDS = 16_384
"""Words whose part of the score is kept; about 4 MB."""
_WINDOW = 1_500
"""Characters that share one judgement of how the text uses capitals."""
_BATCH = 20_000
"""Pieces that are scored at once: bounds the memory, not the length of a text."""


_PLACES = np.arange(2 * REACH + 1)
_STARTS = np.cumsum([0, *(len(part) for part in describe("word", "", {}).rows[:-1])])
"""Where the features of each place begin among all of a word's."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """One labelled span: code points, label, and how sure (0 to 1)."""

    start: int
    end: int
    label: str
    score: float


@dataclass(frozen=True, slots=True, repr=False)
class Weights:
    """What training has learnt.

    Attributes:
        table: one row a hashed feature, one column a label; no entry is beyond 127, so 44 of them add up without a wider type.
        steps: worth of going from one label to another, in the table's unit.
        labels: the columns' labels; the first is `NOTHING`.
        gazetteer: word to code.
        unit: the lead that scores 0.73; leads of unseen prose were the measure.
    """

    table: npt.NDArray[np.int16]
    steps: Scores
    labels: tuple[str, ...]
    gazetteer: Mapping[str, str]
    unit: float


class _Words:
    """Scores of words seen before, by the place they stand in.

    Rows are written before the word is published and never again, so threads may share one without a lock; a full one is replaced.
    """

    def __init__(self, labels: int) -> None:
        self.scores = np.zeros((_WORDS, 2 * REACH + 1, labels), np.int16)
        self.keys = np.zeros((_WORDS, 3), np.uint32)
        self.known: dict[str, int] = {}
        self.free = itertools.count()


class Tagger:
    """Labels the pieces of texts.  Safe to share between threads and to carry over a fork."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._table = weights.table
        self._decoder = Decoder(weights.steps)
        self._words = _Words(len(weights.labels))

    def tag(self, text: str) -> list[Tagged]:
        """The labelled spans of *text*, in order."""
        return self.tag_many([text])[0]

    def tag_many(self, texts: Sequence[str]) -> list[list[Tagged]]:
        """The labelled spans of each text; one pass over all of them."""
        found: list[list[Tagged]] = [[] for _ in texts]
        batch: list[tuple[int, int, Tokens, str]] = []
        size = 0
        for number, text in enumerate(texts):
            for offset, part in _windows(text):
                tokens = tokenise(part)
                if not tokens.words:
                    continue
                batch.append((number, offset, tokens, case_of(part, tokens.words)))
                size += len(tokens)
                if size >= _BATCH:
                    self._score(batch, found)
                    batch, size = [], 0
        if batch:
            self._score(batch, found)
        return found

    def _score(self, batch: list[tuple[int, int, Tokens, str]], found: list[list[Tagged]]) -> None:
        words, rows, keep, glue = self._rows(batch)
        ids = np.array(rows, np.intp)
        count = len(ids) - 2 * REACH
        total = words.scores[ids[np.arange(count)[:, None] + _PLACES], _PLACES].sum(axis=1, dtype=np.int16).astype(np.int32)
        total += self._table[conjunctions(words.keys[ids], np.array(glue, np.uint32))].sum(axis=1, dtype=np.int16)
        total[np.logical_not(keep), 0] += 1_000_000  # the edges are nobody's
        labels, leads = self._decoder.decode(total)
        at = 0
        for number, offset, tokens, _ in batch:
            found[number] += self._spans(tokens, offset, labels[at : at + len(tokens)], leads[at : at + len(tokens)])
            at += len(tokens) + REACH

    def _rows(self, batch: list[tuple[int, int, Tokens, str]]) -> tuple[_Words, list[int], list[bool], list[int]]:
        """The words' rows with padding between the texts; which of them are pieces, and which touch their neighbours."""
        words = self._words
        if len(words.known) + size_of(batch) >= _WORDS // 2:
            words = self._words = _Words(len(self._weights.labels))
        edge = self._row(words, "", "")
        rows, keep, glue = [edge] * REACH, [], []
        for _, _, tokens, case in batch:
            known = words.known
            for word in tokens.words:
                row = known.get(case + word)
                rows.append(self._row(words, word, case) if row is None else row)
            keep += [True] * len(tokens) + [False] * REACH
            touching = [start == end for start, end in zip(tokens.starts[1:], tokens.ends, strict=False)]
            glue += [before + 2 * behind for before, behind in zip([False, *touching], [*touching, False], strict=True)] + [0] * REACH
            rows += [edge] * REACH
        return words, rows, keep[:-REACH], glue[:-REACH]

    def _row(self, words: _Words, word: str, case: str) -> int:
        described = describe(word, case, self._weights.gazetteer)
        row = next(words.free)
        parts = described.rows
        flat = [feature for part in parts for feature in part]
        starts = _STARTS if len(flat) > len(parts) else _PLACES
        words.scores[row] = np.add.reduceat(self._table[flat], starts, axis=0, dtype=np.int16)
        words.keys[row] = described.keys
        words.known[case + word] = row
        return row

    def _spans(self, tokens: Tokens, offset: int, labels: list[int], leads: list[int]) -> Iterator[Tagged]:
        at, count = 0, len(labels)
        while at < count:
            label, first = labels[at], at
            while at < count and labels[at] == label:
                at += 1
            if label:
                lead = max(leads[first:at])
                yield Tagged(
                    offset + tokens.starts[first],
                    offset + tokens.ends[at - 1],
                    self._weights.labels[label],
                    _likely(lead / self._weights.unit),
                )


def size_of(batch: list[tuple[int, int, Tokens, str]]) -> int:
    """Pieces in *batch*."""
    return sum(len(tokens) for _, _, tokens, _ in batch)


def _likely(lead: float) -> float:
    return 1.0 / (1.0 + math.exp(-min(lead, 30.0)))


def _windows(text: str) -> Iterator[tuple[int, str]]:
    """*text* in parts of bounded length, cut at line ends or blanks where there are any."""
    if len(text) <= _WINDOW:
        yield 0, text
        return
    start = 0
    while start < len(text):
        end = min(start + _WINDOW, len(text))
        if end < len(text):
            cut = max(text.rfind("\n", start + _WINDOW // 2, end), text.rfind(". ", start + _WINDOW // 2, end))
            if cut < 0:
                cut = text.rfind(" ", start + _WINDOW // 2, end)
            end = cut + 1 if cut > 0 else end
        yield start, text[start:end]
        start = end
