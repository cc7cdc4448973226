"""HL7 v2 messages: segments, fields and components, called by the standard's names; the position (``PID-5.1``) stands among the parents."""

from __future__ import annotations

import re

from phiguard.decoding.codec import LIST, Field, Hint, Opened, Raw, read_only
from phiguard.decoding.codecs.hl7_names import IDENTIFIER_TYPES, component_name, subject_of, type_of
from phiguard.model.leaf import Address
from phiguard.model.patterns import late

__all__ = ["HL7", "Hl7Text"]

_HEAD = late(r"[\x0b\s]*(?:FHS|BHS|MSH)([^\w\s])([^\w\s]{3,5})\1")
_SEGMENT = late(r"[^\r\n\x0b\x1c]+")
_ID = late(r"[A-Z][A-Z0-9]{2}$")
_ESCAPES = {"F": 0, "S": 1, "R": 2, "E": 3, "T": 4}
_SSN = late(r"[0-9]{3}-[0-9]{2}-[0-9]{4}$")
_TYPE_AT = 4
"""Place of the identifier's type in a CX."""
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


def _components(raw: str, at: int, address: Address, code: str, writer: _Writer) -> list[Field]:
    """The components of a field, of all its repetitions; a field with one component has no further number."""
    component, repeat = writer.marks[_COMPONENT], writer.marks[_REPEAT]
    single = component not in raw
    fields: list[Field] = []
    for repetition in raw.split(repeat):
        pieces = repetition.split(component)
        kind = IDENTIFIER_TYPES.get(pieces[_TYPE_AT], "") if len(pieces) > _TYPE_AT else ""
        for number, piece in enumerate(pieces, start=1):
            if piece:
                key, parents = _named(code, number, piece, kind=kind, single=single)
                field = Field((*address, len(fields)), at, at + len(piece), writer.decode(piece), writer.encode, key, parents)
                fields.append(field)
            at += len(piece) + 1
    return fields


def _named(code: str, number: int, piece: str, *, kind: str, single: bool) -> tuple[str, tuple[str, ...]]:
    """(key, parents) of a component: the standard's name where there is one, else its position."""
    segment, _, field = code.partition("-")
    position = code if single else f"{code}.{number}"
    name = component_name(segment, int(field), number)
    if not name.key:
        return position, (segment, subject_of(segment)) if subject_of(segment) else (segment,)
    type_ = type_of(segment, int(field))
    key = _number_in_place(name.key, piece, kind) if number == 1 and type_ in ("CX", "") else name.key
    above = (segment, position, subject_of(segment))
    return key, (*above, name.above) if name.above else above


def _number_in_place(key: str, piece: str, kind: str) -> str:
    """An identifier by the type beside it; and an account number in the form of an SSN, as older senders of PID-18 have it, is one."""
    return kind or ("ssn" if key == "account_number" and _SSN.match(piece) else key)


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
