"""The heavy half of the guard (decoders, recognizers, gate), imported when the first call needs it and not by ``import phiguard``."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from phiguard.decoding import Document
    from phiguard.gate import Screen
    from phiguard.model.call import OutboundCall
    from phiguard.model.inspection import Inspection
    from phiguard.runtime.case import Case

__all__ = ["Analyser", "Front", "analyser", "front"]


class Front(NamedTuple):
    """What every call passes.

    Attributes:
        join: the bytes of a call that are screened.
        screen: the gate.
    """

    join: Callable[[OutboundCall], bytes]
    screen: Callable[..., Screen]


class Analyser(NamedTuple):
    """What only calls pass in which something could matter.

    Attributes:
        examine: the whole flow behind the gate.
        open_call: opens a call into a document.
        open_object: opens an SDK's object into a document.
    """

    examine: Callable[[Case], Inspection]
    open_call: Callable[..., Document]
    open_object: Callable[..., Document]


@cache
def front() -> Front:
    """The gate; imported once."""
    from phiguard.gate import join, screen
    from phiguard.runtime import engine_cache  # noqa: F401 -- brings the fast engine in the background

    return Front(join, screen)


@cache
def analyser() -> Analyser:
    """Decoders, recognizers and redaction; imported once."""
    from phiguard.decoding import open_call, open_object
    from phiguard.runtime.examine import examine

    return Analyser(examine, open_call, open_object)
