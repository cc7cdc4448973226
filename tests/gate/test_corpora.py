"""The corpora: what the analyser finds, the gate has seen, and both engines see the same."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from phiguard.decoding import open_call
from phiguard.destinations import catalogue, vendors
from phiguard.detection import analyse
from phiguard.gate import Gate, join
from phiguard.model.call import OutboundCall
from phiguard.model.entities import Kind
from phiguard.model.signals import ALL_SIGNALS, Signal
from phiguard.runtime.target import target

IDENTIFIERS = Signal.KEY | Signal.SHAPE | Signal.LINK | Signal.PSEUDONYM


def _call(record: dict[str, Any]) -> OutboundCall:
    body = base64.b64decode(record["body_b64"] or "")
    return OutboundCall(method=record["method"], url=record["url"], headers=tuple(record["headers"].items()), body=body)


def _scenarios(shared: Path) -> Iterator[OutboundCall]:
    for path in sorted((shared / "corpora/scenarios/dev").glob("*.ndjson")):
        with path.open(encoding="utf-8") as lines:
            yield from (_call(json.loads(line)) for line in lines)


def _payloads(shared: Path) -> Iterator[OutboundCall]:
    with gzip.open(shared / "corpora/datasets/dev/clean/payloads.ndjson.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            body = json.loads(line)["body"].encode()
            yield OutboundCall(method="POST", url="https://api.x.example/", headers=(("Content-Type", "application/json"),), body=body)


@pytest.fixture(scope="module")
def calls(shared: Path) -> list[OutboundCall]:
    """Every request of the scenario corpus and every real payload."""
    return [*_scenarios(shared), *_payloads(shared)]


def test_what_the_analyser_finds_the_gate_has_seen(gate: Gate, calls: list[OutboundCall]) -> None:
    """A finding of the deterministic lanes means that its side's signal is set, or that something must be opened."""
    missed = []
    for number, call in enumerate(calls):
        signals = gate.screen(join(call)).signals
        if signals & Signal.ENCODED:
            continue
        listing = catalogue.find(target(call.url).host)
        vendor = vendors.get(listing.vendor) if listing is not None and listing.vendor else None
        kinds = {finding.kind for finding in analyse(open_call(call), vendor=vendor, generic=vendor is None).findings}
        if (Kind.HEALTH in kinds and not signals & Signal.HEALTH) or (Kind.IDENTIFIER in kinds and not signals & IDENTIFIERS):
            missed.append(number)
    assert not missed


def test_engines_agree(stdlib: Gate, hyperscan: Gate, calls: list[OutboundCall]) -> None:
    """Signals, places and completeness are the same on both engines."""
    differing = []
    for number, call in enumerate(calls):
        one, other = (gate.screen(join(call), locate=True) for gate in (stdlib, hyperscan))
        if (one.signals, one.hits, one.complete) != (other.signals, other.hits, other.complete):
            differing.append(number)
    assert not differing


def test_clean_traffic_mostly_passes(hyperscan: Gate, shared: Path) -> None:
    """Of real payloads three quarters pass at the full mask without prose and pseudonyms, and nine tenths when only health is asked for."""
    data = [join(call) for call in _payloads(shared)]
    full, health = ALL_SIGNALS & ~(Signal.PROSE | Signal.PSEUDONYM), Signal.HEALTH
    assert sum(not hyperscan.screen(each, full).signals for each in data) >= 0.7 * len(data)
    assert sum(not hyperscan.screen(each, health).signals for each in data) >= 0.88 * len(data)
