"""Opens a message: asks the codecs, follows what they find inward within the limits, and gathers the leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeVar

from phiguard.decoding.codec import Field, Hint, Opened, Raw
from phiguard.decoding.document import Assemble, Document, Part
from phiguard.decoding.events import Batch
from phiguard.decoding.layers.compression import open_encoding
from phiguard.decoding.registry import BYTES, NAMES, TEXT_BY_MARKS, candidate, is_coded, marks_of
from phiguard.model.leaf import Address, Leaf, LeafType, Where
from phiguard.model.limits import Limits

__all__ = ["Opener", "Scope"]


_TEXT, _KEY = LeafType.TEXT, LeafType.KEY
"""Looked up once: on an enumeration each time costs as much as the test."""

_BROKEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What faulty code raises on unforeseen input; anything else is not the codec's."""

R_contra = TypeVar("R_contra", str, bytes, contravariant=True)

R = TypeVar("R", str, bytes)


class Codec(Protocol[R_contra]):
    """Either kind of codec."""

    def open(self, source: R_contra, hint: Hint) -> Opened | None:
        """See `TextCodec` and `BytesCodec`."""


class Scope(NamedTuple):
    """Where in a message the opener is.

    Attributes:
        where: the part of the message.
        address: the node that is being opened.
        key: its key.
        parents: the keys above it.
        encodings: what has been undone to get here.
        depth: how many codecs and layers that were.
        media: the declared media type of the node.
        type: what the node was in its container.
        whole: whether it is a whole message part, under at most layers.
    """

    where: Where
    address: Address = ()
    key: str = ""
    parents: tuple[str, ...] = ()
    encodings: tuple[str, ...] = ()
    depth: int = 0
    media: str = ""
    type: LeafType = LeafType.TEXT
    whole: bool = False


