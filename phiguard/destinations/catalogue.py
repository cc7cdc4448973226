"""Who stands behind a host: company and category, for vendors with a file of their own and for the companies of the derived list.

The list, ``catalogue.txt``, is made by `phiguard.destinations.build_catalogue` from the data of third-party-web (MIT, see NOTICE).
One line a company: id, category, company, its domains parted by blanks; tabs between.  A vendor file wins over it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from phiguard.destinations import vendors
from phiguard.model.destination import Category

__all__ = ["Listing", "derived", "find", "named"]

_LIST = Path(__file__).with_name("catalogue.txt")


class Listing(NamedTuple):
    """One recipient that the catalogue knows; a named tuple, because two thousand are made at the first look-up.

    Attributes:
        id: its name in policies and reports.
        company: the company behind it.
        category: what kind of recipient it is.
        vendor: the vendor file that describes it, or empty.
    """

    id: str
    company: str
    category: Category
    vendor: str = ""


def find(host: str) -> Listing | None:
    """Who is behind *host* (lower case, no port, no final dot): by the host itself, else by the nearest domain above it.

    A vendor file speaks for everything below its hosts, whatever the list says about a part of it.
    """
    return _nearest(host, _own()) or _nearest(host, derived())


def named(listing_id: str) -> Listing | None:
    """The listing of that id, or None."""
    return _by_id().get(listing_id)


def _nearest(host: str, hosts: dict[str, Listing]) -> Listing | None:
    while host:
        found = hosts.get(host)
        if found is not None:
            return found
        host = host.partition(".")[2]
    return None


@cache
def _own() -> dict[str, Listing]:
    """The hosts of the vendor files."""
    return {host: Listing(vendor.id, vendor.company, vendor.category, vendor.id) for vendor in vendors.heads() for host in vendor.hosts}


@cache
def derived() -> dict[str, Listing]:
    """The domains of the derived list; not those of the vendor files, which win over it."""
    categories = {str(category): category for category in Category}
    hosts: dict[str, Listing] = {}
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        listing_id, category, company, domains = line.split("\t")
        hosts.update(dict.fromkeys(domains.split(" "), Listing(listing_id, company, categories[category])))
    return hosts


@cache
def _by_id() -> dict[str, Listing]:
    return {listing.id: listing for listing in (*derived().values(), *_own().values())}
