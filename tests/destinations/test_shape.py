"""A request to an unknown host is a tracker's when somebody is recognized, something is told, and the marks add up."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from phiguard.destinations import looks_like_tracker
from phiguard.model.call import OutboundCall
from phiguard.model.entities import Kind, Strength
from phiguard.model.finding import Finding
from phiguard.model.leaf import Leaf, Where


def asked(url: str, *keys: str, entities: tuple[str, ...] = ()) -> bool:
    """Whether a request with that URL and body keys (dotted) looks like a tracker's."""
    leaves = [
        Leaf(where=Where.QUERY, address=(0, number), key=name, text="")
        for number, (name, _) in enumerate(parse_qsl(urlsplit(url).query, True))
    ]
    for number, key in enumerate(keys):
        *parents, last = key.split(".")
        leaves.append(Leaf(where=Where.BODY, address=(1, number), key=last, text="", parents=tuple(parents)))
    findings = [
        Finding(
            entity=entity, kind=Kind.IDENTIFIER, strength=Strength.LINKABLE, where=Where.BODY, path="", spans=((0, 1),), recognizer="key"
        )
        for entity in entities
    ]
    return looks_like_tracker(OutboundCall(method="GET", url=url), leaves, findings)


@pytest.mark.parametrize(
    ("url", "keys"),
    [
        ("https://c.t.example/p.gif?e=pv&u=https%3A%2F%2Fx&vid=a435&em=c368&t=17", ()),
        ("https://t.example/collect?v=2&tid=G-1&cid=1.2&dl=https%3A%2F%2Fx&en=page_view&sr=1x1", ()),
        ("https://t.example/tr?id=1&ev=PageView&dl=x&fbp=fb.1.1.1&ud[em]=c3&sw=1", ()),
        ("https://px.t.example/i?url=x&uuid=1&gclid=Cj0&ev=lead", ()),
        ("https://in.t.example/v1/batch", ("batch.anonymousId", "batch.event", "batch.context.page.url", "writeKey")),
        ("https://in.t.example/v3/events", ("data.event_name", "data.user_data.em", "data.event_source_url")),
    ],
)
def test_tags_look_like_tags(url: str, keys: tuple[str, ...]) -> None:
    """Pixels, collectors and conversion interfaces of vendors that nobody knows."""
    assert asked(url, *keys)


@pytest.mark.parametrize(
    ("url", "keys"),
    [
        ("https://api.x.example/referrals", ("referral.patient.first", "referral.patient.dob", "referral.reason")),
        ("https://people.x.example/v3/contacts", ("email", "first_name", "phone", "source")),
        ("https://lib.x.example/search?q=panic&page=8", ()),
        ("https://orders.x.example/api", ("order", "customer", "email", "items.sku", "items.title")),
        ("https://fx.x.example/v1/rates?base=USD&date=2024-06-30&n=178", ()),
        ("https://ci.x.example/builds", ("sha", "service", "number", "ok", "at")),
        ("https://hooks.x.example/events", ("event", "url", "user_id", "created_at")),
        ("https://auth.x.example/token?client_id=1&redirect_uri=https%3A%2F%2Fx&state=1", ()),
        ("https://api.x.example/pixel.png", ()),
        ("https://api.x.example/track?tracking_number=1Z&page=2", ()),
        ("not a url", ()),
    ],
)
def test_other_interfaces_do_not(url: str, keys: tuple[str, ...]) -> None:
    """Contacts, searches, orders, webhooks and log-ins are no tags, even on a path that sounds like one."""
    assert not asked(url, *keys)


def test_what_was_found_counts_whatever_its_key() -> None:
    """A hash and a cookie id under keys of a private protocol are a tag's all the same."""
    assert not asked("https://t.example/x?a=1&b=2&url=3")
    assert asked("https://t.example/x?a=1&b=2&url=3", entities=("EMAIL_HASH", "COOKIE_ID"))
