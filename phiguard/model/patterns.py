"""Regular expressions that are compiled when they are first used: a call needs few of them, and all together would delay the first one."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

__all__ = ["late"]

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn", "groupindex", "groups")


class _Late:
    """Stands for the compiled pattern; from its first use on, that pattern's own methods are its attributes and cost nothing more."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self.pattern = source
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        """Only asked for what is not there yet.  Two threads may compile at once; either result is as good."""
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As ``re.compile``, at the first use: an error in the pattern shows then, so it is for patterns that a test goes through.

    Args:
        pattern: the expression.
        flags: as for ``re.compile``.
    """
    return cast("re.Pattern[AnyStr]", _Late(pattern, flags))
