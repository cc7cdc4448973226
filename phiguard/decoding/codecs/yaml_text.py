"""YAML as people write it: block mappings and sequences of scalars, line by line; no anchor, tag or alias is ever followed.

PyYAML is not used: it would be a dependency, its marks cost some fifty times as much, and what this scanner does not take stays text that
is looked at all the same.  The same form is what headers, forms in a mail and prompts have (``Name: Ann`` above ``DOB: 1990``).
"""

from __future__ import annotations

import json
import re

from phiguard.decoding.codec import Field, Hint, Opened, Raw
from phiguard.decoding.tree import Tree
from phiguard.errors import BudgetExceeded
from phiguard.model.leaf import LeafType
from phiguard.model.patterns import late

__all__ = ["YAML", "YamlText"]

_MEDIA = late(r"(?:application|text)/(?:[\w.-]*\+)?(?:x-)?yaml\b", re.IGNORECASE)
_LINE = late(r"([ ]*)([^\r\n]*)(?:\r\n|\n|\r|$)")
_DASH = late(r"-(?:[ ]+|$)")
_KEY = late(r"(?:\"((?:[^\"\\]|\\.){0,100})\"|'((?:[^']|''){0,100})'|([\w$][\w .$/@()-]{0,47}?))[ ]*:(?:[ \t]+|$)")
_QUOTED = late(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_BLOCK = late(r"[|>][+-]?[0-9]?[+-]?[ ]*(?:#.*)?$")
_SKIPPED = frozenset({"---", "...", "%YAML 1.1", "%YAML 1.2"})
_NUMBER = late(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$")
_PLAIN = late(r"[A-Za-z0-9_*\[(][^:#\r\n]*$")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "~", ""})
_KEYS_MIN = 2
_LENGTH_MAX = 1 << 20


def _text(value: Raw) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "surrogateescape")


def _encode(new: Raw, raw: Raw) -> Raw:
    """Plain where the old value was and the new one can be, else quoted as JSON, which YAML 1.2 reads."""
    text, old = _text(new), _text(raw)
    if old[:1] == "'" and "\n" not in text:
        return "'" + text.replace("'", "''") + "'"
    if old[:1] in ('"', "|", ">", "'") or not _PLAIN.match(text) or text != text.strip() or text.lower() in _WORDS:
        return json.dumps(text, ensure_ascii=False)
    return json.dumps(text, ensure_ascii=False) if text[0] in "*[" else text


def _encode_comment(new: Raw, _raw: Raw) -> Raw:
    return re.sub(r"[\r\n]+", " ", _text(new))


def _decode(raw: str) -> str:
    """The text of a quoted scalar; escapes that JSON does not know are left to the layer for them."""
    if raw[0] == "'":
        return raw[1:-1].replace("''", "'")
    try:
        return str(json.loads(raw, strict=False))
    except ValueError:
        return raw[1:-1]


