"""The heavy half of the guard (decoders, recognizers, gate), imported when the first call needs it and not by ``import phiguard``."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from threading import Timer
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from phiguard.decoding import Document
    from phiguard.gate import Screen
    from phiguard.model.call import OutboundCall
    from phiguard.model.inspection import Inspection
    from phiguard.runtime.case import Case

__all__ = ["Analyser", "Front", "analyser", "front", "object_opener"]


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
    """

    examine: Callable[[Case], Inspection]
    open_call: Callable[..., Document]


_SOON = 0.25
"""Seconds until the fast engine is asked for: compiling it at once would take the processor from the first call, which waits; a slow
machine needs some time for that call."""


@cache
def front() -> Front:
    """The gate; imported once."""
    from phiguard.gate import join, screen

    timer = Timer(_SOON, _bring_engine)
    timer.daemon = True
    with suppress(RuntimeError):  # no thread can be started any more while the interpreter ends; the call is looked at all the same
        timer.start()
    return Front(join, screen)


def _bring_engine() -> None:
    from phiguard.runtime import engine_cache

    engine_cache.attach()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=front.cache_clear)  # the timer stayed in the parent


@cache
def analyser() -> Analyser:
    """Decoders, recognizers and redaction; imported once."""
    from phiguard.decoding import open_call
    from phiguard.runtime.examine import examine

    return Analyser(examine, open_call)


@cache
def object_opener() -> Callable[..., Document]:
    """Opens an SDK's object into a document; imported once, by who hands in such."""
    from phiguard.decoding import open_object

    return open_object
