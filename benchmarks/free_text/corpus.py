"""Labelled texts from templates: noise of case and typing added, a share of them joined to longer ones."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.free_text.grammar import Family, Pieces, expand, read_templates
from benchmarks.free_text.material import Material
from benchmarks.free_text.values import Values
from phiguard.detection.normalise import normalise

__all__ = ["Row", "rows"]

TEMPLATES = Path(__file__).resolve().parent / "templates.txt"
_LETTERS = re.compile(r"[A-Za-z]+")
_NAMES = frozenset({"PERSON", "LOCATION", "FACILITY"})
_NEIGHBOURS = dict(zip("abcdefghijklmnopqrstuvwxyz", "svxswdfgujkjnbkpwdaeyfqzgx", strict=True))
_LONGEST = 1200
_JOINED = 0.12
_UNACCENTED = 0.5
"""The lane reads texts in their plain form, other users of the tagger as they are."""


@dataclass(frozen=True, slots=True)
class Row:
    """One text.

    Attributes:
        text: what is read.
        spans: start, end, label; in order, apart from each other.
        family: the style it was drawn from.
    """

    text: str
    spans: tuple[tuple[int, int, str], ...]
    family: str


def rows(count: int, *, seed: int, without: frozenset[str] = frozenset()) -> Iterator[Row]:
    """*count* texts; the same ones for the same *seed*.

    Args:
        count: how many.
        seed: of the one source of chance.
        without: families that are left out, to be measured with.
    """
    rng = random.Random(seed)
    families = [each for each in read_templates(TEMPLATES.read_text(encoding="utf-8")) if each.name not in without]
    values = Values(Material(), rng)
    weights = [each.weight for each in families]
    seen: set[str] = set()
    while len(seen) < count:
        row = _row(families, weights, values, rng)
        if row.text.strip() and row.text not in seen and len(row.text) <= _LONGEST:
            seen.add(row.text)
            yield row


def _row(families: list[Family], weights: list[float], values: Values, rng: random.Random) -> Row:
    if rng.random() >= _JOINED:
        return _one(families, weights, values, rng)
    parts = [_one(families, weights, values, rng) for _ in range(rng.randint(2, 5))]
    text, spans = "", []
    for part in parts:
        text += rng.choice(["\n", " ", " ", ". ", "\n\n", "; "]) if text else ""
        spans += [(start + len(text), end + len(text), label) for start, end, label in part.spans]
        text += part.text
    return Row(text, tuple(spans), "joined")


def _one(families: list[Family], weights: list[float], values: Values, rng: random.Random) -> Row:
    family = rng.choices(families, weights)[0]
    pieces = expand(rng.choice(family.templates), values.fill, rng)
    if rng.random() < _UNACCENTED:
        pieces = [(normalise(piece).text, label) for piece, label in pieces]
    text, spans = _placed(_noisy(pieces, rng))
    if rng.random() < 0.25:
        text = re.sub(r"[.?!]+$", "", text)
        spans = [(start, min(end, len(text)), label) for start, end, label in spans]
    return Row(text, tuple(spans), family.name)


def _placed(pieces: Pieces) -> tuple[str, list[tuple[int, int, str]]]:
    text, spans = "", []
    for piece, label in pieces:
        if label:
            spans.append((len(text), len(text) + len(piece), label))
        text += piece
    return text, spans


def _noisy(pieces: Pieces, rng: random.Random) -> Pieces:
    """*pieces* in another case, or with slips of the finger."""
    mode = rng.random()
    if mode < 0.16:
        return [(piece.lower(), label) for piece, label in pieces]
    if mode < 0.19:
        return [(piece.upper(), label) for piece, label in pieces]
    if mode < 0.23:
        return [(piece.lower() if label in _NAMES else piece, label) for piece, label in pieces]
    if mode < 0.26:
        return [(piece.upper() if label in _NAMES else piece, label) for piece, label in pieces]
    if mode < 0.28:
        return [(piece.title() if piece.isascii() and "'" not in piece else piece, label) for piece, label in pieces]
    if mode < 0.35:
        return [(_slips(piece, 0.03 if label else 0.06, rng), label) for piece, label in pieces]
    return pieces


def _slips(text: str, share: float, rng: random.Random) -> str:
    return _LETTERS.sub(lambda match: _slip(match[0], rng) if rng.random() < share else match[0], text)


def _slip(word: str, rng: random.Random) -> str:
    if len(word) < 4:
        return word
    at, kind = rng.randrange(1, len(word) - 1), rng.random()
    if kind < 0.3:
        return word[:at] + word[at + 1 :]
    if kind < 0.6:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind < 0.8:
        return word[:at] + word[at] + word[at:]
    return word[:at] + _NEIGHBOURS.get(word[at].lower(), "e") + word[at + 1 :]
