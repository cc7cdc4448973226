"""The parts of a policy: what its file says about the sender, about one recipient, about one site's identifiers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from phiguard.model.decision import Action
from phiguard.model.destination import Category, Destination
from phiguard.model.entities import Strength
from phiguard.policy.words import Failure, OnBlock

__all__ = ["Agreement", "DestinationRule", "FailureRules", "Sender", "SiteRecognizer"]

_EMPTY: Mapping[str, Failure] = MappingProxyType({})


class Sender(NamedTuple):
    """Who sends.

    Attributes:
        health_service: whether that somebody uses the service is health information by itself; None when nobody has said.
        domains: the sender's own domains; each stands for itself and everything below it, and is first-party.
    """

    health_service: bool | None = None
    domains: tuple[str, ...] = ()


class Agreement(NamedTuple):
    """A business associate agreement (45 CFR 164.504(e)).

    Attributes:
        ref: the deployment's name for it.
        expires: last day on which it is in force; None when it has no end.
        accounts: the accounts, projects or keys at the recipient that it covers; all when empty.
    """

    ref: str = ""
    expires: date | None = None
    accounts: tuple[str, ...] = ()

    def in_force(self, today: date | None, carries: Callable[[str], bool] | None) -> bool:
        """Whether it covers a call; what cannot be told (no *today*, no *carries*) does not count as covered.

        Args:
            today: the date of the call.
            carries: tells whether the call goes to an account, by the account's name.
        """
        if self.expires is not None and (today is None or today > self.expires):
            return False
        return not self.accounts or (carries is not None and any(carries(account) for account in self.accounts))


class DestinationRule(NamedTuple):
    """One ``[[destination]]``.

    Attributes:
        id: its name in reports.
        hosts: exact hosts, ``host:port``, or ``*.domain`` for everything below a domain.
        category: what kind of recipient it is.
        vendor: the vendor file that describes it, or empty.
        agreement: the business associate agreement with it, if there is one.
        granted: whether it may have PHI without one (treatment, payment, the patient's own app).
        observe: whether calls to it are looked at at all.
        on_block: how a stop surfaces; None: as the vendor file says.
        action: what is done with a disclosure toward it, in place of the table's answer; None: as the table says.
        on_failure: failure modes of its own, by reason.
    """

    id: str
    hosts: tuple[str, ...]
    category: Category
    vendor: str = ""
    agreement: Agreement | None = None
    granted: bool = False
    observe: bool = True
    on_block: OnBlock | None = None
    action: Action | None = None
    on_failure: Mapping[str, Failure] = _EMPTY

    def destination(self, today: date | None, carries: Callable[[str], bool] | None) -> Destination:
        """The recipient of a call of that day."""
        return Destination(
            id=self.id,
            category=self.category,
            baa=self.agreement is not None and self.agreement.in_force(today, carries),
            listed="policy",
            vendor=self.vendor,
            observe=self.observe,
            granted=self.granted,
        )


class FailureRules(NamedTuple):
    """``[on_failure]``: modes in place of those that come with the package, toward recipients who may not have PHI.

    Attributes:
        general: by reason.
        by_category: by category, then by reason; wins over *general*.
    """

    general: Mapping[str, Failure] = _EMPTY
    by_category: Mapping[Category, Mapping[str, Failure]] = MappingProxyType({})

    def find(self, category: Category, reason: str) -> Failure | None:
        """The mode that the policy sets, or None."""
        return self.by_category.get(category, _EMPTY).get(reason) or self.general.get(reason)


class SiteRecognizer(NamedTuple):
    """One ``[[recognizer]]``: an identifier that only this site knows; compiled by `phiguard.detection`.

    Attributes:
        entity: a canonical entity, or a name of the site's own.
        strength: as in `Finding`; None: the canonical entity's own.
        keys: keys that say that their value is one.
        pattern: regular expression that finds one in text, or empty.
        hits: texts in which the pattern must find one.
        misses: texts in which it must not.
    """

    entity: str
    strength: Strength | None = None
    keys: tuple[str, ...] = ()
    pattern: str = ""
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
