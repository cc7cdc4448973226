"""The one place that catches everything: a fault of ours becomes a decision of the policy, never the application's exception.

Three phases are kept apart: observe and decide happen in here; act (send, send redacted, stop) is the interceptor's, and the
client's own call stands outside any ``try`` of ours.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
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
    except Exception as error:  # noqa: BLE001 -- the one shell: every fault of ours ends here, is counted, and the policy decides
        return otherwise(Fault(type(error).__name__, own_place(error)))


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
