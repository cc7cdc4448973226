"""Elements of a page that make the browser talk to a tracker, found by the host that they load from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from phiguard.destinations import catalogue
from phiguard.model.destination import Category

__all__ = ["Tracker", "find_trackers"]

_TRACKING = frozenset(
    {Category.AD_TRACKER, Category.ANALYTICS, Category.SESSION_REPLAY, Category.CDP, Category.ATTRIBUTION, Category.DATA_BROKER}
)
_LOADS = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "link": ("href",),
    "source": ("src", "srcset"),
    "embed": ("src",),
    "object": ("data",),
    "form": ("action",),
    "video": ("src",),
    "audio": ("src",),
}
_MOST_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracker:
    """One element that reaches a tracker.

    Attributes:
        vendor: the catalogue's id of the company.
        kind: the element: ``script``, ``img``, ``iframe``, ``link`` ..., or ``inline`` for a script that builds the tag itself.
        start: offset of the element's first byte.
        end: offset after the last byte of its opening tag, or of the inline script's text.
    """

    vendor: str
    kind: str
    start: int
    end: int


def find_trackers(html: bytes) -> tuple[Tracker, ...]:
    """The trackers of a page, in document order.

    Args:
        html: the page's bytes; of a longer page the first 2 MiB are read.

    Returns:
        One `Tracker` for each element or inline script that names a host which the catalogue lists as advertising, analytics,
        session replay, customer data, attribution or data broking.
    """
    reader = _Reader()
    text = html[:_MOST_BYTES].decode("latin-1")  # one character a byte, so that offsets are the bytes' own
    text = text.replace("<![", "<!x")  # to a browser a bogus comment; older parsers of the standard library raise on it
    reader.begin(text)
    return tuple(reader.found)


class _Reader(HTMLParser):
    """Walks the tags; the standard library's parser is linear and forgives what browsers forgive."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[Tracker] = []
        self._lines: list[int] = []
        self._script = False

    def begin(self, text: str) -> None:
        """Read the whole *text*."""
        self._lines = [0]
        for line in text.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element: does one of its addresses lead to a tracker?"""
        self._script = tag == "script"
        start = self._offset()
        end = start + len(self.get_starttag_text() or "")
        values = [value for name, value in attrs if name in _LOADS.get(tag, ()) and value]
        vendor = next((v for value in values for v in _vendors(value)), None)
        if vendor:
            self.found.append(Tracker(vendor=vendor, kind=tag, start=start, end=end))

    def handle_endtag(self, tag: str) -> None:
        """Text after a script's end is not a script."""
        if tag == "script":
            self._script = False

    def handle_data(self, data: str) -> None:
        """The text of an inline script: tag snippets name their vendor's host in a string."""
        if not self._script:
            return
        start = self._offset()
        for vendor in dict.fromkeys(_vendors(data)):
            self.found.append(Tracker(vendor=vendor, kind="inline", start=start, end=start + len(data)))

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def _vendors(text: str) -> Iterator[str]:
    """Ids of the trackers whose hosts stand in *text* after ``//``."""
    at = text.find("//")
    while at >= 0:
        end = at + 2
        while end < len(text) and (text[end].isalnum() or text[end] in ".-"):
            end += 1
        listing = catalogue.find(text[at + 2 : end].lower()) if end > at + 5 else None
        if listing and listing.category in _TRACKING:
            yield listing.vendor or listing.id
        at = text.find("//", end)
