"""Which leaves are sentences that the free-text engine should read, and whether raw bytes could hold one."""

from __future__ import annotations

import re

from phiguard.detection.keys import lookup
from phiguard.model.leaf import Leaf, LeafType, Where
from phiguard.model.roles import Use

__all__ = ["is_prose", "prose", "prose_possible"]

_SHORTEST = 9
_HEAD = 2_000
"""Characters that are looked at; prose that begins later is so rare that reading every attachment to its end does not pay."""
_WORD = "[A-Za-z]{2,20}"
_PAIR = re.compile(rf"(?<![A-Za-z]){_WORD}[,.:;]? {_WORD}(?![A-Za-z])")
_THREE = re.compile(rf"(?<![A-Za-z]){_WORD}[,.:;]? {_WORD}[,.:;]? {_WORD}(?![A-Za-z])")
_WORDS = re.compile(r"[A-Za-z]{2,}")
_ENOUGH = 4
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_MARKS = (b"", b"[,.:;]", b"%(?:2[Cc]|3[ABab])")
_RAW = tuple(
    (
        blank,
        re.compile(
            b"%s(?=[A-Za-z]{2})(?:%s)"
            % (re.escape(blank), b"|".join(b"(?<=[A-Za-z]{2}%s%s)" % (mark, re.escape(blank)) for mark in _MARKS))
        ),
    )
    for blank in (b" ", b"+", b"%20")
)
"""Each begins with a literal, which `re` looks for as fast as for one byte; the words are looked at only around it."""
_SPOKEN_HEADERS = frozenset({"subject"})


def prose(leaf: Leaf) -> bool:
    """Whether *leaf* is worth the free-text engine's time.

    Not so: keys, numbers, headers and cookies, values whose key says that a machine wrote them, single words, URLs, identifiers, code
    without spaces.  A name alone in its field is not prose either: its key finds it.
    """
    if leaf.type is not LeafType.TEXT or len(leaf.text) < _SHORTEST or leaf.where is Where.COOKIE:
        return False
    if leaf.where is Where.HEADER and leaf.key.lower() not in _SPOKEN_HEADERS:
        return False
    if not is_prose(leaf.text):
        return False
    entry = lookup(leaf.key)
    return entry is None or entry.role.use not in {Use.SAFE, Use.OPAQUE}


def is_prose(text: str) -> bool:
    """Whether *text* has three words in a row, or two in a row among at least four."""
    head = text[:_HEAD]
    if " " not in head or _PAIR.search(head) is None or _BINARY.search(head) is not None:
        return False
    return _THREE.search(head) is not None or len(_WORDS.findall(head[:400])) >= _ENOUGH


def prose_possible(data: bytes) -> bool:
    """Whether raw bytes could hold a leaf for which `prose` is true: two words with a blank between them, as plain text, JSON or form.

    Never False for a payload whose prose stands there as it is or behind those two encodings; what other encodings hide is the
    `Signal.ENCODED` bit's business.  Linear.
    """
    return any(blank in data and pattern.search(data) is not None for blank, pattern in _RAW)
