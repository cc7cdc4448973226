"""One message a line, when the lines are not all JSON: query strings (GA4), or JSON with a line of something else between."""

from __future__ import annotations

from phiguard.decoding.codec import Field, Hint, Opened, as_is
from phiguard.decoding.codecs.form import looks_like_query
from phiguard.model.patterns import late

__all__ = ["LINES", "LinesText"]

_LINE = late(r"[^\r\n]+")
_LINES_MAX = 100_000


class LinesText:
    """The codec: most lines must be a query string or look like a JSON document, or the text is prose."""

    marks = "\n"

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        lines = [(found.start(), found.end()) for found, _ in zip(_LINE.finditer(source), range(_LINES_MAX + 1), strict=False)]
        if len(lines) < 2 or len(lines) > _LINES_MAX:
            return None
        structured = sum(self._structured(source[start:end]) for start, end in lines)
        if structured * 2 < len(lines) or not structured:
            return None
        fields = [
            Field((position,), start, end, source[start:end], as_is, first=start, last=self._after(source, end))
            for position, (start, end) in enumerate(lines[: hint.fields_max])
        ]
        return Opened(fields=fields, codec="lines", events=0)

    @staticmethod
    def _structured(line: str) -> bool:
        text = line.strip()
        return (text[:1], text[-1:]) in (("{", "}"), ("[", "]")) or looks_like_query(text)

    @staticmethod
    def _after(source: str, end: int) -> int:
        while end < len(source) and source[end] in "\r\n":
            end += 1
        return end


LINES = LinesText()
