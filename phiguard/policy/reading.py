"""Reads a policy: what a TOML file or a mapping holds, checked option by option, as the parts of a `Policy`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from phiguard.destinations import catalogue, vendors
from phiguard.destinations.tables import suggestion
from phiguard.errors import ConfigurationError
from phiguard.model.decision import Action
from phiguard.model.destination import Category
from phiguard.model.entities import ENTITIES, Strength
from phiguard.model.limits import Limits
from phiguard.policy.options import Options
from phiguard.policy.rules import Agreement, DestinationRule, FailureRules, Sender, SiteRecognizer
from phiguard.policy.words import REASONS, Failure, Mode, OnBlock, profiles

__all__ = ["read_policy"]

_NOT_YET = {
    "allow": "grant a recipient with granted = true under its [[destination]]",
    "entities": "add identifiers of your own with [[recognizer]]",
    "evidence": "the ledger is configured in code",
    "operators": "what redaction does comes from the vendor files",
    "rule": "what is wanted comes from the disclosure table; set action under a [[destination]]",
    "trust": "say category, baa or granted under each [[destination]]",
}
"""Sections that policies of this kind have elsewhere: refused, because somebody who writes one believes that it has an effect."""

_HOST = re.compile(r"(?:\*\.)?[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?(?::\d{1,5})?|\[?[0-9a-f:.]{2,45}\]?(?::\d{1,5})?", re.ASCII)
_LAST_PORT = 65_535
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}", re.ASCII | re.IGNORECASE)


def read_policy(data: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The arguments of a `Policy`.

    Args:
        data: what the file holds.
        where: what messages call it.

    Raises:
        ConfigurationError: an option is unknown, missing, or wrong.
    """
    table = Options(data, where)
    for section, instead in _NOT_YET.items():
        if section in table:
            msg = f"{where}: [{section}] is not supported and would have no effect: remove it; {instead}"
            raise ConfigurationError(msg)
    parts = {
        "profile": _profile(table),
        "mode": table.word("mode", Mode, Mode.BLOCK),
        "sender": _sender(table.table("sender")),
        "destinations": _destinations(table),
        "limits": _limits(table.table("limits")),
        "failures": _failures(table.table("on_failure")),
        "recognizers": tuple(_recognizer(item) for item in table.tables("recognizer")),
    }
    if table.number("version", 1, least=1) != 1:
        table.refuse("version", "1", "this is the only form of the file that this release reads")
    table.done()
    return parts


def _profile(table: Options) -> str:
    name = table.text("profile", "default")
    if name not in profiles():
        hint = suggestion(name, profiles()) or "; it is one of " + ", ".join(profiles())
        msg = f"{table.where}: profile: {name[:60]!r} is not known{hint}"
        raise ConfigurationError(msg)
    return name


def _sender(table: Options) -> Sender:
    sender = Sender(
        health_service=table.maybe("health_service"),
        domains=_hosts(table, "domains", bare=True),
    )
    table.done()
    return sender


def _limits(table: Options) -> Limits:
    standard = Limits()
    names = [option.name for option in fields(Limits)]
    table.known(*names)
    given: dict[str, Any] = {name: table.number(name, getattr(standard, name), least=1) for name in names if name in table}
    table.done()
    return Limits(**given)


# ---- destinations


def _destinations(table: Options) -> tuple[DestinationRule, ...]:
    rules: dict[str, DestinationRule] = {}
    owners: dict[str, str] = {}
    for item in table.tables("destination"):
        rule = _destination(item)
        if rule.id in rules:
            msg = f"{item.where}: id: {rule.id!r} is used twice; give each destination an id of its own"
            raise ConfigurationError(msg)
        rules[rule.id] = rule
        for host in rule.hosts:
            if host in owners:
                msg = f"{item.where}: hosts: {host!r} stands under {owners[host]!r} and {rule.id!r}; a host has one destination"
                raise ConfigurationError(msg)
            owners[host] = rule.id
    return tuple(rules.values())


def _destination(table: Options) -> DestinationRule:
    name = table.text("id")
    if not _NAME.fullmatch(name):
        msg = f"{table.where}: id: use letters, digits, '_', '-' and '.', 64 at most: it stands in reports"
        raise ConfigurationError(msg)
    table.where = f"{table.where} ({name})"
    hosts = _hosts(table, "hosts")
    vendor = _vendor(table, name, hosts)
    rule = DestinationRule(
        id=name,
        hosts=hosts,
        category=_category(table, vendor, hosts),
        vendor=vendor,
        agreement=_agreement(table),
        granted=table.flag("granted", default=False),
        observe=table.flag("observe", default=True),
        on_block=table.word("on_block", OnBlock) if "on_block" in table else None,
        action=table.word("action", Action) if "action" in table else None,
        on_failure=_modes(table.table("on_failure")),
    )
    table.known("on_block", "action")
    table.done()
    return rule


