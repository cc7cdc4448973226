"""Presidio's own unit tests of its core recognizers, through `phiguard.scan`, beside Presidio itself."""

from __future__ import annotations

import importlib
import importlib.util
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import phiguard
from benchmarks.quality.board import Line, rows
from phiguard.decoding import open_text

__all__ = ["measure"]

_TYPES = {
    "PHONE_NUMBER": ("PHONE_NUMBER", "FAX_NUMBER"),
    "EMAIL_ADDRESS": ("EMAIL_ADDRESS",),
    "US_SSN": ("US_SSN",),
    "US_ITIN": ("US_ITIN", "US_SSN"),
    "US_MBI": ("US_MBI",),
    "US_NPI": ("US_NPI",),
    "CREDIT_CARD": ("CREDIT_CARD",),
    "US_BANK_NUMBER": ("US_BANK_NUMBER", "ACCOUNT_NUMBER"),
    "ABA_ROUTING_NUMBER": ("ABA",),
    "US_DRIVER_LICENSE": ("LICENSE_NUMBER",),
    "US_PASSPORT": ("US_PASSPORT",),
    "MEDICAL_LICENSE": ("DEA_NUMBER", "LICENSE_NUMBER"),
    "MAC_ADDRESS": ("DEVICE_ID",),
    "IP_ADDRESS": ("IP_ADDRESS",),
    "URL": ("URL",),
    "DATE_TIME": ("DATE_OF_BIRTH", "SERVICE_DATE"),
}
"""Presidio's types of the taxonomy that patterns find, and our names for them; names and places in prose are the name engine's."""

_CLASSES = (
    *("AbaRouting", "CreditCard", "Date", "Email", "Ip", "MacAddress", "MedicalLicense", "Phone", "Url", "UsBank", "UsItin", "UsLicense"),
    *("UsMbi", "UsNpi", "UsPassport", "UsSsn"),
)

Spans = list[tuple[int, int]]


def measure(corpora: Path) -> Iterator[Line]:
    """Positives found and false positives, ours and Presidio's, over all types and for each."""
    cases = [
        row for row in rows(corpora / "datasets" / "dev" / "text" / "presidio_recognizer_tests_core.ndjson.gz") if row["entity"] in _TYPES
    ]
    ours = _count(cases, _ours)
    yield Line(name="Presidio's positives found", good=ours["found"], of=ours["gold"], bar=95.0, errors=_missed(cases, _ours))
    theirs = _count(cases, _presidio) if importlib.util.find_spec("presidio_analyzer") else None
    if theirs is None:
        yield Line(
            name="false positives on Presidio's tests", note="presidio-analyzer is not installed: its own count is not there to compare"
        )
        return
    yield Line(name="   Presidio itself: positives found", good=theirs["found"], of=theirs["gold"])
    name = f"false positives ({ours['false']}) not more than Presidio's ({theirs['false']})"
    yield Line(name=name, good=int(ours["false"] <= theirs["false"]), of=1, bar=100.0)
    for entity in _TYPES:
        part = [row for row in cases if row["entity"] == entity]
        mine, other = _count(part, _ours), _count(part, _presidio)
        yield Line(
            name=f"   {entity} (false {mine['false']}, Presidio {other['found']} and {other['false']})", good=mine["found"], of=mine["gold"]
        )


def _count(cases: Iterable[dict[str, Any]], find: Callable[[str, str], Spans]) -> Counter[str]:
    total: Counter[str] = Counter()
    for row in cases:
        gold = [(span["start"], span["end"]) for span in row["spans"]]
        seen = find(row["text"], row["entity"])
        total["gold"] += len(gold)
        total["found"] += sum(_covered(span, seen) for span in gold)
        total["false"] += sum(not _covered(span, gold) for span in seen)
    return total


def _missed(cases: Iterable[dict[str, Any]], find: Callable[[str, str], Spans]) -> tuple[str, ...]:
    missed = []
    for row in cases:
        gold = [(span["start"], span["end"]) for span in row["spans"]]
        seen = find(row["text"], row["entity"])
        lost, wrong = sum(not _covered(span, seen) for span in gold), sum(not _covered(span, gold) for span in seen)
        if lost or wrong:
            missed.append(f"{row['id']} missed {lost} false {wrong}")
    return tuple(missed)


def _covered(span: tuple[int, int], others: Spans) -> bool:
    """The scorer's rule: half of the characters."""
    inside = {place for start, end in others for place in range(max(start, span[0]), min(end, span[1]))}
    return 2 * len(inside) >= span[1] - span[0]


def _ours(text: str, entity: str) -> Spans:
    root = {leaf.address: leaf.text for leaf in open_text(text).leaves}
    found: Spans = []
    for finding in phiguard.scan(text, kinds=("identifier", "health"), free_text=False):
        if finding.entity in _TYPES[entity]:
            leaf = root[finding.address]
            base = max(text.find(leaf), 0)
            found += [(base + start, base + end) for start, end in finding.spans]
    return found


@cache
def _analyzer() -> tuple[Any, ...]:
    """Presidio's recognizers of these types, as its tests build them; the one for e-mail without its fetching a list."""
    library = importlib.import_module("presidio_analyzer.predefined_recognizers")
    extract = importlib.import_module("tldextract").TLDExtract(suffix_list_urls=(), cache_dir=None)
    setattr(importlib.import_module("tldextract.tldextract"), "TLD_EXTRACTOR", extract)  # noqa: B010 -- the module's own default, offline
    found = [getattr(library, f"{name}Recognizer")() for name in _CLASSES]
    for one in found:
        if "EMAIL_ADDRESS" in one.supported_entities:
            one.validate_result = lambda text: extract(text).fqdn != ""
    return tuple(found)


def _presidio(text: str, entity: str) -> Spans:
    return [
        (result.start, result.end)
        for recognizer in _analyzer()
        if entity in recognizer.supported_entities
        for result in recognizer.analyze(text, [entity], None) or ()
    ]
