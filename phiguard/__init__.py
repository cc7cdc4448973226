"""phiguard keeps patients' health information from leaving a backend.

``phiguard.install()`` guards the outbound HTTP clients of this process; everything else is here to ask, scan, redact and explain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from phiguard.install import AUTO, Installation, install, uninstall

if TYPE_CHECKING:
    from phiguard import errors, html, testing
    from phiguard.detection.known_values import KnownValues
    from phiguard.errors import ConfigurationError, InstallationError, PHIBlocked, PHIGuardError
    from phiguard.model.call import OutboundCall
    from phiguard.model.context import CallContext
    from phiguard.model.decision import Action, Decision
    from phiguard.model.finding import Finding
    from phiguard.model.inspection import Inspection
    from phiguard.policy import Policy
    from phiguard.runtime.context import bind_subject, health_context, subject
    from phiguard.runtime.guard import Guard
    from phiguard.runtime.texts import redact, scan

__all__ = [
    "AUTO",
    "Action",
    "CallContext",
    "ConfigurationError",
    "Decision",
    "Finding",
    "Guard",
    "Inspection",
    "Installation",
    "InstallationError",
    "KnownValues",
    "OutboundCall",
    "PHIBlocked",
    "PHIGuardError",
    "Policy",
    "bind_subject",
    "errors",
    "health_context",
    "html",
    "install",
    "redact",
    "scan",
    "subject",
    "testing",
    "uninstall",
]

_HOMES = {
    "detection.known_values": "KnownValues",
    "errors": "ConfigurationError InstallationError PHIBlocked PHIGuardError",
    "model.call": "OutboundCall",
    "model.context": "CallContext",
    "model.decision": "Action Decision",
    "model.finding": "Finding",
    "model.inspection": "Inspection",
    "policy": "Policy",
    "runtime.context": "bind_subject health_context subject",
    "runtime.guard": "Guard",
    "runtime.texts": "redact scan",
}
_HOME = {name: f"phiguard.{module}" for module, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    """A public name, imported when it is first asked for: an application that only installs the guard pays for that alone."""
    from importlib import import_module

    if name in _HOME:
        value = getattr(import_module(_HOME[name]), name)
    elif name in {"errors", "html", "testing"}:
        value = import_module(f"phiguard.{name}")
    else:
        msg = f"module 'phiguard' has no attribute {name!r}"
        raise AttributeError(msg)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, whether imported yet or not."""
    return sorted([*globals(), *__all__])
