"""What is known about one vendor's interface: hosts, endpoints, what each parameter holds, and what redaction takes away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from phiguard.destinations.names import Names
from phiguard.model.destination import Category
from phiguard.model.reply import Reply
from phiguard.model.roles import Role, Use

__all__ = ["Basis", "Endpoint", "Head", "OnBlock", "Recipe", "Treatment", "Vendor", "beneath"]


_UNSEARCHED = (Use.SAFE, Use.OPAQUE)
_BARE = frozenset(".[*^")
"""What a name that says nothing of what is above it does not hold."""


class OnBlock(StrEnum):
    """How a stop surfaces at an endpoint."""

    REPLY = "reply"
    """The vendor's own kind of success: nobody reads the answer, and any other would be retried."""
    REFUSE = "refuse"
    """A synthetic 451, which no client retries."""
    RAISE = "raise"
    """An exception: somebody waits for the answer and must learn that there is none."""


class Basis(StrEnum):
    """How certain the shapes in a vendor file are."""

    DOCUMENTATION = "documentation"
    """Read in the vendor's documentation."""
    SDK = "sdk"
    """Read in the source of the vendor's own client."""
    WIRE = "wire"
    """Seen as a recorded request in public code."""
    KNOWLEDGE = "knowledge"
    """General knowledge, not read again."""


class Treatment(StrEnum):
    """What redaction does with a parameter."""

    DROP = "drop"
    """Taken away with its key."""
    ORIGIN = "origin"
    """A URL, of which the origin stays."""
    NEUTRAL = "neutral"
    """Replaced by a text that says nothing."""
    KEEP = "keep"
    """Left as it is even if it identifies: the call has no purpose without it (the address that a message goes to)."""


class Head(NamedTuple):
    """What the catalogue needs of a vendor; attributes as in `Vendor`."""

    id: str
    company: str
    category: Category
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One operation of a vendor's interface.

    Attributes:
        name: what it does: ``events``, ``audience``.
        path: pattern of whole path segments: ``*`` is any one, a last ``**`` any number of them, none included.
        methods: HTTP methods; any when empty.
        hosts: only on these hosts and those below them; on all of the vendor's when empty.
        events: keys that hold a batch of events here.
        reply: what a client is told in place of the vendor's answer, in the vendor's real shape; only where nobody reads it.
        on_block: how a stop surfaces.
    """

    name: str
    path: str
    methods: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    reply: Reply | None = None
    on_block: OnBlock = OnBlock.RAISE
    _segments: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Split the pattern once."""
        object.__setattr__(self, "_segments", tuple(self.path.strip("/").split("/")))

    def takes(self, method: str, path: str) -> bool:
        """Whether a request of *method* to *path* is this operation."""
        if self.methods and method.upper() not in self.methods:
            return False
        wanted, given = self._segments, path.strip("/").split("/")
        if wanted[-1] == "**":
            wanted, given = wanted[:-1], given[: len(wanted) - 1]
        return len(wanted) == len(given) and all(want in ("*", got) for want, got in zip(wanted, given, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a call to this vendor is redacted so that it stays valid; names as in `phiguard.destinations.names`.

    Attributes:
        drop: parameters that are taken away.
        origin: parameters that hold a URL, of which only the origin stays.
        neutral: parameters that are replaced, by what replaces them.
        keep: parameters that stay even when they identify somebody: the call has no purpose without them.
    """

    drop: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    neutral: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    keep: tuple[str, ...] = ()
    _names: Names[tuple[Treatment, str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the names once."""
        table: dict[str, tuple[Treatment, str]] = dict.fromkeys(self.drop, (Treatment.DROP, ""))
        table |= dict.fromkeys(self.origin, (Treatment.ORIGIN, ""))
        table |= {name: (Treatment.NEUTRAL, text) for name, text in self.neutral.items()}
        table |= dict.fromkeys(self.keep, (Treatment.KEEP, ""))
        object.__setattr__(self, "_names", Names(table))

    def treatment(self, key: str, parents: tuple[str, ...] = ()) -> tuple[Treatment, str] | None:
        """What is done with the value under *key* below *parents*, with the text that replaces it; None when the recipe is silent."""
        return self._names.find(key, parents)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """One vendor.

    Attributes:
        id: name in policies and reports.
        company: the company behind it.
        category: what kind of recipient it is.
        hosts: domains; each stands for itself and everything below it.
        sources: where its shapes were read.
        basis: how certain they are.
        endpoints: its operations, first match first.
        parameters: what each parameter holds; names as in `phiguard.destinations.names`.
        recipe: how a call is redacted.
    """

    id: str
    company: str
    category: Category
    hosts: tuple[str, ...]
    sources: tuple[str, ...] = ()
    basis: Basis = Basis.KNOWLEDGE
    endpoints: tuple[Endpoint, ...] = ()
    parameters: Mapping[str, Role] = field(default_factory=lambda: MappingProxyType({}))
    recipe: Recipe = field(default_factory=Recipe)
    _roles: Names[Role] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the parameters once.

        What says that a value need not be searched holds where it was said: a bare ``type`` is the message's or an event's own, never
        one of a bag of properties that the application fills.
        """
        events = {key for endpoint in self.endpoints for key in endpoint.events}
        anchored = {
            f"^{name}" if role.use in _UNSEARCHED and _BARE.isdisjoint(name) else name: role for name, role in self.parameters.items()
        }
        object.__setattr__(self, "_roles", Names(anchored, events))

    def endpoint(self, method: str, host: str, path: str) -> Endpoint | None:
        """The operation that a request is, or None.

        A host that is not the vendor's own (a proxy, a recorder that the policy names) takes part in every operation.
        """
        own = beneath(host, self.hosts)
        for endpoint in self.endpoints:
            elsewhere = own and endpoint.hosts and not beneath(host, endpoint.hosts)
            if not elsewhere and endpoint.takes(method, path):
                return endpoint
        return None

    def role(self, key: str, parents: tuple[str, ...] = ()) -> Role | None:
        """What the parameter *key* below *parents* (keys above, outermost first, as written) holds, or None."""
        return self._roles.find(key, parents)


def beneath(host: str, domains: tuple[str, ...]) -> bool:
    """Whether *host* is one of *domains* or below one."""
    return any(host == domain or host.endswith("." + domain) for domain in domains)
