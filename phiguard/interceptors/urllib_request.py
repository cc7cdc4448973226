"""urllib.request: what leaves is seen at http.client below; here a stop takes the form that its users catch."""

from __future__ import annotations

from types import ModuleType
from typing import Any
from urllib.error import URLError

from phiguard.errors import PHIBlocked
from phiguard.interceptors._patch import Patches

__all__ = ["UrllibBlocked", "patch"]


class UrllibBlocked(PHIBlocked, URLError):  # noqa: N818 -- named after the one it is
    """A stopped call of urllib.request.  Raised above ``do_open``, which wraps every ``OSError`` into another."""


def _open(wrapped: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    del instance
    try:
        return wrapped(*args, **kwargs)
    except UrllibBlocked:  # a redirect opened it from within
        raise
    except PHIBlocked as stopped:
        raise UrllibBlocked(stopped.decision) from None


def patch(patches: Patches, module: ModuleType) -> None:
    """Wrap urllib.request.

    Args:
        patches: where the patches are kept.
        module: the imported ``urllib.request``.
    """
    patches.wrap_tree("urllib.request", module.OpenerDirector, "open", _open)
