"""Keys to roles: a key is split into words, and the longest suffix of them that the role table holds says what the value is."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from phiguard.detection.normalise import plain
from phiguard.model.roles import Role, Use

__all__ = ["Entry", "Table", "lookup", "split_key", "table"]

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_PART = re.compile(r"[a-z]+|\d+")
_LONGEST_KEY = 160
_MANY_WORDS = 12
_SHORT_SPELLING = 4
_MANY_SPELLINGS = 48
_SHORT_GLUE = 5


@dataclass(frozen=True, slots=True)
class Entry:
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


@dataclass(frozen=True, slots=True)
class Table:
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
    """The role table, read and expanded once."""
    data = tomllib.loads(files("phiguard.detection").joinpath("roles.toml").read_text("utf-8"))
    persons = data["persons"]
    subjects = _phrases(persons["subject"])
    spellings = {word: tuple(others.split()) for word, others in data["spellings"].items()}
    plain_forms: dict[str, Entry] = {}
    more: dict[str, Entry] = {}
    for phrase, entry in _entries(data, sorted(subjects)):
        for form in _glued(phrase):
            plain_forms.setdefault(form, entry)
        for spelling in _spelt(phrase, spellings):
            for form in _glued(spelling):
                more.setdefault(form, entry)
    return Table(
        forms={**more, **plain_forms},
        persons=_persons(subjects, spellings) | _phrases(persons["other"]),
        subjects=subjects,
        providers=_phrases(persons["provider"]),
        transparent=_phrases(persons["transparent"]),
    )


def _persons(subjects: frozenset[str], spellings: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    return subjects | {
        other for word in subjects for other in spellings.get(word, ()) if len(other) >= _SHORT_SPELLING or word == "patient"
    }


def _entries(data: Mapping[str, Any], subjects: list[str]) -> Iterator[tuple[str, Entry]]:
    groups = [(Use.VALUE, entity, text) for entity, text in data["value"].items()]
    groups += [(Use.CONTENT, entity, text) for entity, text in data["content"].items()]
    groups += [(Use.SAFE, "", data["safe"]["words"]), (Use.OPAQUE, "", data["opaque"]["words"])]
    for use, entity, text in groups:
        for item in text.replace("\n", " ").split(","):
            mark, phrase = _marked(item.strip())
            entry = Entry(Role(use, entity), needs={"~": "health", "+": "company"}.get(mark, ""), whole=mark == "=")
            names = [phrase.replace("{person}", word) for word in subjects] if "{person}" in phrase else [phrase]
            for name in names:
                yield name if name.replace(" ", "").isalpha() else " ".join(_PART.findall(name)), entry


def _marked(item: str) -> tuple[str, str]:
    return (item[0], item[1:].strip()) if item[:1] in {"~", "+", "="} else ("", item)


def _glued(phrase: str) -> Iterator[str]:
    """The phrase as it is, and written as one word (``dateofbirth``) when that is long enough to be no other word."""
    yield phrase
    if " " in phrase and len(phrase) > _SHORT_GLUE:
        glued = phrase.replace(" ", "")
        yield glued if glued.isalpha() else " ".join(_PART.findall(glued))


def _spelt(phrase: str, spellings: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Other spellings of the phrase; abbreviations of under four letters only where another word stands beside them."""
    words = phrase.split()
    fewest = 0 if len(words) > 1 else _SHORT_SPELLING
    choices = [(word, *(other for other in spellings.get(word, ()) if len(other) >= fewest)) for word in words]
    for choice in itertools.islice(itertools.product(*choices), _MANY_SPELLINGS):
        yield " ".join(choice)


def _phrases(text: str) -> frozenset[str]:
    """Comma-separated phrases, each also in its glued form."""
    return frozenset(form for item in text.split(",") for form in _glued(" ".join(item.split())))
