"""Tables as text: comma, tab, semicolon or pipe between cells, with the names of the columns in the first row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phiguard.decoding.codec import LIST, Field, Hint, Opened, Raw, read_only
from phiguard.decoding.labels import column_names
from phiguard.model.leaf import LeafType
from phiguard.model.patterns import late

__all__ = ["TABLE", "TableText"]

_MEDIA = {"text/csv": ",", "application/csv": ",", "text/tab-separated-values": "\t"}
_DELIMITERS = "\t|;,"
_CELL = {mark: late(rf'[ ]*"((?:[^"]|"")*)"[ ]*|([^{re.escape(mark)}\r\n]*)') for mark in _DELIMITERS}
_NEWLINE = late(r"\r\n|\n|\r")
_PROSE_COLUMNS = 3
_SAMPLE_ROWS = 20

Cell = tuple[int, int, str]


def _rows(text: str, mark: str) -> Iterator[list[Cell]]:
    """The rows as lists of (start, end, text); lazily, so that a look at the first ones is cheap."""
    cell, at = _CELL[mark], 0
    row: list[Cell] = []
    while at <= len(text):
        found = cell.match(text, at)
        if found is None:
            return
        quoted = found.group(1)
        if quoted is not None and found.end() < len(text) and text[found.end()] not in mark + "\r\n":
            return
        row.append((found.start(), found.end(), found.group(2) if quoted is None else quoted.replace('""', '"')))
        at = found.end()
        if text[at : at + 1] == mark:
            at += 1
            continue
        yield row
        row = []
        ending = _NEWLINE.match(text, at)
        if ending is None or ending.end() == len(text):
            return
        at = ending.end()


def _is_table(text: str, mark: str, *, declared: bool) -> bool:
    """Whether the first rows form a table: names of columns above rows of the same width."""
    if mark not in text[: text.find("\n")]:
        return False
    rows = _rows(text, mark)
    header = next(rows, [])
    names = [name.strip() for _, _, name in header]
    if len(names) < 2 or not column_names(names):
        return False
    body = [row for row, _ in zip(rows, range(_SAMPLE_ROWS), strict=False) if any(text for _, _, text in row)]
    if declared:
        return bool(body)
    plain = mark in ",;" and (len(names) < _PROSE_COLUMNS or any(" " in name.strip('"') for name in names))
    return bool(body) and not plain and all(len(row) == len(names) for row in body)


def _encode(new: Raw, raw: Raw) -> Raw:
    """Quote as RFC 4180 asks, or as the old cell was."""
    text = new if isinstance(new, str) else new.decode("utf-8", "surrogateescape")
    quoted = isinstance(raw, str) and raw.lstrip(" ").startswith('"')
    if quoted or any(char in text for char in '"\r\n\t|;,'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _fields(text: str, mark: str, limit: int) -> list[Field]:
    fields: list[Field] = []
    names: list[str] = []
    for index, row in enumerate(_rows(text, mark)):
        end = row[-1][1]
        ending = _NEWLINE.match(text, end)
        last = ending.end() if ending else end
        fields.append(Field((index,), row[0][0], end, None, read_only, "", first=row[0][0], last=last, shape=LIST))
        for column, (start, stop, value) in enumerate(row):
            if not index:
                fields.append(Field((0, column), start, stop, value, _encode, "", (), LeafType.KEY))
            else:
                key = names[column].strip() if column < len(names) else ""
                fields.append(Field((index, column), start, stop, value, _encode, key))
        if not index:
            names = [name for _, _, name in row]
        if len(fields) > limit:
            break
    return fields


class TableText:
    """The codec.  Undeclared text needs at least one full row below the names; commas, which prose has too, need three columns."""

    marks = "\n"

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        declared = _MEDIA.get(hint.media.partition(";")[0].strip().lower(), "")
        marks = declared + _DELIMITERS.replace(declared, "") if declared else _DELIMITERS
        mark = next((mark for mark in marks if _is_table(source, mark, declared=bool(declared))), "")
        if not mark:
            return None
        fields = _fields(source, mark, hint.fields_max)
        return Opened(fields=fields, codec="csv", incomplete="budget" if len(fields) > hint.fields_max else "")


TABLE = TableText()
