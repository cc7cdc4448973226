"""A vendor file with a mistake is refused by file and option; a right one becomes a vendor."""

from __future__ import annotations

import pytest

from phiguard.destinations.vendor import OnBlock, Treatment
from phiguard.destinations.vendor_file import read_head, read_parameters, read_vendor
from phiguard.errors import ConfigurationError
from phiguard.model.destination import Category
from phiguard.model.roles import Role, Use

FILE = """
id = "acme"
company = "Acme"
category = "ad_tracker"
hosts = ["acme.example", "px.acme-cdn.example"]
sources = ["https://acme.example/docs"]
basis = "wire"

[[endpoint]]
name = "events"
methods = ["POST"]
path = "/v1/*/events"
events = ["data"]
on_block = "reply"
reply = { status = 202, type = "application/json", body = '{"ok":true}' }

[[endpoint]]
name = "users"
path = "/v1/users/**"
hosts = ["api.acme.example"]
on_block = "refuse"

[[endpoint]]
name = "anything"
path = "/**"

[parameters]
safe = 'ts v'
opaque = 'token'
[parameters.value]
EMAIL_HASH = 'em user.em'
[parameters.content]
HEALTH_URL_PATH = 'dl'

[recipe]
drop = 'user.*'
origin = 'dl'
keep = 'to'
[recipe.neutral]
ev = "Event"
"""


def test_a_right_file_becomes_a_vendor() -> None:
    """Head, endpoints, parameters and recipe all arrive."""
    vendor = read_vendor(FILE, "acme.toml")
    assert (vendor.id, vendor.company, vendor.category) == ("acme", "Acme", Category.AD_TRACKER)
    assert [endpoint.name for endpoint in vendor.endpoints] == ["events", "users", "anything"]
    assert vendor.parameters["em"] == Role(Use.VALUE, "EMAIL_HASH")
    assert vendor.role("em", ("x", "user")) == Role(Use.VALUE, "EMAIL_HASH")
    assert vendor.role("dl") == Role(Use.CONTENT, "HEALTH_URL_PATH")
    assert vendor.role("ts") == Role(Use.SAFE)
    assert vendor.role("token") == Role(Use.OPAQUE)
    assert vendor.role("other") is None
    reply = vendor.endpoints[0].reply
    assert reply is not None
    assert (reply.status, reply.headers, reply.body) == (202, (("Content-Type", "application/json"),), b'{"ok":true}')


@pytest.mark.parametrize(
    ("key", "parents", "role"),
    [
        ("ts", (), Role(Use.SAFE)),
        ("ts", ("data",), Role(Use.SAFE)),
        ("ts", ("data", "properties"), None),
        ("ts", ("properties",), None),
        ("token", ("properties",), None),
        ("lib", ("sdk",), Role(Use.SAFE)),
        ("lib", ("data", "deep", "sdk"), Role(Use.SAFE)),
        ("em", ("data", "properties"), Role(Use.VALUE, "EMAIL_HASH")),
    ],
)
def test_what_need_not_be_searched_holds_only_where_it_was_said(key: str, parents: tuple[str, ...], role: Role | None) -> None:
    """A bare safe name is the message's or an event's own; in a bag of properties anything can stand under it."""
    vendor = read_vendor(FILE.replace("safe = 'ts v'", "safe = 'ts v sdk.lib'"), "acme.toml")
    assert vendor.role(key, parents) == role


def test_the_recipe_says_what_is_done_with_a_parameter() -> None:
    """Dropped, cut to its origin, replaced, kept, or nothing said."""
    recipe = read_vendor(FILE, "acme.toml").recipe
    assert recipe.treatment("name", ("user",)) == (Treatment.DROP, "")
    assert recipe.treatment("dl") == (Treatment.ORIGIN, "")
    assert recipe.treatment("ev") == (Treatment.NEUTRAL, "Event")
    assert recipe.treatment("to") == (Treatment.KEEP, "")
    assert recipe.treatment("user") is None


