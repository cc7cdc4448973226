"""Where a finding stands, written so that it can be reported: positions, keys of the role table, and the codecs undone on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from phiguard.destinations import vendors
from phiguard.detection.keys import split_key, table
from phiguard.model.leaf import Step, Where

__all__ = ["path_of"]

_LONGEST = 40
_STRUCTURE = frozenset(
    """batch events event properties traits context user user_data custom_data data attributes contents content messages message parts
    params fields records items entry resource extra request exception values stacktrace frames vars breadcrumbs tags contexts headers
    cookies body payload personalizations input variables metadata page query path schema rows cells""".split()  # noqa: SIM905 -- a table of words
)


def path_of(where: Where, steps: Iterable[Step]) -> str:
    """``body.user_data.em[0]``: keys that a public table holds, ``[n]`` for every other step, ``!codec`` where something was undone."""
    parts = [str(where)]
    for step in steps:
        if step.codec:
            parts.append(f"!{step.codec}")
        name = _public(step.key) if step.key else ""
        parts.append(f".{name}" if name else f"[{step.position if step.position >= 0 else ~step.position}]")
    return "".join(parts)


@lru_cache(maxsize=4096)
def _public(key: str) -> str:
    """*key* in plain words when the role table, a vendor file or common structure holds just these words; else nothing."""
    if len(key) > _LONGEST or re.search(r"\d{3}|[@\s]", key):
        return ""
    words = split_key(key)
    name = "_".join(words)
    known = " ".join(words) in table().forms or name in _STRUCTURE or key.lower() in vendors.parameters()
    return name if known else ""
