"""From leaves to findings: keys, shapes, labels, terms and known values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from phiguard.detection import vocabulary
    from phiguard.detection.analysis import Analysis, analyse
    from phiguard.detection.context import role_of

__all__ = ["Analysis", "analyse", "role_of", "vocabulary"]

_HOME = {"Analysis": "analysis", "analyse": "analysis", "role_of": "context"}


def __getattr__(name: str) -> Any:
    """A name, imported when it is first asked for: the gate needs the types of this package, and decoders only come with `analyse`."""
    from importlib import import_module

    if name == "vocabulary":
        return import_module(f"{__name__}.vocabulary")
    if name not in _HOME:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    return value
