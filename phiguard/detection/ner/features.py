"""What the tagger looks at: hashed features of a word, of its neighbours, and of pairs of them.

Training and tagging share this file; a change here makes the shipped weights worthless, which `REVISION` tells them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple, TypeAlias
from zlib import crc32

import numpy as np
import numpy.typing as npt

from phiguard.detection.ner.tokens import Case

__all__ = ["BITS", "CONJUNCTIONS", "NOTHING", "REACH", "REVISION", "Ids", "Word", "conjunctions", "describe"]

REVISION = 4
BITS = 18
REACH = 3
"""Neighbours seen on each side."""
NOTHING = 0
"""The row of the weight table that stays empty."""
_MASK = (1 << BITS) - 1
_RUN = re.compile(r"(.)\1{2,}")
_UNKNOWN = "-"
_PAD = ""

Ids: TypeAlias = npt.NDArray[np.uint32]


class Word(NamedTuple):
    """One word's part of the features.

    Attributes:
        rows: rows of the weight table, by where the word stands as seen from the piece that is labelled: three before it ... three behind.
        keys: hashes of its letters, its shape and its place in the gazetteer, for pairs.
    """

    rows: tuple[tuple[int, ...], ...]
    keys: tuple[int, int, int]


def _hash(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


def _row(hashed: int, place: int) -> int:
    """The row of the weight table for a feature at one of the places around the labelled piece."""
    return ((hashed ^ 0x9E3779B1 * (place + 1) & 0xFFFFFFFF) * 0x01000193 & 0xFFFFFFFF) % _MASK + 1


def shape_of(word: str) -> str:
    """*word* with each letter and digit replaced by its class, runs cut to three."""
    classes = "".join("X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else c for c in word[:24])
    return _RUN.sub(r"\1\1\1", classes)


def _looked_up(low: str, gazetteer: Mapping[str, str]) -> str:
    """The gazetteer's code for *low*, also without a possessive ending or accents."""
    code = gazetteer.get(low)
    if code is None and low[-2:] in {"'s", "\u2019s"}:
        code = gazetteer.get(low[:-2])
    if code is None and not low.isascii():
        code = gazetteer.get("".join(c for c in unicodedata.normalize("NFD", low) if not unicodedata.combining(c)))
    return code if code is not None else _UNKNOWN if low[:1].isalpha() else ""


def describe(word: str, case: str, gazetteer: Mapping[str, str]) -> Word:
    """The features of *word* in a text of *case*; the empty word stands for what is before and behind a text."""
    if word == _PAD:
        return Word(tuple((_row(_hash("edge"), place),) for place in range(2 * REACH + 1)), (1, 1, 1))
    low = word.lower()
    bare = low.rstrip(".") or low
    shape = case + shape_of(low if case == Case.NONE else word)
    code = _looked_up(bare, gazetteer)
    place = case + code + ("1" if word[0].isupper() and case != Case.NONE else "0")
    letters = bare if not bare.isdigit() else f"{len(bare)}:{bare[:2] if len(bare) == 4 else bare if len(bare) < 3 else ''}"
    hashes = _hash(f"w{letters}"), _hash(f"s{shape}"), _hash(f"g{place}")
    far, near = hashes, (*hashes, _hash(f"3{bare[-3:]}"))
    more = (f"2{bare[-2:]}", f"4{bare[-4:]}", f"p{bare[:3]}", f"q{bare[:4]}", f"c{code}", f"l{min(len(bare), 12)}{shape[:3]}")
    own = (*near, *(_hash(text) for text in more))
    around = (hashes[:1], far, near, own, near, far, hashes[:1])
    return Word(tuple(tuple(_row(each, at) for each in part) for at, part in enumerate(around)), hashes)


_LETTERS, _SHAPE, _PLACE = ({distance: 3 * distance + 6 + part for distance in range(-2, 3)} for part in range(3))
_GLUE, _NONE = 15, 16
_TUPLES = (
    (_SHAPE[-1], _SHAPE[0], _NONE),
    (_SHAPE[0], _SHAPE[1], _NONE),
    (_PLACE[-1], _PLACE[0], _NONE),
    (_PLACE[0], _PLACE[1], _NONE),
    (_PLACE[-1], _PLACE[0], _PLACE[1]),
    (_SHAPE[-1], _SHAPE[0], _SHAPE[1]),
    (_LETTERS[-1], _LETTERS[0], _NONE),
    (_LETTERS[0], _LETTERS[1], _NONE),
    (_LETTERS[-1], _PLACE[0], _NONE),
    (_PLACE[0], _LETTERS[1], _NONE),
    (_LETTERS[-2], _LETTERS[-1], _NONE),
    (_LETTERS[1], _LETTERS[2], _NONE),
    (_LETTERS[-1], _SHAPE[0], _NONE),
    (_SHAPE[0], _LETTERS[1], _NONE),
    (_LETTERS[-1], _LETTERS[1], _NONE),
    (_GLUE, _SHAPE[0], _NONE),
    (_GLUE, _PLACE[0], _NONE),
    (_LETTERS[-2], _LETTERS[-1], _PLACE[0]),
)
"""Which neighbours' hashes are looked at together."""
CONJUNCTIONS = len(_TUPLES)
_PARTS = np.array(_TUPLES, np.intp).T.copy()
_SEEDS = (np.arange(1, CONJUNCTIONS + 1, dtype=np.uint64) * np.uint64(0x9E3779B1) & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def conjunctions(keys: Ids, glue: Ids) -> npt.NDArray[np.int64]:
    """Rows of the weight table for pairs and triples of neighbours.

    Args:
        keys: one row a piece (letters, shape, gazetteer), `REACH` rows of padding at both ends included.
        glue: for each piece without the padding, 1 if it touches the piece before it, plus 2 if it touches the one behind it.

    Returns:
        One row a piece, without the padding; `CONJUNCTIONS` columns.
    """
    count = len(keys) - 2 * REACH
    seen = np.empty((count, 17), np.uint32)
    for distance in range(-2, 3):
        seen[:, 3 * distance + 6 : 3 * distance + 9] = keys[REACH + distance : REACH + distance + count]
    seen[:, _GLUE] = glue
    seen[:, _NONE] = 0
    mixed = np.broadcast_to(_SEEDS, (count, CONJUNCTIONS))
    for columns in _PARTS:
        mixed = (mixed ^ seen[:, columns]) * np.uint32(0x01000193)
        mixed ^= mixed >> np.uint32(15)
    return (mixed % np.uint32(_MASK)).astype(np.int64) + 1
