"""Presidio's recognizers inside phiguard: called directly, in windows, offline, and nobody's request the poorer for it."""

from __future__ import annotations

import importlib
import logging
import socket
import time
from typing import Any

import pytest

from phiguard.decoding import open_object, open_text
from phiguard.detection import analyse
from phiguard.errors import ConfigurationError

analyzer = pytest.importorskip("presidio_analyzer")

from phiguard.detection.presidio import adopt, engines, predefined  # noqa: E402 -- after the skip

HOSTILE = {unit: (unit * 20_000)[:20_000] for unit in ("a", "7", "a.", "word@", "1.", "a-", ":", "0-", "a@a.")}


@pytest.fixture
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        pytest.fail("something was fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def _entities(source: Any, extra: Any) -> set[str]:
    document = open_text(source) if isinstance(source, str) else open_object(source)
    return {each.entity for each in analyse(document, extra=extra).findings if each.recognizer.startswith("presidio")}


@pytest.mark.usefixtures("_offline")
def test_own_recognizers_find_without_the_network() -> None:
    """What Presidio is sure of is found under our names, and its check of domains fetches no list."""
    found = {entity for text in ("1eg4-te5-mk73", "info@clinic.org is read") for entity in _entities(text, predefined())}
    assert found == {"US_MBI", "EMAIL_ADDRESS"}


def test_weak_matches_need_a_word_beside_them() -> None:
    """Twelve digits are nobody's bank account until something says bank."""
    extra = adopt(analyzer.predefined_recognizers.UsBankRecognizer())
    assert not _entities("945456787654", extra)
    assert _entities("the bank has 945456787654 on file", extra) == {"US_BANK_NUMBER"}
    assert _entities({"bank_ref": "945456787654 x"}, extra) == {"US_BANK_NUMBER"}


def test_a_users_own_recognizer_plugs_in() -> None:
    """A pattern of the site's own is found, under its own name, whole registries included."""
    own = analyzer.PatternRecognizer("TRIAL_ID", patterns=[analyzer.Pattern("trial", r"\bTRL-\d{5}\b", 0.9)])
    registry = analyzer.RecognizerRegistry([own])
    for source in (own, [own], registry):
        findings = analyse(open_text("enrolled as TRL-20931 in May"), extra=adopt(source)).findings
        assert [(each.entity, each.spans) for each in findings if each.recognizer == "presidio_trial_id"] == [("TRIAL_ID", ((12, 21),))]


def test_slow_and_model_bound_recognizers_stay_out() -> None:
    """URLs are the decoder's, and what reads a model's output has nothing to read here."""
    library = analyzer.predefined_recognizers
    assert adopt([library.UrlRecognizer(), library.SpacyRecognizer()]) == ()
    assert not {"URL", "PERSON", "DATE_TIME"} & {label for engine in engines() for label in engine.supported_entities}


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_is_bounded(unit: str) -> None:
    """Twenty thousand characters that stretch Presidio's patterns for seconds take a fraction of one."""
    extra = (*predefined(), *adopt(analyzer.predefined_recognizers.UsHealthInsuranceMemberIdRecognizer()))
    start = time.process_time()
    for recognizer in extra:
        list(recognizer.find(HOSTILE[unit]))
    assert time.process_time() - start < 1.0


def test_long_text_is_read_in_windows_without_gaps() -> None:
    """A value across the border of two windows is found once."""
    extra = adopt(analyzer.predefined_recognizers.UsMbiRecognizer())
    for at in (0, 405, 500, 510, 4000):
        text = "x " * (at // 2) + "1EG4-TE5-MK73 end"
        assert list(extra[0].find(text)) == [(at // 2 * 2, at // 2 * 2 + 13)]


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """No text reaches the decision log or any other."""
    extra = predefined()  # Presidio logs the names of what it loads
    caplog.clear()
    with caplog.at_level(logging.INFO):
        _entities("1EG4-TE5-MK73 and info@clinic.org", extra)
    assert not caplog.records


def test_without_the_package_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for Presidio without having it learns which package to install."""
    module = importlib.import_module("phiguard.detection.presidio.engines")

    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(module, "import_module", missing)
    with pytest.raises(ConfigurationError, match="presidio-analyzer"):
        module.engines.__wrapped__()
