"""What a vendor's recipe does to a message: members that go with their key, URLs that are cut, names that are made neutral.

A recipe speaks of parameters as the vendor documents them; here they become nodes of one document.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from phiguard.decoding import DROP, Replace
from phiguard.destinations.vendors import Treatment
from phiguard.model.leaf import LeafType, Where
from phiguard.redaction.placeholders import SCALARS, TOKEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from phiguard.decoding import Document, Edit
    from phiguard.destinations.vendors import Recipe
    from phiguard.model.leaf import Address, Leaf

__all__ = ["Treated", "edits", "treated"]

_WEB = frozenset({"http", "https", "ws", "wss"})
_HOST_END = re.compile(r"[/?#\\]")


class Treated(NamedTuple):
    """What the recipe says about one leaf.

    Attributes:
        node: the member that it is about: the leaf, or what the leaf stands in.
        treatment: what is done to it.
        text: the replacement, where it is one.
    """

    node: Address
    treatment: Treatment
    text: str


def treated(document: Document, leaf: Leaf, recipe: Recipe) -> Treated | None:
    """What *recipe* says about *leaf*: the outermost member that it names and the leaf stands in; None when it is silent.

    A key that stands beside its value (``{"name": "email", "value": ...}``) or above its column is no step of the way there, but
    the leaf is called by it; so the leaf's own name is asked last.
    """
    keys: list[str] = []
    steps = document.trail(leaf.address)
    for depth, step in enumerate(steps, 1):
        if step.key is None:
            continue
        found = recipe.treatment(step.key, tuple(keys))
        keys.append(step.key)
        if found is not None:
            return Treated(_member(leaf.address[:depth]), *found)
    named = None if _in_path(leaf) or not leaf.key else recipe.treatment(leaf.key, leaf.parents)
    return Treated(leaf.address, *named) if named else None


def _in_path(leaf: Leaf) -> bool:
    """Whether *leaf* may be a path segment, which is called after the one before it: that is no parameter's name."""
    return leaf.where is Where.URL or leaf.encodings[-1:] == ("url",)


def _member(node: Address) -> Address:
    """The member whose key stands at *node* (the key of member *i* stands at ``~i``), or *node* itself."""
    return (*node[:-1], ~node[-1]) if node and node[-1] < 0 else node


def edits(found: Treated, leaves: Sequence[Leaf]) -> Mapping[Address, Edit]:
    """The edits that *found* asks for.

    A listed object keeps its keys, and loses all its values, whether something was found in them or not: nobody knows what else a
    frame's variables or a form's fields say, but their names are what an error report is read for.  Anything else goes as a member.

    Args:
        found: what the recipe says.
        leaves: all leaves of its node, in order.
    """
    if found.treatment is Treatment.NEUTRAL:
        return {found.node: Replace(found.text)}
    if found.treatment is Treatment.ORIGIN:
        return {found.node: Replace(_origin(leaves))}
    if any(leaf.type is LeafType.KEY and len(leaf.address) > len(found.node) for leaf in leaves):
        return {
            leaf.address: Replace(SCALARS.get(leaf.type, TOKEN))
            for leaf in leaves
            if leaf.type is not LeafType.KEY and not _is_origin(leaf)
        }
    return {found.node: DROP}


def _is_origin(leaf: Leaf) -> bool:
    """Whether *leaf* is scheme and host of a URL, without which what follows would be no URL."""
    return leaf.encodings[-1:] == ("url",) and "://" in leaf.text


def _origin(leaves: Sequence[Leaf]) -> str:
    """Scheme and host of the URL that *leaves* are the parts of; only a slash when it has none."""
    scheme, mark, rest = leaves[0].text.partition("://")
    if not mark or scheme.lower() not in _WEB:
        return "/"
    host = _HOST_END.split(rest, maxsplit=1)[0].rpartition("@")[2]
    return f"{scheme}://{host}"
