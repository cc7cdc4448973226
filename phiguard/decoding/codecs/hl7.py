"""HL7 v2 messages: segments, fields and components; a value's key is its position, ``PID-5.1``."""

from __future__ import annotations

import re

from phiguard.decoding.codec import LIST, Field, Hint, Opened, Raw, read_only
from phiguard.model.leaf import Address

__all__ = ["HL7", "Hl7Text"]

_HEAD = re.compile(r"[\x0b\s]*(?:FHS|BHS|MSH)([^\w\s])([^\w\s]{3,5})\1")
_SEGMENT = re.compile(r"[^\r\n\x0b\x1c]+")
_ID = re.compile(r"[A-Z][A-Z0-9]{2}$")
_ESCAPES = {"F": 0, "S": 1, "R": 2, "E": 3, "T": 4}
_FIELD, _COMPONENT, _REPEAT, _ESCAPE, _SUB = range(5)


class _Writer:
    """Undoes and writes the escapes of one message (HL7 v2.5.1 section 2.7): its delimiters are its own."""

    def __init__(self, marks: str) -> None:
        self.marks = marks
        self._escape = marks[_ESCAPE]
        self._sequence = re.compile(re.escape(self._escape) + "([FSRET])" + re.escape(self._escape))

    def decode(self, raw: str) -> str:
        """The text of a component."""
        if self._escape not in raw:
            return raw
        return self._sequence.sub(lambda found: self.marks[_ESCAPES[found.group(1)] : _ESCAPES[found.group(1)] + 1], raw)

    def encode(self, new: Raw, _raw: Raw) -> Raw:
        """Write the text of a component."""
        text = new if isinstance(new, str) else new.decode("utf-8", "surrogateescape")
        names = {self.marks[index]: name for name, index in _ESCAPES.items() if index < len(self.marks)}
        text = text.replace("\r", " ").replace("\n", " ")
        return "".join(f"{self._escape}{names[char]}{self._escape}" if char in names else char for char in text)


def _segment(text: str, start: int, end: int, position: int, writer: _Writer) -> list[Field]:
    """The components of one segment; empty ones are left out."""
    bar = writer.marks[_FIELD]
    name = text[start : start + 3]
    header = name in ("MSH", "FHS", "BHS")
    fields = [Field((position,), start, end, None, read_only, name, (), name=name, shape=LIST)]
    at = start
    for number, raw in enumerate(text[start:end].split(bar)):
        index = number + header
        if number and not (header and number == 1):
            if raw:
                fields.append(Field((position, index), at, at + len(raw), None, read_only, f"{name}-{index}", (), shape=LIST))
            fields += _components(raw, at, (position, index), f"{name}-{index}", writer)
        at += len(raw) + 1
    return fields


def _components(raw: str, at: int, address: Address, key: str, writer: _Writer) -> list[Field]:
    """The components of a field, of all its repetitions; a field with one component has no further number."""
    component, repeat = writer.marks[_COMPONENT], writer.marks[_REPEAT]
    fields: list[Field] = []
    single = component not in raw
    number, position = 1, 0
    for piece in re.split("([" + re.escape(component + repeat) + "])", raw):
        if piece == component:
            number += 1
        elif piece == repeat:
            number = 1
        elif piece:
            name = key if single else f"{key}.{number}"
            span, value = (at, at + len(piece)), writer.decode(piece)
            fields.append(Field((*address, position), *span, value, writer.encode, name, (key.partition("-")[0],)))
            position += 1
        at += len(piece)
    return fields


class Hl7Text:
    """The codec.  A dropped component leaves its place empty, so that all others keep their meaning."""

    marks = "|^~\\&"

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        head = _HEAD.match(source)
        if head is None:
            return None
        writer = _Writer(head.group(1) + head.group(2))
        fields: list[Field] = []
        for position, found in enumerate(_SEGMENT.finditer(source)):
            if not _ID.match(found.group()[:3]):
                return None
            fields += _segment(source, found.start(), found.end(), position, writer)
            if len(fields) > hint.fields_max:
                return Opened(fields=fields, codec="hl7", incomplete="budget")
        return Opened(fields=fields, codec="hl7")


HL7 = Hl7Text()
