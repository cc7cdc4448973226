"""HTML of mails and pages: the text that a reader would see as one leaf, and attributes, scripts and comments inside it as others.

The text is not cut at its tags: a name in ``Dear <b>Ann</b> Doe``, or in one cell of a table and a diagnosis in the next, are one
statement.  Nothing is built from the markup: tags are looked for from left to right, and what is none is text, as browsers have it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache

from phiguard.decoding.codec import Field, Hint, Opened, Raw, as_is
from phiguard.decoding.codecs.html_names import ELEMENTS, INLINE, LABELS, RAW_TEXT
from phiguard.decoding.layers.aligned import Escapes, rewrite
from phiguard.model.leaf import LeafType
from phiguard.model.patterns import late

__all__ = ["HTML", "HtmlText"]

_ATTRIBUTES = r"""(?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?){0,60}"""
_TAG = late(rf"<(/?)([A-Za-z][A-Za-z0-9]{{0,15}})({_ATTRIBUTES})\s*/?>")
_ATTRIBUTE = late(r"""\s+([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_COMMENT = late(r"<!--(.*?)-->", re.DOTALL)
_DECLARATION = late(r"<!doctype[^<>]{0,300}>|<\?[^<>]{0,300}>|<!\[[^<>]{0,100}\]>", re.IGNORECASE)
_RAW = late(rf"<(script|style)({_ATTRIBUTES})\s*>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_REFERENCE = late(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LABELLED = late(r":\s*</(?:th|dt|label)\s*>", re.IGNORECASE)
_MARK = late(r"[<&:]")
_FIRST = late(r"</?[A-Za-z][A-Za-z0-9]{0,15}[\s/>]")
_NAMING = ("name", "property", "itemprop", "id", "placeholder", "aria-label")
_VALUES = frozenset({"value", "content"})
_SILENT = frozenset({"style", "class"})
_STEP = 64
_TAG_GROUPS = 3
"""Of a tag (slash, name, attributes) and of a script (name, attributes, content)."""


class _Markup:
    """Finds what stands for no text of its own, or for another one; each place is looked at once."""

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Tags, comments, whole scripts, character references."""
        last = {"<!--": text.rfind("-->"), "<s": max(text.rfind("</s"), text.rfind("</S"))}
        at = 0
        while (mark := _MARK.search(text, at)) is not None:
            found = self._at(text, mark.start(), last)
            at = mark.end() if found is None else found.end()
            if found is not None:
                yield found

    @staticmethod
    def _at(text: str, at: int, last: dict[str, int]) -> re.Match[str] | None:
        if text[at] == "&":
            return _REFERENCE.match(text, at)
        if text[at] == ":":
            return _LABELLED.match(text, at, at + _STEP)
        first = text[at + 1 : at + 2]
        if first in "!?":
            comment = _COMMENT.match(text, at) if at < last["<!--"] else None
            return comment or _DECLARATION.match(text, at)
        if first in "sS" and at < last["<s"] and (raw := _RAW.match(text, at)) is not None:
            return raw
        tag = _TAG.match(text, at)
        return tag if tag is not None and tag.group(2).lower() in ELEMENTS else None


class _Structure(_Markup):
    """Finds what stays when the text around it goes."""

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Everything but character references."""
        return (found for found in super().finditer(text) if text[found.start()] != "&")


_MARKUP = _Markup()
_NAME = late(r":?\s*</?([A-Za-z0-9]+)")


def _shown(escape: str) -> str:
    return _shown_briefly(escape) if len(escape) < _STEP else _text_of(escape)


@lru_cache(maxsize=1024)
def _shown_briefly(escape: str) -> str:
    return _text_of(escape)


def _text_of(escape: str) -> str:
    """The text that *escape* stands for: blocks begin and end lines, and a label stands before its value."""
    if escape[0] == "&":
        return html.unescape(escape)
    found = _NAME.match(escape)
    name = found.group(1).lower() if found else ""
    if not name or name in INLINE or name in RAW_TEXT:
        return ""
    if name in LABELS and "</" in escape[:_STEP]:
        return ":"
    return "\t" if name in ("td", "th", "dd") else "\n"


_ESCAPES = Escapes(_MARKUP, _shown, lambda text: html.escape(text, quote=False), _Structure())


def _encode_text(new: Raw, raw: Raw) -> Raw:
    """Write *new* with the tags and references of *raw* wherever the text did not change."""
    return rewrite(new, raw, _ESCAPES) if isinstance(new, str) and isinstance(raw, str) else new


def _encode_attribute(new: Raw, _raw: Raw) -> Raw:
    return html.escape(new if isinstance(new, str) else new.decode("utf-8", "surrogateescape"), quote=True).replace("`", "&#96;")


def _encode_bare(new: Raw, raw: Raw) -> Raw:
    """A value without quotes gets some."""
    return f'"{_encode_attribute(new, raw)!s}"'


def _encode_comment(new: Raw, _raw: Raw) -> Raw:
    text = new if isinstance(new, str) else new.decode("utf-8", "surrogateescape")
    return text.replace("--", "- -")


def _attributes(tag: re.Match[str], group: int) -> Iterator[Field]:
    """Each attribute; a value beside a name is called by it (``<input name="ssn" value="...">``)."""
    found = list(_ATTRIBUTE.finditer(tag.string, *tag.span(group)))
    named = {attribute.group(1).lower(): _value(attribute) for attribute in found}
    label = next((named[name] for name in _NAMING if named.get(name)), "")
    for attribute in found:
        name = attribute.group(1)
        index = attribute.lastindex or 1
        if name.lower() in _SILENT or not attribute.group(index):
            continue
        key = label if name.lower() in _VALUES and label else name
        encode = _encode_bare if index == 4 else _encode_attribute
        span = attribute.span(index)
        yield Field(
            (), *span, html.unescape(attribute.group(index)), encode, key, (), LeafType.TEXT, name, attribute.start(), attribute.end()
        )


def _value(attribute: re.Match[str]) -> str:
    index = attribute.lastindex or 1
    return html.unescape(attribute.group(index)) if index > 1 else ""


def _inside(found: re.Match[str]) -> Iterator[Field]:
    """The values in one piece of markup: patterns are told by their groups, as they are compiled at their first use."""
    if found.re.groups == 1 and found.group(1).strip():
        yield Field((), *found.span(1), found.group(1), _encode_comment)
    elif found.re.groups == _TAG_GROUPS and found.group(1) in ("", "/"):
        yield from _attributes(found, 3) if found.group(3) else ()
    elif found.re.groups == _TAG_GROUPS:
        yield from _attributes(found, 2)
        if found.group(3).strip():
            yield Field((), *found.span(3), found.group(3), as_is, found.group(1).lower())


class HtmlText:
    """The codec, for text with at least one tag of an element that HTML knows."""

    marks = "<"

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        if not _FIRST.search(source):
            return None
        fields: list[Field] = []
        pieces: list[str] = []
        at, seen = 0, False
        for found in _MARKUP.finditer(source):
            start, end = found.span()
            pieces += (source[at:start], _shown(source[start:end]))
            at = end
            if source[start] == "<":
                seen |= found.re.groups == _TAG_GROUPS
                fields += _inside(found)
            if len(fields) > hint.fields_max:
                return Opened(fields=_numbered(fields), codec="html", blank="", incomplete="budget")
        if not seen:
            return None
        text = "".join((*pieces, source[at:]))
        if text.strip():
            fields.insert(0, Field((), 0, len(source), text, _encode_text))
        return Opened(fields=_numbered(fields), codec="html", blank="") if fields else None


def _numbered(fields: list[Field]) -> list[Field]:
    return [field._replace(address=(position,)) for position, field in enumerate(fields)]


HTML = HtmlText()
