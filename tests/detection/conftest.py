"""Objects and texts opened for real, and what the analyser says about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from phiguard.decoding import open_object, open_text
from phiguard.detection.analysis import analyse

Found = list[tuple[str, str]]
Look = Callable[..., Found]


@pytest.fixture
def look() -> Look:
    """A function from an object or text to (entity, text) pairs of what is found in it."""

    def looking(source: Any, **options: Any) -> Found:
        document = open_text(source) if isinstance(source, str) else open_object(source)
        texts = {leaf.address: leaf.text for leaf in document.leaves}
        return [(each.entity, texts[each.address][slice(*each.spans[0])]) for each in analyse(document, **options).findings]

    return looking
