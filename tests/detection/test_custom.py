"""`phiguard.detection.custom`: recognizers from the policy."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from phiguard.detection.custom import compile_recognizers, refuse_slow
from phiguard.errors import ConfigurationError
from phiguard.model.entities import Strength


@dataclass(frozen=True)
class Rule:
    """What the policy says."""

    entity: str = "MEDICAL_RECORD_NUMBER"
    strength: Strength | None = None
    keys: tuple[str, ...] = ()
    pattern: str = ""
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()


PATTERN = Rule(pattern=r"\bSB\d{6}X\b", hits=("see SB123456X",), misses=("SB12X", "XSB123456X"))


def test_a_site_pattern_is_found_in_text(look) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 -- conftest's
    """A hospital's own record number is found wherever it stands, and nothing is without its rule."""
    extra = compile_recognizers([PATTERN])
    assert ("MEDICAL_RECORD_NUMBER", "SB123456X") in look({"note": "moved SB123456X to bed 4"}, extra=extra)
    assert look({"note": "moved SB123456X to bed 4"}) == []


def test_a_site_key_claims_its_value(look) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 -- conftest's
    """A value beneath a key that the site names is that, whatever its form; a placeholder is not."""
    extra = compile_recognizers([Rule(entity="BED", strength=Strength.LINKABLE, keys=("bed_code",))])
    assert look({"wardBedCode": "blue seven"}, extra=extra) == [("BED", "blue seven")]
    assert look({"wardBedCode": "unknown"}, extra=extra) == []


def test_unproved_rules_are_refused() -> None:
    """A pattern that its own samples contradict is a configuration error."""
    with pytest.raises(ConfigurationError, match="miss 0 is found"):
        compile_recognizers([Rule(pattern=r"\d+", hits=("1",), misses=("2",))])
    with pytest.raises(ConfigurationError, match="needed"):
        compile_recognizers([Rule(pattern=r"\d+")])


@pytest.mark.parametrize("pattern", [r"(a+)+b", r"(?:\w+\s*)*x", r"(a|b+)*c", r"(\d)\1", r"((ab)*c)*", r"(x{1,99}y?){1,99}"])
def test_slow_patterns_are_refused(pattern: str) -> None:
    """A long repeat inside another, or a back-reference, is refused before it runs."""
    with pytest.raises(ConfigurationError, match="recognizer r: pattern"):
        refuse_slow("r", pattern)


@pytest.mark.parametrize(
    "pattern", [r"\bMR\d{4,12}\b", r"(?:A|B)-\d+", r"(?i:pt)[ :]{0,3}(?P<v>\w{1,20})", r"(?:\d{2}-){3}\d+", r"(?<!x)\d+(?!y)"]
)
def test_plain_patterns_pass(pattern: str) -> None:
    """Repeats side by side, short ones inside others, and look-around are fine."""
    refuse_slow("r", pattern)


def test_broken_patterns_are_named() -> None:
    """A pattern that does not compile is refused with its rule's name."""
    with pytest.raises(ConfigurationError, match="recognizer r: pattern does not compile"):
        refuse_slow("r", "(")
