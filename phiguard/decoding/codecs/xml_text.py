"""XML and SOAP: elements, attributes and CDATA with their spans, read by a scanner that knows neither entities nor DTDs.

A document that declares a DTD is refused as a whole: nothing is ever expanded, fetched or resolved (CWE-611, CWE-776).
"""

from __future__ import annotations

import html
import re

from phiguard.decoding.codec import OBJECT, Field, Hint, Opened, Raw, as_is, read_only
from phiguard.decoding.codecs.xml_names import DISPLAYS, code_name, identifier_name
from phiguard.model.leaf import Address
from phiguard.model.patterns import late

__all__ = ["XML", "XmlText"]

_NAME = r"[A-Za-z_][\w.-]*(?::[\w.-]+)?"
_OPEN = late(rf"<({_NAME})")
_CLOSE = late(rf"</({_NAME})\s*>")
_ATTRIBUTE = late(rf"(\s+)({_NAME})\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')")
_TAG_END = late(r"\s*(/?)>")
_START = late(rf"\s*(?:<\?xml\b|<!--|<({_NAME}))")
_HTML_NAMES = (
    "a abbr article aside b blockquote body br button center code dd div dl dt em fieldset figure font footer form h1 h2 h3 h4 h5 "
    "h6 head header hr html i iframe img input label li link main meta nav ol option p pre script section select small span strong "
    "style sub sup svg table tbody td template textarea tfoot th thead title tr u ul video "
)
_HTML = frozenset(_HTML_NAMES.split())
_VALUE_ATTRIBUTES = frozenset({"value", "extension", "displayName", "Value"})
_CODE_ELEMENTS = frozenset({"code"})
_NAMING = ("name", "key", "system", "label", "title", "question", "Name", "Key")
"""Elements that name the value in an element beside them, the best first."""
_LABEL_MAX = 60
_SKIPPED = ("xmlns", "xsi:", "xml:")
_MEDIA = late(r"(?:application|text)/(?:[\w.+-]*\+)?xml\b", re.IGNORECASE)


def _escape(new: Raw, _raw: Raw) -> Raw:
    return html.escape(new if isinstance(new, str) else new.decode("utf-8", "surrogateescape"), quote=True)


def _cdata(new: Raw, _raw: Raw) -> Raw:
    text = new if isinstance(new, str) else new.decode("utf-8", "surrogateescape")
    return text.replace("]]>", "]]]]><![CDATA[>")


def _unescape(raw: str) -> str:
    return html.unescape(raw) if "&" in raw else raw


class _Element:
    __slots__ = ("address", "count", "labels", "local", "name", "parents", "slot", "values")

    def __init__(self, name: str, address: Address, parents: tuple[str, ...], slot: int) -> None:
        self.name = name
        self.local = name.rpartition(":")[2]
        self.address = address
        self.parents = parents
        self.slot = slot
        self.count = 0
        self.labels: dict[str, str] = {}
        self.values: list[int] = []

    def take(self) -> Address:
        """The address of the next child."""
        self.count += 1
        return (*self.address, self.count - 1)

    @property
    def inside(self) -> tuple[str, ...]:
        return (*self.parents, self.local) if self.local else self.parents


