"""GraphQL operations: the literals that stand in the text as arguments, under their names, and the document without them as one text.

The names in a document are the recipient's own and it runs them, so they are not cut into leaves: who edits them has to see what they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from phiguard.decoding.codec import Encode, Field, Hint, Opened, Raw
from phiguard.decoding.layers.aligned import Escapes, rewrite
from phiguard.model.leaf import LeafType
from phiguard.model.patterns import late

__all__ = ["GRAPHQL", "GraphqlText"]

_START = late(r"\s*(?:#[^\n]*\n\s*){0,20}(?:\{\s*[_A-Za-z.#]|(?:query|mutation|subscription|fragment)\b[^{}\"]{0,2000}\{)")
_TOKEN = late(
    r"(?P<blank>[\s,\ufeff]+)|(?P<comment>\#[^\n\r]*)|(?P<block>\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\")|(?P<string>\"(?:[^\"\\\n]|\\.)*\")"
    r"|(?P<number>-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)|(?P<spread>\.\.\.)|(?P<name>[_A-Za-z][_0-9A-Za-z]*)|(?P<mark>[!$()&:=@\[\]{}|])",
    re.DOTALL,
)
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_BOOLEANS = frozenset({"true", "false"})
_WORDS = frozenset({"query", "mutation", "subscription", "fragment", "on", "null"})
_LENGTH_MAX = 1 << 18
_NUMBER = late(r"-?[0-9]+(?:\.[0-9]+)?$")


def _text(value: Raw) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "surrogateescape")


def _encode_value(new: Raw, raw: Raw) -> Raw:
    """A string in quotes; what was bare stays bare where it can."""
    text, old = _text(new), _text(raw)
    bare = old[:1] != '"' and (text in ("true", "false") or _NUMBER.match(text))
    return text if bare else json.dumps(text, ensure_ascii=False)


def _encode_comment(new: Raw, _raw: Raw) -> Raw:
    return re.sub(r"[\r\n]", " ", _text(new))


def _string(raw: str) -> str:
    if raw.startswith('"""'):
        return raw[3:-3].replace('\\"""', '"""')
    try:
        return str(json.loads(raw))
    except ValueError:
        return raw[1:-1]


class _Frame(NamedTuple):
    closer: str
    values: bool
    key: str


class _Reader:
    """Reads tokens; a stack says whether values (arguments, lists, input objects) or selections are open.  ValueError: no GraphQL."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._stack: list[_Frame] = []
        self._key = ""
        self._colon = self._dollar = self._typing = False
        self._arguments = False
        self.fields: list[Field] = []
        self.tokens: list[re.Match[str]] = []

    def read(self) -> None:
        """Read everything."""
        at, selections = 0, 0
        while at < len(self._text):
            token = _TOKEN.match(self._text, at)
            if token is None:
                raise ValueError
            at = token.end()
            kind = token.lastgroup
            if kind == "mark":
                selections += token.group() == "{"
                self._mark(token.group())
            elif kind == "name":
                self._name(token)
            elif kind in ("string", "block", "number"):
                self._literal(token, number=kind == "number")
            elif kind == "comment" and token.group()[1:].strip():
                self._add(token, token.start() + 1, token.group()[1:], _encode_comment, "")
        if self._stack or selections < (2 if self._text.lstrip()[:1] == "{" and not self._arguments else 1):
            raise ValueError

    @property
    def _values(self) -> bool:
        return bool(self._stack) and self._stack[-1].values

    def _mark(self, mark: str) -> None:
        if mark in _CLOSERS:
            self._arguments |= mark == "("
            values = mark != "{" or self._colon or (self._values and self._stack[-1].closer == "]")
            self._stack.append(_Frame(_CLOSERS[mark], values, self._key if self._colon or self._values else ""))
            self._key = self._key if mark == "[" else ""
        elif mark in ")]}":
            if not self._stack or self._stack.pop().closer != mark:
                raise ValueError
            self._key = self._stack[-1].key if self._stack and self._stack[-1].closer == "]" else ""
        self._typing = self._typing and mark not in "=$)"
        self._colon = mark in ":=" or (mark == "[" and self._colon)
        self._dollar = mark in "$@"

    def _name(self, token: re.Match[str]) -> None:
        name = token.group()
        variable, self._dollar = self._dollar, False
        following = self._text[token.end() : token.end() + 32].lstrip(" \t\r\n,")[:1]
        if self._typing:
            return
        if following == ":" and not self._colon:
            self._typing = variable
            self._key = name
            return
        value = (self._colon and self._values) or (self._stack and self._stack[-1].closer == "]")
        if value and not variable and name == "null":
            self.tokens.append(token)
        elif value and not variable and name not in _WORDS:
            self._add(token, token.start(), name, _encode_value, self._key, LeafType.BOOLEAN if name in _BOOLEANS else LeafType.TEXT)
        self._colon = False

    def _literal(self, token: re.Match[str], *, number: bool) -> None:
        raw, type_ = token.group(), LeafType.NUMBER if number else LeafType.TEXT
        self._add(token, token.start(), raw if number else _string(raw), _encode_value, self._key, type_)
        self._colon = False

    def _add(self, token: re.Match[str], start: int, value: str, encode: Encode, key: str, type_: LeafType = LeafType.TEXT) -> None:
        self.tokens.append(token)
        self.fields.append(Field((len(self.tokens),), start, token.end(), value, encode, key, self._parents(), type_, key or None))

    def _parents(self) -> tuple[str, ...]:
        return tuple(frame.key for frame in self._stack if frame.key and frame.closer != "]")


class _Literals:
    """Finds the literals and comments of a document, which have leaves of their own."""

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Nothing in what is no GraphQL."""
        return iter(_read(text).tokens)


def _read(text: str) -> _Reader:
    reader = _Reader(text)
    try:
        reader.read()
    except (ValueError, IndexError):
        return _Reader("")
    return reader


def _hidden(literal: str) -> str:
    """A variable without a name: the document stays one, and has no literal left."""
    return "" if literal[0] == "#" else "$_"


_LITERALS = _Literals()
_ESCAPES = Escapes(_LITERALS, _hidden, str, _LITERALS)


def _encode_document(new: Raw, raw: Raw) -> Raw:
    """The document with the text *new* around the literals of *raw*."""
    return rewrite(_text(new), _text(raw), _ESCAPES)


class GraphqlText:
    """The codec.  A dropped value becomes null: an argument list may not be empty."""

    marks = "{"

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        if len(source) > _LENGTH_MAX or not _START.match(source):
            return None
        reader = _read(source)
        if not reader.fields:
            return None
        pieces, at = [], 0
        for token in reader.tokens:
            pieces += [source[at : token.start()], _hidden(token.group())]
            at = token.end()
        document = Field((0,), 0, len(source), "".join((*pieces, source[at:])), _encode_document)
        fields = [document, *reader.fields]
        return Opened(
            fields=fields[: hint.fields_max], codec="graphql", blank="null", incomplete="budget" if len(fields) > hint.fields_max else ""
        )


GRAPHQL = GraphqlText()
