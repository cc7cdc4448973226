"""The closed words that reports are made of; whatever is not one of them becomes ``other``.

A report is itself an egress (domain.md: never the value, its mask, the path segment, or a key that holds a value).  So nothing
is passed through on trust: each word that leaves here is looked up in a table that this package, the catalogue or the policy wrote.
"""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from phiguard import errors
from phiguard.model.decision import Action
from phiguard.model.entities import ENTITIES

if TYPE_CHECKING:
    from phiguard.model.destination import Destination
    from phiguard.model.inspection import Inspection

__all__ = ["CHANNELS", "OTHER", "REASONS", "channel", "destination_id", "entity_class", "error_type", "is_reported", "reasons"]

OTHER = "other"

CHANNELS = frozenset({"http", "websocket", "smtp", "grpc", "event", "stream", "socket", "subprocess", "database", "file"})
"""What a call can travel by."""

REASONS = frozenset(
    {"oversize", "budget", "depth", "expansion", "undecodable", "opaque", "stream", "closed", "no_engine", "error", "recognizer_error"}
)
"""Why something was not looked at: the words of `phiguard.model.inspection.Inspection.incomplete`."""


def destination_id(destination: Destination) -> str:
    """The catalogue's or the policy's id; ``_other`` for a host that nobody listed, as a host name can carry PHI."""
    return "_other" if destination.listed == "nobody" else destination.id


def channel(word: str) -> str:
    """*word* if it is a known channel."""
    return word if word in CHANNELS else OTHER


def reasons(inspection: Inspection) -> tuple[str, ...]:
    """Why the look was not complete, each word once, sorted."""
    return tuple(sorted({word if word in REASONS else OTHER for word in inspection.incomplete}))


def entity_class(entity: str) -> str:
    """The coarse class of an entity; ``custom`` for one that the policy defines."""
    row = ENTITIES.get(entity)
    return row.group.value if row else "custom"


def error_type(kind: str) -> str:
    """*kind* if it is the name of an error of Python's or phiguard's own, else ``other``: a class can be made with any name."""
    known = getattr(builtins, kind, None) or getattr(errors, kind, None)
    return kind if isinstance(known, type) and issubclass(known, BaseException) else OTHER


def is_reported(inspection: Inspection) -> bool:
    """Whether somebody should read about this call: the rules ask for more than to let it go, or the failure mode decided."""
    decision = inspection.decision
    return decision.wanted is not Action.ALLOW or decision.action is not Action.ALLOW or decision.rule.startswith("failure:")
