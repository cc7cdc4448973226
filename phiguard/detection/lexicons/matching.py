"""Terms of the lexicon in a text: longest match over whole words, in prose and in identifiers alike."""

from __future__ import annotations

from collections.abc import Iterator

from phiguard.detection.lexicons.lexicon import Lexicon, lexicon
from phiguard.detection.lexicons.senses import REACH, Guard
from phiguard.detection.lexicons.words import JOINTS, Span, fold, glued, lower, pattern, runs, tall
from phiguard.detection.types import Hit

__all__ = ["WINDOW", "find"]

WINDOW = 20_000
"""Code points that are looked at in one piece."""
_SLACK = 200
_ENDS = frozenset(".!?;\n\r|")

_Candidate = tuple[int, int, str]
"""First word, last word, line of the lexicon."""


def find(text: str) -> tuple[Hit, ...]:
    """Every term in *text*, left to right, none overlapping another; where two start together the longer one.

    Words may be joined by a blank, ``_ - / + .`` or an apostrophe, or by nothing where the case or a digit shows the joint.  A term
    whose neighbours show another sense is left out.  An ambiguous term is given: see `supported`.

    >>> [hit.term.text for hit in find("/type-2-diabetes/MentalHealthAssessmentComplete")]
    ['type 2 diabetes', 'mental health assessment']
    """
    if len(text) <= WINDOW:
        return tuple(_find(text, 0, lexicon()))
    return tuple(hit for start, end in _windows(text) for hit in _find(text[start:end], start, lexicon()))


def _windows(text: str) -> Iterator[Span]:
    """Pieces of at most `WINDOW` code points, cut at a blank where there is one near."""
    start = 0
    while len(text) - start > WINDOW:
        limit = start + WINDOW
        blank = text.rfind(" ", limit - _SLACK, limit)
        end = blank + 1 if blank >= 0 else limit
        yield start, end
        start = end
    yield start, len(text)


def _find(text: str, base: int, known: Lexicon) -> Iterator[Hit]:
    text = tall(fold(text), known.singles)
    used = pattern(text)
    words = used.findall(text)
    if not words:
        return
    words = lower(words)
    if known.starts.isdisjoint(words):
        return
    candidates = sorted(_candidates(words, known), key=_place)
    if not candidates:
        return
    spans = [match.span() for match in used.finditer(text)]
    bounds = runs(spans)
    free = 0
    for first, last, number in candidates:
        if first >= free and _joined(text, spans, first, last) and not glued(text, spans, bounds, (first, last)):
            free = last + 1
            term, guard = known.entry(number)
            if guard is None or not _refuted(guard, text, spans, words, (first, last)):
                yield Hit(base + spans[first][0], base + spans[last][1], term)


def _place(found: _Candidate) -> tuple[int, int]:
    """Left to right, longer ones first."""
    return found[0], -found[1]


def _candidates(words: list[str], known: Lexicon) -> Iterator[_Candidate]:
    starts, singles, phrases = known.starts, known.singles, known.phrases
    size = len(words)
    for number in [number for number, word in enumerate(words) if word in starts]:
        word = words[number]
        if (row := singles.get(word)) is not None:
            yield number, number, row
        if (hung := phrases.get(word)) is None:
            hung = known.hanging(word)
        for offset, head, forms, row in hung:
            first = number - offset
            last = first + len(head)
            if first >= 0 and last < size and words[last] in forms and words[first:last] == head:
                yield first, last, row


def _joined(text: str, spans: list[Span], first: int, last: int) -> bool:
    """Whether nothing but joints stands between the words."""
    return all(text[spans[number][1] : spans[number + 1][0]] in JOINTS for number in range(first, last))


def _refuted(guard: Guard, text: str, spans: list[Span], words: list[str], found: Span) -> bool:
    """Whether the neighbours within the sentence show another sense."""
    first, last = low, high = found
    while low and first - low < REACH and not _ends(text[spans[low - 1][1] : spans[low][0]]):
        low -= 1
    while high + 1 < len(words) and high - last < REACH and not _ends(text[spans[high][1] : spans[high + 1][0]]):
        high += 1
    return guard.refutes(words[low:first], words[first : last + 1], words[last + 1 : high + 1])


def _ends(between: str) -> bool:
    """Whether a sentence ends between two words."""
    return between in {"\n", "|", ";"} or (len(between) > 1 and not _ENDS.isdisjoint(between))
