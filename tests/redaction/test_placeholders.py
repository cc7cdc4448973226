"""Replacements: valid where they stand, the same for the same value, and to be told from a payload again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from phiguard.model.destination import Category
from phiguard.model.leaf import Leaf, LeafType, Where
from phiguard.redaction.placeholders import Placeholders, is_neutral


def leaf(text: str, **more: Any) -> Leaf:
    """A leaf of a JSON body, unless *more* says otherwise."""
    return Leaf(**{"where": Where.BODY, "address": (0,), "key": "k", "text": text, **more})


@pytest.mark.parametrize(
    ("entity", "text", "expected"),
    [
        ("PERSON_NAME", "Mona Reyes", "[PERSON_NAME]"),
        ("EMAIL_ADDRESS", "mona.reyes@example.org", "redacted@example.invalid"),
        ("DATE_OF_BIRTH", "1987-05-27", "1900-01-01"),
        ("DATE_OF_BIRTH", "05/27/1987", "[DATE_OF_BIRTH]"),
        ("SERVICE_DATE", "2024-09-30T05:00:00-05:00", "1900-01-01T00:00:00Z"),
        ("SERVICE_DATE", "2024-09-30 05:00:00.123", "1900-01-01T00:00:00Z"),
        ("EMAIL_HASH", "a" * 64, "0" * 64),
        ("EMAIL_HASH", "B" * 32, "0" * 32),
        ("EMAIL_HASH", "c" * 63, "[EMAIL_HASH]"),
        ("MOBILE_AD_ID", "38400000-8cf0-11bd-b23e-10b96e40000d", "00000000-0000-0000-0000-000000000000"),
        ("IP_ADDRESS", "30.65.72.96", "0.0.0.0"),
        ("IP_ADDRESS", "2001:db8::1", "::"),
        ("EMAIL_ADDRESS", "x" * 200 + "@example.org", "[EMAIL_ADDRESS]"),
    ],
)
def test_a_value_of_its_own_keeps_its_syntax(entity: str, text: str, expected: str) -> None:
    """What a recipient validates is replaced by a value that it accepts; all else by the entity's name."""
    assert Placeholders(numbered=False).alone(leaf(text), entity) == expected


@pytest.mark.parametrize(("type_", "expected"), [(LeafType.NUMBER, "0"), (LeafType.BOOLEAN, "false"), (LeafType.KEY, "redacted")])
def test_what_is_no_text_keeps_its_type(type_: LeafType, expected: str) -> None:
    """A number stays a number: a text in its place would be refused."""
    assert Placeholders(numbered=False).alone(leaf("19870527", type=type_), "DATE_OF_BIRTH") == expected


@pytest.mark.parametrize(
    "place", [{"where": Where.URL}, {"where": Where.QUERY}, {"where": Where.COOKIE}, {"encodings": ("json", "url")}, {"type": LeafType.KEY}]
)
def test_no_brackets_where_they_would_need_escaping(place: dict[str, Any]) -> None:
    """URLs, wherever they stand, cookies and keys get a plain word."""
    assert (
        Placeholders(numbered=True).within(leaf("mona@example.org", **place), "EMAIL_ADDRESS", "mona@example.org", prose=False)
        == "redacted"
    )


def test_the_same_value_has_the_same_number() -> None:
    """Numbers follow first sight, fold case and blanks, and count each entity for itself."""
    placeholders, text = Placeholders(numbered=False), leaf("a sentence of words")
    values = ["Mona Reyes", "Ed Wu", "MONA  REYES", "mona reyes"]
    names = [placeholders.within(text, "PERSON_NAME", value, prose=True) for value in values]
    assert names == ["[PERSON_NAME_1]", "[PERSON_NAME_2]", "[PERSON_NAME_1]", "[PERSON_NAME_1]"]
    assert placeholders.within(text, "CITY", "Mona Reyes", prose=True) == "[CITY_1]"


def test_part_of_a_name_is_the_same_person() -> None:
    """``Reyes`` after ``Mona Reyes`` is she, and so is the full name after its part."""
    placeholders, text = Placeholders(numbered=False), leaf("a sentence of words")
    names = [placeholders.within(text, "PERSON_NAME", value, prose=True) for value in ("Mona Reyes", "Reyes", "Wu", "Ed Wu", "Ann Lee")]
    assert [name.removesuffix("]")[-1] for name in names] == ["1", "1", "2", "2", "3"]


def test_two_keys_never_become_one() -> None:
    """Of two replaced keys of one object neither is lost."""
    placeholders = Placeholders(numbered=False)
    keys = [placeholders.alone(leaf(text, type=LeafType.KEY), "EMAIL_ADDRESS") for text in ("a@x.org", "b@x.org", "a@x.org")]
    assert keys == ["redacted", "redacted_2", "redacted"]


@pytest.mark.parametrize("text", ["redacted", "redacted@example.invalid", "1900-01-01", "0" * 64, "0.0.0.0"])
def test_neutral_values_are_known_again(text: str) -> None:
    """Each replacement with the form of a value is recognized as one."""
    assert is_neutral(text)


@pytest.mark.parametrize("text", ["", "Mona", "1987-05-27", "0", "X", "reda", "[JOHN]"])
def test_other_values_are_not_neutral(text: str) -> None:
    """Nothing else is."""
    assert not is_neutral(text)


def test_toward_a_language_model_fields_and_sentences_share_numbers(bench: Any) -> None:
    """A tool call's argument and the sentence about it speak of the same person."""
    message = {"messages": [{"content": "please write to Mona Reyes about her visit"}], "args": {"name": "Mona Reyes"}}
    on = bench(message).find("PERSON_NAME", "Mona Reyes")
    assert on.body(category=Category.LLM)["args"] == {"name": "[PERSON_NAME_1]"}
    assert on.body(category=Category.CRM)["args"] == {"name": "[PERSON_NAME]"}
    assert json.dumps(on.body(category=Category.LLM)).count("[PERSON_NAME_1]") == 2
