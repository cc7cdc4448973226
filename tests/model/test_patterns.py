"""`phiguard.model.patterns`: a pattern that waits for its first use, and is an ordinary one from then on."""

from __future__ import annotations

import re

import pytest

from phiguard.model.patterns import late

METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn", "groupindex", "groups")


def test_nothing_is_compiled_before_it_is_used() -> None:
    """A pattern that cannot be compiled does no harm until somebody asks it."""
    broken = late("(")
    assert broken.pattern == "("
    with pytest.raises(re.error):
        broken.search("x")


@pytest.mark.parametrize("name", METHODS)
def test_it_has_what_a_pattern_has(name: str) -> None:
    """Each method that the codecs and recognizers use is that of the compiled pattern, flags included."""
    waiting, ready = late(r"(?P<v>B+)", re.IGNORECASE), re.compile(r"(?P<v>B+)", re.IGNORECASE)
    if not callable(getattr(ready, name)):
        assert getattr(waiting, name) == getattr(ready, name)
        return
    arguments = ("-", "abBba") if name.startswith("sub") else ("abBba",)
    found, wanted = (getattr(each, name)(*arguments) for each in (waiting, ready))
    if name == "finditer":
        found, wanted = [match.span("v") for match in found], [match.span("v") for match in wanted]
    if name in {"search", "match", "fullmatch"}:
        found, wanted = (None if match is None else match.span("v") for match in (found, wanted))
    assert found == wanted


def test_after_the_first_use_it_is_the_pattern_itself() -> None:
    """No detour on later calls: the attribute is the compiled pattern's own bound method."""
    waiting = late(rb"a+")
    assert waiting.search(b"caab") is not None
    assert vars(waiting)["search"] == re.compile(rb"a+").search
    assert vars(waiting)["sub"] == re.compile(rb"a+").sub


def test_other_names_are_unknown() -> None:
    """Asking for anything else compiles nothing and fails as on any object."""
    waiting = late("(")
    with pytest.raises(AttributeError):
        waiting.scanner  # noqa: B018 -- the access is the test
