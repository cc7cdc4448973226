"""Who a host is: what the policy says first, then the sender's own domains, then the catalogue, and nobody in the end."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date

from phiguard.destinations import catalogue, vendors
from phiguard.destinations.tables import suggestion
from phiguard.model.destination import Category, Destination
from phiguard.policy.rules import DestinationRule

__all__ = ["NOBODY", "Directory", "normal_host"]

NOBODY = Destination(id="_other", category=Category.UNLISTED)
"""A recipient that neither the policy nor the catalogue names."""

_ASKED_MOST = 64
"""Unknown ids that are remembered, so that each is told once; beyond that nothing more is said."""

_logger = logging.getLogger("phiguard")

_OWN = Destination(id="_self", category=Category.FIRST_PARTY, listed="policy")


def normal_host(host: str) -> str:
    """*host* as it is compared: lower case, without brackets and final dot."""
    return host.strip("[]").rstrip(".").lower()


class Directory:
    """An index of a policy's destinations and own domains.

    Args:
        rules: the destinations; hosts are checked and in normal form.
        domains: the sender's own domains.
    """

    __slots__ = ("_asked", "_below", "_by_id", "_exact", "_own")

    def __init__(self, rules: Sequence[DestinationRule], domains: Sequence[str]) -> None:
        self._by_id = {rule.id: rule for rule in rules}
        self._exact: dict[str, DestinationRule] = {}
        self._below: dict[str, DestinationRule] = {}
        self._own = frozenset(domains)
        self._asked: set[str] = set()
        for rule in rules:
            for host in rule.hosts:
                if host.startswith("*."):
                    self._below[host[2:]] = rule
                else:
                    self._exact[host] = rule

    def find(self, host: str, port: int | None, *, today: date | None, carries: Callable[[str], bool] | None) -> Destination:
        """The recipient behind a host."""
        host = normal_host(host)
        rule = self._rule(host, port)
        if rule is not None:
            return rule.destination(today, carries)
        return _OWN if self._is_own(host) else _listed(catalogue.find(host))

    def named(self, name: str, *, today: date | None, carries: Callable[[str], bool] | None) -> Destination:
        """The recipient of that id: a destination of the policy, else an entry of the catalogue, else nobody, which is said once."""
        rule = self._by_id.get(name)
        if rule is not None:
            return rule.destination(today, carries)
        listing = catalogue.named(name)
        if listing is None:
            self._tell_unknown(name)
        return _listed(listing)

    def _tell_unknown(self, name: str) -> None:
        """A WARNING with the id that was meant; never the one that was given, as nobody knows what an application puts there."""
        if name not in self._asked and len(self._asked) < _ASKED_MOST:
            self._asked.add(name)
            _logger.warning(
                "an event's destination is an id that neither the policy nor the catalogue has: it is judged as unlisted%s",
                suggestion(name, (*self._by_id, *vendors.ids())) or "; name a [[destination]] of the policy or a vendor",
            )

    def rule(self, destination: Destination) -> DestinationRule | None:
        """The policy's own rule for a recipient, or None."""
        return self._by_id.get(destination.id) if destination.listed == "policy" else None

    def _rule(self, host: str, port: int | None) -> DestinationRule | None:
        if not self._by_id:
            return None
        found = (port is not None and self._exact.get(f"{host}:{port}")) or self._exact.get(host)
        while host and not found:
            host = host.partition(".")[2]
            found = self._below.get(host)
        return found or None

    def _is_own(self, host: str) -> bool:
        while host and self._own:
            if host in self._own:
                return True
            host = host.partition(".")[2]
        return False


def _listed(listing: catalogue.Listing | None) -> Destination:
    if listing is None:
        return NOBODY
    return Destination(id=listing.id, category=listing.category, listed="catalogue", vendor=listing.vendor)
