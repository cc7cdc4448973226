"""An opened message: its leaves, what could not be looked at, and the way back from edits to a message of the same kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from phiguard.decoding.codec import Field, Opened, Raw
from phiguard.decoding.splice import splice
from phiguard.errors import DecodeError
from phiguard.model.leaf import Address, Leaf, Step

__all__ = ["DROP", "Assemble", "Document", "Edit", "Part", "Replace"]


class _Drop(Enum):
    DROP = "drop"


DROP: Final = _Drop.DROP
"""Remove the whole member: key and value, list item, parameter, header, form field or event."""


class Replace(NamedTuple):
    """Write another text in place of a leaf's.

    Attributes:
        text: the new decoded text; a number or boolean is written bare when the text is one.
    """

    text: str

    def __repr__(self) -> str:
        """Length only: the rest of the text may be the old one."""
        return f"<Replace chars={len(self.text)}>"


Edit: TypeAlias = Replace | Literal[_Drop.DROP]
Changes: TypeAlias = Mapping[Address, Raw | None]
Assemble: TypeAlias = Callable[[Changes], Any]
"""Builds the message from the values of its root's fields that changed; None drops."""


class Part(NamedTuple):
    """One source that a codec opened.

    Attributes:
        source: what was opened.
        opened: what the codec found in it.
    """

    source: Raw
    opened: Opened


class Document:
    """A message as its leaves.

    Attributes:
        leaves: every value and key, in the order of the message.
        incomplete: closed words (see `Inspection.incomplete`) for what was not looked at.
        events: the node of each event of a batch; empty for a message that is one event.
    """

    __slots__ = ("_assemble", "_indices", "_parts", "_root", "events", "incomplete", "leaves")

    def __init__(
        self,
        *,
        leaves: Sequence[Leaf],
        incomplete: Sequence[str],
        events: Sequence[Address],
        parts: Mapping[Address, Part],
        root: Sequence[Field],
        assemble: Assemble,
    ) -> None:
        self.leaves = tuple(leaves)
        self.incomplete = tuple(incomplete)
        self.events = tuple(events)
        self._parts = parts
        self._root = root
        self._assemble = assemble
        self._indices: dict[Address, dict[Address, Field]] = {}

    def __repr__(self) -> str:
        """Sizes only."""
        return f"<Document leaves={len(self.leaves)} incomplete={list(self.incomplete)} events={len(self.events)}>"

    def trail(self, address: Address) -> tuple[Step, ...]:
        """The steps from the root to the node at *address*, with keys and codecs.

        Raises:
            DecodeError: there is no such node.
        """
        steps: list[Step] = []
        for length in range(1, len(address) + 1):
            base = self._base(address[:length])
            part = self._parts.get(base)
            wanted = address[len(base) : length]
            field = self._index(base).get(wanted)
            if field is None:
                msg = "no such node in this document"
                raise DecodeError(msg)
            codec = part.opened.codec if part and len(wanted) == 1 else ""
            steps.append(Step(position=address[length - 1], key=field.name, codec=codec))
        return tuple(steps)

    def rewrite(self, edits: Mapping[Address, Edit]) -> Any:
        """The message with *edits* applied, of the kind that was opened; without any, equal to it byte for byte.

        Every encoding around an edited value is applied again; all other values keep their written form.

        Raises:
            DecodeError: an address is unknown, or the format around it cannot be written.
        """
        pending: dict[Address, dict[Address, Raw | None]] = {}
        for address, edit in edits.items():
            base = self._base(address)
            pending.setdefault(base, {})[address[len(base) :]] = None if edit is DROP else edit.text
        try:
            while bases := [base for base in pending if base]:
                base = max(bases, key=len)
                self._rewrite_part(base, pending.pop(base), pending)
            self._check_root(pending.get((), {}))
            return self._assemble(pending.get((), {}))
        except (UnicodeError, ValueError) as error:
            msg = f"a value cannot be written: {type(error).__name__}"
            raise DecodeError(msg) from None

    def _rewrite_part(self, base: Address, changes: Changes, pending: dict[Address, dict[Address, Raw | None]]) -> None:
        """Rewrite one source and hand it to the source around it; an edit of the whole that stands there already wins."""
        part = self._parts[base]
        source = splice(part.source, part.opened, changes)
        outer = self._base(base)
        pending.setdefault(outer, {}).setdefault(base[len(outer) :], source)

    def _check_root(self, changes: Changes) -> None:
        known = {field.address for field in self._root}
        if not known.issuperset(changes):
            msg = "no such node in this document"
            raise DecodeError(msg)

    def _base(self, address: Address) -> Address:
        """The node of the source in which the field at *address* stands: the longest one above it that was opened."""
        for length in range(len(address) - 1, 0, -1):
            if address[:length] in self._parts:
                return address[:length]
        return ()

    def _index(self, base: Address) -> Mapping[Address, Field]:
        """The fields of one source by address; made when first asked for, as most documents never are."""
        if base not in self._indices:
            fields = self._parts[base].opened.fields if base else self._root
            self._indices[base] = {field.address: field for field in reversed(fields)}
        return self._indices[base]
