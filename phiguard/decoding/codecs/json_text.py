"""JSON: one document, several in a row, or one a line; scanned without recursion so that every value keeps its span."""

from __future__ import annotations

import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined]  # the C scanner of strings: public in use, missing in typeshed

from phiguard.decoding.codec import Hint, Opened, Raw
from phiguard.decoding.tree import Tree
from phiguard.errors import BudgetExceeded
from phiguard.model.leaf import LeafType
from phiguard.model.patterns import late

__all__ = ["JSON", "JsonText", "encode_string"]

_SPACE = re.compile(r"[ \t\n\r]*").match
_ATOM = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null|NaN|-?Infinity").match
_NEXT = re.compile(r"[ \t\n\r\x1e,]*").match
_BARE = late(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null")


def encode_string(new: Raw, raw: Raw) -> Raw:
    r"""Write a JSON string; with ``\u`` escapes where the sender used them or the text needs them."""
    text = _text(new)
    escaped = isinstance(raw, str) and raw.isascii() and "\\u" in raw
    return json.dumps(text, ensure_ascii=escaped or _has_surrogates(text))


def encode_atom(new: Raw, _raw: Raw) -> Raw:
    """Write a number or boolean bare when the new text is one, else as a string."""
    text = _text(new)
    return text if _BARE.fullmatch(text) else json.dumps(text, ensure_ascii=_has_surrogates(text))


def _text(value: Raw) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "surrogateescape")


def _has_surrogates(text: str) -> bool:
    """Bytes that were not UTF-8 stand as low surrogates U+DC80..U+DCFF and go out as they came; any other surrogate needs an escape."""
    return not text.isascii() and any("\ud800" <= char <= "\udc7f" or "\udd00" <= char <= "\udfff" for char in text)


class JsonText:
    """The codec; RFC 8259, with the leniency of Python's reader (NaN, control characters in strings)."""

    marks = '{["'

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        start = _SPACE(source, 1 if source[:1] in ("\ufeff", "\x1e") else 0).end()  # type: ignore[union-attr]
        if source[start : start + 1] not in ("{", "[", '"'):
            return None
        tree = Tree(hint)
        try:
            end = _SPACE(source, _value(source, start, tree)).end()  # type: ignore[union-attr]
            if end == len(source):
                return Opened(fields=tree.fields, codec="json", joined=True)
            return _documents(source, start, hint) if source[start] != '"' else None
        except BudgetExceeded as limit:
            return Opened(fields=tree.fields, codec="json", joined=True, incomplete=limit.reason)
        except (ValueError, IndexError):
            return None


def _documents(source: str, at: int, hint: Hint) -> Opened:
    """Objects and lists one after the other (NDJSON, JSON text sequences, concatenated JSON)."""
    tree = Tree(hint, many=True)
    incomplete = ""
    try:
        while at < len(source):
            at = _NEXT(source, _value(source, at, tree, first="{[")).end()  # type: ignore[union-attr]
    except BudgetExceeded as limit:
        incomplete = limit.reason
    return Opened(fields=tree.fields, codec="json", joined=True, events=0, incomplete=incomplete)


def _value(text: str, at: int, tree: Tree, *, first: str = "") -> int:
    """Scan the value at *at* and all that it holds; its end.  ValueError or IndexError: this is not JSON."""
    if first and text[at] not in first:
        raise ValueError
    while True:
        char = text[at]
        if char == '"':
            value, end = scanstring(text, at + 1, False)  # noqa: FBT003 -- the C function takes it by position only
            tree.scalar(at, end, value, encode_string)
            at = end
        elif char in "{[":
            tree.enter(at, is_object=char == "{")
            at = _skip(text, at + 1)
            if text[at] != ("}" if char == "{" else "]"):
                at = _key(text, at, tree) if char == "{" else at
                continue
            at += 1
            tree.leave(at)
        else:
            at = _atom(text, at, tree)
        while tree.open:
            at = _skip(text, at)
            char = text[at]
            if char == ",":
                at = _skip(text, at + 1)
                if tree.in_object:
                    at = _key(text, at, tree)
                break
            if char != ("}" if tree.in_object else "]"):
                raise ValueError
            at += 1
            tree.leave(at)
        else:
            return at


def _skip(text: str, at: int) -> int:
    return at if text[at] not in " \t\n\r" else _SPACE(text, at).end()  # type: ignore[union-attr]


def _key(text: str, at: int, tree: Tree) -> int:
    """Scan a member's key and colon; where its value starts."""
    if text[at] != '"':
        raise ValueError
    key, end = scanstring(text, at + 1, False)  # noqa: FBT003 -- the C function takes it by position only
    tree.key(at, end, key, encode_string)
    at = _skip(text, end)
    if text[at] != ":":
        raise ValueError
    return _skip(text, at + 1)


def _atom(text: str, at: int, tree: Tree) -> int:
    found = _ATOM(text, at)
    if found is None:
        raise ValueError
    raw = found.group()
    if raw == "null":
        tree.null(at, found.end())
    else:
        tree.scalar(at, found.end(), raw, encode_atom, LeafType.BOOLEAN if raw in ("true", "false") else LeafType.NUMBER)
    return found.end()


JSON = JsonText()
