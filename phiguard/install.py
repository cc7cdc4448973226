"""Putting the guard into a process: ``phiguard.install()`` wraps each client when it is imported, and can be undone."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from importlib import import_module
from importlib.metadata import EntryPoint, distributions, entry_points
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Final, Literal, Self

import wrapt

from phiguard.errors import ConfigurationError, InstallationError
from phiguard.interceptors import BUILT_IN, GROUP, Client
from phiguard.interceptors._inventory import FOREIGN, Gap, Unguarded, loaded, version_of
from phiguard.interceptors._patch import Patches, SeamError
from phiguard.reporting import PROCESS, announce
from phiguard.runtime.guard import Guard
from phiguard.runtime.registry import activate, deactivate
from phiguard.runtime.shell import protected
from phiguard.runtime.sources import PolicySource

if TYPE_CHECKING:
    from phiguard.detection.known_values import Known

__all__ = ["AUTO", "Installation", "Unguarded", "install", "uninstall"]

_logger = logging.getLogger("phiguard")


class _Auto(Enum):
    AUTO = "auto"

    def __repr__(self) -> str:
        return "AUTO"


AUTO: Final = _Auto.AUTO
"""Every client that phiguard knows, each when it is imported."""

_UNSEEN = "it was imported past the import hooks; install() with the same policy again guards it"

Clients = Iterable[str] | Literal[_Auto.AUTO]


class Installation:
    """The guard as it is in this process.  Made by `install`; leaving it as a context manager uninstalls it.

    Attributes:
        guard: the guard in force.
    """

    def __init__(self, guard: Guard, *, policy: PolicySource, mode: str | None, known: Sequence[Known]) -> None:
        self.guard = guard
        self._policy = policy
        self._mode = mode
        self._known_values = tuple(known)
        self._patches = Patches()
        self._awaited: set[str] = set()
        self._wrapped: set[str] = set()
        self._gaps: dict[str, tuple[Gap, str]] = {}
        self._users = 0

    @property
    def guarded(self) -> tuple[str, ...]:
        """Names of the clients that are wrapped at this moment; others follow when they are imported."""
        return self._patches.clients()

    @property
    def unguarded(self) -> tuple[Unguarded, ...]:
        """What is loaded and sends without being looked at: clients that changed, were not asked for, or are known to bypass Python."""
        return tuple(self._unguarded())

    def reload(self, policy: PolicySource = None) -> None:
        """Put another policy in force, at once and as a whole; calls in flight keep theirs.

        Args:
            policy: as for `install`; None: what this installation was made with, read again.

        Raises:
            ConfigurationError: the policy is wrong; the one in force stays.
            InstallationError: the guard was taken out of this process, so nothing would obey the policy.
        """
        source = self._policy if policy is None else policy
        guard = Guard(source, mode=self._mode, known=self._known_values)
        with _LOCK:
            if _current is not self:
                msg = "this installation was taken out of the process, so it has nothing to reload; call phiguard.install(policy) again"
                raise InstallationError(msg)
            self._policy = source
            self.guard = guard
            activate(guard)

    def uninstall(self) -> None:
        """Take the guard out of this process: clients send as if it had never been there.  Twice does nothing more."""
        global _current  # noqa: PLW0603 -- the one installation of this process
        with _LOCK:
            self._patches.remove()
            deactivate(self.guard)
            PROCESS.unwatch(self._closed_gaps)
            if _current is self:
                _current = None

    def __enter__(self) -> Self:
        """Nothing more: it is installed already."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Uninstall, when nobody else who called `install` still holds it."""
        self._users -= 1
        if self._users <= 0:
            self.uninstall()

    def __repr__(self) -> str:
        """What it guards, and by which policy."""
        return f"<Installation profile={self.guard.policy.profile} guarded={', '.join(self.guarded) or 'nothing yet'}>"

    # ---- wrapping clients

    def _take_user(self) -> Self:
        self._users += 1
        return self

    def _guard(self, clients: Clients) -> None:
        known = {client.name: client for client in _known(self._gap)}
        if isinstance(clients, _Auto):
            for client in known.values():
                self._await(client)
            return
        names = [clients] if isinstance(clients, str) else list(clients)
        if not names:
            msg = "clients is empty, so no client would be guarded; leave it out to guard every client that is installed"
            raise InstallationError(msg)
        for name in names:
            self._require(name, known)

    def _await(self, client: Client) -> None:
        """Wrap *client* now if it is there, else when it is imported."""
        self._awaited.add(client.name)
        module = sys.modules.get(client.trigger)
        if module is not None:
            self._try(client, module)
        elif client not in _HOOKED:
            _HOOKED.add(client)
            wrapt.register_post_import_hook(lambda module: _arrived(client, module), client.trigger)

    def _require(self, name: str, known: dict[str, Client]) -> None:
        """Wrap a client that was asked for by name, or say why not."""
        if name not in known:
            import difflib

            near = difflib.get_close_matches(name, known, n=1)
            msg = f"clients names {name!r}, which phiguard does not know" + (f"; did you mean {near[0]!r}?" if near else "")
            raise InstallationError(msg)
        try:
            module = import_module(known[name].trigger)
        except ImportError as error:
            msg = f"clients names {name!r}, which cannot be imported here; install it or leave it out"
            raise InstallationError(msg) from error
        self._awaited.add(name)
        if not self._try(known[name], module):
            version = version_of(known[name].trigger) or "unknown"
            msg = f"clients names {name!r}, but version {version} cannot be guarded: {self._gaps[name][1]}"
            raise InstallationError(msg)

    def _try(self, client: Client, module: ModuleType) -> bool:
        """Wrap *client*; when that fails it is a gap that can be seen, never an error in somebody's import."""
        return protected(
            lambda: self._wrap(client, module), lambda fault: self._gap(client.name, Gap.FAILED, f"wrapping it failed with {fault}")
        )

    def _wrap(self, client: Client, module: ModuleType) -> bool:
        try:
            import_module(client.interceptor).patch(self._patches, module)
        except (SeamError, ImportError) as error:
            return self._gap(client.name, Gap.CHANGED, f"it has changed: {error}")
        self._gaps.pop(client.name, None)
        self._wrapped.add(client.name)
        return True

    def _gap(self, name: str, gap: Gap, reason: str) -> bool:
        self._gaps[name] = gap, reason
        _logger.warning("%s is not guarded: %s", name, reason)
        return False

    def _unguarded(self) -> Iterator[Unguarded]:
        for name, (gap, reason) in self._gaps.copy().items():
            yield Unguarded(name, version_of(name), reason, gap)
        for name in self._patches.lost():
            yield Unguarded(name, version_of(name), "another tool removed the guard from it", Gap.REMOVED)
        for client in BUILT_IN:
            if client.trigger in sys.modules and client.name not in self._gaps and client.name not in self._wrapped:
                gap, reason = (Gap.UNSEEN, _UNSEEN) if client.name in self._awaited else (Gap.NOT_ASKED, "it was not asked for")
                yield Unguarded(client.name, version_of(client.name), reason, gap)
        yield from loaded(frozenset(self.guarded))

    def _closed_gaps(self) -> list[tuple[str, str]]:
        """(client, reason) for the metric: a name that only another distribution's entry point says becomes ``other``."""
        return [(each.client if each.client in _NAMED else "other", each.gap.value) for each in self._unguarded()]


