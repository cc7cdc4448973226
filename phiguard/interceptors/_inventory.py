"""Clients that no interceptor sees: what is loaded in this process and could send without being asked."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Unguarded", "loaded", "version_of"]

_NATIVE = "native: it sends without Python"
_OPEN = "no interceptor for it yet"

_KNOWN = {
    "_pycurl": _NATIVE,
    "awscrt": _NATIVE,
    "curl_cffi": _NATIVE,
    "grpc": _NATIVE,
    "primp": _NATIVE,
    "pycurl": _NATIVE,
    "pyreqwest": _NATIVE,
    "rnet": _NATIVE,
    "statsig_python_core": _NATIVE,
    "aiohttp": _OPEN,
    "aiosmtplib": _OPEN,
    "smtplib": _OPEN,
    "tornado.simple_httpclient": _OPEN,
    "websocket": _OPEN,
    "websockets": _OPEN,
}
"""Module names; see the interception map for what each of them bypasses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unguarded:
    """A client whose calls phiguard does not see.

    Attributes:
        client: its name.
        version: its version where it says so, else empty.
        reason: why it is not guarded.
    """

    client: str
    version: str
    reason: str

    def __str__(self) -> str:
        """One line for people."""
        return f"{self.client} {self.version or '(version unknown)'}: {self.reason}"


def loaded(guarded: frozenset[str]) -> Iterator[Unguarded]:
    """The known clients without an interceptor that are loaded, but for those named in *guarded*."""
    for name, reason in sorted(_KNOWN.items()):
        if name in sys.modules and name not in guarded:
            yield Unguarded(client=name, version=version_of(name), reason=reason)


def version_of(module: str) -> str:
    """What a loaded module says its version is."""
    found = vars(sys.modules[module]).get("__version__", "") if module in sys.modules else ""
    return found if isinstance(found, str) else ""
