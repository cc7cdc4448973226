"""Which codecs there are, in the order in which they are asked.  A new one is one file and one line here."""

from __future__ import annotations

import re
from functools import lru_cache

from phiguard.decoding.codec import BytesCodec, Hint, TextCodec
from phiguard.decoding.codecs.assignments import ASSIGNMENTS
from phiguard.decoding.codecs.cbor import CBOR
from phiguard.decoding.codecs.envelope import ENVELOPE, ITEM
from phiguard.decoding.codecs.form import FORM
from phiguard.decoding.codecs.graphql import GRAPHQL
from phiguard.decoding.codecs.hl7 import HL7
from phiguard.decoding.codecs.html_text import HTML
from phiguard.decoding.codecs.json_text import JSON
from phiguard.decoding.codecs.lines import LINES
from phiguard.decoding.codecs.mail import MAIL
from phiguard.decoding.codecs.msgpack import MSGPACK
from phiguard.decoding.codecs.multipart import MULTIPART
from phiguard.decoding.codecs.otlp import OTLP
from phiguard.decoding.codecs.protobuf import GRPC, PROTOBUF
from phiguard.decoding.codecs.pyrepr import PYREPR
from phiguard.decoding.codecs.runs import RUNS
from phiguard.decoding.codecs.table import TABLE
from phiguard.decoding.codecs.url import URL
from phiguard.decoding.codecs.x12 import X12
from phiguard.decoding.codecs.xml_text import XML
from phiguard.decoding.codecs.yaml_text import YAML
from phiguard.decoding.layers.backslash import BACKSLASH
from phiguard.decoding.layers.base32_text import BASE32
from phiguard.decoding.layers.base64_text import BASE64, JWT
from phiguard.decoding.layers.bytes_in_text import BYTES_IN_TEXT
from phiguard.decoding.layers.charset import CHARSET
from phiguard.decoding.layers.compression import COMPRESSED
from phiguard.decoding.layers.data_url import DATA_URL
from phiguard.decoding.layers.encoded_word import ENCODED_WORD
from phiguard.decoding.layers.entities import ENTITIES
from phiguard.decoding.layers.headless import HEADLESS
from phiguard.decoding.layers.hex_text import HEX
from phiguard.decoding.layers.percent import PERCENT
from phiguard.decoding.layers.quoted_printable import QUOTED_PRINTABLE

__all__ = ["BYTES", "NAMES", "TEXT", "TEXT_BY_MARKS", "TOKEN_LENGTH", "candidate", "is_coded", "marks_of"]

ESCAPES: tuple[TextCodec, ...] = (ENTITIES, BACKSLASH, PERCENT)
"""Layers of which one sign is enough: parts of a text can be escaped."""

TOKENS: tuple[TextCodec, ...] = (JWT, HEX, BASE64, BASE32)
"""Layers of a whole text."""

MAIL_LAYERS: tuple[TextCodec, ...] = (ENCODED_WORD, QUOTED_PRINTABLE)
"""Layers of mail, whose escapes begin like an assignment."""

LAYERS: tuple[TextCodec, ...] = (BYTES_IN_TEXT, *MAIL_LAYERS, *ESCAPES, *TOKENS)
"""All that undo an encoding of the whole text."""

NAMES: tuple[TextCodec, ...] = (JSON, *LAYERS)
"""What is undone in keys and names: ``cd[a]`` or ``a=b`` is one name, whatever a value in that form would be."""

STRUCTURES: tuple[TextCodec, ...] = (JSON, HL7, X12, XML, GRAPHQL, PYREPR, DATA_URL, URL, HTML, LINES, TABLE, FORM, YAML)
"""Codecs for text that holds several values, or is bytes."""

TEXT: tuple[TextCodec, ...] = (*STRUCTURES, BYTES_IN_TEXT, *MAIL_LAYERS, ASSIGNMENTS, *ESCAPES, *TOKENS)
"""Codecs for text.  Structure comes before escapes, and both before tokens, since an escape can hide neither."""

BYTES: tuple[BytesCodec, ...] = (ENVELOPE, ITEM, MULTIPART, MAIL, GRPC, OTLP, PROTOBUF, COMPRESSED, MSGPACK, CBOR, HEADLESS, CHARSET, RUNS)
"""Codecs for bytes; text is the last, because nearly everything can be read as text."""

TOKEN_LENGTH = 12
"""The shortest token that a layer without marks opens: eight bytes in base64."""

_RARE = BYTES_IN_TEXT.marks
_PLAIN = sorted(set("".join(codec.marks for codec in TEXT)) - set(_RARE))
_COMMON = tuple((mark, 1 << bit) for bit, mark in enumerate(_PLAIN))
_BITS = dict(_COMMON) | dict.fromkeys(_RARE, 1 << len(_PLAIN))
_MARKS = frozenset(_BITS)
_rare = re.compile(f"[{re.escape(_RARE)}]").search

TEXT_BY_MARKS: tuple[tuple[TextCodec, int], ...] = tuple((codec, sum({_BITS[mark] for mark in codec.marks})) for codec in TEXT)
"""Each codec with its marks as bits; 0 for one that has to look at every token."""

_SHORT = 80
"""Up to so many characters it is cheaper to look at each of them than for each mark."""
_CLASS = re.escape("".join(mark for mark in _BITS if mark != "."))
candidate = re.compile(rf"[{_CLASS}]|[A-Za-z0-9+_-]{{{TOKEN_LENGTH},}}(?![^.+/=\n])").search
"""Finds nothing in text that no codec could open: most values are refused by this one search.  Only tokens need the full stop."""


def marks_of(text: str) -> int:
    """The marks that occur in *text*, as bits."""
    found = 0
    if len(text) < _SHORT:
        for mark in _MARKS.intersection(text):
            found |= _BITS[mark]
        return found
    for mark, bit in _COMMON:
        if mark in text:
            found |= bit
    return found | _BITS[_RARE[0]] if _rare(text) else found


@lru_cache(maxsize=4096)
def is_coded(name: str) -> bool:
    """Whether a key or name is itself encoded; remembered, because messages have few names and have them often."""
    return candidate(name) is not None and any(codec.open(name, Hint()) is not None for codec in NAMES)
