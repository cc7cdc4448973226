"""Whether a candidate word really begins and ends a word, and really is a key with a value: looked at on the raw bytes."""

from __future__ import annotations

import re

from phiguard.gate.fold import DIGIT, LETTER, LOWER, UPPER
from phiguard.gate.window import plain
from phiguard.model.patterns import late

__all__ = ["alone", "begins", "begins_exactly", "ends", "governed", "key_end", "key_ends", "leaf", "quietness", "stands"]

_PERCENT, _BACKSLASH, _UNDERSCORE, _HYPHEN = b"%\\_-"
_S = ord("s")
_CONTROLS = b"nrt"
_AFTER = 48
_BEFORE = 100

_EMPTY = rb"""(?!(?:null|(?:\\{0,7}["']){2}|\[\s?\]|\{\s?\})\s{0,2}[,}\]\s]|[&\s]|\Z)"""
"""A key without a value tells nothing."""
_CLOSES = rb"""(?:[_.\- ]?\d{1,6})?[ ?*.:!)#]{0,3}(?:\\{0,7}["'])?"""
"""What may stand between a key's last word and its end: a number that counts, a question mark, a quote."""

_NAMES_VALUE = late(
    rb"(?:" + _CLOSES + rb"(?:\s{0,2}(?:[:=]|=>)\s{0,3}" + _EMPTY + rb"|\s?[|\t])"  # JSON, form, query, cookie, header, log line; table
    rb"|(?:\[?\d{0,3}\]){1,3}(?:=" + _EMPTY + rb"|[:\[.\s])"  # user[email], user[email][0]
    rb"|>[^<\s])"  # <email>x
)
_MAY_NAME_VALUE = late(rb"(?:[_.\- ]?\d{1,6})?[ ?*.:!)#]{0,3}(\\{0,7}[\"'])?\s{0,2}[,;\])}\r\n]")
_LABEL = late(
    rb"(?i)[\"'](?:name|key|field_?id|field|label|question|title|id_?type|attribute|property|param|parameter|code|kind|type|use|system|linkid|id"
    rb"|column|header)\\{0,7}[\"']\s{0,2}[:=]\Z"
)
_BESIDE = 512
_VALUE_KEY = late(rb"""(?i)["'](?:[A-Za-z]{1,12}_?)?(?:val(?:ue)?s?|answers?|response)[A-Za-z]{0,8}\\{0,7}["']\s{0,2}:""")
_SEPARATORS = b"\n,;|\t"
_CELL = late(rb"[\w .\-]{0,60}")
_CELL_BLANKS = 3


def begins(data: bytes, start: int) -> bool:
    r"""Whether a word begins at *start*: after a non-letter, at a camel's hump, or after the tail of ``%2F`` or ``\n``."""
    before = data[start - 1]
    if not LETTER[before]:
        return True
    if UPPER[data[start]] and (LOWER[before] or LOWER[data[start + 1]]):
        return True
    return _glued(data, start, before)


def begins_exactly(data: bytes, start: int) -> bool:
    """Whether a whole key begins at *start*: nothing that could belong to the same name stands before it."""
    before = data[start - 1]
    if before in (_UNDERSCORE, _HYPHEN):
        return False
    return not (LETTER[before] or DIGIT[before]) or _glued(data, start, before)


def _glued(data: bytes, start: int, before: int) -> bool:
    if data[start - 3] == _PERCENT:
        return True
    return before in _CONTROLS and (data[start - 2] == _BACKSLASH or data[start - 4 : start - 1] in (b"%5C", b"%5c"))


def ends(data: bytes, end: int) -> bool:
    """Whether a short word ends at *end*; a plural counts."""
    after = data[end]
    if not LETTER[after] or after == _S:
        return True
    return UPPER[after] > 0 and (LOWER[data[end - 1]] > 0 or LOWER[data[end + 1]] > 0)


def stands(data: bytes, start: int, end: int) -> bool:
    """Whether a whole word stands there, or a hump of a name; the ``Phone`` of ``iPhone`` is neither."""
    if not begins(data, start) or not ends(data, end):
        return False
    return not LETTER[data[start - 1]] or not LOWER[data[start - 1]] or LETTER[data[start - 2]] > 0 or _glued(data, start, data[start - 1])


