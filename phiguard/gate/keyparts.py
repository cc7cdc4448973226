"""The fewest parts of keys by which every form of the role table is noticed: 9,000 forms, some 1,500 literals.

A literal only has to bring a key to notice; the role table is then asked about the whole key.  So ``nbr`` stands for every form that
ends with it.  Where the last word is one that API traffic is full of (``name``, ``id``), the word before it serves, or both together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from phiguard.gate.spellings import EVERYDAY, ends_everyday, is_noisy

__all__ = ["KeyPart", "key_parts"]

_LETTERS = 3


class KeyPart(NamedTuple):
    """What brings a key to notice.

    Attributes:
        text: words joined by one blank.
        onward: whether the key goes on behind it.
    """

    text: str
    onward: bool


def key_parts(forms: Mapping[str, int]) -> dict[KeyPart, int]:
    """The parts, with the bits that a key with them can set; *forms* come with their bits, 0 where a value tells nothing."""
    wanted = {form: signal for form, signal in forms.items() if signal}
    parts: dict[KeyPart, int] = {}
    for form, signal in wanted.items():
        words = form.split(" ")
        if len(words) > 1:
            part = _part(words, wanted)
            parts[part] = parts.get(part, 0) | signal
    _add_glued(parts, wanted)
    return parts


def _part(words: list[str], wanted: Mapping[str, int]) -> KeyPart:
    last, before = words[-1], words[-2]
    if last.isalpha() and (
        last in wanted or (last not in EVERYDAY and len(last) > 1 and not (len(last) < _LETTERS and ends_everyday(last)))
    ):
        return KeyPart(last, onward=False)
    if before.isalpha() and before not in EVERYDAY and len(before) > _LETTERS and not is_noisy(before):
        return KeyPart(before, onward=True)
    take = next((count for count in range(2, len(words)) if words[-count].isalpha() and len(words[-count]) > 1), len(words))
    return KeyPart(" ".join(words[-take:]), onward=False)


def _add_glued(parts: dict[KeyPart, int], wanted: Mapping[str, int]) -> None:
    """Forms that are one word: most end with a part that is there already, written without its joints."""
    ends = {part.text.replace(" ", ""): part for part in parts if not part.onward}
    ends = {text: part for text, part in ends.items() if not _needs_left(text)}
    heads = tuple(part.text for part in parts if part.onward)
    for form in sorted((form for form in wanted if " " not in form), key=len):
        part = KeyPart(form, onward=False)
        if part not in parts:
            part = _covering(form, ends) or next((KeyPart(head, onward=True) for head in heads if head in form[:-_LETTERS]), part)
        parts[part] = parts.get(part, 0) | wanted[form]
        if part.text == form and not _needs_left(form):
            ends.setdefault(form, part)


def _needs_left(text: str) -> bool:
    return ends_everyday(text) if len(text) <= _LETTERS else is_noisy(text) and ends_everyday(text)


def _covering(form: str, ends: Mapping[str, KeyPart]) -> KeyPart | None:
    """The part, of those chosen already, that *form* ends with."""
    return next((ends[form[start:]] for start in range(len(form) - 1) if form[start:] in ends), None)
