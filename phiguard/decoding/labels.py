"""Keys that stand elsewhere than above their value: beside it (``{"name": "email", "value": ...}``) or at the head of its column.

Such shapes are how form builders, FHIR, OpenTelemetry, ad audiences and spreadsheets name a value; without this step every one of them
would be called "value".
"""

from __future__ import annotations

from collections.abc import Sequence

from phiguard.decoding.codec import LIST, Field
from phiguard.model.leaf import Address, LeafType
from phiguard.model.patterns import late

__all__ = ["ROW_KEYS", "VALUE_KEYS", "column_names", "label_pair", "label_rows", "label_schema"]

_VALUES = ("value", "values", "val", "idValue", "answer", "answers", "response", "fieldValue", "attributeValue")
_TYPED = ("string", "int", "integer", "double", "float", "bool", "boolean", "number", "date", "dateTime", "array", "bytes", "decimal")
_TYPED_VALUES = tuple(f"{kind}Value" for kind in _TYPED) + tuple(f"{kind}_value" for kind in _TYPED)
_FHIR_VALUES = tuple(f"value{kind[0].upper()}{kind[1:]}" for kind in _TYPED)
WRAPPERS = frozenset(_TYPED_VALUES)
"""Keys that only say the type of what they hold (OpenTelemetry's AnyValue, Protobuf's Value, DynamoDB exports)."""


def _cases(words: Sequence[str]) -> frozenset[str]:
    return frozenset(form for word in words for form in (word, word[0].upper() + word[1:], word.upper(), word.lower()))


VALUE_KEYS = _cases((*_VALUES, *_TYPED_VALUES, *_FHIR_VALUES))
ROW_KEYS = _cases(("schema", "columns", "fields", "headers", "header", "cols"))
_LABELS = (
    "name",
    "key",
    "field",
    "label",
    "question",
    "title",
    "idType",
    "id_type",
    "fieldName",
    "attribute",
    "attributeName",
    "property",
    "param",
    "parameter",
    "code",
    "kind",
    "type",
    "system",
    "linkId",
    "fieldId",
    "id",
)  # fmt: skip -- in the order of how well they name a value
_RANK = {form: rank for rank, word in enumerate(_LABELS) for form in _cases((word,))}
_LABEL_MAX = 200
_COLUMN = late(r"[^\W\d][\w .#/()$\[\]-]{0,47}")


def label_pair(fields: list[Field], start: int, owner: Address) -> None:
    """Call the value of a pair by its name: *fields* from *start* on are those of the object at *owner*."""
    depth = len(owner) + 1
    label, rank = "", len(_LABELS)
    values: list[Field] = []
    for field in fields[start:]:
        if len(field.address) != depth or field.type is LeafType.KEY:
            continue
        name = field.name or ""
        if name in VALUE_KEYS:
            values.append(field)
        elif isinstance(field.value, str) and _RANK.get(name, rank) < rank and _is_label(field):
            label, rank = field.value, _RANK[name]
    if not label:
        return
    for value in values:
        _rename(fields, start, value, label)


def _is_label(field: Field) -> bool:
    value = field.value
    if not isinstance(value, str) or field.type is not LeafType.TEXT:
        return False
    return 0 < len(value) <= _LABEL_MAX and "://" not in value and "\n" not in value


def _rename(fields: list[Field], start: int, value: Field, label: str) -> None:
    """Give *label* to *value* and, where it is a container, to what it holds directly or in a mere wrapper of its type."""
    address, old, at = value.address, value.key, len(value.parents)
    for index in range(start, len(fields)):
        field = fields[index]
        if field.address[: len(address)] != address:
            continue
        if len(field.parents) <= at:
            if field.key == old and field.type is not LeafType.KEY:
                fields[index] = field._replace(key=label)
            continue
        parents = (*field.parents[:at], label, *field.parents[at + 1 :])
        if field.key in WRAPPERS and len(parents) == at + 1:
            fields[index] = field._replace(key=label, parents=parents[:at])
        else:
            fields[index] = field._replace(parents=parents)


def column_names(cells: Sequence[str]) -> bool:
    """Whether *cells* look like the names of columns: short, distinct, starting with a letter, no sentence."""
    return len(set(cells)) == len(cells) > 0 and all(_COLUMN.fullmatch(cell) for cell in cells)


def label_rows(fields: list[Field], start: int, owner: Address) -> None:
    """Call the cells of a list of lists by the texts of its first row, when these look like names of columns."""
    row = [field for field in fields[start:] if field.address[:-1] == (*owner, 0)]
    names = _texts(row)
    if len(names) > 1 and len(names) == len(row) and column_names(names):
        _label_cells(fields, start, owner, names, first=1)


def label_schema(fields: list[Field], start: int, owner: Address) -> None:
    """Call the cells of a list of lists by a sibling list of names (``{"schema": [...], "data": [[...], ...]}``)."""
    lists = [field for field in fields[start:] if field.shape == LIST and field.address[:-1] == owner]
    for header in lists:
        if header.name not in ROW_KEYS:
            continue
        names = _texts([field for field in fields[start:] if field.address[:-1] == header.address])
        if names and column_names(names):
            for table in lists:
                if table is not header:
                    _label_cells(fields, start, table.address, names, first=0)


def _texts(fields: Sequence[Field]) -> list[str]:
    return [field.value for field in fields if isinstance(field.value, str) and field.type is LeafType.TEXT]


def _label_cells(fields: list[Field], start: int, table: Address, names: Sequence[str], *, first: int) -> None:
    depth = len(table) + 2
    for index in range(start, len(fields)):
        field = fields[index]
        address = field.address
        if len(address) != depth or address[: len(table)] != table or field.type is LeafType.KEY or field.name is not None:
            continue
        if address[-2] >= first and address[-1] < len(names):
            fields[index] = field._replace(key=names[address[-1]])