_REST = late(rb"(?:[\w.\-+ \[\]]|%20|%5[BbDd]){0,40}")


_IDLE = late(rb'[^"\\%0-9&=]{0,60}(?:\\{0,7}"|%22)\s?(?:[,}\]]|%2[Cc]|%7[Dd]|%5[Dd])')
_QUIET = late(rb'[^"\\%0-9&=]{0,60}')
_HAS_DIGIT = late(rb"[0-9]")
_LABEL_REACH = 24
_STRING_REACH = 64


IDLE, DIGITLESS, BUSY = 2, 1, 0
_TEXT_VALUE = late(rb'[^"\\%0-9&=]{0,60}":\s?(?:"[^"\\%0-9]{0,120}"|true|false|null)\s?[,}]')


def quietness(data: bytes, start: int, end: int) -> int:
    """What speaks against the word at once: most candidates in clean traffic are refused by it.

    `IDLE`: it stands in a JSON string without digits that names nothing.  `DIGITLESS`: in a key whose value is text without digits.
    """
    if _IDLE.match(data, end):
        level = IDLE
    elif _TEXT_VALUE.match(data, end):
        level = DIGITLESS
    else:
        return BUSY
    low = max(0, start - _STRING_REACH)
    quote, coded = data.rfind(b'"', low, start), data.rfind(b"%22", low, start)
    opening, inner = (quote, quote + 1) if quote > coded else (coded, coded + 3)
    if opening < 0 or not _QUIET.fullmatch(data, inner, start) or _HAS_DIGIT.search(data, start, end):
        return BUSY
    if level == DIGITLESS:
        return level
    head = plain(data[max(0, opening - _LABEL_REACH) : opening]).rstrip(b" \\")
    return level if head.endswith(b":") and not _LABEL.search(head) else BUSY


def alone(data: bytes, start: int, end: int) -> bool:
    """Whether no letter and no digit touches either side: hexadecimal spells ``a1c`` and ``cd4`` by chance."""
    before, after = data[start - 1], data[end]
    if (LETTER[after] and not (UPPER[after] and LOWER[data[end + 1]])) or DIGIT[after]:
        return False
    return not (LETTER[before] or DIGIT[before]) or _glued(data, start, before)


def key_end(data: bytes, end: int) -> int:
    """Where the key ends that goes on behind *end*: its last letter or digit."""
    rest = _REST.match(data, end)
    text = rest[0] if rest else b""
    return end + len(text.rstrip(b"_.-+ []"))


_SEGMENT = late(rb"[\w.\-]{0,60}")


def _in_path(data: bytes, start: int) -> bool:
    """Whether the word at *start* belongs to a segment that begins with a slash."""
    piece = data[max(0, start - _BEFORE) : start]
    cut = max(piece.rfind(b"/"), piece.lower().rfind(b"%2f") + 2)
    return cut >= 0 and _SEGMENT.fullmatch(piece, cut + 1) is not None


KEY, LISTED, NO_KEY = 2, 1, 0


def key_kind(data: bytes, start: int, end: int) -> int:
    """What ends at *end*: a key with a value (`KEY`), an item that may name a value elsewhere (`LISTED`), or neither."""
    if LETTER[data[end]]:
        return NO_KEY
    after = plain(data[end : end + _AFTER])
    if _NAMES_VALUE.match(after):
        return KEY
    if after.startswith(b"/"):  # /patient/4711, but not Mobile/15E148
        return KEY if after[1:2].isalnum() and _in_path(data, start) else NO_KEY
    names = _MAY_NAME_VALUE.match(after)
    if names is None:
        return NO_KEY
    before = plain(data[max(0, start - _BEFORE) : start])
    if names[1] is None:
        return LISTED if _is_cell(before) else NO_KEY
    head = before[: max(before.rfind(b'"'), before.rfind(b"'"), 0)].rstrip(b"\\ ")
    if head[-1:] in _LIST_MARKS:
        return LISTED
    label = _LABEL.search(head[-_LABEL_REACH:]) and _VALUE_KEY.search(data, max(0, start - _BESIDE), end + _BESIDE)
    return LISTED if label else NO_KEY


