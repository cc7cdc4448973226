"""Where a URL points, cheaply: host, port and path, without a full parse of the rest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

__all__ = ["Target", "target"]

_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


@dataclass(frozen=True, slots=True, repr=False)
class Target:
    """The addressable part of a URL.

    Attributes:
        host: lower-case host name or address, empty when the URL has none.
        port: explicit or the scheme's own; None when neither is known.
        path: the raw path.
    """

    host: str
    port: int | None
    path: str

    def __repr__(self) -> str:
        """Nothing of the URL: hosts and paths can carry PHI."""
        return "<Target>"


def target(url: str) -> Target:
    """The target of *url*; a URL that cannot be read has no host, and is an unlisted recipient."""
    head, _, tail = url.partition("://")
    authority, slash, rest = tail.partition("/")
    if not slash:
        authority = authority.partition("?")[0].partition("#")[0]
    host, port = _authority(head.lower(), authority)
    path = slash + rest.partition("?")[0].partition("#")[0] if slash else ""
    return Target(host, port, path)


@lru_cache(maxsize=4096)
def _authority(scheme: str, authority: str) -> tuple[str, int | None]:
    """Host and port; few distinct ones in any process, so the exact parser runs once for each."""
    try:
        parts = urlsplit(f"//{authority}")
        return (parts.hostname or "").rstrip("."), parts.port or _DEFAULT_PORTS.get(scheme)
    except ValueError:
        return "", None
