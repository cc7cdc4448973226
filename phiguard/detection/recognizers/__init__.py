"""The built-in recognizers: one file a family, each file's ``RECOGNIZERS`` taken up by being there."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from phiguard.detection.types import Recognizer

__all__ = ["builtin"]


@cache
def builtin() -> tuple[Recognizer, ...]:
    """Every recognizer of the files in this folder, those that need the fewest digits first."""
    names = sorted(module.name for module in iter_modules(__path__))
    found = [recognizer for name in names for recognizer in import_module(f"{__name__}.{name}").RECOGNIZERS]
    return tuple(sorted(found, key=lambda recognizer: recognizer.digits))
