"""The catalogue: thousands of domains, each company what it really is, found within a microsecond."""

from __future__ import annotations

import json
import timeit
from collections import Counter
from pathlib import Path

import pytest

from phiguard.destinations import catalogue, vendors
from phiguard.destinations.build_catalogue import derive, main
from phiguard.model.destination import Category

ENTITIES = [
    {"name": "Big Ads", "category": "ad", "domains": ["*.bigads.example", "bigads.example", "big-ads.example"]},
    {"name": "Big-Ads", "category": "ad", "domains": ["second.example"]},
    {"name": "Replay", "category": "analytics", "domains": ["*.replay.example"]},
    {"name": "Some Host", "category": "hosting", "domains": ["*.host.example"]},
    {"name": "Shop-VOID", "category": "content", "domains": ["shop.example", "not a host", "wide.example"]},
]
MAPPING = {
    "category": {"ad": "ad_tracker", "analytics": "analytics", "content": "partner_api"},
    "company": {"session_replay": ["Replay"]},
    "host": {"unlisted": ["wide.example"]},
}


def test_the_list_is_broad_and_its_companies_have_kinds() -> None:
    """At least 2,500 domains stand in the catalogue, and all six kinds of tracker are among them."""
    kinds = Counter(listing.category for listing in catalogue.derived().values())
    assert sum(kinds.values()) >= 2500
    trackers = {"ad_tracker", "analytics", "session_replay", "cdp", "attribution", "data_broker"}
    assert trackers <= {str(category) for category in kinds}


@pytest.mark.parametrize(
    ("host", "listing_id", "category"),
    [
        ("graph.facebook.com", "meta", Category.AD_TRACKER),
        ("stats.g.doubleclick.net", "google_analytics", Category.ANALYTICS),
        ("ad.doubleclick.net", "google_ads", Category.AD_TRACKER),
        ("o1.ingest.us.sentry.io", "sentry", Category.ERROR_TRACKER),
        ("api.openai.com", "openai", Category.LLM),
        ("x.openai.azure.com", "openai", Category.LLM),
        ("hooks.slack.com", "slack", Category.CHAT_WEBHOOK),
        ("api.stripe.com", "stripe", Category.WORKFLOW),
        ("script.crazyegg.com", "crazy_egg", Category.SESSION_REPLAY),
        ("tags.tiqcdn.com", "tealium", Category.CDP),
        ("tags.bluekai.com", "bluekai", Category.DATA_BROKER),
    ],
)
def test_known_hosts_are_what_they_are(host: str, listing_id: str, category: Category) -> None:
    """A host is found by itself or by the nearest domain above it."""
    found = catalogue.find(host)
    assert found is not None
    assert (found.id, found.category) == (listing_id, category)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "com",
        "example.com",
        "www.google.com",
        "s3.amazonaws.com",
        "d111111abcdef8.cloudfront.net",
        "x.herokuapp.com",
        "storage.googleapis.com",
        "microsoft.com",
        "apple.com",
        "cdnjs.cloudflare.com",
        "youtube.com",
        "notfacebook.com",
        "10.0.0.1",
        "localhost",
    ],
)
def test_what_anybody_can_stand_behind_is_no_tracker(host: str) -> None:
    """Hosting, delivery networks and whole companies with many trades are not listed as trackers."""
    found = catalogue.find(host)
    assert found is None or found.category is Category.PARTNER_API


def test_a_vendor_file_wins_over_the_list() -> None:
    """Every host of a vendor file leads to that vendor, and so does everything below it."""
    for vendor in vendors.heads():
        for host in vendor.hosts:
            below = catalogue.find(f"a.{host}")
            assert below is not None
            assert below.vendor in vendors.ids()
            assert catalogue.find(host) == catalogue.Listing(vendor.id, vendor.company, vendor.category, vendor.id)


def test_a_listing_is_found_by_its_id() -> None:
    """SDK events name their recipient by id."""
    listing = catalogue.named("meta")
    assert listing is not None
    assert listing.vendor == "meta"
    assert catalogue.named("nobody at all") is None


def test_ids_are_unique_and_safe_in_reports() -> None:
    """One id, one company; lower-case words only."""
    by_id: dict[str, set[str]] = {}
    for listing in catalogue.derived().values():
        by_id.setdefault(listing.id, set()).add(listing.company)
        assert set(listing.id) <= set("abcdefghijklmnopqrstuvwxyz0123456789_")
    assert all(len(companies) == 1 for companies in by_id.values())


def test_a_look_up_takes_microseconds_at_most() -> None:
    """The promise is one; the bound leaves room for a busy machine."""
    hosts = ("graph.facebook.com", "api.internal.example", "o1.ingest.us.sentry.io")
    seconds = min(timeit.repeat(lambda: [catalogue.find(host) for host in hosts], number=2000, repeat=5)) / 2000 / len(hosts)
    assert seconds < 5e-6


def test_the_list_is_derived_by_kind_and_by_company() -> None:
    """A company's own entry wins over its category, hosts appear once, what is wide or no host is left out, ids stay unique."""
    assert derive(ENTITIES, mapping=MAPPING) == [
        "big_ads\tad_tracker\tBig Ads\tbig-ads.example bigads.example",
        "big_ads_2\tad_tracker\tBig-Ads\tsecond.example",
        "replay\tsession_replay\tReplay\treplay.example",
        "shop\tpartner_api\tShop\tshop.example",
    ]


def test_the_build_reads_an_unpacked_package(tmp_path: Path) -> None:
    """The script writes the list with its origin and licence at the head."""
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "entities-nostats.json").write_text(json.dumps(ENTITIES), encoding="utf-8")
    (tmp_path / "package.json").write_text('{"version": "9.9.9"}', encoding="utf-8")
    main(str(tmp_path), tmp_path / "catalogue.txt")
    head, *lines = (tmp_path / "catalogue.txt").read_text("utf-8").splitlines()
    assert "third-party-web 9.9.9, MIT" in head
    assert len(lines) == 4
    assert all(len(line.split("\t")) == 4 for line in lines)
