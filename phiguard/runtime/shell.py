"""The one place that catches everything: a fault of ours becomes a decision of the policy, never the application's exception.

Three phases are kept apart: observe and decide happen in here; act (send, send redacted, stop) is the interceptor's, and the
client's own call stands outside any ``try`` of ours.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from inspect import CO_VARARGS
from itertools import pairwise
from time import perf_counter
from types import FrameType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from phiguard.model.call import OutboundCall
from phiguard.model.context import CallContext
from phiguard.model.inspection import Inspection, Outcome
from phiguard.reporting import is_reported, own_place

if TYPE_CHECKING:
    from phiguard.runtime.guard import Guard

__all__ = ["Fault", "aconsult", "consult", "protected", "tell"]

T = TypeVar("T")


class Fault(NamedTuple):
    """What is kept of an error of ours: its class and our own line, never its text, which may quote what was being parsed."""

    kind: str
    place: str


def protected(work: Callable[[], T], otherwise: Callable[[Fault], T]) -> T:
    """The result of *work*; when it raises, that of *otherwise*, which hears what broke and where."""
    try:
        return work()
    except Exception as error:
        if _from_a_signal(error):
            raise
        return otherwise(Fault(type(error).__name__, own_place(error)))


_FOREIGN_CALLERS = frozenset({"phiguard", *sys.stdlib_module_names})


def _from_a_signal(error: Exception) -> bool:
    """Whether the application's signal handler raised *error* while our code ran: a soft time limit of a task queue is theirs.

    Python runs a handler between any two instructions, so its frame stands below ours without having been called by it.  Told by the
    handler's arguments: the signal's number and a frame.
    """
    trace = error.__traceback__
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", "")).partition(".")[0]
        if module not in _FOREIGN_CALLERS and _handles_signal(trace.tb_frame):
            return True
        trace = trace.tb_next
    return False


def _handles_signal(frame: FrameType) -> bool:
    code = frame.f_code
    given = [frame.f_locals.get(name) for name in code.co_varnames[: code.co_argcount]]
    if code.co_flags & CO_VARARGS:
        given += frame.f_locals.get(code.co_varnames[code.co_argcount + code.co_kwonlyargcount], ())
    return any(isinstance(number, int) and isinstance(where, FrameType) for number, where in pairwise(given))


def consult(guard: Guard, call: OutboundCall, *, context: CallContext | None = None) -> Inspection:
    """Inspect *call* for an interceptor, and report the outcome.  Never raises."""
    start = perf_counter()
    inspection = guard.inspect(call, context=context)
    tell(guard, inspection, client=call.client, channel=call.channel, seconds=perf_counter() - start)
    return inspection


async def aconsult(guard: Guard, call: OutboundCall, *, context: CallContext | None = None) -> Inspection:
    """As `consult`, with long work off the event loop."""
    start = perf_counter()
    inspection = await guard.ainspect(call, context=context)
    tell(guard, inspection, client=call.client, channel=call.channel, seconds=perf_counter() - start)
    return inspection


def tell(guard: Guard, inspection: Inspection, *, client: str, channel: str, seconds: float) -> None:
    """Let the guard's reporters hear an outcome; a reporter that raises is counted and otherwise ignored."""
    site = protected(guard.site, lambda _: "") if is_reported(inspection) else ""
    outcome = Outcome(inspection=inspection, client=client, channel=channel, seconds=seconds, site=site)
    for reporter in guard.reporters:
        protected(lambda heard=reporter.heard: heard(outcome), guard.count_error)  # type: ignore[misc]  # bound per loop turn on purpose