_LOCK = threading.RLock()
_NAMED = frozenset([client.name for client in BUILT_IN] + [foreign.module for foreign in FOREIGN])
_HOOKED: set[Client] = set()
_current: Installation | None = None


def install(policy: PolicySource = None, *, clients: Clients = AUTO, mode: str | None = None, known: Sequence[Known] = ()) -> Installation:
    """Guard this process's outbound clients.  Sessions made before are guarded too; clients not yet imported, when they are.

    Args:
        policy: a `Policy`, a mapping as for `Policy.from_mapping`, or the path of a TOML file; None: ``$PHIGUARD_POLICY``, else the
            default profile, which stops only what is certain.
        clients: names of clients (``requests``, ``httpx`` ...), which are imported at once; `AUTO`: all that phiguard knows.
        mode: a ceiling over the policy's own: ``off``, ``report``, ``redact`` or ``block``.
        known: everybody's values (`phiguard.KnownValues`), which are found in whatever leaves; kept when the policy is reloaded.

    Returns:
        The installation; the same one when the same policy is installed already.

    Raises:
        ConfigurationError: the policy or mode is wrong, or another policy or other known values are installed.
        InstallationError: a client that is asked for by name cannot be guarded, or none is asked for.
    """
    global _current  # noqa: PLW0603 -- the one installation of this process
    guard = Guard(policy, mode=mode, known=known)
    with _LOCK:
        if _current is not None:
            if _current.guard.policy.digest != guard.policy.digest:
                msg = "phiguard is installed with another policy; use the installation's .reload(policy), or uninstall() first"
                raise ConfigurationError(msg)
            if known and tuple(known) != _current._known_values:  # noqa: SLF001 -- same file
                msg = "phiguard is installed with other known values; give them where it is installed first, or uninstall() first"
                raise ConfigurationError(msg)
            _current._guard(clients)  # noqa: SLF001 -- same file
            return _current._take_user()  # noqa: SLF001 -- same file
        installation = Installation(guard, policy=policy, mode=mode, known=known)
        _current = installation
        activate(guard)
        announce(guard.policy)
        PROCESS.watch(installation._closed_gaps)  # noqa: SLF001 -- same file
        try:
            installation._guard(clients)  # noqa: SLF001 -- same file
        except InstallationError:
            installation.uninstall()
            raise
        return installation._take_user()  # noqa: SLF001 -- same file


def uninstall() -> None:
    """Take the guard out of this process, if it is there."""
    if _current is not None:
        _current.uninstall()


def _arrived(client: Client, module: ModuleType) -> None:
    """Called after *client* was imported, whenever that is: an exception here would break the application's import."""
    with _LOCK:
        if _current is not None and client.name in _current._awaited:  # noqa: SLF001 -- same file
            _current._try(client, module)  # noqa: SLF001 -- same file


def _known(gap: object) -> Iterator[Client]:
    """The built-in clients, and those that other distributions bring."""
    yield from BUILT_IN
    for entry in _declared():
        client = protected(lambda entry=entry: _loaded(entry), lambda fault: fault)  # type: ignore[misc]  # bound per loop turn on purpose
        if isinstance(client, Client):
            yield client
        elif callable(gap):
            gap(entry.name, Gap.FAILED, f"its interceptor failed with {client}")


def _declared() -> Iterable[EntryPoint]:
    """Entry points of our group.  `entry_points` parses those of every distribution, so it is only called when one names the group."""
    texts = (distribution.read_text("entry_points.txt") for distribution in distributions())
    return entry_points(group=GROUP) if any(text and f"[{GROUP}]" in text for text in texts) else ()


def _loaded(entry: EntryPoint) -> Client:
    client = entry.load()
    if not isinstance(client, Client):
        msg = f"an interceptor's entry point leads to a Client, not a {type(client).__name__}"
        raise InstallationError(msg)
    return client
