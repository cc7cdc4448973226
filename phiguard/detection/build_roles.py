"""Expands ``roles.toml``, the role table as people write it, into ``roles.txt``, as `phiguard.detection.keys` reads it.

Run ``python -m phiguard.detection.build_roles`` after an edit: expanding takes ten times as long as reading what came of it.
One line a list of words, one line an entry with all its forms; tabs between.
"""

from __future__ import annotations

import itertools
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from phiguard.detection.keys import LISTS, ROLES, Entry, Table
from phiguard.model.roles import Role, Use

__all__ = ["dump", "expand", "main"]

_SOURCE = Path(__file__).with_name("roles.toml")
_PART = re.compile(r"[a-z]+|\d+")
_SHORT_SPELLING = 4
_MANY_SPELLINGS = 48
_SHORT_GLUE = 5


def expand() -> Table:
    """The role table with every form of every phrase."""
    data = tomllib.loads(_SOURCE.read_text("utf-8"))
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


def dump(expanded: Table) -> str:
    """*expanded* as the text that `phiguard.detection.keys.load` reads."""
    lines = [f"# Written by {Path(__file__).name} from {_SOURCE.name}; do not edit."]
    lines += ["\t".join((name, *sorted(getattr(expanded, name)))) for name in LISTS]
    forms: dict[Entry, list[str]] = {}
    for form, entry in expanded.forms.items():
        forms.setdefault(entry, []).append(form)
    for (role, needs, whole), names in sorted(forms.items()):
        lines.append("\t".join((f"{role.use}/{role.entity}/{needs}/{'whole' if whole else ''}", *sorted(names))))
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write ``roles.txt``."""
    expanded = expand()
    ROLES.write_text(dump(expanded), "utf-8")
    sys.stdout.write(f"{len(expanded.forms)} forms, {ROLES.stat().st_size} bytes\n")


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


if __name__ == "__main__":
    main()
