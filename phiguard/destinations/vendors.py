"""The vendor files beside this one, each read when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from phiguard.destinations.vendor import Basis, Endpoint, Head, OnBlock, Recipe, Treatment, Vendor
from phiguard.destinations.vendor_file import read_head, read_parameters, read_vendor
from phiguard.model.roles import Role, Use

__all__ = ["GENERIC", "Basis", "Endpoint", "Head", "OnBlock", "Recipe", "Treatment", "Vendor", "get", "heads", "ids", "parameters"]

GENERIC = "generic"
"""The file that stands for every tracker that has none of its own."""

_FOLDER = Path(__file__).with_name("vendors")
_PRECEDENCE = (Use.VALUE, Use.CONTENT, Use.OPAQUE, Use.SAFE)


@cache
def ids() -> tuple[str, ...]:
    """The ids of all vendors, sorted; `GENERIC` is none of them."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml") if path.stem != GENERIC))


@cache
def get(vendor_id: str) -> Vendor:
    """The vendor of that id.

    Raises:
        KeyError: there is no such vendor.
        ConfigurationError: its file is broken.
    """
    if vendor_id != GENERIC and vendor_id not in ids():
        raise KeyError(vendor_id)
    return read_vendor(_text(vendor_id), f"{vendor_id}.toml")


@cache
def heads() -> tuple[Head, ...]:
    """Every vendor with its name, category and hosts only: cheap, for the catalogue."""
    return tuple(read_head(_text(vendor_id), f"{vendor_id}.toml") for vendor_id in ids())


@cache
def parameters() -> Mapping[str, Role]:
    """What the parameters of all vendors hold, by their own name without the names above it (``em`` for ``user_data.em``), lower case.

    Where vendors differ, the role that says most wins: a value, then content, then opaque, then safe.  A name for everything below
    (``cd[*]``) stands for no key of its own and is left out.
    """
    found: dict[str, Role] = {}
    for vendor_id in (*ids(), GENERIC):
        for pattern, role in read_parameters(_text(vendor_id), f"{vendor_id}.toml").items():
            key = pattern.lower().rstrip("]").replace("[", ".").rpartition(".")[2].strip("#^")
            if key not in ("", "*") and not key.isdigit() and (key not in found or _rank(role) < _rank(found[key])):
                found[key] = role
    return MappingProxyType(found)


def _rank(role: Role) -> int:
    return _PRECEDENCE.index(role.use)


def _text(vendor_id: str) -> str:
    return (_FOLDER / f"{vendor_id}.toml").read_text(encoding="utf-8")
