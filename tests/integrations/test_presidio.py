"""phiguard's recognizers inside Presidio."""

from __future__ import annotations

import pytest

analyzer = pytest.importorskip("presidio_analyzer")

from phiguard.integrations.presidio import PHIGuardRecognizer  # noqa: E402 -- after the skip


def test_findings_come_under_presidios_names() -> None:
    """Spans are those of the text that Presidio gave, names are Presidio's where it has one."""
    text = "Patient MRN 1234567, write to jane.okafor@example.org about diabetes"
    results = {(each.entity_type, text[each.start : each.end]) for each in PHIGuardRecognizer().analyze(text, [])}
    assert {("MEDICAL_RECORD_NUMBER", "1234567"), ("EMAIL_ADDRESS", "jane.okafor@example.org"), ("CONDITION", "diabetes")} <= results


def test_only_what_was_asked_for() -> None:
    """Entities can be chosen when it is made and when it is asked."""
    text = "MRN 1234567, jane.okafor@example.org"
    assert {each.entity_type for each in PHIGuardRecognizer(["EMAIL_ADDRESS"]).analyze(text, [])} == {"EMAIL_ADDRESS"}
    assert {each.entity_type for each in PHIGuardRecognizer().analyze(text, ["MEDICAL_RECORD_NUMBER"])} == {"MEDICAL_RECORD_NUMBER"}


def test_a_registry_takes_it() -> None:
    """It is a recognizer like any other."""
    registry = analyzer.RecognizerRegistry()
    registry.add_recognizer(PHIGuardRecognizer(texts=True))
    assert "US_SSN" in registry.recognizers[0].supported_entities
