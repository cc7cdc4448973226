"""Clients that no interceptor sees: what is installed or loaded here and could send without being asked."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

__all__ = ["FOREIGN", "THROUGH", "Foreign", "Gap", "Unguarded", "distributed", "installed", "loaded", "version_of"]


class Gap(StrEnum):
    """Why a client is not guarded: the closed words that stand in metrics."""

    NATIVE = "native"
    """It sends without Python."""
    NO_INTERCEPTOR = "no_interceptor"
    """It sends in Python, by a way that nothing here looks at."""
    CHANGED = "changed"
    """Its release no longer has the seam that the interceptor wraps."""
    FAILED = "failed"
    """Its interceptor failed."""
    REMOVED = "removed"
    """Another tool took the guard off it."""
    UNSEEN = "unseen"
    """It was imported past the import hooks."""
    NOT_ASKED = "not_asked"
    """`phiguard.install` was asked for other clients only."""


class Foreign(NamedTuple):
    """A client without an interceptor.

    Attributes:
        module: what stands in ``sys.modules`` when it can send.
        gap: why it is not guarded.
        distribution: what it is installed by; empty for the standard library.
    """

    module: str
    gap: Gap
    distribution: str = ""


FOREIGN = (
    Foreign("_pycurl", Gap.NATIVE),
    Foreign("awscrt", Gap.NATIVE, "awscrt"),
    Foreign("curl_cffi", Gap.NATIVE, "curl_cffi"),
    Foreign("ddtrace.internal.native", Gap.NATIVE, "ddtrace"),
    Foreign("grpc", Gap.NATIVE, "grpcio"),
    Foreign("primp", Gap.NATIVE, "primp"),
    Foreign("pycurl", Gap.NATIVE, "pycurl"),
    Foreign("pyqwest", Gap.NATIVE, "pyqwest"),
    Foreign("pyreqwest", Gap.NATIVE, "pyreqwest"),
    Foreign("rnet", Gap.NATIVE, "rnet"),
    Foreign("statsig_python_core", Gap.NATIVE, "statsig-python-core"),
    Foreign("aiohttp", Gap.NO_INTERCEPTOR, "aiohttp"),
    Foreign("aiosmtplib", Gap.NO_INTERCEPTOR, "aiosmtplib"),
    Foreign("smtplib", Gap.NO_INTERCEPTOR),
    Foreign("tornado.simple_httpclient", Gap.NO_INTERCEPTOR, "tornado"),
    Foreign("websocket", Gap.NO_INTERCEPTOR, "websocket-client"),
    Foreign("websockets", Gap.NO_INTERCEPTOR, "websockets"),
)
"""In alphabetical order, native ones first."""

THROUGH = {
    "botocore": "sends through urllib3, which is guarded; the call is signed by then, so AWS may refuse what was redacted",
    "boto3": "as botocore; with awscrt installed, transfers to S3 are native and not looked at",
}
"""Distributions whose calls are seen below their own seam, and what that means."""

_WORDS = {Gap.NATIVE: "native: it sends without Python", Gap.NO_INTERCEPTOR: "no interceptor for it yet"}


class Unguarded(NamedTuple):
    """A client whose calls phiguard does not see.

    Attributes:
        client: its name.
        version: its version where it says so, else empty.
        reason: why it is not guarded, for people.
        gap: why, as one of a closed set of words.
    """

    client: str
    version: str
    reason: str
    gap: Gap

    def __str__(self) -> str:
        """One line for people."""
        return f"{self.client} {self.version or '(version unknown)'}: {self.reason}"


def loaded(guarded: frozenset[str]) -> Iterator[Unguarded]:
    """The clients without an interceptor that are loaded, but for those named in *guarded*."""
    for foreign in FOREIGN:
        if foreign.module in sys.modules and foreign.module not in guarded:
            yield Unguarded(foreign.module, version_of(foreign.module), _WORDS[foreign.gap], foreign.gap)


def installed(guarded: frozenset[str]) -> Iterator[Unguarded]:
    """The clients without an interceptor whose distribution is installed, loaded or not, but for those named in *guarded*."""
    for foreign in FOREIGN:
        version = distributed(foreign.distribution)
        if version and foreign.module not in guarded:
            yield Unguarded(foreign.distribution, version, _WORDS[foreign.gap], foreign.gap)


def distributed(distribution: str) -> str:
    """The version of an installed distribution; empty when it is not installed."""
    from importlib import metadata

    try:
        return metadata.version(distribution) if distribution else ""
    except metadata.PackageNotFoundError:
        return ""


def version_of(module: str) -> str:
    """What a loaded module says its version is."""
    found = vars(sys.modules[module]).get("__version__", "") if module in sys.modules else ""
    return found if isinstance(found, str) else ""
