"""The ``repr`` of Python values: dicts, lists, quoted strings, dataclasses, as they stand in stack-frame locals and debug lines."""

from __future__ import annotations

import re

from phiguard.decoding.codec import Hint, Opened, Raw, as_is
from phiguard.decoding.tree import Tree
from phiguard.errors import BudgetExceeded
from phiguard.model.leaf import LeafType
from phiguard.model.patterns import late

__all__ = ["PYREPR", "PyreprText", "encode_repr"]

_SPACE = late(r"[ \t\r\n]*")
_STRING = late(r"[bBrRuU]{0,2}(?:'((?:[^'\\\n]|\\.)*)'|\"((?:[^\"\\\n]|\\.)*)\")", re.DOTALL)
_NUMBER = late(r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?j?|nan|inf)(?![\w.])")
_WORD = late(r"(True|False|None|Ellipsis|\.\.\.)(?![\w(.])")
_CALL = late(r"([A-Za-z_][\w.]{0,127})([({\[])")
_NAMED = late(r"([A-Za-z_]\w{0,127})\s*=(?!=)\s*")
_MADE = late(r"[A-Za-z_][\w.]{0,127}\([^()\[\]{}'\"=<>\n]{1,200}(?:,\s*tzinfo=[\w.]{1,80}(?:\([^()\n]{0,80}\))?)?\)")
"""A call with bare arguments says one thing: ``datetime.date(1987, 5, 27)``."""
_OPAQUE = late(r"<[^<>\n]{1,500}>")
_START = late(r"\s*(?:[\[{(]|b?['\"]|[A-Za-z_][\w.]{0,127}\()")
_ESCAPE = late(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_CLOSERS = {"{": "}", "[": "]", "(": ")"}
_LENGTH_MAX = 1 << 20


def encode_repr(new: Raw, raw: Raw) -> Raw:
    """Write a string literal between the quotes that the old one had; its prefix stays."""
    text = new if isinstance(new, str) else new.decode("latin-1")
    old = raw if isinstance(raw, str) else raw.decode("latin-1")
    quote = old[-1:] or "'"
    body = repr(text)
    inner = body[1:-1].replace("\\'", "'") if body[0] == "'" else body[1:-1]
    return old[: old.index(quote)] + quote + (inner.replace("'", "\\'") if quote == "'" else inner.replace('"', '\\"')) + quote


def _decode(found: re.Match[str]) -> str:
    inner = found.group(1) if found.group(1) is not None else found.group(2)
    if "\\" not in inner or "r" in found.group()[:2].lower().split("'")[0].split('"')[0]:
        return inner
    return _ESCAPE.sub(_unescaped, inner)


def _unescaped(found: re.Match[str]) -> str:
    code = found.group(1) or found.group(2) or found.group(3)
    if code is None:
        return _PLAIN.get(found.group(4), found.group(4))
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF else found.group()


class _Scanner:
    """Reads one value and all that it holds; iterative, with a stack of the closing brackets that are awaited."""

    def __init__(self, text: str, tree: Tree) -> None:
        self._text = text
        self._tree = tree
        self._closers: list[str] = []

    def scan(self) -> int:
        """The end of the value.  ValueError: this is no repr."""
        at = self._value(self._skip(0))
        while self._closers:
            at = self._skip(at)
            if self._text[at : at + 1] == ",":
                at = self._skip(at + 1)
                if self._text[at : at + 1] == self._closers[-1]:
                    at = self._leave(at)
                    continue
            elif self._text[at : at + 1] == self._closers[-1]:
                at = self._leave(at)
                continue
            else:
                raise ValueError
            at = self._value(self._member(at))
        return self._skip(at)

    def _skip(self, at: int) -> int:
        return _SPACE.match(self._text, at).end()  # type: ignore[union-attr]

    def _leave(self, at: int) -> int:
        self._closers.pop()
        self._tree.leave(at + 1)
        return at + 1

    def _member(self, at: int) -> int:
        """Read the key of a dict item or the name of an argument; where the value starts."""
        if not self._tree.in_object:
            return at
        if self._closers[-1] == ")":
            named = _NAMED.match(self._text, at)
            if named is None:
                raise ValueError
            self._tree.key(at, named.end(1), named.group(1), as_is)
            return named.end()
        string = _STRING.match(self._text, at)
        found = string or _NUMBER.match(self._text, at) or _WORD.match(self._text, at)
        if found is None:
            raise ValueError
        self._tree.key(at, found.end(), _decode(string) if string else found.group(), encode_repr if string else as_is)
        at = self._skip(found.end())
        if self._text[at : at + 1] != ":":
            raise ValueError
        return self._skip(at + 1)

    def _value(self, at: int) -> int:
        """Read a scalar, or enter containers until their first scalar or their end."""
        while True:
            opened = self._opened(at)
            if opened is None:
                return self._scalar(at)
            at = self._skip(opened)
            if self._text[at : at + 1] == self._closers[-1]:
                return self._leave(at)
            at = self._member(at)

    def _opened(self, at: int) -> int | None:
        """Enter the container at *at*; where its first member starts, or None when there is a scalar."""
        if _MADE.match(self._text, at):
            return None
        bracket = self._text[at : at + 1]
        start = at + 1
        if bracket not in _CLOSERS or not bracket:
            call = _CALL.match(self._text, at)
            if call is None:
                return None
            bracket, start = call.group(2), call.end()
        is_object = self._is_object(bracket, start, called=start > at + 1)
        self._closers.append(_CLOSERS[bracket])
        self._tree.enter(at, is_object=is_object)
        return start

    def _is_object(self, bracket: str, at: int, *, called: bool) -> bool:
        at = self._skip(at)
        if bracket == "(":
            return called and _NAMED.match(self._text, at) is not None
        if bracket == "[":
            return False
        found = _STRING.match(self._text, at) or _NUMBER.match(self._text, at) or _WORD.match(self._text, at)
        return found is not None and self._text[self._skip(found.end()) : self._skip(found.end()) + 1] == ":"

    def _scalar(self, at: int) -> int:
        text, tree = self._text, self._tree
        if found := _STRING.match(text, at):
            tree.scalar(at, found.end(), _decode(found), encode_repr)
        elif found := _WORD.match(text, at):
            if found.group(1) in ("True", "False"):
                tree.scalar(at, found.end(), found.group(), as_is, LeafType.BOOLEAN)
            else:
                tree.null(at, found.end())
        elif found := _NUMBER.match(text, at):
            tree.scalar(at, found.end(), found.group(), _encode_number, LeafType.NUMBER)
        elif found := _OPAQUE.match(text, at) or _MADE.match(text, at):
            tree.scalar(at, found.end(), found.group(), _encode_opaque)
        else:
            raise ValueError
        return found.end()


def _encode_opaque(new: Raw, _raw: Raw) -> Raw:
    text = new if isinstance(new, str) else new.decode("latin-1")
    return text if _OPAQUE.fullmatch(text) or _MADE.fullmatch(text) else repr(text)


def _encode_number(new: Raw, _raw: Raw) -> Raw:
    text = new if isinstance(new, str) else new.decode("latin-1")
    return text if _NUMBER.fullmatch(text) else repr(text)


class PyreprText:
    """The codec.  The whole text must be one repr, and one that says more than a bare word in brackets."""

    marks = "'\"{[("

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        if len(source) > _LENGTH_MAX or not _START.match(source):
            return None
        tree = Tree(hint)
        try:
            if _Scanner(source, tree).scan() != len(source):
                return None
        except BudgetExceeded as limit:
            return Opened(fields=tree.fields, codec="pyrepr", joined=True, incomplete=limit.reason)
        except (ValueError, IndexError):
            return None
        return Opened(fields=tree.fields, codec="pyrepr", joined=True) if tree.fields else None


PYREPR = PyreprText()
