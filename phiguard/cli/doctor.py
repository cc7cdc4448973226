"""``phiguard doctor``: what would be guarded in this environment, by which policy and engine, and what would not be."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from phiguard import gate
from phiguard.cli.policies import add_policy, chosen
from phiguard.cli.version import version, version_of
from phiguard.cli.wording import counted
from phiguard.install import Installation, install
from phiguard.interceptors import BUILT_IN
from phiguard.interceptors._inventory import THROUGH, Gap, Unguarded, distributed, installed
from phiguard.runtime import engine_cache

__all__ = ["arguments", "run"]

_OPTIONAL = (
    ("hyperscan", "the gate's fast engine; without it the standard library's has the same verdicts"),
    ("opentelemetry-sdk", "exports the metrics"),
    ("brotli", "opens bodies with Content-Encoding: br"),
    ("zstandard", "opens bodies with Content-Encoding: zstd"),
)
_WIDTH = 11
_PATIENCE = 20.0
"""Seconds to wait for the fast engine: compiling its tables takes some, once a machine."""

_BROKEN = frozenset({Gap.CHANGED, Gap.FAILED, Gap.REMOVED, Gap.UNSEEN})
"""Gaps in what phiguard is meant to guard, as against clients that it does not know how to guard."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_policy(parser)
    parser.add_argument("--strict", action="store_true", help="status 1 also for installed clients that phiguard cannot guard, for CI")


def run(options: argparse.Namespace) -> int:
    """Print the report.

    Returns:
        1 when a client that phiguard should guard cannot be guarded in the version that is installed here; with ``--strict`` also when
        a client is installed that it does not guard at all.
    """
    policy, source = chosen(options.policy)
    with install(policy) as installation:
        _import_clients()
        facts = installation.guard.policy.describe(today=datetime.now(UTC).date())  # under the ceiling of the environment
        gaps = _gaps(installation)
        lines = [*_policy(facts, source), *_engine(), *_clients(installation), *(_line("UNGUARDED", str(each)) for each in gaps), *_notes()]
    print("\n".join(lines))
    return 1 if any(options.strict or each.gap in _BROKEN for each in gaps) else 0


def _import_clients() -> None:
    """Clients are wrapped when they are imported, so import those that are installed."""
    for client in BUILT_IN:
        with suppress(ImportError):
            import_module(client.trigger)


def _policy(facts: dict[str, Any], source: str) -> Iterator[str]:
    yield _line("policy", source)
    yield _line("", f"profile {facts['profile']}, mode {facts['mode']}{_environment(facts['mode'])}; enforced: {facts['enforced']}")
    for there in facts["destinations"]:
        state = "may have PHI" if there["permitted"] else "may not have PHI"
        yield _line("", f"{there['id']} ({there['category']}): {state}, {counted(len(there['hosts']), 'host')}")
    for question in facts["questions"]:
        yield _line("question", question)


def _engine() -> Iterator[str]:
    yield _line("python", f"{platform.python_version()} ({platform.python_implementation()}), phiguard {version()}")
    yield _line("engine", _engine_in_use())
    for name, purpose in _OPTIONAL:
        yield _line("", f"{name} {version_of(name)}: {purpose}")


def _environment(mode: str) -> str:
    """Says so when it is the environment that holds the guard back: whoever reads the policy would not find it there."""
    return f" ({mode} by environment: PHIGUARD_MODE)" if os.environ.get("PHIGUARD_MODE") == mode else ""


def _engine_in_use() -> str:
    """The gate's engine once the fast one had its chance: it takes over as soon as its tables are loaded or compiled."""
    gate.screen(b"warm up")
    engine_cache.attach()
    place = engine_cache.folder()
    kept = f"tables kept in {place}" if place else "tables not kept: compiled anew in each process"
    if engine_cache.wait(_PATIENCE):
        return f"{gate.engine()} ({kept})"
    missing = not distributed("hyperscan")
    return f"{gate.engine()} ({'hyperscan is not installed' if missing else f'hyperscan was not ready after {_PATIENCE:.0f} s'})"


def _clients(installation: Installation) -> Iterator[str]:
    yield _line("guarded", ", ".join(installation.guarded) or "nothing")
    missing = [client.name for client in BUILT_IN if client.trigger not in sys.modules]
    if missing:
        yield _line("", f"not installed here: {', '.join(missing)}")


def _gaps(installation: Installation) -> list[Unguarded]:
    """What is loaded or installed and not guarded; what only this report has loaded of the standard library says nothing."""
    loaded = [each for each in installation.unguarded if each.gap in _BROKEN]
    return [*loaded, *installed(frozenset(installation.guarded))]


def _notes() -> Iterator[str]:
    for name, note in THROUGH.items():
        if version := distributed(name):
            yield _line("note", f"{name} {version}: {note}")


def _line(label: str, text: str) -> str:
    return f"{label:<{_WIDTH}}{text}"
