"""A policy: frozen, checked when it was read, asked for each call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from phiguard.errors import ConfigurationError
from phiguard.model.decision import Decision, Disclosure
from phiguard.model.destination import Destination
from phiguard.model.limits import Limits
from phiguard.policy.decide import Rules, decide
from phiguard.policy.directory import Directory
from phiguard.policy.rules import DestinationRule, FailureRules, Sender, SiteRecognizer
from phiguard.policy.words import Enforce, Failure, Mode, OnBlock, class_failure, profile

__all__ = ["Policy"]


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What may go to whom.  Made by `default`, `strict`, `load` or `from_mapping`.

    Attributes:
        profile: ``default``, ``strict``, ``observe`` or ``post-vacatur``: what is enforced.
        mode: the ceiling over all decisions.
        sender: who sends.
        destinations: the recipients that the policy names.
        limits: bounds on the work for one call.
        failures: failure modes in place of those that come with the package.
        recognizers: identifiers that only this site knows.
    """

    profile: str = "default"
    mode: Mode = Mode.BLOCK
    sender: Sender = field(default_factory=Sender)
    destinations: tuple[DestinationRule, ...] = ()
    limits: Limits = field(default_factory=Limits)
    failures: FailureRules = field(default_factory=FailureRules)
    recognizers: tuple[SiteRecognizer, ...] = ()
    _directory: Directory = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Index the destinations."""
        object.__setattr__(self, "_directory", Directory(self.destinations, self.sender.domains))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all of it, hexadecimal: the same content has the same digest, whatever file it came from."""
        return _digest(self)

    # ---- where policies come from

    @classmethod
    def default(cls) -> Policy:
        """Enforces only what is certain; everything else is reported."""
        return cls()

    @classmethod
    def strict(cls) -> Policy:
        """Enforces the whole table; a recipient that nobody listed is an untrusted partner."""
        return cls(profile="strict")

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> Policy:
        """The policy that a mapping describes; it holds exactly what the TOML file holds.

        Raises:
            ConfigurationError: an option is unknown or wrong.
        """
        from phiguard.policy.reading import read_policy

        return cls(**read_policy(data, "policy"))

    @classmethod
    def load(cls, path: str | Path) -> Policy:
        """The policy in a TOML file.

        Raises:
            ConfigurationError: the file cannot be read, is not TOML, or an option is unknown or wrong.
        """
        import tomllib

        from phiguard.policy.reading import read_policy

        try:
            data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        except OSError as error:
            msg = f"policy {path}: cannot be read: {error.strerror}"
            raise ConfigurationError(msg) from error
        except UnicodeDecodeError as error:
            msg = f"policy {path}: not UTF-8 at byte {error.start}; save it as UTF-8"
            raise ConfigurationError(msg) from None
        except tomllib.TOMLDecodeError as error:
            msg = f"policy {path}: not TOML: {error}"
            raise ConfigurationError(msg) from error
        return cls(**read_policy(data, f"policy {path}"))

    def capped(self, mode: Mode) -> Policy:
        """The same policy under the lower of two ceilings: its own and *mode*."""
        return self if mode.height >= self.mode.height else replace(self, mode=mode)

    # ---- what it says about a recipient

    def destination(
        self, host: str, port: int | None = None, *, today: date | None = None, carries: Callable[[str], bool] | None = None
    ) -> Destination:
        """Who is behind a host: after the policy (``host:port``, host, ``*.domain``), the own domains, the catalogue; else nobody.

        Args:
            host: host name or address, any case.
            port: the port of the call.
            today: the date of the call; without it an agreement that expires is not in force.
            carries: whether the call goes to the account of that name; without it an agreement for named accounts covers nothing.
        """
        return self._directory.find(host, port, today=today, carries=carries)

    def named(self, name: str, *, today: date | None = None, carries: Callable[[str], bool] | None = None) -> Destination:
        """The recipient that an SDK's event goes to, by its id in the policy or in the catalogue; arguments as for `destination`."""
        return self._directory.named(name, today=today, carries=carries)

    def on_block(self, destination: Destination) -> OnBlock | None:
        """How a stop surfaces toward *destination*; None when the policy leaves it to the vendor file."""
        rule = self._directory.rule(destination)
        return rule.on_block if rule else None

    def failure(self, destination: Destination, reason: str) -> Failure:
        """What becomes of a call toward *destination* of which something could not be looked at, for that reason.

        The destination's own mode wins, then ``[on_failure]``, then that of its class, which only profiles that enforce the whole
        table go by: the others report.  Recipients who may have PHI are never stopped by it unless their own entry says so.
        """
        enforce = profile(self.profile).enforce
        if enforce is Enforce.NOTHING:
            return Failure.OPEN if destination.permitted else Failure.REPORT
        chosen = self._chosen_failure(destination, reason)
        if chosen is None:
            chosen = self._class_failure(destination, reason)
            return chosen if enforce is Enforce.ALL or chosen is Failure.OPEN else Failure.REPORT
        return chosen

    def _chosen_failure(self, destination: Destination, reason: str) -> Failure | None:
        rule = self._directory.rule(destination)
        if rule and reason in rule.on_failure:
            return rule.on_failure[reason]
        return None if destination.permitted else self.failures.find(destination.category, reason)

    def _class_failure(self, destination: Destination, reason: str) -> Failure:
        return Failure.OPEN if destination.permitted else class_failure(destination.category, reason)

    # ---- what it says about a call

    def decide(self, destination: Destination, disclosures: Sequence[Disclosure], incomplete: Sequence[str] = ()) -> Decision:
        """What happens to a call.

        Args:
            destination: the recipient.
            disclosures: one an event, as `phiguard.disclosure.judge` gives them.
            incomplete: why something was not looked at: words of ``Inspection.incomplete``.
        """
        rules = Rules(
            profile=profile(self.profile),
            mode=self.mode,
            health_service=self.sender.health_service,
            own=self._directory.rule(destination),
            failure=lambda reason: self.failure(destination, reason),
            wanted_failure=lambda reason: self._chosen_failure(destination, reason) or self._class_failure(destination, reason),
        )
        return decide(rules, destination, disclosures, incomplete)

    def describe(self, *, today: date | None = None) -> dict[str, Any]:
        """The policy in plain data for people and ``phiguard doctor``: what is enforced, toward whom, and which answers are missing.

        Args:
            today: the date by which agreements are judged.
        """
        from phiguard.policy.describe import describe

        return describe(self, today=today)


def _digest(policy: Policy) -> str:
    import hashlib
    import json

    content = {name: getattr(policy, name) for name in ("profile", "mode", "sender", "destinations", "limits", "failures", "recognizers")}
    return hashlib.sha256(json.dumps(content, default=_plain, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return {name: getattr(value, name) for name in value.__dataclass_fields__}
