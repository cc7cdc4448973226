"""One contract for all vendor files: checked shape, and a real-shaped request each that resolves to its endpoint and roles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from phiguard.destinations import catalogue, vendors
from phiguard.destinations.vendor_file import read_head, read_parameters, read_vendor
from phiguard.model.entities import ENTITIES
from phiguard.model.roles import Role, Use

DATA = Path(__file__).with_name("data")
FILES = Path(vendors.__file__).with_name("vendors")
SAMPLES = [
    (path.stem, number, sample) for path in sorted(DATA.glob("*.json")) for number, sample in enumerate(json.loads(path.read_text("utf-8")))
]


def paths(value: Any, parents: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every key of a body with the keys above it; the items of a list stand under the list's key."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*parents, key)
            yield from paths(inner, (*parents, key))
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, parents)


def all_paths(sample: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The parameters of a sample by their dotted name: query and body."""
    query = [(name,) for name, _ in parse_qsl(urlsplit(sample["url"]).query, keep_blank_values=True)]
    return {".".join(path): path for path in [*query, *paths(sample.get("body"))]}


def role(text: str) -> Role | None:
    """``value EMAIL_HASH`` as a role; ``none`` is a parameter that an application may fill with anything."""
    if text == "none":
        return None
    use, _, entity = text.partition(" ")
    return Role(Use(use), entity)


@pytest.mark.parametrize("vendor_id", [*vendors.ids(), vendors.GENERIC])
def test_a_vendor_file_is_complete_and_named_like_its_vendor(vendor_id: str) -> None:
    """Every file has an id that is its name, a company, sources, and hosts without wildcard, scheme or path."""
    vendor = vendors.get(vendor_id)
    assert vendor.id == vendor_id
    assert vendor.company
    assert vendor.sources
    assert vendor_id == vendors.GENERIC or vendor.hosts
    assert all(set(host) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-") and "." in host for host in vendor.hosts)
    assert {known.entity for known in vendor.parameters.values()} <= {"", *ENTITIES}


@pytest.mark.parametrize("vendor_id", vendors.ids())
def test_the_quick_readers_read_what_the_full_reader_reads(vendor_id: str) -> None:
    """Head and parameters are read by shorter ways that may not differ."""
    text = (FILES / f"{vendor_id}.toml").read_text("utf-8")
    vendor, head = read_vendor(text, vendor_id), read_head(text, vendor_id)
    assert (head.id, head.company, head.category, head.hosts) == (vendor.id, vendor.company, vendor.category, vendor.hosts)
    assert read_parameters(text, vendor_id) == vendor.parameters


def test_every_vendor_has_a_sample() -> None:
    """A vendor file without a request that proves it cannot be added."""
    assert {vendor_id for vendor_id, _, _ in SAMPLES} == set(vendors.ids())


def test_no_host_belongs_to_two_vendors() -> None:
    """One host, one vendor."""
    hosts = [host for vendor in vendors.heads() for host in vendor.hosts]
    assert sorted(hosts) == sorted(set(hosts))


@pytest.mark.parametrize(("vendor_id", "number", "sample"), SAMPLES, ids=[f"{vendor_id}-{number}" for vendor_id, number, _ in SAMPLES])
def test_a_sample_resolves_to_vendor_endpoint_and_roles(vendor_id: str, number: int, sample: dict[str, Any]) -> None:
    """A request in the vendor's real shape leads by its host to the vendor, by its path to the operation, by its keys to the roles."""
    where = urlsplit(sample["url"])
    listing = catalogue.find(where.hostname or "")
    assert listing is not None
    assert listing.vendor == vendor_id
    vendor = vendors.get(vendor_id)
    endpoint = vendor.endpoint(sample["method"], where.hostname or "", where.path)
    assert endpoint is not None
    assert endpoint.name == sample["endpoint"]
    given = all_paths(sample)
    for name, wanted in sample["roles"].items():
        assert name in given, f"{name} does not stand in the sample"
        *parents, key = given[name]
        assert vendor.role(key, tuple(parents)) == role(wanted), name


@pytest.mark.parametrize(("vendor_id", "number", "sample"), SAMPLES, ids=[f"{vendor_id}-{number}" for vendor_id, number, _ in SAMPLES])
def test_the_batch_of_a_sample_stands_where_its_endpoint_says(vendor_id: str, number: int, sample: dict[str, Any]) -> None:
    """Where an operation has a batch key and the sample has that key, a list stands under it."""
    where = urlsplit(sample["url"])
    endpoint = vendors.get(vendor_id).endpoint(sample["method"], where.hostname or "", where.path)
    assert endpoint is not None
    body = sample.get("body")
    if isinstance(body, dict):
        assert all(isinstance(body.get(key, []), list) for key in endpoint.events)


@pytest.mark.parametrize("vendor_id", vendors.ids())
def test_replies_are_what_a_client_can_read(vendor_id: str) -> None:
    """A reply that calls itself JSON is JSON, and every reply means success."""
    for endpoint in vendors.get(vendor_id).endpoints:
        if endpoint.reply is None:
            continue
        assert endpoint.reply.status // 100 == 2
        if ("Content-Type", "application/json") in endpoint.reply.headers and endpoint.reply.body:
            json.loads(endpoint.reply.body)


@pytest.mark.parametrize("vendor_id", [*vendors.ids(), vendors.GENERIC])
def test_a_recipe_speaks_of_each_name_once(vendor_id: str) -> None:
    """A name is dropped, cut, replaced or kept, never two of these."""
    recipe = vendors.get(vendor_id).recipe
    names = [*recipe.drop, *recipe.origin, *recipe.neutral, *recipe.keep]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("vendor_id", [*vendors.ids(), vendors.GENERIC])
def test_what_replaces_an_identifier_is_nobody(vendor_id: str) -> None:
    """An identifier that has to stay in place becomes noughts or ``anonymous``: any other text could be somebody's in a second look."""
    vendor = vendors.get(vendor_id)
    for name, text in vendor.recipe.neutral.items():
        known = vendor.role(name)
        if known is not None and known.use is Use.VALUE:
            assert text == "anonymous" or not text.strip("0."), name
