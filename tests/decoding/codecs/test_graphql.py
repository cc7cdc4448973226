"""GraphQL: literals in the text of an operation."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phiguard.decoding import DROP, Replace, open_text
from phiguard.model.leaf import LeafType

View = Callable[..., dict[str, str]]
QUERY = """mutation AddPatient($id: ID! = 5, $flags: [Flag!]) { # by Ann
  createPatient(input: {name: "Ann Doe", tags: ["a", "b"], address: {city: "Austin"}, kind: FEMALE, ok: true, n: 1.5, v: $id}) {
    id alias: fullName(format: \"\"\"short\"\"\") ... on Patient @include(if: $id) { dob }
  }
}"""


def test_graphql(view: View) -> None:
    """Arguments, members of input objects and list items under their names; comments too; all names in one text without them."""
    expected = {"name": "Ann Doe", "tags": "b", "city": "Austin", "kind": "FEMALE", "ok": "true", "n": "1.5", "format": "short", "id": "5"}
    found = view(QUERY)
    assert {key: found[key] for key in expected} == expected
    leaves = open_text(QUERY).leaves
    assert {leaf.text: leaf.parents for leaf in leaves}["Austin"] == ("input", "address")
    assert " by Ann" in [leaf.text for leaf in leaves]
    document = leaves[0].text
    assert all(name in document for name in ("AddPatient", "createPatient", "fullName", "dob"))
    assert not any(value in document for value in ("Ann", "Austin", "1.5", "FEMALE"))


def test_graphql_in_its_usual_body(view: View) -> None:
    """The text stands in JSON beside its variables."""
    body = json.dumps({"query": QUERY, "variables": {"ssn": "987-65-4321"}})
    found = view(body.encode())
    assert (found["city"], found["ssn"]) == ("Austin", "987-65-4321")


@pytest.mark.parametrize("new", ["[GONE]", 'a "b" \\ c', "two\nlines", "{x}", "é"])
def test_graphql_is_rewritten(new: str) -> None:
    """A new value cannot end its string."""
    document = open_text(QUERY)
    assert document.rewrite({}) == QUERY
    for leaf in document.leaves:
        if leaf.type is LeafType.TEXT and leaf.key:
            after = open_text(document.rewrite({leaf.address: Replace(new)}))
            assert [o.text for o in after.leaves[1:]] == [new if o.address == leaf.address else o.text for o in document.leaves[1:]]


def test_the_document_changes_around_its_literals() -> None:
    """Names and values are edited side by side; a dropped value is null, so that the operation stays one that a server can read."""
    document = open_text(QUERY)
    names = document.leaves[0]
    value, city = (next(leaf.address for leaf in document.leaves if leaf.text == text) for text in ("Ann Doe", "Austin"))
    edits = {names.address: Replace(names.text.replace("AddPatient", "X")), value: DROP, city: Replace("[C]")}
    expected = QUERY.replace("AddPatient", "X").replace('"Ann Doe"', "null").replace('"Austin"', '"[C]"')
    assert document.rewrite(edits) == expected


def test_a_document_without_literals_is_one_text() -> None:
    """There is nothing to take out of it."""
    (leaf,) = open_text("query Q($id: ID!) { patient(id: $id) { name } }").leaves
    assert leaf.encodings == ()


@pytest.mark.parametrize(
    "text",
    ["{step}", "{ a b }", "query the database {", "query {x", 'query { a(b: "c) }', "mutation", "{{name}}", "{ % }", "query { a ) }"],
)
def test_what_is_no_graphql_stays_text(text: str) -> None:
    """Placeholders and prose are no operations."""
    assert "graphql" not in {name for leaf in open_text(text).leaves for name in leaf.encodings}


@given(value=st.text(max_size=30), number=st.integers())
@settings(max_examples=100, deadline=None)
def test_any_literal_is_read(value: str, number: int) -> None:
    """Strings that JSON can write, and integers."""
    text = f"query Q {{ patient(name: {json.dumps(value)}, n: {number}) {{ id }} }}"
    document = open_text(text)
    assert document.rewrite({}) == text
    assert str(number) in [leaf.text for leaf in document.leaves if leaf.key == "n"]
    assert value == "" or any(
        leaf.key == "name" or "name" in leaf.parents or leaf.encodings[:1] == ("graphql",) for leaf in document.leaves
    )


@given(text=st.text('{}()[]:=$@!"\\# aq1,.\n', max_size=50))
@settings(max_examples=300, deadline=None)
def test_no_operation_raises(text: str) -> None:
    """Whatever stands behind the word query."""
    for source in (f"query {{{text}}}", f"query {text}"):
        document = open_text(source)
        assert document.rewrite({}) == source
        assert "error" not in document.incomplete
