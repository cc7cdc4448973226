"""The seam between the opener and everything that it can open: what a codec is given and what it gives back.

A codec reads a *source* (text or bytes) and returns *fields*: values with their spans in that source.  A layer (gzip, base64) is a codec
with one field that spans everything.  No codec knows about the others, about leaves or about rewriting: because spans are all that
rewriting needs, it is written once, in `splice`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal, NamedTuple, Protocol, TypeAlias

from phiguard.errors import DecodeError
from phiguard.model.leaf import Address, LeafType
from phiguard.model.limits import Limits

__all__ = [
    "DEFAULT_LIMITS",
    "LIST",
    "NULL",
    "OBJECT",
    "SCALAR",
    "BytesCodec",
    "Encode",
    "Field",
    "Hint",
    "Opened",
    "Raw",
    "Shape",
    "TextCodec",
    "as_is",
    "layer",
    "read_only",
]

Raw: TypeAlias = str | bytes
Encode: TypeAlias = Callable[[Raw, Raw], Raw]
"""(new decoded value, old raw value) -> new raw value; the old one shows the style that the sender used."""

DEFAULT_LIMITS: Final = Limits()

Shape: TypeAlias = Literal["", "object", "list", "null"]
SCALAR: Final[Shape] = ""
OBJECT: Final[Shape] = "object"
LIST: Final[Shape] = "list"
NULL: Final[Shape] = "null"


class Field(NamedTuple):
    """One node that a codec found.  A named tuple, because there is one for each key and value of every message.

    Attributes:
        address: child positions below the codec's own node; the key of member *i* stands at ``~i``.
        start, end: span of the raw value in the source.
        value: the decoded value; None for containers and nulls.
        encode: writes a new value.
        key: what a person would call its key; empty for none, None for the key of the node that was opened.
        parents: the keys between that node and this one, outermost first.
        type: what it was in its container.
        name: the member's key as written; None where members have no names.
        first, last: span of the whole member, for dropping it; -1 stands for `start` and `end`.
        shape: whether it is a scalar, an object, a list or a null.
        media: media type that the message declares for it, with parameters.
    """

    address: Address
    start: int
    end: int
    value: Raw | None
    encode: Encode
    key: str | None = None
    parents: tuple[str, ...] = ()
    type: LeafType = LeafType.TEXT
    name: str | None = None
    first: int = -1
    last: int = -1
    shape: Shape = SCALAR
    media: str = ""


class Hint(NamedTuple):
    """What is known about a source before it is opened.

    Attributes:
        media: declared media type with parameters, or empty.
        limits: bounds on the work.
        room: how many bytes decompression may still produce for this call.
        fields_max: how many fields the codec may still return.
        whole: whether the source is a whole message part (a body, a file) and not a value inside one.
    """

    media: str = ""
    limits: Limits = DEFAULT_LIMITS
    room: int = DEFAULT_LIMITS.expand_max_bytes
    fields_max: int = DEFAULT_LIMITS.leaves_max
    whole: bool = False


class Opened(NamedTuple):
    """What a codec found in a source.

    Attributes:
        fields: in the order of the source, a container before its members.
        codec: the name that appears among a leaf's encodings; empty for one that nobody would name (UTF-8).
        joined: whether siblings are joined by separators that must go with a dropped member.
        blank: what is written in place of a dropped member when they are not joined, or what says it for the member.
        events: position of the first of the children that are events of a batch by nature (lines, envelope items), or None.
        layer: whether it undid one encoding of the whole source, so that what was declared for it holds for its one field.
        grown: bytes that decompression produced.
        incomplete: closed word for what was not looked at, or empty.
    """

    fields: Sequence[Field]
    codec: str = ""
    joined: bool = False
    blank: Raw | Callable[[Field], Raw] = ""
    events: int | None = None
    layer: bool = False
    grown: int = 0
    incomplete: str = ""


class TextCodec(Protocol):
    """Opens text.

    Attributes:
        marks: characters of which a source must hold at least one; empty when the codec has to look at every token-like text.
    """

    marks: str

    def open(self, source: str, hint: Hint) -> Opened | None:
        """The fields of *source*, or None when it is not in this format.  Raises nothing on any input."""


class BytesCodec(Protocol):
    """Opens bytes."""

    def open(self, source: bytes, hint: Hint) -> Opened | None:
        """The fields of *source*, or None when it is not in this format.  Raises nothing on any input."""


def as_is(new: Raw, _raw: Raw) -> Raw:
    """Write a value as it stands."""
    return new


def read_only(_new: Raw, _raw: Raw) -> Raw:
    """Refuse to write: the format has no way to hold another value here.

    Raises:
        DecodeError: always.
    """
    msg = "this value cannot be rewritten in its format"
    raise DecodeError(msg)


def layer(codec: str, source: Raw, value: Raw, encode: Encode, *, hint: Hint, grown: int = 0) -> Opened:
    """The result of a codec that undoes one encoding of the whole *source*; what was declared for it holds for its value."""
    return Opened(fields=(Field((0,), 0, len(source), value, encode, media=hint.media),), codec=codec, layer=True, grown=grown)
