"""Opens a text on its own: a prompt, a log line, a message to a chat."""

from __future__ import annotations

from collections.abc import Mapping

from phiguard.decoding.codec import DEFAULT_LIMITS, Field, Raw, as_is
from phiguard.decoding.document import Document
from phiguard.decoding.opener import Opener, Scope
from phiguard.model.leaf import Address, Where
from phiguard.model.limits import Limits

__all__ = ["open_text"]

_TEXT: Address = (0,)


def open_text(text: str, *, limits: Limits = DEFAULT_LIMITS, key: str = "") -> Document:
    """Open *text*, whatever it turns out to hold; *key* is what its holder calls it.

    Raises nothing on any input.
    """
    opener = Opener(limits, ())
    root = (Field(_TEXT, 0, len(text), text, as_is, key, name=key or None),)
    if len(text) > limits.body_max_bytes:
        opener.note("oversize")
    else:
        opener.value(text, Scope(where=Where.BODY, address=_TEXT, key=key, whole=True))
    return opener.document(root, lambda changes: _assemble(text, changes))


def _assemble(text: str, changes: Mapping[Address, Raw | None]) -> str:
    new = changes.get(_TEXT, text)
    return "" if new is None else new if isinstance(new, str) else new.decode("utf-8", "surrogateescape")
