"""The analyser on corpora that nobody of this project's tests wrote: recall of labels and silence on real traffic, printed."""

from __future__ import annotations

import base64
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from phiguard.decoding import open_call
from phiguard.destinations import catalogue, vendors
from phiguard.detection import analyse
from phiguard.model.call import OutboundCall
from phiguard.model.entities import Kind

WIDEST = 260
TRACKERS = {"ad_tracker", "analytics", "session_replay", "cdp", "attribution", "data_broker", "unlisted"}


def _findings(call: OutboundCall, *, generic: bool) -> list[tuple[Kind, str, str]]:
    parts = urlsplit(call.url)
    listing = catalogue.find(parts.hostname or "")
    vendor = vendors.get(listing.vendor) if listing and listing.vendor else None
    endpoint = vendor.endpoint(call.method, parts.hostname or "", parts.path) if vendor else None
    document = open_call(call, events=endpoint.events if endpoint else ())
    texts = {leaf.address: leaf.text for leaf in document.leaves}
    found = analyse(document, vendor=vendor, generic=generic and vendor is None).findings
    return [(each.kind, each.entity, texts[each.address][slice(*each.spans[0])]) for each in found]


def _records(shared: Path, part: str) -> Iterator[tuple[dict[str, Any], OutboundCall]]:
    with (shared / "corpora" / "scenarios" / "dev" / f"{part}.ndjson").open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            body = base64.b64decode(record["body_b64"])
            yield record, OutboundCall(method=record["method"], url=record["url"], headers=tuple(record["headers"].items()), body=body)


def _hit(label: dict[str, Any], value: str) -> bool:
    text, clear = str(label["value"]), str(label.get("plain", ""))
    if len(value) > min(WIDEST, 4 * max(len(text), len(clear)) + 20):
        return False
    return value in (text, clear) or text in value or (len(value) > 3 and value in text) or (len(clear) > 3 and clear in value)


def test_labels_of_the_scenarios_are_found(shared: Path) -> None:
    """Nine in ten labels of leaks and evasions are found, nearly all of those that direct identifiers carry."""
    total: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for part in ("leak", "evasion"):
        for record, call in _records(shared, part):
            seen = _findings(call, generic=record["recipient"]["class"] in TRACKERS)
            for label in record["labels"]:
                total[label["category"]] += 1
                found[label["category"]] += any(_hit(label, text) for _, _, text in seen)
    recall = {category: found[category] / total[category] for category in total}
    print(  # noqa: T201 -- the figure
        "label recall",
        f"{sum(found.values()) / sum(total.values()):.3f}",
        {category: round(share, 2) for category, share in sorted(recall.items())},
    )
    assert sum(found.values()) / sum(total.values()) > 0.93
    assert min(recall[category] for category in ("EMAIL_ADDRESS", "EMAIL_HASH", "COOKIE_ID", "CLICK_ID")) >= 0.98


def test_real_traffic_tells_of_nobodys_health(shared: Path) -> None:
    """In bodies of real APIs identifier and health hardly ever meet."""
    both: list[str] = []
    count = 0
    with gzip.open(shared / "corpora" / "datasets" / "dev" / "clean" / "payloads.ndjson.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            count += 1
            call = OutboundCall(
                method="POST",
                url="https://api.partner.example/v1",
                headers=(("Content-Type", row["content_type"]),),
                body=row["body"].encode(),
            )
            if len({kind for kind, _, _ in _findings(call, generic=True)}) > 1:
                both.append(row["id"])
    print(f"identifier and health met in {len(both)} of {count} clean payloads:", both[:20])  # noqa: T201 -- the figure
    assert len(both) <= 0.005 * count