class _Scanner:
    """Reads lines; a stack holds the column and kind of each open container.  ValueError: this is not the YAML that is known here."""

    def __init__(self, text: str, tree: Tree) -> None:
        self._text = text
        self._tree = tree
        self._open: list[tuple[int, bool]] = []
        self._waiting = -1
        self._end = 0
        self._comments: list[tuple[int, int]] = []
        self.keys = 0

    def scan(self) -> None:
        """Read everything."""
        at = 0
        while at < len(self._text):
            line = _LINE.match(self._text, at)
            assert line is not None
            content, start = line.group(2).rstrip(), line.start(2)
            at = line.end()
            if content.startswith("#"):
                self._comments.append((start + 1, start + len(content)))
            elif content and not (start == line.start() and content in _SKIPPED):
                at = max(at, self._content(start, start + len(content), len(line.group(1))))
                self._end = start + len(content)
        self._close(-1, sequences=True)

    def comments(self, first: int) -> list[Field]:
        """What stands behind ``#``, as children from position *first* on: no value, and sent all the same."""
        spans = [(start, end) for start, end in self._comments if self._text[start:end].strip()]
        return [Field((first + index,), *span, self._text[slice(*span)], _encode_comment, "") for index, span in enumerate(spans)]

    def _content(self, start: int, end: int, column: int) -> int:
        """One line behind its indentation; where reading goes on."""
        while dash := _DASH.match(self._text, start, end):
            self._item(start, column)
            start, column = dash.end(), column + dash.end() - start
            if start >= end:
                return end
        key = _KEY.match(self._text, start, end)
        if key is None:
            return self._scalar(start, end, column)
        self._member(key, column)
        self._waiting = column
        return end if key.end() >= end else self._scalar(key.end(), end, column)

    def _item(self, at: int, column: int) -> None:
        self._close(column, sequences=False)
        if self._open and self._open[-1] == (column, False):
            self._absent(at)
        elif self._waiting >= 0 or not self._open:
            self._enter(at, column, is_object=False)
        else:
            raise ValueError
        self._waiting = column

    def _member(self, key: re.Match[str], column: int) -> None:
        self._close(column, sequences=True)
        if self._open and self._open[-1] == (column, True):
            self._absent(key.start())
        elif (self._waiting >= 0 and column > self._waiting) or not self._open:
            self._enter(key.start(), column, is_object=True)
        else:
            raise ValueError
        group = key.lastindex or 3
        start, stop = (key.start(), key.end(group) + (group < 3))
        raw = self._text[start:stop]
        self._tree.key(start, stop, raw if group == 3 else _decode(raw), _encode)
        self.keys += 1

    def _enter(self, at: int, column: int, *, is_object: bool) -> None:
        self._tree.enter(at, is_object=is_object)
        self._open.append((column, is_object))
        self._waiting = -1

    def _absent(self, at: int) -> None:
        """A key or item of which nothing followed."""
        if self._waiting >= 0:
            self._tree.null(at, at)
            self._waiting = -1

    def _close(self, column: int, *, sequences: bool) -> None:
        """End the containers that stand further to the right than *column*, and a sequence in it where *sequences* end too."""
        while self._open and (self._open[-1][0] > column or (sequences and self._open[-1] == (column, False))):
            self._absent(self._end)
            self._open.pop()
            self._tree.leave(self._end)

    def _scalar(self, start: int, end: int, column: int) -> int:
        if self._waiting < 0:
            raise ValueError
        text = self._text[start:end]
        if text.startswith("#"):
            self._comments.append((start + 1, end))
            return end
        self._waiting = -1
        if _BLOCK.match(text):
            return self._block(start, end, column)
        quoted = _QUOTED.match(self._text, start, end)
        if quoted is not None and self._text[quoted.end() : end].strip()[:1] in ("", "#"):
            if (mark := self._text.find("#", quoted.end(), end)) >= 0:
                self._comments.append((mark + 1, end))
            self._tree.scalar(start, quoted.end(), _decode(quoted.group()), _encode)
            return end
        if text[0] in "\"'" or (quoted is not None):
            raise ValueError
        type_ = LeafType.BOOLEAN if text in ("true", "false") else LeafType.NUMBER if _NUMBER.match(text) else LeafType.TEXT
        if text in ("null", "~"):
            self._tree.null(start, end)
        else:
            self._tree.scalar(start, end, text, _encode, type_)
        return end

    def _block(self, start: int, end: int, column: int) -> int:
        """A literal or folded scalar: all lines that stand further to the right than its key."""
        lines, at, last = [], self._after(end), end
        while at < len(self._text) and (line := _LINE.match(self._text, at)):
            if line.group(2).strip() and len(line.group(1)) <= column:
                break
            lines.append(line.group(1) + line.group(2))
            at = line.end()
            last = line.end(2) if line.group(2).strip() else last
        indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        self._tree.scalar(start, last, "\n".join(line[indent:] for line in lines).strip("\n"), _encode)
        return at

    def _after(self, at: int) -> int:
        line = _LINE.match(self._text, at)
        return line.end() if line else at


class YamlText:
    """The codec.  Undeclared text needs two keys, and every line of it must fit."""

    marks = "\n"

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        declared = hint.whole and _MEDIA.match(hint.media) is not None
        if len(source) > _LENGTH_MAX or (not declared and ": " not in source and ":\n" not in source):
            return None
        tree = Tree(hint)
        scanner = _Scanner(source, tree)
        try:
            scanner.scan()
        except BudgetExceeded as limit:
            return Opened(fields=tree.fields, codec="yaml", incomplete=limit.reason)
        except (ValueError, IndexError):
            return None
        if scanner.keys < (1 if declared else _KEYS_MIN):
            return None
        first = max((field.address[0] for field in tree.fields), default=-1) + 1
        return Opened(fields=[*tree.fields, *scanner.comments(first)], codec="yaml")


YAML = YamlText()
