"""Clean telemetry as real products send it, made up: events with UUIDs, times, user agents and numbers, and nobody's data."""

from __future__ import annotations

import json
import random
import uuid

__all__ = ["SIZES", "corpus", "payload"]

SIZES = {"200 B": 200, "1 KB": 1_000, "10 KB": 10_000, "100 KB": 100_000, "1 MB": 1_000_000}

_EVENTS = (
    "Page Viewed",
    "Button Clicked",
    "Product Added",
    "Checkout Started",
    "Signup Completed",
    "Search Performed",
    "Video Played",
    "Plan Upgraded",
    "feature_enabled",
    "experiment_viewed",
    "$pageview",
    "app.opened",
    "invoice.paid",
)
_PAGES = (
    "/",
    "/pricing",
    "/features/overview",
    "/blog/how-to-scale-teams",
    "/docs/quickstart",
    "/settings/billing",
    "/dashboard",
    "/search",
)
_AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
)
_WORDS = [
    "alpha",
    "button",
    "header",
    "campaign",
    "summer",
    "banner",
    "click",
    "open",
    "modal",
    "submit",
    "form",
    "list",
    "grid",
    "table",
    "export",
    "import",
    "report",
    "chart",
    "metric",
    "filter",
    "sort",
    "group",
    "page",
    "limit",
    "offset",
    "cursor",
    "token",
    "bucket",
    "region",
    "cluster",
    "deploy",
    "version",
    "release",
    "feature",
    "flag",
    "variant",
    "control",
    "experiment",
    "cohort",
    "funnel",
    "session",
    "bounce",
    "rate",
    "duration",
    "latency",
    "error",
    "warning",
    "info",
    "debug",
    "success",
    "failure",
    "retry",
    "queue",
    "worker",
    "job",
    "task",
    "status",
    "pending",
    "active",
    "archived",
    "draft",
    "published",
    "public",
    "private",
    "team",
    "workspace",
    "project",
    "board",
    "card",
    "column",
    "comment",
]
_BATCH_FROM = 1_500
_SMALL_UP_TO = 300


def _time(source: random.Random) -> str:
    date = f"2026-{source.randrange(1, 13):02d}-{source.randrange(1, 29):02d}"
    return f"{date}T{source.randrange(24):02d}:{source.randrange(60):02d}:{source.randrange(60):02d}.{source.randrange(1000):03d}Z"


def _small(source: random.Random) -> dict[str, object]:
    properties = {"path": source.choice(_PAGES), "label": "_".join(source.sample(_WORDS, 2)), "value": round(source.random() * 100, 2)}
    return {"event": source.choice(_EVENTS), "properties": properties, "timestamp": _time(source)}


def _event(source: random.Random) -> dict[str, object]:
    properties: dict[str, object] = {
        "path": source.choice(_PAGES),
        "title": " ".join(source.sample(_WORDS, 3)).title(),
        "value": round(source.random() * 500, 2),
        "currency": "USD",
        "label": "_".join(source.sample(_WORDS, 2)),
        "position": source.randrange(50),
        "is_trial": source.random() < 0.5,
    }
    library = {"name": "analytics-python", "version": f"2.{source.randrange(9)}.{source.randrange(9)}"}
    return {
        "type": "track",
        "event": source.choice(_EVENTS),
        "properties": properties,
        "context": {"library": library, "locale": "en-US", "screen": {"width": 1440, "height": 900}, "userAgent": source.choice(_AGENTS)},
        "messageId": str(uuid.UUID(int=source.getrandbits(128))),
        "anonymousId": str(uuid.UUID(int=source.getrandbits(128))),
        "timestamp": _time(source),
        "sentAt": 1_780_000_000_000 + source.randrange(10**9),
    }


def _dump(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def payload(size: int, seed: int) -> bytes:
    """About *size* bytes of JSON: a bare event, a full one, or a batch of them; the same for the same seed."""
    source = random.Random(seed)
    if size <= _SMALL_UP_TO:
        return _dump(_small(source))
    event = _event(source)
    if size <= _BATCH_FROM:
        properties = event["properties"]
        while isinstance(properties, dict) and len(_dump(event)) < size - 24:
            properties["_".join(source.sample(_WORDS, 2))] = " ".join(source.sample(_WORDS, 2))
        return _dump(event)
    batch, length = [event], len(_dump(event))
    while length < size:
        batch.append(_event(source))
        length += len(_dump(batch[-1])) + 1
    return _dump({"batch": batch})


def corpus(size: int, count: int) -> list[bytes]:
    """*count* different payloads of about *size* bytes."""
    return [payload(size, 1_000 + number) for number in range(count)]