def _is_cell(before: bytes) -> bool:
    """Whether what follows *before* can be a cell of a table's header row."""
    cell = before[max(before.rfind(mark) for mark in _CELL_MARKS) + 1 :]
    return len(cell) < len(before) and _CELL.fullmatch(cell) is not None and cell.count(b" ") <= _CELL_BLANKS


_LIST_MARKS = frozenset((b"[", b",", b"(", b";", b"|", b"\t", b"\n"))
_CELL_MARKS = tuple(bytes([mark]) for mark in _SEPARATORS)


def key_ends(data: bytes, start: int, end: int) -> bool:
    """Whether the word that ends at *end* is the end of a key that has a value."""
    return key_kind(data, start, end) != NO_KEY


_VALUE_BEGINS = late(rb"""[\d_.\-\]]{0,8}(?:\\{0,7}["'])?\s{0,3}[:=]\s{0,3}(\\{0,7}["'])?""")
_LEAF_ENDS = late(rb"""(?<!\\)"|(?<!%5[Cc])%22|\Z""")
_GAP = 12
_NEAR = 240
_ENCODED_VALUE = 2048


_OPENED = (b",", b"{", b"[", b":")
_CLOSING = late(rb'(?:\\{0,7}"|%22)\s?(?:[,}\]]|%2[Cc]|%7[Dd]|%5[Dd])')


def leaf(data: bytes, start: int, end: int, reach: int) -> tuple[int, int]:
    r"""The string of a JSON text around ``data[start:end]``, *reach* bytes on either side at most.

    Cut only at quotes that JSON puts there, so that quotes within other text do not part a label from its value.
    """
    low = max(0, start - reach)
    found = _CLOSING.search(data, end, end + reach)
    high = found.start() + 1 if found else min(len(data), end + reach)
    quote = data.rfind(b'"', low, start)
    while quote > 0:
        if data[max(0, quote - _GAP) : quote].rstrip(b" \\")[-1:] in _OPENED:
            return quote + 1, high
        quote = data.rfind(b'"', low, quote)
    coded = max(data.rfind(b"%3A%22", low, start), data.rfind(b"%2C%22", low, start))
    return (coded + 3 if coded >= 0 else low), high


def _listed(data: bytes, start: int, end: int) -> tuple[int, int]:
    """What an item that may name a value governs: the value beside it, or the rows of its table."""
    quote = max(data.rfind(b'"', max(0, start - _BEFORE), start), data.rfind(b"'", max(0, start - _BEFORE), start))
    if quote < 0 or data[max(0, quote - _GAP) : quote].rstrip(b"\\ ")[-1:] not in (b":", b"="):
        return start, len(data)
    found = _VALUE_KEY.search(data, max(0, start - _BESIDE), end + _BESIDE)
    value = _SCALAR.match(data, found.end()) if found else None
    return value.span() if value else (start, end)


_SCALAR = late(rb"""\s{0,2}(?:\\{0,7}["'][^"']{0,240}|[{\[].{0,240}|[^,}\]\s"']{0,80})""", re.DOTALL)


def governed(data: bytes, start: int, end: int) -> tuple[int, int]:
    """The bytes that the word at *start* to *end* can be the context of: its leaf, the value of its key, or all below its key."""
    last = key_end(data, end)
    kind = key_kind(data, start, last)
    if kind != KEY:
        found = _LEAF_ENDS.search(data, end, end + _NEAR)
        high = found.start() if found else end + _NEAR
        if kind == NO_KEY:
            return start, high
        first, last = _listed(data, start, end)
        return min(start, first), max(high, last)
    value = _VALUE_BEGINS.match(data, last)
    if value is None or _PERCENT in data[last : value.end() + 1]:
        return start, end + _ENCODED_VALUE
    if data[value.end() : value.end() + 1] in (b"{", b"["):
        return start, len(data)
    found = _LEAF_ENDS.search(data, value.end())
    return value.end(), found.start() if found and value[1] else min(len(data), end + _NEAR)