def _vendor(table: Options, name: str, hosts: tuple[str, ...]) -> str:
    """The vendor file: the one that is named, else the one called like the destination, else the one whose hosts these are."""
    if "vendor" in table:
        vendor = table.text("vendor")
        if vendor and vendor not in vendors.ids():
            msg = f"{table.where}: vendor: there is no vendor file {vendor[:60]!r}{suggestion(vendor, vendors.ids())}"
            raise ConfigurationError(msg)
        return vendor
    table.known("vendor")
    if name in vendors.ids():
        return name
    return next((listing.vendor for listing in map(_listing, hosts) if listing and listing.vendor), "")


def _category(table: Options, vendor: str, hosts: tuple[str, ...]) -> Category:
    if "category" in table:
        return table.category("category")
    table.known("category")
    if vendor:
        return vendors.get(vendor).category
    listing = next(filter(None, map(_listing, hosts)), None)
    if listing is None:
        table.refuse("category", "one word", "it is one of " + ", ".join(Category))
    return listing.category


def _listing(host: str) -> catalogue.Listing | None:
    return catalogue.find(host.removeprefix("*.").partition(":")[0])


def _hosts(table: Options, key: str, *, bare: bool = False) -> tuple[str, ...]:
    """The entries of a list of hosts in normal form; *bare*: a leading ``*.`` says nothing more."""
    return tuple(
        _host(f"{table.where}: {key}", number, host.removeprefix("*.") if bare else host) for number, host in enumerate(table.texts(key), 1)
    )


def _host(where: str, number: int, host: str) -> str:
    """One host; messages name it by its position, as what stands there may be a whole URL with all that is in it."""
    host = host.rstrip(".").lower()
    if not _HOST.fullmatch(host):
        remedy = "write api.example.com, api.example.com:8443 or *.example.com, without scheme and path"
        msg = f"{where}: entry {number} is no host; {remedy}"
        raise ConfigurationError(msg)
    if _port(host) > _LAST_PORT:
        msg = f"{where}: entry {number} has a port above {_LAST_PORT}; write the port that the call goes to, or none for all"
        raise ConfigurationError(msg)
    return host.replace("[", "").replace("]", "") if host.startswith("[") else host


def _port(host: str) -> int:
    """The port that a checked host names; 0 when it names none, as in an address of IPv6 without brackets."""
    name, colon, port = host.rpartition(":")
    return int(port) if colon and port.isdecimal() and (":" not in name or name.endswith("]")) else 0


def _agreement(table: Options) -> Agreement | None:
    try:
        return Agreement() if table.flag("baa", default=False) else None
    except ConfigurationError:
        part = _baa_table(table)
    agreement = Agreement(ref=part.text("ref", ""), expires=part.day("expires"), accounts=part.texts("accounts"))
    part.done()
    return agreement


def _baa_table(table: Options) -> Options:
    try:
        return table.table("baa")
    except ConfigurationError:
        table.refuse("baa", "true, false or a table", 'write baa = true or baa = { ref = "...", expires = 2027-01-31 }')


# ---- failure modes and recognizers


def _failures(table: Options) -> FailureRules:
    by_category = {Category(word): _modes(table.table(word)) for word in Category if word in table}
    return FailureRules(general=_modes(table, also=tuple(Category)), by_category=MappingProxyType(by_category))


def _modes(table: Options, also: tuple[str, ...] = ()) -> Mapping[str, Failure]:
    """Reason to mode; *also* are options of the same table that were read already."""
    modes = {reason: table.word(reason, Failure, Failure.REPORT) for reason in REASONS if reason in table}
    table.known(*REASONS, *also)
    table.done()
    return MappingProxyType(modes)


def _recognizer(table: Options) -> SiteRecognizer:
    entity = table.text("entity")
    table.where = f"{table.where} ({entity[:60]})"
    recognizer = SiteRecognizer(
        entity=entity,
        strength=table.word("strength", Strength) if "strength" in table else None,
        keys=table.texts("keys"),
        pattern=table.text("pattern", ""),
        hits=table.texts("hits"),
        misses=table.texts("misses"),
    )
    table.known("strength")
    table.done()
    _check_recognizer(table, recognizer)
    return recognizer


def _check_recognizer(table: Options, recognizer: SiteRecognizer) -> None:
    if recognizer.entity not in ENTITIES and (recognizer.strength is None or not _NAME.fullmatch(recognizer.entity)):
        hint = suggestion(recognizer.entity, ENTITIES)
        msg = f"{table.where}: entity: not one that phiguard knows{hint}; for one of your own, say strength = 'direct' or 'linkable' too"
        raise ConfigurationError(msg)
    if recognizer.strength is Strength.IMPLIED:
        table.refuse("strength", "direct, linkable, clinical or care", "nothing in a message is implied")
    if not recognizer.keys and not recognizer.pattern:
        table.refuse("pattern", "a pattern, or keys", "say how one is recognized")
    if recognizer.pattern and not (recognizer.hits and recognizer.misses):
        table.refuse("hits", "hits and misses beside a pattern", "give at least one text of each: the pattern is proved on them")
