"""Bare numbers, dates and addresses: found in text that somebody asks about, and never in requests."""

from __future__ import annotations

import time

import pytest

from phiguard.decoding import open_object, open_text
from phiguard.detection import analyse
from phiguard.detection.texts import RECOGNIZERS
from phiguard.detection.types import Recognizer


def _found(text: str) -> dict[str, list[str]]:
    document = open_text(text)
    leaves = {leaf.address: leaf.text for leaf in document.leaves}
    seen: dict[str, list[str]] = {}
    for each in analyse(document, texts=True).findings:
        seen.setdefault(each.entity, []).append(leaves[each.address][slice(*each.spans[0])])
    return seen


@pytest.mark.parametrize("recognizer", RECOGNIZERS, ids=lambda each: each.id)
def test_samples_prove_the_recognizer(recognizer: Recognizer) -> None:
    """Every hit is found, no miss is."""
    recognizer.prove()


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("reach me under 042 10 3580 please", "US_SSN", "042 10 3580"),
        ("their ITIN 912711234 expired", "US_ITIN", "912711234"),
        ("the provider is 1245319599", "US_NPI", "1245319599"),
        ("wire it to 121042882 today", "ABA", "121042882"),
        ("document A12803456", "US_PASSPORT", "A12803456"),
        ("seen on 3rd of May 2021 again", "SERVICE_DATE", "3rd of May 2021"),
        ("next on 05/21", "SERVICE_DATE", "05/21"),
        ("the router 192.168.0.1 answers", "IP_ADDRESS", "192.168.0.1"),
        ("and fe80::1%eth0 as well", "IP_ADDRESS", "fe80::1%eth0"),
        ("card AA-BB-CC-DD-EE-FF", "DEVICE_ID", "AA-BB-CC-DD-EE-FF"),
        ("mail info@clinic.test for more", "EMAIL_ADDRESS", "info@clinic.test"),
        ("abroad +44 (20) 7123 4567 in the evening", "PHONE_NUMBER", "+44 (20) 7123 4567"),
        ("src=10.0.0.1 dst=10.0.0.2", "IP_ADDRESS", "10.0.0.1"),
        ("https://portal.test/a8eedfd6", "URL", "https://portal.test"),
        ("https://portal.test/a8eedfd6", "URL", "a8eedfd6"),
    ],
)
def test_text_that_somebody_asks_about(text: str, entity: str, value: str) -> None:
    """In running text the form alone is enough."""
    assert value in _found(text).get(entity, [])


@pytest.mark.parametrize(
    "text",
    [
        "retry at 1700000002",
        "0f8fad5b-d9cb-469f-a165-70867728950e",
        "Chrome/126.0.0.0",
        "pain 7/10, stable",
        "build 1.2.3",
        "in 2021",
        "std::cout",
    ],
)
def test_machines_numbers_stay_nobodys(text: str) -> None:
    """Epochs, UUIDs, versions, scores and years are no identifiers in text either."""
    assert not _found(text)


def test_requests_need_more_than_a_form() -> None:
    """The same text counts for nothing when it is not asked about, and a value beneath a key is explained by the key."""
    text = "order 4 of 121042882 on 05/21 from 192.168.0.1"
    assert not analyse(open_text(text)).findings
    assert not analyse(open_object({"sku": "121042882", "build": "192.168.0.1"}), texts=True).findings


@pytest.mark.parametrize("unit", ["a.", "1.", "a-", ":", "1:", "0-", "a@a.", "(1", "+1 ", "Jan-", "word@", "9"])
def test_hostile_text_is_bounded(unit: str) -> None:
    """Twenty thousand characters of a recognizer's favourite beginnings take well under a second in all."""
    text = (unit * 20_000)[:20_000]
    start = time.process_time()
    for recognizer in RECOGNIZERS:
        list(recognizer.find(text))
    assert time.process_time() - start < 1.5
