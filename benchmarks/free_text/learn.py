"""Trains the tagger: a structured averaged perceptron with margin and word dropout, on generated texts only.

Run: ``python -m benchmarks.free_text.learn [--rows 130000] [--passes 4] [--seed 7]``.  The same options give the same files.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.free_text.corpus import Row, rows
from benchmarks.free_text.material import Material
from phiguard.detection.ner import gazetteer
from phiguard.detection.ner.features import BITS, CONJUNCTIONS, NOTHING, REACH, REVISION, Word, conjunctions, describe
from phiguard.detection.ner.tokens import case_of, tokenise
from phiguard.detection.normalise import normalise

LABELS = ("O", "PERSON", "LOCATION", "REGION", "FACILITY", "DATE", "ID", "AGE", "CONTACT", "ORG", "CONDITION", "MEDICATION")
OUT = Path(__file__).resolve().parents[2] / "phiguard" / "detection" / "ner" / "data"
_MARGIN = 6.0
_OWN_DROPPED, _NEAR_DROPPED = 0.16, 0.1
_HELD_OUT = 4

Sample = tuple[npt.NDArray[np.int32], npt.NDArray[np.int8]]


def codes(material: Material) -> dict[str, str]:
    """The gazetteer: a quarter to a half of the names that the generator uses stay out, as most names of the world will."""
    given = {name: "3" if share >= 0.05 else "2" if share >= 0.004 else "1" for name, share in material.given}
    surname = {name: "3" if share >= 0.01 else "2" if share >= 0.002 else "1" for name, share in material.surname[:30_000]}
    for names, table in ((material.lines("world_first"), given), (material.lines("world_last"), surname)):
        for name in names:
            low = name.lower()
            if " " not in low and zlib.crc32(low.encode()) % 2:
                table.setdefault(low, "1")
                table.setdefault(normalise(low).text, "1")
    town = {
        word
        for name in material.towns
        if zlib.crc32(name.encode()) % 4
        for word in name.lower().split()
        if len(word) > 2 and word.isalpha()
    }
    health: set[str] = set()
    for text in (*material.icd, *material.lines("rxnorm"), *material.drugs, *material.conditions):
        health.update(word for word in tokenise(text.lower()).words if len(word) > 2 and word.isalpha())
    everyday = {word: "2" if count >= 20 else "1" for word, count in material.everyday.items() if count > 1}
    everyday |= {
        word: "3" if rank < 3_000 else "2" if rank < 12_000 else everyday.get(word, "1")
        for word, rank in material.english.items()
        if rank < 45_000
    }
    return {
        word: f"{given.get(word, '0')}{surname.get(word, '0')}{word in town:d}{word in health:d}{everyday.get(word, '0')}"
        for word in {*given, *surname, *town, *health, *everyday}
    }


class Featuriser:
    """Rows of the weight table for each piece of a text."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = table
        self._words: dict[tuple[str, str], Word] = {}
        own = [len(features) for features in describe("word", "m", table).rows]
        self.width = sum(own) + CONJUNCTIONS
        self._starts = np.cumsum([0, *own])
        middle = int(self._starts[REACH])
        behind = int(self._starts[-1])
        self.own = np.array([middle, middle + 3, middle + 4, middle + 5, middle + 6, middle + 7, behind + 6, behind + 7])
        near = [int(self._starts[place]) for place in range(2 * REACH + 1) if place != REACH]
        self.near = np.array([*near, *(behind + column for column in (6, 7, 8, 9, 10, 11, 12, 13, 14, 17))])

    def word(self, word: str, case: str) -> Word:
        """Features of one word, kept."""
        found = self._words.get((word, case))
        if found is None:
            found = self._words[word, case] = describe(word, case, self._table)
        return found

    def sample(self, row: Row) -> Sample | None:
        """Features and labels of the pieces of *row*."""
        tokens = tokenise(row.text)
        if not tokens.words:
            return None
        case = case_of(row.text, tokens.words)
        edge = self.word("", "")
        words = [edge] * REACH + [self.word(word, case) for word in tokens.words] + [edge] * REACH
        count = len(tokens)
        features = np.full((count, self.width), NOTHING, np.int32)
        for at in range(count):
            for place in range(2 * REACH + 1):
                ids = words[at + place].rows[place]
                features[at, self._starts[place] : self._starts[place] + len(ids)] = ids
        touching = [start == end for start, end in zip(tokens.starts[1:], tokens.ends, strict=False)]
        glue = [before + 2 * behind for before, behind in zip([False, *touching], [*touching, False], strict=True)]
        features[:, self._starts[-1] :] = conjunctions(np.array([word.keys for word in words], np.uint32), np.array(glue, np.uint32))
        labels = np.zeros(count, np.int8)
        for start, end, label in row.spans:
            for at in range(count):
                if tokens.starts[at] < end and tokens.ends[at] > start:
                    labels[at] = LABELS.index(label)
        return features, labels


