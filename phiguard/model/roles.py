"""What a key or a vendor's parameter says about the value beneath it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

__all__ = ["Role", "Use"]


class Use(StrEnum):
    """How a value is to be read because of its key."""

    VALUE = "value"
    """The value is the role's entity (``em``: a hashed e-mail), if it has that entity's form."""
    CONTENT = "content"
    """The value is text of a surface (page URL, title, event name, search term); health terms in it take the role's entity."""
    SAFE = "safe"
    """A machine's value: version, timestamp, pixel id, currency.  Shapes and terms in it are chance."""
    OPAQUE = "opaque"
    """A token, key or digest: not opened, not searched."""


class Role(NamedTuple):
    """One entry of the role table.

    Attributes:
        use: how the value is read.
        entity: canonical entity name for ``VALUE`` and ``CONTENT``; empty otherwise.
    """

    use: Use
    entity: str = ""