@pytest.mark.parametrize(
    ("method", "host", "path", "name"),
    [
        ("POST", "acme.example", "/v1/7/events", "events"),
        ("post", "eu.acme.example", "/v1/7/events/", "events"),
        ("GET", "acme.example", "/v1/7/events", "anything"),
        ("POST", "acme.example", "/v1/7/8/events", "anything"),
        ("GET", "api.acme.example", "/v1/users", "users"),
        ("GET", "api.acme.example", "/v1/users/7/devices", "users"),
        ("GET", "acme.example", "/v1/users/7", "anything"),
        ("GET", "127.0.0.1", "/v1/users/7", "users"),
        ("GET", "acme.example", "", "anything"),
    ],
)
def test_a_request_is_the_first_operation_that_takes_it(method: str, host: str, path: str, name: str) -> None:
    """Method, host and whole path segments count; on a host that is not the vendor's, hosts do not."""
    endpoint = read_vendor(FILE, "acme.toml").endpoint(method, host, path)
    assert endpoint is not None
    assert endpoint.name == name


def test_no_operation_takes_a_request_that_none_describes() -> None:
    """Without a match there is no endpoint, and nobody pretends to be the vendor."""
    vendor = read_vendor(FILE.replace('path = "/**"', 'path = "/only"'), "acme.toml")
    assert vendor.endpoint("GET", "acme.example", "/elsewhere") is None


def test_a_stop_raises_where_the_file_says_nothing() -> None:
    """Silence never makes a synthetic answer."""
    assert read_vendor(FILE, "acme.toml").endpoints[2].on_block is OnBlock.RAISE


def test_the_quick_readers_fall_back_to_the_full_one() -> None:
    """A head in another form of TOML is read all the same."""
    other = FILE.replace('company = "Acme"', "company = 'Acme'")
    assert read_head(other, "acme.toml").company == "Acme"
    assert read_head(other, "acme.toml") == read_head(FILE, "acme.toml")
    assert read_parameters(FILE, "acme.toml") == read_vendor(FILE, "acme.toml").parameters
    assert read_parameters(FILE.partition("[parameters]")[0], "acme.toml") == {}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'category = "ad_tracker"',
            'category = "ad_traker"',
            r"acme.toml: category: 'ad_traker' is not known; did you mean 'ad_tracker'\?",
        ),
        ('basis = "wire"', 'bassis = "wire"', r"acme.toml: unknown option 'bassis'; did you mean 'basis'\?"),
        ('company = "Acme"\n', "", r"acme.toml: company: expected text, got nothing"),
        ('path = "/**"', 'pth = "/**"', r"acme.toml: \[\[endpoint\]\] number 3: path: expected text, got nothing"),
        ('events = ["data"]', 'event = ["data"]', r"number 1: unknown option 'event'; did you mean 'events'\?"),
        ('on_block = "refuse"', 'on_block = "reply"', r"number 2: reply: on_block = 'reply' and a reply go together"),
        ('on_block = "reply"\n', "", r"number 1: reply: on_block = 'reply' and a reply go together"),
        ("status = 202", "staus = 202", r"unknown option 'staus'; did you mean 'status'\?"),
        ("EMAIL_HASH = 'em user.em'", "EMAIL_HSH = 'em'", r"\[value\]: unknown entity 'EMAIL_HSH'; did you mean 'EMAIL_HASH'\?"),
        ("HEALTH_URL_PATH = 'dl'", "EMAIL_ADDRESS = 'dl'", r"EMAIL_ADDRESS: content is text in which health terms are sought"),
        ("safe = 'ts v'", "safe = 'ts em'", r"em: has two roles, safe  and value EMAIL_HASH; keep one"),
        ("safe = 'ts v'", "save = 'ts v'", r"\[parameters\]: unknown option 'save'; did you mean 'safe'\?"),
        ("drop = 'user.*'", "drops = 'user.*'", r"\[recipe\]: unknown option 'drops'; did you mean 'drop'\?"),
        ('ev = "Event"', "ev = 1", r"\[neutral\]: ev: expected text, got int"),
        ('id = "acme"', 'id = "acme', r"acme.toml: not TOML: "),
    ],
)
def test_a_mistake_is_refused_by_file_and_option(old: str, new: str, message: str) -> None:
    """Whoever adds a vendor learns which line is wrong."""
    assert old in FILE
    with pytest.raises(ConfigurationError, match=message):
        read_vendor(FILE.replace(old, new, 1), "acme.toml")
