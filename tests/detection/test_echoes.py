"""`phiguard.detection.echoes`: names that one part gives away, found in the others."""

from __future__ import annotations

import pytest

from phiguard.detection.candidates import candidate
from phiguard.detection.echoes import echoes
from phiguard.model.leaf import Leaf, Where


def _leaf(text: str, position: int) -> Leaf:
    return Leaf(where=Where.BODY, address=(position,), key="", text=text)


def _echo(source: str, entity: str, text: str) -> list[str]:
    first, second = _leaf(source, 0), _leaf(text, 1)
    found = [candidate(first, (0, len(source)), entity, recognizer="key")]
    return [text[slice(*each.span)] for each in echoes(found, [first, second]) if each.leaf is second]


@pytest.mark.parametrize(
    ("source", "entity", "text", "wanted"),
    [
        ("Maya Okafor", "PERSON_NAME", "spoke to maya okafor today", ["maya okafor"]),
        ("Okafor, Maya", "PERSON_NAME", "Dear Maya Okafor,", ["Maya Okafor"]),
        ("Maya Okafor", "PERSON_NAME", "Okafor,Maya", ["Okafor,Maya"]),
        ("Maya Okafor", "PERSON_NAME", "only Maya came", ["Maya"]),
        ("Dr. Al Bo", "PERSON_NAME", "Al is out", []),
        ("maya.okafor77@example.com", "EMAIL_ADDRESS", '{"n": "Maya Okafor"}', ["Maya Okafor"]),
        ("support@example.com", "EMAIL_ADDRESS", "Support Example", []),
        ("Maya Okafor", "CITY", "Maya Okafor", []),
        ("Maya Okafor", "PERSON_NAME", "xMaya Okaforx Mayan", []),
    ],
)
def test_echoes(source: str, entity: str, text: str, wanted: list[str]) -> None:
    """A full name is found in both orders, a long part alone, an address's two words as a name; nothing inside other words."""
    assert _echo(source, entity, text) == wanted
