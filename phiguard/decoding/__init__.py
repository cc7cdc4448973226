"""From bytes, text or objects to leaves, and from edits of leaves back to the same bytes, text or objects.

No I/O, no clock, no client: values in, values out.  Codecs stand in `codecs` and `layers`, one file each.
"""

from phiguard.decoding.call import open_call
from phiguard.decoding.document import DROP, Document, Edit, Replace
from phiguard.decoding.objects import open_object
from phiguard.decoding.text import open_text

__all__ = ["DROP", "Document", "Edit", "Replace", "open_call", "open_object", "open_text"]
