"""The smallest piece of a message that can say something: one value, or one key."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, TypeAlias

__all__ = ["SHARED", "Address", "Leaf", "LeafType", "Step", "Where"]

Address: TypeAlias = tuple[int, ...]
"""Where a node stands: child positions from the root of the document down.  Numbers only, so it can be kept and reported."""

SHARED = -1
"""The event number of a leaf that belongs to every event of a batch (URL, headers, envelope)."""


class Where(StrEnum):
    """The part of a message that a leaf stands in."""

    URL = "url"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"
    BODY = "body"


class LeafType(StrEnum):
    """What the leaf was in its container: decides how a replacement must be written."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    KEY = "key"


class Leaf(NamedTuple):
    """One decoded value or key.

    Attributes:
        where: the part of the message.
        address: child positions from the document's root; what `rewrite` edits by.
        key: what a person would call this leaf's key, as written (``em``, ``patientName``; the header's name for a table cell);
            empty where there is none.  May hold PHI: for matching only.
        parents: the keys above, outermost first, as written.  May hold PHI.
        text: the decoded text.  May hold PHI.
        type: what it was in its container.
        encodings: the codecs and layers undone to see it, outermost first: ``("gzip", "json")``.
        event: which event of a batch it belongs to, or `SHARED`.
    """

    where: Where
    address: Address
    key: str
    text: str
    parents: tuple[str, ...] = ()
    type: LeafType = LeafType.TEXT
    encodings: tuple[str, ...] = ()
    event: int = SHARED

    def __repr__(self) -> str:
        """Place and size, never the text or the key."""
        return f"<Leaf {self.where} {self.address} {self.type} chars={len(self.text)} event={self.event}>"


class Step(NamedTuple):
    """One step of the way from a document's root to a node.

    Attributes:
        position: index among the parent's children.
        key: the member's key as written, or None for a list item or a layer.  May hold PHI.
        codec: the codec or layer that was undone to take this step (``json``, ``gzip``), or empty.
    """

    position: int
    key: str | None = None
    codec: str = ""

    def __repr__(self) -> str:
        """Position and codec, never the key."""
        return f"<Step {self.position} {self.codec}>"
