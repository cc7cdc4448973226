"""From bytes, text or objects to leaves, and from edits of leaves back to the same bytes, text or objects.

No I/O, no clock, no client: values in, values out.  Codecs stand in `codecs` and `layers`, one file each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from phiguard.decoding.call import open_call
from phiguard.decoding.document import DROP, Document, Edit, Replace
from phiguard.decoding.text import open_text

if TYPE_CHECKING:
    from phiguard.decoding.objects import open_object

__all__ = ["DROP", "Document", "Edit", "Replace", "open_call", "open_object", "open_text"]


def __getattr__(name: str) -> Any:
    """Opening objects is imported when somebody has one: it knows types (decimal, uuid ...) that a call's bytes do not need."""
    if name != "open_object":
        raise AttributeError(name)
    from phiguard.decoding.objects import open_object

    return open_object