def best(scores: npt.NDArray[np.float32], steps: npt.NDArray[np.float32]) -> npt.NDArray[np.intp]:
    """The best sequence of labels, label 0 before and behind it."""
    count = len(scores)
    back = np.empty((count, scores.shape[1]), np.intp)
    column = np.ascontiguousarray(steps.T)
    total = scores[0] + steps[0]
    for at in range(1, count):
        options = column + total
        back[at] = options.argmax(axis=1)
        total = options.max(axis=1) + scores[at]
    path = np.empty(count, np.intp)
    path[-1] = (total + steps[:, 0]).argmax()
    for at in range(count - 1, 0, -1):
        path[at - 1] = back[at, path[at]]
    return path


def train(
    samples: Sequence[Sample], featuriser: Featuriser, *, passes: int, seed: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Averaged weights and steps."""
    rng = np.random.default_rng(seed)
    size = len(LABELS)
    table, sums = np.zeros((1 << BITS, size), np.float32), np.zeros((1 << BITS, size), np.float32)
    steps, step_sums = np.zeros((size, size), np.float32), np.zeros((size, size), np.float32)
    clock = 1
    began = time.process_time()
    for number in range(passes):
        wrong = pieces = 0
        for index in rng.permutation(len(samples)):
            features, gold = samples[index]
            count = len(gold)
            features = features.copy()
            features[np.ix_(rng.random(count) < _OWN_DROPPED, featuriser.own)] = NOTHING
            features[np.ix_(rng.random(count) < _NEAR_DROPPED, featuriser.near)] = NOTHING
            scores = table[features].sum(axis=1) + _MARGIN
            scores[np.arange(count), gold] -= _MARGIN
            guess = best(scores, steps)
            off = np.flatnonzero(guess != gold)
            pieces += count
            clock += 1
            if not len(off):
                continue
            wrong += len(off)
            for at in off:
                ids = features[at]
                table[ids, gold[at]] += 1
                table[ids, guess[at]] -= 1
                sums[ids, gold[at]] += clock
                sums[ids, guess[at]] -= clock
            table[NOTHING] = 0
            for sequence, sign in ((gold, 1.0), (guess, -1.0)):
                padded = np.concatenate(([0], sequence, [0]))
                np.add.at(steps, (padded[:-1], padded[1:]), sign)
                np.add.at(step_sums, (padded[:-1], padded[1:]), sign * clock)
        sys.stderr.write(f"pass {number}: {wrong / pieces:.4f} of pieces updated, {time.process_time() - began:.0f} s\n")
    sums[NOTHING] = 0
    return (table - sums / clock).astype(np.float32), (steps - step_sums / clock).astype(np.float32)


def write(table: npt.NDArray[np.float32], steps: npt.NDArray[np.float32], words: Mapping[str, str], *, note: Mapping[str, object]) -> None:
    """The package's data files, and a Python file with their digests, which the loader checks."""
    scale = float(np.quantile(np.abs(table[table != 0]), 0.9995)) / 127
    table = np.where(np.abs(table) < scale * 0.75, 0, table)
    whole = np.clip(np.round(table / scale), -127, 127).astype(np.int8)
    files = {"weights.bin": zlib.compress(whole.T.copy().tobytes(), 9), "words.bin": gazetteer.pack(words)}
    OUT.mkdir(exist_ok=True)
    head = {
        "revision": REVISION,
        "labels": LABELS,
        "steps": np.round(steps / scale).astype(int).tolist(),
        "unit": 4 * _MARGIN / scale,
        **note,
    }
    files["tagger.json"] = json.dumps(head, separators=(",", ":")).encode()
    for name, data in files.items():
        (OUT / name).write_bytes(data)
        sys.stderr.write(f"{name}: {len(data)} bytes\n")
    digests = "".join(f'    "{name}": "{sha256(data).hexdigest()}",\n' for name, data in sorted(files.items()))
    (OUT.parent / "pinned.py").write_text(
        '"""Digests of the tagger\'s data files; written by ``benchmarks.free_text.learn``, checked when they are read."""\n\nfrom __future__ import annotations\n\n'
        f'__all__ = ["SHA256"]\n\nSHA256 = {{\n{digests}}}\n',
        encoding="utf-8",
    )


def main() -> None:
    """Generate, train, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=130_000)
    options.add_argument("--passes", type=int, default=4)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--without", default="", help="families left out, divided by commas")
    given = options.parse_args()
    words = codes(Material())
    featuriser = Featuriser(words)
    made = list(rows(given.rows, seed=given.seed, without=frozenset(given.without.split(","))))
    samples = [sample for row in made if (sample := featuriser.sample(row)) is not None]
    sys.stderr.write(
        f"{len(samples)} texts, {sum(len(gold) for _, gold in samples)} pieces, {len(words)} words, {time.process_time():.0f} s\n"
    )
    sys.stderr.write(f"{Counter(row.family for row in made).most_common()}\n")
    table, steps = train(samples, featuriser, passes=given.passes, seed=given.seed)
    write(table, steps, words, note={"rows": given.rows, "passes": given.passes, "seed": given.seed})


if __name__ == "__main__":
    main()
