"""Reads a vendor file: TOML in, a checked `Vendor` out.

::

    id = "meta"
    company = "Meta"
    category = "ad_tracker"
    hosts = ["facebook.com"]
    sources = ["https://developers.facebook.com/docs/marketing-api/conversions-api"]
    basis = "documentation"                     # documentation | sdk | wire | knowledge

    [[endpoint]]
    name = "events"
    methods = ["POST"]
    path = "/*/*/events"                        # * one segment, a last ** any number
    events = ["data"]                           # keys that hold a batch here
    on_block = "reply"                          # reply | refuse | raise
    reply = { status = 200, type = "application/json", body = '{"events_received":1}' }

    [parameters]
    safe = 'value currency'                     # names, parted by white space
    opaque = 'access_token'
    [parameters.value]
    EMAIL_HASH = 'em user_data.em'              # by entity
    [parameters.content]
    HEALTH_URL_PATH = 'dl event_source_url'

    [recipe]
    drop = 'user_data.*'
    origin = 'dl'
    keep = 'value'
    [recipe.neutral]
    event_name = 'Event'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from phiguard.destinations.tables import Table, suggestion
from phiguard.destinations.vendor import Basis, Endpoint, Head, OnBlock, Recipe, Vendor
from phiguard.errors import ConfigurationError
from phiguard.model.destination import Category
from phiguard.model.entities import ENTITIES, Kind
from phiguard.model.reply import Reply
from phiguard.model.roles import Role, Use

__all__ = ["read_head", "read_parameters", "read_vendor"]

_HEAD = re.compile(r'^(id|company|category) = "([^"\\]*)"', re.MULTILINE)
_HOSTS = re.compile(r"^hosts = \[([^\]]*)\]", re.MULTILINE)
_QUOTED = re.compile(r'"([^"\\]*)"')


def read_vendor(text: str, name: str) -> Vendor:
    """The vendor that a file describes.

    Args:
        text: the file's text.
        name: the file's name, for messages.

    Raises:
        ConfigurationError: the file is not TOML, or an option is unknown, missing or of the wrong type.
    """
    table = _parsed(text, name)
    head = _head(table)
    vendor = Vendor(
        id=head.id,
        company=head.company,
        category=head.category,
        hosts=head.hosts,
        sources=table.texts("sources"),
        basis=table.word("basis", Basis, Basis.KNOWLEDGE),
        endpoints=tuple(_endpoint(item) for item in table.tables("endpoint")),
        parameters=_parameters(table.table("parameters")),
        recipe=_recipe(table.table("recipe")),
    )
    table.done()
    return vendor


def read_head(text: str, name: str) -> Head:
    """Only the head of the file, at a hundredth of the time.

    Reads the plain form that the files are written in; any other is left to the full reader.
    """
    head = text.partition("\n[[")[0]
    words, hosts = dict(_HEAD.findall(head)), _HOSTS.search(head)
    if len(words) != len(("id", "company", "category")) or hosts is None:
        return _head(_parsed(text, name))
    return Head(words["id"], words["company"], Category(words["category"]), tuple(_QUOTED.findall(hosts[1])))


def read_parameters(text: str, name: str) -> Mapping[str, Role]:
    """Only what the parameters hold, at a quarter of the time."""
    start = text.find("\n[parameters")
    end = text.find("\n[recipe", start)
    table = _parsed(text[start : end if end > 0 else None] if start >= 0 else "", name)
    return _parameters(table.table("parameters"))


def _parsed(text: str, name: str) -> Table:
    import tomllib

    try:
        return Table(tomllib.loads(text), name)
    except tomllib.TOMLDecodeError as error:
        msg = f"{name}: not TOML: {error}"
        raise ConfigurationError(msg) from error


def _head(table: Table) -> Head:
    return Head(
        id=table.text("id"),
        company=table.text("company"),
        category=table.word("category", Category),
        hosts=table.texts("hosts"),
    )


def _endpoint(table: Table) -> Endpoint:
    endpoint = Endpoint(
        name=table.text("name"),
        path=table.text("path"),
        methods=table.texts("methods"),
        hosts=table.texts("hosts"),
        events=table.texts("events"),
        reply=_reply(table.table("reply")) if "reply" in table else None,
        on_block=table.word("on_block", OnBlock, OnBlock.RAISE),
    )
    table.done()
    if (endpoint.on_block is OnBlock.REPLY) is not (endpoint.reply is not None):
        msg = f"{table.where}: reply: on_block = 'reply' and a reply go together"
        raise ConfigurationError(msg)
    return endpoint


def _reply(table: Table) -> Reply:
    kind = table.text("type", "")
    reply = Reply(
        status=int(table.number("status", 200, least=100)),
        headers=(("Content-Type", kind),) if kind else (),
        body=table.text("body", "").encode(),
    )
    table.done()
    return reply


def _parameters(table: Table) -> Mapping[str, Role]:
    roles: dict[str, Role] = {}
    for use in (Use.SAFE, Use.OPAQUE):
        roles |= dict.fromkeys(table.text(use, "").split(), Role(use))
    for use in (Use.VALUE, Use.CONTENT):
        part = table.table(use)
        for entity in part.keys():  # noqa: SIM118 -- a Table is not a mapping: keys() is what counts options as known
            _check_entity(entity, use, part.where)
            _add(roles, part.text(entity).split(), Role(use, entity), part.where)
    table.done()
    return MappingProxyType(roles)


def _add(roles: dict[str, Role], names: list[str], role: Role, where: str) -> None:
    for name in names:
        if name in roles:
            msg = f"{where}: {name}: has two roles, {roles[name].use} {roles[name].entity} and {role.use} {role.entity}; keep one"
            raise ConfigurationError(msg)
        roles[name] = role


def _check_entity(entity: str, use: Use, where: str) -> None:
    if entity not in ENTITIES:
        msg = f"{where}: unknown entity {entity!r}{suggestion(entity, ENTITIES)}"
        raise ConfigurationError(msg)
    if use is Use.CONTENT and ENTITIES[entity].kind is not Kind.HEALTH:
        msg = f"{where}: {entity}: content is text in which health terms are sought, so its entity is a health one"
        raise ConfigurationError(msg)


def _recipe(table: Table) -> Recipe:
    neutral = table.table("neutral")
    recipe = Recipe(
        drop=tuple(table.text("drop", "").split()),
        origin=tuple(table.text("origin", "").split()),
        neutral=MappingProxyType({name: neutral.text(name) for name in neutral.keys()}),  # noqa: SIM118 -- as above
        keep=tuple(table.text("keep", "").split()),
    )
    table.done()
    return recipe
