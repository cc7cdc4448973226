"""Which codecs there are, in the order in which they are asked.  A new one is one file and one line here."""

from __future__ import annotations

import re

from phiguard.decoding.codec import BytesCodec, TextCodec
from phiguard.decoding.codecs.assignments import ASSIGNMENTS
from phiguard.decoding.codecs.envelope import ENVELOPE, ITEM
from phiguard.decoding.codecs.form import FORM
from phiguard.decoding.codecs.hl7 import HL7
from phiguard.decoding.codecs.json_text import JSON
from phiguard.decoding.codecs.lines import LINES
from phiguard.decoding.codecs.msgpack import MSGPACK
from phiguard.decoding.codecs.multipart import MULTIPART
from phiguard.decoding.codecs.protobuf import GRPC, PROTOBUF
from phiguard.decoding.codecs.pyrepr import PYREPR
from phiguard.decoding.codecs.runs import RUNS
from phiguard.decoding.codecs.table import TABLE
from phiguard.decoding.codecs.url import URL
from phiguard.decoding.codecs.xml_text import XML
from phiguard.decoding.layers.base64_text import BASE64, JWT
from phiguard.decoding.layers.charset import CHARSET
from phiguard.decoding.layers.compression import COMPRESSED
from phiguard.decoding.layers.entities import ENTITIES
from phiguard.decoding.layers.hex_text import HEX
from phiguard.decoding.layers.percent import PERCENT

__all__ = ["BYTES", "TEXT", "TEXT_BY_MARKS", "TOKEN_LENGTH", "candidate", "marks_of"]

TEXT: tuple[TextCodec, ...] = (JSON, HL7, XML, PYREPR, URL, LINES, TABLE, FORM, ASSIGNMENTS, ENTITIES, PERCENT, JWT, HEX, BASE64)
"""Codecs for text.  Structure comes before escapes, and both before tokens, since an escape can hide neither."""

BYTES: tuple[BytesCodec, ...] = (ENVELOPE, ITEM, MULTIPART, GRPC, PROTOBUF, COMPRESSED, CHARSET, MSGPACK, RUNS)
"""Codecs for bytes; text is the last, because nearly everything can be read as text."""

TOKEN_LENGTH = 12
"""The shortest token that a layer without marks opens: eight bytes in base64."""

_BITS = {mark: 1 << bit for bit, mark in enumerate(sorted(set("".join(codec.marks for codec in TEXT))))}

TEXT_BY_MARKS: tuple[tuple[TextCodec, int], ...] = tuple((codec, sum(_BITS[mark] for mark in set(codec.marks))) for codec in TEXT)
"""Each codec with its marks as bits; 0 for one that has to look at every token."""

_ITEMS = tuple(_BITS.items())
_CLASS = re.escape("".join(mark for mark in _BITS if mark != "."))
candidate = re.compile(rf"[{_CLASS}]|[A-Za-z0-9+_-]{{{TOKEN_LENGTH},}}(?![^.+/=\n])").search
"""Finds nothing in text that no codec could open: most values are refused by this one search.  Only tokens need the full stop."""


def marks_of(text: str) -> int:
    """The marks that occur in *text*, as bits."""
    found = 0
    for mark, bit in _ITEMS:
        if mark in text:
            found |= bit
    return found
