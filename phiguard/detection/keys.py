"""Keys to roles: a key is split into words, and the longest suffix of them that the role table holds says what the value is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from phiguard.detection.normalise import plain
from phiguard.model.patterns import late
from phiguard.model.roles import Role, Use

__all__ = ["LISTS", "ROLES", "Entry", "Table", "load", "lookup", "split_key", "table"]

_WORD = late(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_LONGEST_KEY = 160
_MANY_WORDS = 12

ROLES = Path(__file__).with_name("roles.txt")
"""The expanded role table."""
LISTS = ("persons", "subjects", "providers", "transparent")
"""The parts of it that are sets of words."""


class Entry(NamedTuple):
    """One form of the role table.

    Attributes:
        role: what it says about the value.
        needs: ``""`` when it counts by itself, ``"health"`` when it counts only beside another sign of health, ``"company"`` when it
            counts only beside another identifier.
        whole: whether it holds only as the whole key.
    """

    role: Role
    needs: str = ""
    whole: bool = False


class Table(NamedTuple):
    """The role table, expanded.

    Attributes:
        forms: every form, lower-case words joined by one blank, with its entry.
        persons: words for a person: a bare name, id or address beneath one of them is that person's.
        subjects: the part of *persons* that names the subject of care or of a plan.
        providers: words for somebody who gives care.
        transparent: words that say nothing about what stands beneath them.
    """

    forms: Mapping[str, Entry]
    persons: frozenset[str]
    subjects: frozenset[str]
    providers: frozenset[str]
    transparent: frozenset[str]


def split_key(key: str) -> tuple[str, ...]:
    """The words of *key*, lower-case: camelCase, snake, kebab, dots, brackets and digits part them.

    Looks at 160 characters at most; the ``__c`` of Salesforce's custom fields is none of the name.
    """
    return tuple(word.lower() for word in _WORD.findall(plain(key[-_LONGEST_KEY:].removesuffix("__c")))[-_MANY_WORDS:])


def lookup(key: str) -> Entry | None:
    """The entry of the longest suffix of *key*'s words that the table holds.

    Digits at the end of a key count something (``phone2``) and are left away when the table does not name them.
    """
    return _cached(key) if len(key) <= _SHORT_KEY and "@" not in key else _search(split_key(key))


_SHORT_KEY = 40


@lru_cache(maxsize=4096)
def _cached(key: str) -> Entry | None:
    return _search(split_key(key))


def _search(words: tuple[str, ...]) -> Entry | None:
    forms = table().forms
    for start in range(len(words)):
        entry = forms.get(" ".join(words[start:]))
        if entry is not None and not (entry.whole and start):
            return entry
    if len(words) > 1 and words[-1].isdigit():
        return _search(words[:-1])
    return None


@cache
def table() -> Table:
    """The role table, read once."""
    return load(ROLES.read_text("utf-8"))


def load(text: str) -> Table:
    """The role table as `phiguard.detection.build_roles` wrote it."""
    lists: dict[str, frozenset[str]] = {}
    forms: dict[str, Entry] = {}
    for line in text.splitlines()[1:]:
        head, *names = line.split("\t")
        if head in LISTS:
            lists[head] = frozenset(names)
        else:
            use, entity, needs, whole = head.split("/")
            forms |= dict.fromkeys(names, Entry(Role(Use(use), entity), needs, bool(whole)))
    return Table(forms, **lists)
