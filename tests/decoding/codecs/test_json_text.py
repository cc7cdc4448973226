"""JSON documents: what is taken, how it is called, how it is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

View = Callable[..., dict[str, str]]
Opener = Callable[..., Any]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a":"b"}', {"a": "b"}),
        (' \n{ "a" :\t"b" , "c":1.50e+2 } ', {"a": "b", "c": "1.50e+2"}),
        ('{"a":true,"b":false,"c":null,"d":-0}', {"a": "true", "b": "false", "d": "-0"}),
        ('{"a":["x",{"b":"y"}]}', {"a": "x", "b": "y"}),
        ('{"a":"\\u0041\\n\\ud83d\\ude00"}', {"a": "A\n😀"}),
        ('{"a":"{\\"b\\":\\"c\\"}"}', {"b": "c"}),
        ('"{\\"b\\":\\"c\\"}"', {"b": "c"}),
        ('{"a":NaN,"b":-Infinity}', {"a": "NaN", "b": "-Infinity"}),
        ('{"a":"x"}{"b":"y"}', {"a": "x", "b": "y"}),
        ('{"a":"x"}\n\n{"b":"y"}\n', {"a": "x", "b": "y"}),
        ('\x1e{"a":"x"}', {"a": "x"}),
        ('\ufeff{"a":"x"}', {"a": "x"}),
        ("{}", {}),
        ("[[], {}]", {}),
        ('{"a":{},"b":"x"}', {"b": "x"}),
    ],
)
def test_documents(view: View, text: str, expected: dict[str, str]) -> None:
    """Values under their keys, in the text that they stand for."""
    assert view(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "[NAME] called",
        "{step}",
        "[1 2]",
        '{"a":tru}',
        '["a"',
        '{"a":"b',
        '"quoted" start',
        '{"a":1} and more',
        "{'a':}",
    ],
)
def test_text_that_is_no_json_stays_text(view: View, text: str) -> None:
    """Brackets alone are no document, and a broken one is one leaf."""
    assert view(text, key="k") == {"k": text}


def test_keys_parents_and_items(opened: Opener) -> None:
    """Items of a list are called like the list; parents are the keys above, outermost first; keys are leaves of their own."""
    leaves = opened('{"a":{"b":["x",["y"],{"c":1}]}}').leaves
    assert [(leaf.type.value, leaf.key, leaf.text, leaf.parents) for leaf in leaves] == [
        ("key", "", "a", ()),
        ("key", "", "b", ("a",)),
        ("text", "b", "x", ("a",)),
        ("text", "b", "y", ("a",)),
        ("key", "", "c", ("a", "b")),
        ("number", "c", "1", ("a", "b")),
    ]
    assert [leaf.address for leaf in leaves] == [(0, ~0), (0, 0, ~0), (0, 0, 0, 0), (0, 0, 0, 1, 0), (0, 0, 0, 2, ~0), (0, 0, 0, 2, 0)]


def test_a_list_inside_a_value_is_called_like_the_value(view: View) -> None:
    """Whatever layer stands between a key and its list."""
    assert view(json.dumps({"tags": json.dumps(["x"])})) == {"tags": "x"}


@pytest.mark.parametrize(
    ("text", "new", "expected"),
    [
        ('{"a":1}', "2", '{"a":2}'),
        ('{"a":1}', "x", '{"a":"x"}'),
        ('{"a":true}', "false", '{"a":false}'),
        ('{"a":1}', "null", '{"a":null}'),
        ('{"a":"b"}', '"\\\n', '{"a":"\\"\\\\\\n"}'),
        ('{"a":"é"}', "ü", '{"a":"ü"}'),
        ('{"a":"\\u00e9"}', "ü", '{"a":"\\u00fc"}'),
        ('{"a":"b"}', "ü", '{"a":"ü"}'),
        ('{"a":"b"}', "\ud800", '{"a":"\\ud800"}'),
    ],
)
def test_values_are_written_in_their_style(opened: Opener, text: str, new: str, expected: str) -> None:
    """Numbers stay bare while they can; escapes follow the sender's habit."""
    from phiguard.decoding import Replace

    assert opened(text).rewrite({(0, 0): Replace(new)}) == expected


def test_duplicate_keys_are_both_seen(opened: Opener) -> None:
    """A reader that keeps the last would hide the first."""
    assert [leaf.text for leaf in opened('{"a":"x","a":"y"}').leaves] == ["a", "x", "a", "y"]
