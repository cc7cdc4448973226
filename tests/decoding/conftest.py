"""What every test of a decoder needs: a short view of leaves, and one edit at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from phiguard.decoding import Document, Replace, open_call, open_object, open_text
from phiguard.model.call import OutboundCall
from phiguard.model.leaf import Leaf, LeafType

View = Callable[..., dict[str, str]]
Opener = Callable[..., Document]


def _values(document: Document) -> list[Leaf]:
    return [leaf for leaf in document.leaves if leaf.type is not LeafType.KEY]


@pytest.fixture
def opened() -> Opener:
    """Open a call, text or object by its type; bytes become the body of a POST with the given headers."""

    def open_any(source: object, **options: Any) -> Document:
        headers = options.pop("headers", {})
        if isinstance(source, bytes):
            source = OutboundCall(method="POST", url="https://api.test/", headers=headers, body=source)
        if isinstance(source, OutboundCall):
            return open_call(source, **options)
        return open_text(source, **options) if isinstance(source, str) else open_object(source, **options)

    return open_any


@pytest.fixture
def view(opened: Opener) -> View:
    """Key to text of the values of a body, text or object."""

    def look(source: object, **options: Any) -> dict[str, str]:
        return {leaf.key: leaf.text for leaf in _values(opened(source, **options)) if leaf.where == "body"}

    return look


@pytest.fixture
def replaced(opened: Opener) -> Callable[..., Any]:
    """Replace the one value under a key and give what would be sent; check that reopening gives the new value and all others as before."""

    def replace(source: object, key: str, new: str, **options: Any) -> Any:
        before = opened(source, **options)
        leaf = next(leaf for leaf in _values(before) if leaf.key == key)
        result = before.rewrite({leaf.address: Replace(new)})
        after = opened(result, **{name: value for name, value in options.items() if name != "headers"})
        expected = [new if other.address == leaf.address else other.text for other in before.leaves]
        assert [other.text for other in after.leaves if other.key.lower() != "content-length"] == [
            text for text, other in zip(expected, before.leaves, strict=True) if other.key.lower() != "content-length"
        ]
        return result.body if isinstance(result, OutboundCall) else result

    return replace
