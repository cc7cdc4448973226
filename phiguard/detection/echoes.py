"""Names that one part of a message gives away, looked for in its other parts: a name under a key, or one spelt out by an e-mail address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from phiguard.detection.candidates import Candidate, candidate
from phiguard.detection.normalise import normalise
from phiguard.model.leaf import Leaf, LeafType
from phiguard.model.patterns import late

__all__ = ["echoes"]

_MOST_NAMES = 64
_SHORTEST = 3
_ALONE = 4
_LONGEST_TEXT = 20_000
_WORD = late(r"[^\W\d_][\w'\u2019\-]{1,40}")
_TITLE = late(r"(?i)(?:mr|mrs|ms|miss|dr|md|jr|sr|ii|iii|do|np|rn|phd)\Z")


def echoes(found: Sequence[Candidate], leaves: Iterable[Leaf]) -> Iterator[Candidate]:
    """Candidates for names that *found* already holds somewhere, in leaves where they were not seen."""
    pattern = _pattern(found)
    if pattern is None:
        return
    seen = {each.leaf.address for each in found if each.entity in {"PERSON_NAME", "PROVIDER_NAME"}}
    for leaf in leaves:
        if leaf.type is not LeafType.TEXT or len(leaf.text) < _SHORTEST or len(leaf.text) > _LONGEST_TEXT:
            continue
        plain = normalise(leaf.text)
        for match in pattern.finditer(plain.text):
            span = plain.span(*match.span())
            if leaf.address not in seen or " " in leaf.text.strip():
                yield candidate(leaf, span, "PERSON_NAME", recognizer="echo", score=0.8)


def _pattern(found: Sequence[Candidate]) -> re.Pattern[str] | None:
    names: dict[str, None] = {}
    for each in found:
        if each.entity == "PERSON_NAME" and not each.needs and each.recognizer != "echo":
            names.update(dict.fromkeys(_spoken(each.leaf.text[each.span[0] : each.span[1]])))
        elif each.entity == "EMAIL_ADDRESS":
            names.update(dict.fromkeys(_spelt(each.leaf.text[each.span[0] : each.span[1]])))
    chosen = sorted(list(names)[:_MOST_NAMES], key=len, reverse=True)
    return re.compile(rf"(?<![\w@.])(?:{'|'.join(chosen)})(?![\w@])") if chosen else None


def _spoken(name: str) -> Iterator[str]:
    """A name's words together, in both orders, and each alone when it is long and written as a name."""
    words = [word for word in _WORD.findall(name) if not _TITLE.match(word)]
    if len(words) > 1:
        yield from _orders(words[0], words[-1])
        yield r"[ ,]{1,2}".join(map(re.escape, words))
    yield from (re.escape(word) for word in words if len(word) >= _ALONE and word[0].isupper() and not word.isupper())


def _spelt(address: str) -> Iterator[str]:
    """The two words of ``first.last@``, as a name would write them."""
    words = [word for word in re.split(r"[._\-+\d]+", address.partition("@")[0]) if word]
    if len(words) == 2 and all(len(word) >= _SHORTEST and word.isalpha() for word in words):  # first and last
        yield from _orders(words[0].capitalize(), words[1].capitalize())


def _orders(first: str, last: str) -> Iterator[str]:
    one, two = (f"(?i:{re.escape(word)})" for word in (first, last))
    for before, after in ((one, two), (two, one)):
        yield f"{before}[ _.]{after}"
        yield f"{before}, ?{after}"
