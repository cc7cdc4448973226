"""Whether a request to a host that nobody listed has the shape of a tracker's: visitor or click ids, a page or an event, a tag's path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from phiguard.destinations.names import canonical
from phiguard.model.call import OutboundCall
from phiguard.model.finding import Finding
from phiguard.model.leaf import Leaf

__all__ = ["looks_like_tracker"]

_FILE = Path(__file__).with_name("shape.toml")
_MOST_LEAVES = 2000
_LONGEST_NAME = 40
_SEPARATORS = str.maketrans(dict.fromkeys("_-$ :@"))
_BY_ENTITY = {
    "CLICK_ID": "click",
    "COOKIE_ID": "visitor",
    "MOBILE_AD_ID": "visitor",
    "EMAIL_HASH": "match",
    "PHONE_HASH": "match",
    "NAME_HASH": "match",
}


class _Shape(NamedTuple):
    """``shape.toml``, indexed."""

    groups: Mapping[str, str]
    weights: Mapping[str, int]
    person: frozenset[str]
    told: frozenset[str]
    words: frozenset[str]
    endings: frozenset[str]
    enough: int


def looks_like_tracker(call: OutboundCall, leaves: Sequence[Leaf], findings: Iterable[Finding] = ()) -> bool:
    """Whether *call* has the shape of an advertising or analytics tag's request.

    Args:
        call: the call; of its URL only the path is read.
        leaves: what it holds; only keys are read, those of the first 2,000.
        findings: what was found in it: a cookie id or a hash counts, whatever its key.
    """
    shape = _shape()
    seen = {group for name in _names(leaves) if (group := shape.groups.get(name))}
    seen |= {group for finding in findings if (group := _BY_ENTITY.get(finding.entity))}
    if not seen & shape.person or not seen & shape.told:
        return False
    if _is_tag_path(call.url, shape):
        seen.add("path")
    return sum(shape.weights[group] for group in seen) >= shape.enough


def _names(leaves: Sequence[Leaf]) -> set[str]:
    names = {name for leaf in islice(leaves, _MOST_LEAVES) for name in (leaf.key, *leaf.parents[-2:])}
    return {canonical(name).rpartition(".")[2].translate(_SEPARATORS) for name in names if 0 < len(name) <= _LONGEST_NAME}


def _is_tag_path(url: str, shape: _Shape) -> bool:
    path = url.partition("://")[2].partition("?")[0].partition("#")[0]
    last = path.rstrip("/").rpartition("/")[2][:_LONGEST_NAME].lower() if "/" in path else ""
    stem, _, ending = last.partition(".")
    return ending in shape.endings or stem.rstrip("0123456789") in shape.words


@cache
def _shape() -> _Shape:
    import tomllib

    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return _Shape(
        groups={name: group for group, part in data["group"].items() for name in part["names"]},
        weights={group: part["weight"] for group, part in data["group"].items()} | {"path": data["path"]["weight"]},
        person=frozenset(data["person"]),
        told=frozenset(data["told"]),
        words=frozenset(data["path"]["words"]),
        endings=frozenset(data["path"]["endings"]),
        enough=data["enough"],
    )
