"""YAML: block mappings and sequences as people write them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phiguard.decoding import DROP, Replace, open_call, open_text
from phiguard.model.call import OutboundCall

View = Callable[..., dict[str, str]]
Opener = Callable[..., Any]
SOURCE = """\
# intake of Ann
patient:
  name: "Ann Doe"
  dob: 1990-01-02
  tags:
  - a
  - 'it''s'
  notes: |
    line one
      two
  visits:
    - name: email
      value: ann@x.test
    -
      date: soon   # maybe
  "quoted key": 'x' # by Ann
  empty:
ok: true
n: 5
none: null
"""


def test_yaml(view: View, opened: Opener) -> None:
    """Scalars under their keys, lists under theirs, pairs by their name, literal blocks; comments too."""
    assert view(SOURCE) == {
        "name": "email",
        "dob": "1990-01-02",
        "tags": "it's",
        "notes": "line one\n  two",
        "email": "ann@x.test",
        "date": "soon   # maybe",
        "quoted key": "x",
        "ok": "true",
        "n": "5",
        "": " by Ann",
    }
    leaves = opened(SOURCE).leaves
    assert {leaf.text: leaf.parents for leaf in leaves}["Ann Doe"] == ("patient",)
    assert " intake of Ann" in [leaf.text for leaf in leaves]


@pytest.mark.parametrize("new", ["plain", "a: b", "x # y", "- z", "", "true", 'say "x"', "two\nlines", "*ref", "é"])
def test_yaml_is_rewritten(new: str) -> None:
    """Quoted where it has to be, and every other scalar stays as it was."""
    document = open_text(SOURCE)
    for leaf in document.leaves:
        if leaf.type != "key" and leaf.key:
            after = open_text(document.rewrite({leaf.address: Replace(new)}))
            expected = [new if other.address == leaf.address else other.text for other in document.leaves]
            assert [other.text for other in after.leaves] == expected


def test_yaml_members_can_be_dropped() -> None:
    """A blank line stays, which says nothing."""
    document = open_text(SOURCE)
    dob = next(leaf.address for leaf in document.leaves if leaf.key == "dob")
    assert "1990" not in document.rewrite({dob: DROP})
    assert document.rewrite({dob: DROP}).count("\n") == SOURCE.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "Dear Ann,\nyour visit: tomorrow\nRegards",
        "a: b",
        "a: b\nc",
        "- one\n- two",
        "12:30\n14:40",
        "a: b\n   c: d",
        "a:\n  b: c\n d: e",
        'a: "b" c\nd: e',
        "a: 'b\nd: e",
        "http://a.test/x\nhttp://a.test/y",
    ],
)
def test_what_is_no_yaml_stays_text(text: str) -> None:
    """Every line must fit, and two must be keys."""
    assert "yaml" not in {name for leaf in open_text(text).leaves for name in leaf.encodings}


def test_declared_yaml_needs_one_key() -> None:
    """What the header says counts."""
    call = OutboundCall(method="POST", url="https://a.test/", headers={"Content-Type": "application/yaml"}, body=b"name: Ann\n")
    assert [(leaf.key, leaf.text) for leaf in open_call(call).leaves][-1] == ("name", "Ann")


@pytest.mark.parametrize("text", ["a: &x b\nc: *x\n", "a: !!python/object:os.system x\nb: c\n", "a: {x: y}\nb: [c, d]\n"])
def test_anchors_tags_and_flows_are_text(text: str) -> None:
    """Nothing is followed, built or expanded."""
    document = open_text(text)
    assert document.rewrite({}) == text
    assert any("yaml" in leaf.encodings for leaf in document.leaves)


RECORDS = st.dictionaries(
    st.text("abcdef", min_size=2, max_size=8), st.text("abc XYZ é:#-'\"\\", min_size=1, max_size=20), min_size=2, max_size=5
)


@given(record=RECORDS)
@settings(max_examples=150, deadline=None)
def test_any_scalars_written_as_json_are_read(record: dict[str, str]) -> None:
    """Double-quoted scalars hold anything."""
    source = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in record.items())
    document = open_text(source)
    assert document.rewrite({}) == source
    keys = [leaf.text for leaf in document.leaves if leaf.type == "key" and leaf.encodings == ("yaml",)]
    assert set(record) <= set(keys)


@given(text=st.text("ab: -#'\"\n|>&*{}[],\\é", max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_lines_raise(text: str) -> None:
    """Whatever the lines are."""
    document = open_text(text)
    assert document.rewrite({}) == text
    assert "error" not in document.incomplete
