"""Text that is nothing but ``key=value`` pairs with blanks or commas between, as logfmt writers and debug lines have it."""

from __future__ import annotations

import json
import re

from phiguard.decoding.codec import Field, Hint, Opened, Raw, as_is
from phiguard.model.leaf import LeafType
from phiguard.model.patterns import late

__all__ = ["ASSIGNMENTS", "AssignmentsText"]

_KEY = r"[A-Za-z_@$][\w.@$\[\]/-]{0,63}"
_PAIR = late(rf"({_KEY})(=)(\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[^\s,;\"'{{}}()]*)(?:[ \t]*[,;][ \t]*|[ \t\r\n]+|$)")
_LENGTH_MAX = 65_536
_ESCAPE = late(r"\\(.)")


def _encode(new: Raw, raw: Raw) -> Raw:
    text = new if isinstance(new, str) else new.decode("utf-8", "surrogateescape")
    quote = raw[:1] if isinstance(raw, str) and raw[:1] in ('"', "'") else ""
    if quote == "'":
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", " ") + "'"
    return json.dumps(text, ensure_ascii=False) if quote or not re.fullmatch(r"[^\s,;\"'{}()]+", text) else text


def _decode(raw: str) -> str:
    return _ESCAPE.sub(r"\1", raw[1:-1]) if raw[:1] in ("'", '"') and len(raw) > 1 else raw


class AssignmentsText:
    """The codec: a text with so much as one word outside a pair is prose, and stays one leaf."""

    marks = "="

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        del hint
        if len(source) > _LENGTH_MAX or source.endswith("="):
            return None
        fields: list[Field] = []
        at = len(source) - len(source.lstrip())
        while at < len(source):
            found = _PAIR.match(source, at)
            if found is None:
                return None
            key, position = found.group(1), len(fields) // 2
            fields.append(Field((~position,), *found.span(1), key, as_is, "", (), LeafType.KEY, key))
            start, end = found.span(3)
            fields.append(Field((position,), start, end, _decode(found.group(3)), _encode, key, (), LeafType.TEXT, key, found.start(), end))
            at = found.end()
        return Opened(fields=fields, codec="assignments", joined=True) if len(fields) > 2 else None


ASSIGNMENTS = AssignmentsText()
