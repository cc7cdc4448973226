"""The version, for people: what the installed distribution says, or that there is none."""

from __future__ import annotations

from importlib import metadata

__all__ = ["version", "version_of"]


def version() -> str:
    """The version of phiguard; a checkout on the path that was never installed has none."""
    return version_of("phiguard")


def version_of(distribution: str) -> str:
    """The version of an installed distribution, or ``not installed``."""
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "not installed"
