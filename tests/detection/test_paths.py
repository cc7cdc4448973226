"""`phiguard.detection.paths`: where a finding stands, fit to be reported."""

from __future__ import annotations

import pytest

from phiguard.detection.paths import path_of
from phiguard.model.leaf import Step, Where


def test_known_keys_are_named() -> None:
    """Keys of the role table and of common structure are named in plain words, list items by position, codecs by name."""
    steps = [Step(position=2, codec="gzip"), Step(position=0, key="events"), Step(position=3), Step(position=1, key="patientName")]
    assert path_of(Where.BODY, steps) == "body!gzip[2].events[3].patient_name"


@pytest.mark.parametrize(
    "key",
    ["maya@example.com", "pt:E4471882", "Maya Okafor", "zq_custom", "x" * 80, "ssn 042-10-3580", "user_48213", "depression_since_1999"],
)
def test_other_keys_are_positions(key: str) -> None:
    """A key that is none of the tables', or may hold a value, is only a position."""
    assert path_of(Where.BODY, [Step(position=4, key=key)]) == "body[4]"


def test_keys_themselves_have_the_members_position() -> None:
    """The finding in a key stands at its member's position."""
    assert path_of(Where.BODY, [Step(position=~2, key="zq")]) == "body[2]"
