"""X12 interchanges (claims, eligibility, enrolment): elements and components, called by the guides' names and the qualifiers beside.

An address or a birth date belongs to the name above it, so the last entity is a parent of what follows.
"""

from __future__ import annotations

import re
from typing import Final

from phiguard.decoding.codec import LIST, Encode, Field, Hint, Opened, Raw, read_only
from phiguard.decoding.codecs.x12_names import CODES, CONTACTS, DATES, ELEMENTS, ENTITIES, IDENTIFIERS, REFERENCES
from phiguard.model.patterns import late

__all__ = ["X12", "X12Text"]

_HEAD = late(r"\s*ISA(?P<mark>[^\w\s])(?:[^\n]{0,160}?)(?P=mark)(?P<part>[^\w\s])(?P<end>[^\w]|\r\n)\s*GS(?P=mark)")
_PERSONAL: Final = frozenset({"NM1", "N1", "N2", "N3", "N4", "DMG", "PER", "REF", "PAT", "INS"})
"""Segments about the last name."""
_NEW_CLAIM: Final = frozenset({"CLM", "CLP"})
_SUBJECTS: Final = {
    "SBR": "insurance",
    "HD": "insurance",
    "EB": "insurance",
    "HI": "diagnosis",
    "IDC": "insurance",
    "LIN": "medication",
    "CTP": "medication",
}
_QUALIFIED: Final[dict[tuple[str, int], tuple[int, dict[str, str]]]] = {
    ("NM1", 9): (8, IDENTIFIERS),
    ("N1", 4): (3, IDENTIFIERS),
    ("REF", 2): (1, REFERENCES),
    ("DTP", 3): (1, DATES),
    ("DTM", 2): (1, DATES),
    ("PER", 4): (3, CONTACTS),
    ("PER", 6): (5, CONTACTS),
    ("PER", 8): (7, CONTACTS),
    ("LIN", 3): (2, CODES),
}
"""Elements that another one names: (segment, element) to that one and its table."""
_COMPANY = "2"
_SEGMENT_MAX = 4096


class _Reader:
    """Reads the segments of one interchange, and knows whose they are."""

    def __init__(self, source: str, marks: tuple[str, str, str]) -> None:
        self._source = source
        self._mark, self._part, self._end = marks
        self._subject = ""
        self._encode = _writer("".join(marks))
        self.fields: list[Field] = []

    def segment(self, start: int, end: int, position: int) -> None:
        """The components of one segment; empty ones are left out."""
        elements = self._source[start:end].split(self._mark)
        name = elements[0]
        self._note(name, elements)
        self.fields.append(Field((position,), start, end, None, read_only, name, (), name=name, shape=LIST))
        at = start + len(name) + 1
        for number, raw in enumerate(elements[1:], start=1):
            self._element(elements, number, at, position)
            at += len(raw) + 1

    def _note(self, name: str, elements: list[str]) -> None:
        """A name begins what is said about somebody; a claim begins what is said about a visit."""
        if name in ("NM1", "N1") and len(elements) > 1:
            self._subject = ENTITIES.get(elements[1], "")
        elif name in _NEW_CLAIM:
            self._subject = ""

    def _element(self, elements: list[str], number: int, at: int, position: int) -> None:
        name, raw = elements[0], elements[number]
        pieces = [raw] if name == "ISA" else raw.split(self._part)
        code = f"{name}{number:02}"
        self.fields.append(Field((position, number), at, at + len(raw), None, read_only, code, (), shape=LIST))
        key = self._key(elements, number)
        encode = _fixed if name == "ISA" else self._encode
        for index, piece in enumerate(pieces):
            if piece.strip() and (name != "ISA" or piece.strip().isalnum()):
                label, place = self._component(key, pieces, index), f"{code}-{index + 1}" if len(pieces) > 1 else code
                above = tuple(parent for parent in (name, place, _SUBJECTS.get(name, self._whose(name))) if parent)
                span = (at, at + len(piece))
                self.fields.append(Field((position, number, index), *span, piece, encode, label or place, above))
            at += len(piece) + 1

    def _whose(self, name: str) -> str:
        return self._subject if name in _PERSONAL else ""

    def _key(self, elements: list[str], number: int) -> str:
        """What the element is called, by its qualifier where it has one."""
        name = elements[0]
        if name == "NM1" and number == 3 and elements[2] == _COMPANY:
            return "organization_name"
        qualifier, table = _QUALIFIED.get((name, number), (0, {}))
        by_qualifier = table.get(elements[qualifier], "") if qualifier else ""
        return by_qualifier or ELEMENTS.get(name, {}).get(number, "")

    @staticmethod
    def _component(key: str, pieces: list[str], index: int) -> str:
        """What the component is called: a composite says in its first component what the second is."""
        if len(pieces) == 1:
            return key
        by_list = CODES.get(pieces[0], "")
        if not by_list:
            return key
        return "code_list" if not index else by_list if index == 1 else ""


def _writer(marks: str) -> Encode:
    """X12 has no escapes: a delimiter in a new value becomes a blank."""
    table = str.maketrans(dict.fromkeys(marks + "\r\n", " "))

    def encode(new: Raw, _raw: Raw) -> Raw:
        text = new if isinstance(new, str) else new.decode("utf-8", "surrogateescape")
        return text.translate(table)

    return encode


def _fixed(new: Raw, raw: Raw) -> Raw:
    """An element of the interchange's head: its length is fixed."""
    text = new if isinstance(new, str) else new.decode("utf-8", "surrogateescape")
    return re.sub(r"[^\w .-]", " ", text)[: len(raw)].ljust(len(raw))


class X12Text:
    """The codec.  A dropped element leaves its place empty, so that all others keep their meaning."""

    marks = "~\n'|"

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        head = _HEAD.match(source[:_SEGMENT_MAX])
        if head is None:
            return None
        reader = _Reader(source, (head["mark"], head["part"], head["end"]))
        at = position = 0
        while at < len(source):
            start = at + len(source[at : at + 8]) - len(source[at : at + 8].lstrip())
            end = source.find(head["end"], start)
            end = len(source) if end < 0 else end
            if source[start:end].strip():
                reader.segment(start, end, position)
                position += 1
            at = end + len(head["end"])
            if len(reader.fields) > hint.fields_max:
                return Opened(fields=reader.fields, codec="x12", incomplete="budget")
        return Opened(fields=reader.fields, codec="x12")


X12 = X12Text()
