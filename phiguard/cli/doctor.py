"""``phiguard doctor``: what would be guarded in this environment, by which policy and engine, and what would not be."""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from time import monotonic, sleep
from typing import Any

from phiguard import gate
from phiguard.cli.policies import add_policy, chosen
from phiguard.cli.version import version, version_of
from phiguard.install import Installation, install
from phiguard.interceptors import BUILT_IN

__all__ = ["arguments", "run"]

_OPTIONAL = (
    ("hyperscan", "the gate's fast engine; without it the standard library's has the same verdicts"),
    ("opentelemetry-sdk", "exports the metrics"),
    ("brotli", "opens bodies with Content-Encoding: br"),
    ("zstandard", "opens bodies with Content-Encoding: zstd"),
)
_WIDTH = 11
_PATIENCE = 2.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_policy(parser)


def run(options: argparse.Namespace) -> int:
    """Print the report; 1 when a client that phiguard should guard cannot be guarded in the version that is installed here."""
    policy, source = chosen(options.policy)
    with install(policy) as installation:
        _import_clients()
        lines = [*_policy(policy.describe(today=datetime.now(UTC).date()), source), *_engine(), *_clients(installation)]
        gaps = [each for each in installation.unguarded if each.client in {client.name for client in BUILT_IN}]
    print("\n".join(lines))
    return 1 if gaps else 0


def _import_clients() -> None:
    """Clients are wrapped when they are imported, so import those that are installed."""
    for client in BUILT_IN:
        with suppress(ImportError):
            import_module(client.trigger)


def _policy(facts: dict[str, Any], source: str) -> Iterator[str]:
    yield _line("policy", source)
    yield _line("", f"profile {facts['profile']}, mode {facts['mode']}; enforced: {facts['enforced']}")
    for there in facts["destinations"]:
        state = "may have PHI" if there["permitted"] else "may not have PHI"
        yield _line("", f"{there['id']} ({there['category']}): {state}, {len(there['hosts'])} hosts")
    for question in facts["questions"]:
        yield _line("question", question)


def _engine() -> Iterator[str]:
    yield _line("python", f"{platform.python_version()} ({platform.python_implementation()}), phiguard {version()}")
    yield _line("engine", _engine_in_use())
    for name, purpose in _OPTIONAL:
        yield _line("", f"{name} {version_of(name)}: {purpose}")


def _engine_in_use() -> str:
    """The gate's engine; the fast one takes over as soon as its tables are loaded or compiled, so it is given a moment."""
    gate.screen(b"warm up")
    deadline = monotonic() + _PATIENCE
    while gate.engine() != "hyperscan" and version_of("hyperscan") != "not installed":
        if monotonic() > deadline:
            return f"{gate.engine()} (hyperscan's tables are not ready yet)"
        sleep(0.02)
    return gate.engine()


def _clients(installation: Installation) -> Iterator[str]:
    yield _line("guarded", ", ".join(installation.guarded) or "nothing")
    missing = [client.name for client in BUILT_IN if client.trigger not in sys.modules]
    if missing:
        yield _line("", f"not installed here: {', '.join(missing)}")
    for each in installation.unguarded:
        yield _line("UNGUARDED", str(each))


def _line(label: str, text: str) -> str:
    return f"{label:<{_WIDTH}}{text}"
