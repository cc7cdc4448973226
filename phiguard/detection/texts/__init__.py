"""Text that somebody asks about, not a request: there a bare number, date or address counts by its form alone.

Traffic is full of digits, and `phiguard.detection.recognizers` wants a word or a key beside them; who scans a text wants to know.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from phiguard.detection.candidates import Candidate, candidate
from phiguard.detection.normalise import normalise
from phiguard.detection.texts import contact, dates, network, numbers
from phiguard.detection.types import Recognizer
from phiguard.model.leaf import Leaf, LeafType

__all__ = ["RECOGNIZERS", "bare"]

RECOGNIZERS: tuple[Recognizer, ...] = (*numbers.RECOGNIZERS, *network.RECOGNIZERS, *dates.RECOGNIZERS, *contact.RECOGNIZERS)
"""Every recognizer of this folder."""

_LONGEST = 200_000


def bare(leaf: Leaf) -> Iterator[Candidate]:
    """What stands in running text and in its assignments (``src=10.0.0.1``); beneath other keys stands data, which they explain."""
    data = (leaf.key or leaf.parents) and leaf.encodings[-1:] != ("assignments",)
    if data or leaf.type is not LeafType.TEXT or len(leaf.text) > _LONGEST:
        return
    if leaf.encodings == ("url",) and leaf.text:  # a page's path says more than its host
        yield candidate(leaf, (0, len(leaf.text)), "URL", recognizer="text_url", score=0.6)
    plain = normalise(leaf.text)
    low = plain.text.lower()
    for each in RECOGNIZERS:
        if each.possible(low):
            for span in each.find(plain.text):
                found = candidate(leaf, plain.span(*span), each.entity, recognizer=each.id, score=each.score)
                yield replace(found, needs="")