class _Scanner:
    """Reads a document from left to right, with a stack of the open elements.  ValueError: this is no well-formed XML."""

    def __init__(self, text: str, hint: Hint) -> None:
        self._text = text
        self._stack = [_Element("", (), (), -1)]
        self._depth_max = hint.limits.nesting_depth
        self._fields_max = hint.fields_max
        self.fields: list[Field] = []
        self.incomplete = ""

    def scan(self) -> None:
        """Read everything."""
        at = 0
        while at < len(self._text) and not self.incomplete:
            mark = self._text.find("<", at)
            mark = len(self._text) if mark < 0 else mark
            self._content(at, mark)
            at = self._markup(mark) if mark < len(self._text) else mark
        if not self.incomplete and (len(self._stack) > 1 or not self._stack[0].count):
            raise ValueError

    def _markup(self, at: int) -> int:
        text = self._text
        if text.startswith("</", at):
            return self._close(at)
        if text.startswith("<!--", at):
            end = self._until("-->", at + 4)
            self._content(at + 4, end, as_is)
            return end + 3
        if text.startswith("<![CDATA[", at):
            end = self._until("]]>", at + 9)
            self._content(at + 9, end, _cdata)
            return end + 3
        if text.startswith("<?", at):
            return self._until("?>", at + 2) + 2
        return self._open(at)

    def _until(self, mark: str, at: int) -> int:
        end = self._text.find(mark, at)
        if end < 0:
            raise ValueError
        return end

    def _content(self, start: int, end: int, encode: object = None) -> None:
        """Text between tags, without the white space around it."""
        raw = self._text[start:end]
        inner = raw.strip()
        if not inner:
            return
        top = self._stack[-1]
        if len(self._stack) == 1 and encode is None and inner != "\ufeff":
            raise ValueError
        start += raw.index(inner[0])
        end = start + len(inner)
        if encode is None:
            self.fields.append(Field(top.take(), start, end, _unescape(inner), _escape, top.local, top.parents))
        else:
            self.fields.append(Field(top.take(), start, end, inner, _cdata if encode is _cdata else as_is, top.local, top.parents))

    def _open(self, at: int) -> int:
        found = _OPEN.match(self._text, at)
        if found is None:
            raise ValueError
        top = self._stack[-1]
        element = _Element(found.group(1), top.take(), top.inside, len(self.fields))
        self.fields.append(
            Field(element.address, at, -2, None, read_only, element.local, top.inside, name=found.group(1), shape=OBJECT),
        )
        self._stack.append(element)
        end = self._attributes(found.end())
        closing = _TAG_END.match(self._text, end)
        if closing is None:
            raise ValueError
        if closing.group(1):
            self._finish(closing.end())
        if len(self._stack) > self._depth_max:
            self.incomplete = "depth"
        elif len(self.fields) > self._fields_max:
            self.incomplete = "budget"
        return closing.end()

    def _attributes(self, at: int) -> int:
        top = self._stack[-1]
        found: list[re.Match[str]] = []
        while attribute := _ATTRIBUTE.match(self._text, at):
            found.append(attribute)
            at = attribute.end()
        values = {attribute.group(2): attribute.group(3) or attribute.group(4) or "" for attribute in found}
        for attribute in found:
            name, group = attribute.group(2), 3 if attribute.group(3) is not None else 4
            if not name.startswith(_SKIPPED):
                key, parents = (top.local, top.parents) if name in _VALUE_ATTRIBUTES else (name, top.inside)
                key = self._coded(name, values) or key
                value, span = _unescape(attribute.group(group)), attribute.span(group)
                field = Field(top.take(), *span, value, _escape, key, parents, name=name)
                self.fields.append(field._replace(first=attribute.start(), last=attribute.end()))
        return at

    def _coded(self, name: str, values: dict[str, str]) -> str:
        """What a code or number of C-CDA is called, by the code system or the numbering body beside it."""
        top = self._stack[-1]
        system = code_name(values.get("codeSystem", "")) if name in ("code", "displayName") else ""
        if system:
            return system if name == "code" else DISPLAYS.get(system, "")
        if name == "value" and top.local == "telecom":
            return {"tel": "phone", "mailto": "email", "fax": "fax"}.get(values[name].partition(":")[0], "")
        if name == "extension" and top.local == "id":
            return identifier_name(values.get("root", ""), top.parents[-1] if top.parents else "")
        return ""

    def _close(self, at: int) -> int:
        found = _CLOSE.match(self._text, at)
        if found is None or len(self._stack) < 2 or found.group(1) != self._stack[-1].name:
            raise ValueError
        self._finish(found.end())
        return found.end()

    def _finish(self, end: int) -> None:
        element = self._stack.pop()
        self.fields[element.slot] = self.fields[element.slot]._replace(end=end)
        if element.local in _VALUE_ATTRIBUTES or element.local in _CODE_ELEMENTS:
            self._stack[-1].values.append(len(self.fields) - 1)
        elif element.local in _NAMING and len(self.fields) == element.slot + 2 and not self.fields[-1].shape:
            self._stack[-1].labels[element.local] = str(self.fields[-1].value or "")
        if element.values and element.labels:
            self._label(element)

    def _label(self, element: _Element) -> None:
        """Elements beside each other as pairs have it: FHIR's ``<telecom><system value="phone"/><value value="..."/>``."""
        system = element.labels.get("system", "")
        for slot in element.values:
            field = self.fields[slot]
            if field.key in _CODE_ELEMENTS:
                name = code_name(system)
            else:
                name = identifier_name(system, element.parents[-1] if element.parents else "") if element.local == "identifier" else ""
                name = name or next((text for text in element.labels.values() if text and "://" not in text and len(text) < _LABEL_MAX), "")
            if name:
                self.fields[slot] = field._replace(key=name)


class XmlText:
    """The codec, for declared XML and for text that starts like it and not like HTML."""

    marks = "<"

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        start = _START.match(source)
        declared = hint.whole and _MEDIA.match(hint.media) is not None
        if start is None or (not declared and start.group(1) and start.group(1).lower() in _HTML):
            return None
        scanner = _Scanner(source, hint)
        try:
            scanner.scan()
        except ValueError:
            return None
        return Opened(fields=scanner.fields, codec="xml", incomplete=scanner.incomplete)


XML = XmlText()
