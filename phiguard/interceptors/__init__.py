"""The clients that phiguard guards: one file each, named here, imported only when the client itself has been.

A third party adds a client by an entry point in the group ``phiguard.interceptors`` that leads to a `Client`.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BUILT_IN", "GROUP", "Client"]

GROUP = "phiguard.interceptors"


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A client library and the module that guards it.

    Attributes:
        name: as in `phiguard.install`'s *clients* and in reports.
        trigger: the module of the client whose import makes it time to patch.
        interceptor: the module with ``patch(patches, module)``; it may import the client at its top.
    """

    name: str
    trigger: str
    interceptor: str


def _client(name: str, file: str = "") -> Client:
    return Client(name=name, trigger=name, interceptor=f"{__name__}.{file or name}")


BUILT_IN = (
    _client("http.client", "http_client"),
    _client("urllib.request", "urllib_request"),
    _client("urllib3"),
    _client("requests"),
    _client("httpcore"),
    _client("httpcore2", "httpcore"),
    _client("httpcorexyz", "httpcore"),
    _client("httpx"),
    _client("httpx2", "httpx"),
    _client("httpxyz", "httpx"),
)
"""In order of patching: what lies below first."""
