"""Derives ``catalogue.txt`` from the data of third-party-web (MIT): run by hand when a new release of it is taken over.

::

    npm pack third-party-web && tar xzf third-party-web-*.tgz
    python -m phiguard.destinations.build_catalogue package

What each of its categories becomes, and which companies are something else, stands in ``catalogue_map.toml``.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from phiguard.model.destination import Category

__all__ = ["derive", "main"]

_HERE = Path(__file__).parent
_HEAD = "# Derived by build_catalogue.py from third-party-web {version}, MIT licence, Copyright (c) 2019 Patrick Hulce (see NOTICE)."


def derive(entities: Iterable[dict[str, Any]], *, mapping: dict[str, Any]) -> list[str]:
    """The lines of the catalogue.

    Args:
        entities: what ``dist/entities-nostats.json`` holds.
        mapping: what ``catalogue_map.toml`` holds.
    """
    special = {company: Category(category) for category, companies in mapping["company"].items() for company in companies}
    general = {name: Category(category) for name, category in mapping["category"].items()}
    domains: dict[tuple[str, Category], list[str]] = defaultdict(list)
    taken = set(mapping["host"]["unlisted"])
    for entity in entities:
        category = special.get(entity["name"], general.get(entity["category"], Category.UNLISTED))
        if category is Category.UNLISTED:
            continue
        for domain in entity["domains"]:
            host = domain.removeprefix("*.").lower()
            if host not in taken and re.fullmatch(r"[a-z0-9.-]+\.[a-z0-9-]+", host):
                taken.add(host)
                domains[entity["name"].removesuffix("-VOID"), category].append(host)
    return sorted(_lines(domains))


def _lines(domains: dict[tuple[str, Category], list[str]]) -> Iterable[str]:
    ids: set[str] = set()
    for (company, category), hosts in sorted(domains.items()):
        stem = re.sub(r"[^a-z0-9]+", "_", company.lower()).strip("_") or "unnamed"
        name = next(name for number in range(1, 99) if (name := stem if number == 1 else f"{stem}_{number}") not in ids)
        ids.add(name)
        yield f"{name}\t{category}\t{company}\t{' '.join(sorted(hosts))}"


def main(folder: str, target: Path = _HERE / "catalogue.txt") -> None:
    """Write *target* from the unpacked package in *folder*."""
    package = Path(folder)
    entities = json.loads((package / "dist" / "entities-nostats.json").read_text(encoding="utf-8"))
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    mapping = tomllib.loads((_HERE / "catalogue_map.toml").read_text(encoding="utf-8"))
    lines = [_HEAD.format(version=version), *derive(entities, mapping=mapping)]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
