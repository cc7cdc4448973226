"""Says whether a request that arrived tells about a patient, by searching it for what is known of the synthetic patients.

It never asks the guard: it has its own decoder, and it knows the answers.  A patient is recognised by any known value, as it stands, in
another common way of writing it, or as the MD5, SHA-1 or SHA-256 of its normalised form (that is how advertising platforms take
e-mail addresses, and the FTC holds that a hash is no anonymisation).
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from phiguard.cli.demo.recorders import Arrived
from phiguard.cli.demo.scenario import Person
from phiguard.cli.demo.unfold import texts

__all__ = ["Judge", "Verdict"]

_HASHED = {
    "EMAIL_ADDRESS": "EMAIL_HASH",
    "PHONE_NUMBER": "PHONE_HASH",
    "PERSON_NAME": "NAME_HASH",
    "DATE_OF_BIRTH": "DOB_HASH",
    "ZIP_CODE": "ZIP_HASH",
    "EXTERNAL_ID": "EXTERNAL_ID",
    "MEDICAL_RECORD_NUMBER": "MEDICAL_RECORD_NUMBER",
    "US_SSN": "US_SSN",
}
_ALGORITHMS = ("md5", "sha1", "sha256")
_SHARED = frozenset({"PERSON_NAME", "NAME_HASH", "DATE_OF_BIRTH", "DOB_HASH", "ZIP_CODE", "ZIP_HASH"})
_SEPARATORS = re.compile(r"[^0-9a-z]+")
_SHORTEST = 3

Known = tuple[str, str]
"""Person's id (empty for health content) and entity name."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one request tells.

    Attributes:
        people: ids of the patients recognised in it.
        identifiers: entity names of the values they were recognised by.
        health: entity names of the health content in it.
    """

    people: frozenset[str]
    identifiers: frozenset[str]
    health: frozenset[str]

    def phi(self, *, tracker: bool) -> bool:
        """Whether this is a disclosure: a patient, and health content.

        Args:
            tracker: the recipient is an advertising or analytics company; that somebody is a patient of the sender, a health
                service, is then health information already (FTC v. BetterHelp, 2023).
        """
        return bool(self.people) and (tracker or bool(self.health))


class Judge:
    """Knows the synthetic patients.

    Args:
        people: everybody the scenario is about.
    """

    def __init__(self, people: Iterable[Person]) -> None:
        everybody = tuple(people)
        self._who = _Index((form, (person.id, name)) for person in everybody for form, name in _identifiers(person))
        self._what = _Index((_normal(value), ("", name)) for person in everybody for name, value in person.health if not value.isdigit())

    def read(self, request: Arrived) -> Verdict:
        """What *request* tells.

        Names, dates and places are shared by several patients: they count as identifiers, and say whose they are only when nothing
        better does.
        """
        text = " ".join(_normal(part) for part in sorted(texts(request)))
        matches = self._who.search(text)
        certain = {_one(match) for match in matches if not any(name in _SHARED for _, name in match)}
        people = certain or {_one(match) for match in matches if len(match) == 1} or {_one(match) for match in matches[:1]}
        what = {name for match in self._what.search(text) for _, name in match}
        return Verdict(frozenset(people), frozenset(name for match in matches for _, name in match), frozenset(what))


def _one(match: set[Known]) -> str:
    """The patient that a value stands for; of several the first, so that the count is never too high."""
    return min(person for person, _ in match)


class _Index:
    """Finds many known values in one text: single words by look-up, phrases by search."""

    def __init__(self, entries: Iterable[tuple[str, Known]]) -> None:
        words: defaultdict[str, set[Known]] = defaultdict(set)
        phrases: defaultdict[str, set[Known]] = defaultdict(set)
        for form, known in entries:
            if len(form) >= _SHORTEST:
                (phrases if " " in form else words)[form].add(known)
        self._words: Mapping[str, set[Known]] = dict(words)
        self._phrases: Mapping[str, set[Known]] = dict(phrases)

    def search(self, text: str) -> list[set[Known]]:
        """What is known of each word and phrase in *text*, which is normalised."""
        padded = f" {text} "
        words = [self._words[word] for word in set(text.split(" ")) & self._words.keys()]
        return words + [known for phrase, known in self._phrases.items() if f" {phrase} " in padded]


def _normal(text: str) -> str:
    """Lower case, and one blank for whatever is neither letter nor digit: differences in punctuation do not hide a value."""
    return _SEPARATORS.sub(" ", text.lower()).strip()


def _identifiers(person: Person) -> Iterator[tuple[str, str]]:
    """(normalised form, entity name) of everything that this person can be recognised by."""
    for name, value in person.identifiers:
        for form in set(_forms(name, value)):
            yield _normal(form), name
            if name in _HASHED:
                yield from ((digest, _HASHED[name]) for digest in _digests(form))


def _digests(form: str) -> Iterator[str]:
    return (hashlib.new(kind, form.encode(), usedforsecurity=False).hexdigest() for kind in _ALGORITHMS)


def _forms(name: str, value: str) -> Iterator[str]:
    """The ways in which *value* is commonly written, also before it is hashed."""
    yield value
    yield value.strip().lower()
    if name == "PHONE_NUMBER":
        national = re.sub(r"\D", "", value)[-10:]
        yield from (national, f"1{national}", f"+1{national}", f"{national[:3]}-{national[3:6]}-{national[6:]}")
    elif name == "DATE_OF_BIRTH" and (day := _date(value)):
        yield from (f"{day:%Y%m%d}", f"{day:%Y-%m-%d}", f"{day:%m/%d/%Y}", f"{day:%m%d%Y}", f"{day.year}, {day.month}, {day.day}")
    elif name == "US_SSN":
        yield re.sub(r"\D", "", value)


def _date(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
