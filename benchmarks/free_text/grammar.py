"""A small template language: ``{slot}`` is filled, ``[a|b|]`` picks one, ``$macro`` stands for a line of the same file.

``{slot:x}`` fills once and repeats the same text wherever ``{slot:x}`` stands again.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Family", "Fill", "Pieces", "expand", "read_templates"]

Pieces: TypeAlias = list[tuple[str, str]]
"""Text and its label; the empty label is none."""
Fill: TypeAlias = Callable[[str], Pieces]

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"(\{[a-z0-9_]+(?::[a-z])?\})")
_MACRO = re.compile(r"\$([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Family:
    """Templates of one style.

    Attributes:
        name: what the style is called.
        weight: how often it is drawn.
        templates: one a line.
    """

    name: str
    weight: float
    templates: tuple[str, ...]


def read_templates(text: str) -> tuple[Family, ...]:
    r"""The families of a template file: ``## name weight`` begins one, ``@name text`` defines a macro, ``\n`` is a line end."""
    macros: dict[str, str] = {}
    families: dict[str, tuple[float, list[str]]] = {}
    current: list[str] = []
    for line in text.splitlines():
        if line.startswith("## "):
            _, name, weight = line.split()
            current = []
            families[name] = (float(weight), current)
        elif line.startswith("@"):
            name, _, body = line[1:].partition(" ")
            macros[name] = _substituted(body, macros)
        elif line and not line.startswith("# "):
            current.append(_substituted(line.replace("\\n", "\n").replace("\\t", "\t"), macros))
    return tuple(Family(name, weight, tuple(templates)) for name, (weight, templates) in families.items())


def _substituted(text: str, macros: Mapping[str, str]) -> str:
    return _MACRO.sub(lambda match: macros[match[1]], text)


def expand(template: str, fill: Fill, rng: random.Random) -> Pieces:
    """One text made from *template*."""
    while (match := _CHOICE.search(template)) is not None:
        options: Sequence[str] = match[1].split("|")
        template = template[: match.start()] + rng.choice(options) + template[match.end() :]
    pieces: Pieces = []
    kept: dict[str, Pieces] = {}
    for part in _SLOT.split(template):
        if _SLOT.fullmatch(part):
            slot, _, name = part[1:-1].partition(":")
            if not name:
                pieces += fill(slot)
            else:
                if part not in kept:
                    kept[part] = fill(slot)
                pieces += kept[part]
        elif part:
            pieces.append((part, ""))
    return pieces