class Opener:
    """The state of opening one message.  Nothing escapes from it: what cannot be opened is a leaf, or a word in `incomplete`."""

    def __init__(self, limits: Limits, events: Sequence[str]) -> None:
        self._limits = limits
        self._leaves: list[Leaf] = []
        self._parts: dict[Address, Part] = {}
        self._incomplete: dict[str, None] = {}
        self._hint = Hint(limits=limits, room=limits.expand_max_bytes, fields_max=limits.leaves_max)
        self._batch = Batch(events)

    def document(self, root: Sequence[Field], assemble: Assemble) -> Document:
        """What was opened so far, as a document."""
        return Document(
            leaves=self._leaves,
            incomplete=tuple(self._incomplete),
            events=self._batch.events,
            parts=self._parts,
            root=root,
            assemble=assemble,
        )

    def note(self, reason: str) -> None:
        """Something was not looked at; *reason* is the closed word for why."""
        self._incomplete.setdefault(reason)

    def value(self, value: Raw, scope: Scope) -> None:
        """Open a value, or take it as a leaf."""
        if isinstance(value, bytes):
            self._bytes(value, scope)
        elif scope.type is LeafType.KEY and is_coded(value):
            self._name(value, scope)
        elif scope.type is not LeafType.TEXT or not (scope.whole or candidate(value)):
            self._leaf(value, scope)
        else:
            self._text(value, scope)

    def found(self, source: Raw, opened: Opened, scope: Scope) -> None:
        """Take over what a codec found at *scope*, and open it further."""
        if scope.depth >= self._limits.decode_depth:
            self.note("depth")
            if isinstance(source, str):
                self._leaf(source, scope)
            return
        self.keep(source, opened, scope)
        fields = opened.fields
        if scope.type is LeafType.KEY:
            fields = [field._replace(type=LeafType.KEY) for field in fields]
        self.fields(fields, opened.codec, scope, whole=scope.whole and opened.layer)

    def keep(self, source: Raw, opened: Opened, scope: Scope) -> None:
        """Remember what a codec found, so that it can be rewritten."""
        if opened.incomplete:
            self.note(opened.incomplete)
        if opened.grown:
            self._hint = self._hint._replace(room=max(0, self._hint.room - opened.grown))
        self._parts[scope.address] = Part(source=source, opened=opened)
        if scope.where is Where.BODY:
            self._batch.look(scope.address, opened, key=scope.key, top=scope.whole)

    def body(self, data: bytes, encodings: Sequence[str], scope: Scope) -> None:
        """Open a body under its declared content encodings, the last one applied first."""
        if not encodings:
            self.value(data, scope)
            return
        opened = open_encoding(encodings[0], data, self.hint(scope))
        if opened is None or scope.depth >= self._limits.decode_depth:
            self.note("depth" if opened else "undecodable")
            self.value(data, scope)
            return
        self.keep(data, opened, scope)
        for field in opened.fields:
            inner = scope._replace(address=scope.address + field.address, encodings=(*scope.encodings, opened.codec), depth=scope.depth + 1)
            self.body(field.value if isinstance(field.value, bytes) else b"", encodings[1:], inner)

    def fields(self, fields: Sequence[Field], codec: str, scope: Scope, *, whole: bool = False) -> None:
        """Open the *fields* that *codec* found in what stands at *scope*."""
        encodings = (*scope.encodings, codec) if codec else scope.encodings
        below = (*scope.parents, scope.key) if scope.key else scope.parents
        for field in fields:
            value = field.value
            if value is None:
                continue
            if field.key is None:
                key, parents = scope.key, scope.parents
            else:
                key, parents = field.key, below + field.parents if below else field.parents
            address = scope.address + field.address
            type_ = field.type
            if isinstance(value, str) and (not (whole or candidate(value)) if type_ is _TEXT else type_ is not _KEY or not is_coded(value)):
                self._append(value, address, key, parents, encodings, scope.where, type_)
                continue
            self.value(
                value,
                Scope(
                    where=scope.where,
                    address=address,
                    key=key,
                    parents=parents,
                    encodings=encodings,
                    depth=scope.depth + 1,
                    media=field.media,
                    type=field.type,
                    whole=whole or bool(field.media),
                ),
            )

    def hint(self, scope: Scope) -> Hint:
        """What a codec is told about the node at *scope*."""
        if not scope.media and not scope.whole:
            return self._hint
        return self._hint._replace(media=scope.media, whole=scope.whole)

    def _text(self, text: str, scope: Scope) -> None:
        present = marks_of(text)
        hint = self.hint(scope)
        for codec, marks in TEXT_BY_MARKS:
            if marks and not marks & present:
                continue
            opened = self._ask(codec, text, hint)
            if opened is not None and not _same(text, opened):
                self.found(text, opened, scope)
                return
        if scope.whole and "json" in scope.media:
            self.note("undecodable")
        self._leaf(text, scope)

    def _name(self, text: str, scope: Scope) -> None:
        """A key or name under a layer; it is one thing, and stays one when it looks like a structure."""
        for codec in NAMES:
            opened = self._ask(codec, text, self._hint)
            if opened is not None:
                self.found(text, opened, scope)
                return
        self._leaf(text, scope)

    def _ask(self, codec: Codec[R], source: R, hint: Hint) -> Opened | None:
        """Ask one codec; one that breaks its promise not to raise costs its own result and nothing else."""
        try:
            return codec.open(source, hint)
        except _BROKEN:
            self.note("error")
            return None

    def _bytes(self, data: bytes, scope: Scope) -> None:
        if not data:
            return
        hint = self.hint(scope)
        for codec in BYTES:
            opened = self._ask(codec, data, hint)
            if opened is not None:
                self.found(data, opened, scope)
                return
        self.note("opaque")

    def _leaf(self, text: str, scope: Scope) -> None:
        self._append(text, scope.address, scope.key, scope.parents, scope.encodings, scope.where, scope.type)

    def _append(
        self, text: str, address: Address, key: str, parents: tuple[str, ...], encodings: tuple[str, ...], where: Where, type_: LeafType
    ) -> None:
        if len(self._leaves) >= self._limits.leaves_max:
            self.note("budget")
            return
        event = self._batch.number(address)
        leaf = Leaf(where=where, address=address, key=key, text=text, parents=parents, type=type_, encodings=encodings, event=event)
        self._leaves.append(leaf)


def _same(text: str, opened: Opened) -> bool:
    """Whether a codec gave back what it got: opening that again would not end."""
    return len(opened.fields) == 1 and opened.fields[0].value == text
