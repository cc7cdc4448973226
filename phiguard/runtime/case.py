"""Everything that one examination needs, as a value: what came in, who would receive it, and what decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from phiguard.decoding import Document
    from phiguard.destinations.vendors import Vendor
    from phiguard.detection.known_values import Known
    from phiguard.detection.types import Recognizer
    from phiguard.model.context import CallContext
    from phiguard.model.destination import Destination
    from phiguard.policy import Policy

__all__ = ["Case"]


@dataclass(frozen=True, slots=True, repr=False)
class Case:
    """Everything that one examination needs.

    Attributes:
        source: the message: an `OutboundCall`, or an SDK's own object.
        opener: opens *source*, or a rewritten one, into a document.
        destination: the recipient.
        vendor: the recipient's vendor file, if it has one.
        context: the call's context.
        known: matchers for the known values in force.
        extra: recognizers of the policy.
        policy: what decides.
    """

    source: Any
    opener: Callable[[Any], Document]
    destination: Destination
    vendor: Vendor | None
    context: CallContext
    known: Sequence[Known]
    extra: Sequence[Recognizer]
    policy: Policy
