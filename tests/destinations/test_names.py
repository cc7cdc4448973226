"""Names of parameters: one form for all containers, the longest name wins, then the nearest name above."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.destinations.names import Names, below, canonical

TABLE = Names(
    {
        "em": "bare",
        "ud[em]": "in ud",
        "user_data.em": "in user_data",
        "a.b.c": "three",
        "cd[*]": "below cd",
        "user.*": "below user",
        "user.geo.*": "below geo",
        "cd#": "numbered",
        "pr#nm": "inner",
    }
)


@pytest.mark.parametrize(
    ("key", "parents", "found"),
    [
        ("em", (), "bare"),
        ("EM", (), "bare"),
        ("em", ("somewhere", "else"), "bare"),
        ("ud[em]", (), "in ud"),
        ("em", ("ud",), "in ud"),
        ("em", ("data", "user_data"), "in user_data"),
        ("data[0][user_data][em]", (), "in user_data"),
        ("user_data.em", (), "in user_data"),
        ("user_data.em.0", (), "in user_data"),
        ("c", ("x", "a", "b"), "three"),
        ("c", ("a", "x", "b"), None),
        ("cd[anything]", (), "below cd"),
        ("deep", ("cd", "x", "y"), "below cd"),
        ("cd.contents[0].name", (), "below cd"),
        ("name", ("user",), "below user"),
        ("city", ("user", "geo"), "below geo"),
        ("em", ("user",), "bare"),
        ("cd1", (), "numbered"),
        ("cd200", (), "numbered"),
        ("user", (), None),
        ("cd", (), None),
        ("", (), None),
        ("0", (), None),
        ("[]", (), None),
    ],
)
def test_a_name_is_found_however_its_container_writes_it(key: str, parents: tuple[str, ...], found: str | None) -> None:
    """Brackets, dots and nesting are the same; list positions do not count; exact beats wild, near beats far."""
    assert TABLE.find(key, parents) == found


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("em", "em"),
        ("UD[Em]", "ud.em"),
        ("a[0][b]", "a.b"),
        ("context.page.url", "context.page.url"),
        ("0", ""),
        ("", ""),
        ("user/geo", "user/geo"),
    ],
)
def test_a_name_has_one_canonical_form(name: str, form: str) -> None:
    """Lower case, dots, no positions."""
    assert canonical(name) == form


def test_below_asks_one_pattern() -> None:
    """A single pattern can be asked without a table of one's own."""
    assert below(("user", "name"), "user.*")
    assert not below(("account", "name"), "user.*")


def test_a_long_way_down_is_still_below_the_nearest_names() -> None:
    """Only the nearest keys above are looked at, so a hostile depth costs nothing."""
    parents = tuple(f"k{number}" for number in range(500))
    assert TABLE.find("x", (*parents, "user", "more")) == "below user"
    assert TABLE.find("x", ("user", *parents)) is None


@pytest.mark.parametrize(
    ("key", "parents", "found"), [("type", (), 1), ("type", ("batch",), 1), ("type", ("batch", "x"), None), ("type", ("x",), None)]
)
def test_a_name_can_be_said_of_the_top_only(key: str, parents: tuple[str, ...], found: int | None) -> None:
    """The top of the message, and that of each event."""
    assert Names({"^type": 1}, ["batch"]).find(key, parents) == found


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=20))
def test_no_key_breaks_the_look_up(key: str, parents: list[str]) -> None:
    """Keys are other people's: any text is a name or none."""
    TABLE.find(key, tuple(parents))


@given(st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), min_size=1, max_size=3))
def test_nesting_and_dots_are_the_same_name(segments: list[str]) -> None:
    """A table that knows a path finds it nested, dotted and in brackets."""
    names = Names({".".join(segments): True})
    assert names.find(segments[-1], tuple(segments[:-1]))
    assert names.find(".".join(segments))
    assert names.find(segments[0] + "".join(f"[{segment}]" for segment in segments[1:]))
