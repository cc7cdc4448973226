"""`phiguard.detection.placeholders`: what only stands for a value."""

from __future__ import annotations

import pytest

from phiguard.detection.placeholders import filler, placeholder


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "n/a",
        "Unknown",
        "true",
        "[REDACTED]",
        "***",
        "xxx-xx-xxxx",
        "${name}",
        "%(name)s",
        "%s",
        "<str>",
        "Date of birth",
        "medications",
        ":id",
    ],
)
def test_placeholders(text: str) -> None:
    """What only stands for a value is a placeholder."""
    assert placeholder(text)


@pytest.mark.parametrize("text", ["Maya", "042-10-3580", "depression", "x@y.example", "None of the above"])
def test_values_are_no_placeholders(text: str) -> None:
    """What says something is none."""
    assert not placeholder(text)


def test_fillers_are_words_only() -> None:
    """A filler is a word of forms and programs; a town or a template is none."""
    assert filler("unknown")
    assert not filler("Mobile")
    assert not filler("{city}")
