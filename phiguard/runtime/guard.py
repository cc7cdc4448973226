"""The guard: asks the recipient first, then the gate, and opens a payload only when something in it could matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from phiguard.destinations import vendors
from phiguard.destinations.vendors import Endpoint, Vendor
from phiguard.disclosure import possible, signals
from phiguard.model.call import OutboundCall
from phiguard.model.context import CallContext
from phiguard.model.decision import Action, Decision
from phiguard.model.destination import Category, Destination
from phiguard.model.inspection import Inspection, Stage
from phiguard.model.reply import REFUSED, Reply
from phiguard.model.signals import Signal
from phiguard.policy import Mode
from phiguard.reporting import ErrorReporter, Reporter, call_site
from phiguard.runtime.aside import aside
from phiguard.runtime.case import Case
from phiguard.runtime.context import ambient, merge
from phiguard.runtime.machinery import analyser, front, object_opener
from phiguard.runtime.screens import ScreenCache
from phiguard.runtime.shell import Fault, protected
from phiguard.runtime.sources import PolicySource, capped, own_recognizers, policy_of
from phiguard.runtime.stream import GuardedStream
from phiguard.runtime.target import Target, target

if TYPE_CHECKING:
    from phiguard.detection.known_values import Known

__all__ = ["Guard"]

_INLINE_BYTES = 8 * 1024
"""Analysis of less than this stays on the event loop: a thread's round trip costs as much."""


class _Pending(NamedTuple):
    """Work that remains after the gate: run in line, or in a thread."""

    run: Callable[[], Inspection]
    size: int


class Guard:
    """Looks at calls and says what should happen.  Patches nothing and sends nothing; immutable but for its caches.

    Args:
        policy: a `Policy`, a mapping or path as for `Policy.from_mapping` and `Policy.load`; None: ``$PHIGUARD_POLICY``, else the
            default profile.
        mode: a ceiling over the policy's own: ``off``, ``report``, ``redact`` or ``block``.
        known: process-wide known values (`phiguard.KnownValues`).
        reporters: who hears of outcomes that interceptors act on; None: the logger and OpenTelemetry.

    Raises:
        ConfigurationError: the policy or the mode is wrong.
    """

    def __init__(
        self,
        policy: PolicySource = None,
        *,
        mode: str | None = None,
        known: Sequence[Known] = (),
        reporters: Sequence[Reporter] | None = None,
    ) -> None:
        self.policy = capped(policy_of(policy), mode)
        self.errors = 0
        self._known = tuple(known)
        self._extra = own_recognizers(self.policy)
        self._screens = ScreenCache()
        if reporters is None:
            from phiguard.reporting import default_reporters

            reporters = default_reporters()
        self.reporters = tuple(reporters)

    def inspect(self, call: OutboundCall, *, context: CallContext | None = None, detail: bool = False) -> Inspection:
        """What should happen to *call*.  Never raises.

        Args:
            call: the message.
            context: what is known about the moment; explicit fields win over the ambient ones.
            detail: look at everything and give complete findings, even where nothing found could change the decision.
        """
        return protected(lambda: _settled(self._begin(call, context, detail=detail)), lambda fault: self._failed(call, fault))

    async def ainspect(self, call: OutboundCall, *, context: CallContext | None = None, detail: bool = False) -> Inspection:
        """As `inspect`, with the analysis of larger messages in a thread."""
        begun = protected(lambda: self._begin(call, context, detail=detail), lambda fault: self._failed(call, fault))
        if isinstance(begun, Inspection):
            return begun
        if begun.size <= _INLINE_BYTES:
            return protected(begun.run, lambda fault: self._failed(call, fault))
        return await aside(lambda: protected(begun.run, lambda fault: self._failed(call, fault)))

    def inspect_event(
        self, obj: Any, *, destination: str, event: str = "", context: CallContext | None = None, detail: bool = False
    ) -> Inspection:
        """What should happen to an SDK's own object (a dict, or an object with such inside) before it is queued.

        Args:
            obj: the event; never mutated.
            destination: id of a policy destination or of a vendor (``segment``).
            event: the event's name, where the SDK passes it beside the object.
            context: as in `inspect`.
            detail: as in `inspect`.

        Returns:
            An inspection whose ``payload`` is of the type of *obj*; None when blocked.
        """
        del detail  # an event is small and structured: it is always looked at in full
        source = {"event": event, "payload": obj} if event else obj
        found = protected(lambda: self._event(source, destination, context), lambda fault: self._failed_event(source, destination, fault))
        if event and found.payload is not None:
            return replace(found, payload=found.payload["payload"])
        return found

    def stream(self, call: OutboundCall, *, context: CallContext | None = None) -> GuardedStream:
        """A guard for a body that comes in pieces: ``feed(chunk)`` and ``close()``; *call* has everything but the body."""
        return GuardedStream(self, call, context)

    def destination(self, url: str) -> Destination:
        """Who a URL leads to, as policy and catalogue see it today."""
        where = target(url)
        return self.policy.destination(where.host, where.port, today=_today())

    def count_error(self, fault: Fault) -> None:
        """Count a fault of ours, and tell the reporters that listen for such."""
        self.errors += 1
        for reporter in self.reporters:
            if isinstance(reporter, ErrorReporter):
                protected(partial(reporter.erred, fault.kind, place=fault.place), lambda _: None)

    @staticmethod
    def site() -> str:
        """The application's frame, ``file:line``, that makes the current call."""
        return call_site()

    # ---- the deciding function that sync and async share

    def _begin(self, call: OutboundCall, context: CallContext | None, *, detail: bool) -> Inspection | _Pending:
        where = target(call.url)
        destination = self.policy.destination(where.host, where.port, today=_today(), carries=partial(_carries, call))
        if self.policy.mode is Mode.OFF or not destination.observe or destination.category is Category.FIRST_PARTY:
            return _passed(call, destination, Stage.DESTINATION, "mode:off" if self.policy.mode is Mode.OFF else "permitted:not-observed")
        around = ambient()
        known = (*self._known, *around.known)
        merged = merge(context, around.context)
        gated = not (detail or call.unread or self._extra)  # a policy's own recognizers have no triggers that the gate would know
        if gated and (clean := self._screened(call, destination, known, declared=merged.health_context is not None)):
            return clean
        case = self._case(call, where, destination, merged, known)
        return _Pending(lambda: self._finish(case, where, detail=detail), len(call.body))

    def _screened(self, call: OutboundCall, destination: Destination, known: Sequence[Known], *, declared: bool) -> Inspection | None:
        """An inspection that lets *call* go, when the gate sees nothing that could matter; else None."""
        health_service = self.policy.sender.health_service
        mask = signals(destination, health_service=health_service, declared=declared)
        join, screen = front()
        data = join(call)
        if len(data) > self.policy.limits.body_max_bytes or any(value.possible(data) for value in known):
            return None
        key = self._screens.key(data, mask)
        seen, stage = self._screens.get(key), Stage.CACHE
        if seen is None:
            seen, stage = screen(data, mask), Stage.GATE
            self._screens.put(key, seen)
        if possible(seen.signals, destination, health_service=health_service, declared=declared):
            return None
        if Signal.HEALTH in seen.signals and not destination.permitted:
            return None  # few calls speak of health at all; whether one names somebody is for the analysis to say, not for a prefilter
        return _passed(call, destination, stage, "gate:clean")

    def _case(self, call: OutboundCall, where: Target, destination: Destination, context: CallContext, known: Sequence[Known]) -> Case:
        vendor, endpoint = _vendor(destination, call, where)
        limits = self.policy.limits
        events = endpoint.events if endpoint else ()
        return Case(
            source=call,
            opener=lambda source: analyser().open_call(source, limits=limits, events=events),
            destination=destination,
            vendor=vendor,
            context=context,
            known=known,
            extra=self._extra,
            policy=self.policy,
        )

    def _finish(self, case: Case, where: Target, *, detail: bool) -> Inspection:
        inspection = analyser().examine(case)
        if inspection.decision.action is Action.BLOCK:
            return replace(inspection, reply=self._reply(case.destination, case.source, where))
        if not detail and inspection.decision.wanted is Action.ALLOW:
            return replace(inspection, findings=tuple(replace(f, path="") for f in inspection.findings))
        return inspection

    def _reply(self, destination: Destination, call: OutboundCall, where: Target) -> Reply | None:
        """How the stop is delivered: the vendor's own answer, a refusal that no client retries, or (None) an exception."""
        _, endpoint = _vendor(destination, call, where)
        how = self.policy.on_block(destination) or (endpoint.on_block if endpoint else "raise")
        if how == "reply" and endpoint and endpoint.reply:
            return endpoint.reply
        return None if how == "raise" else REFUSED

    # ---- events of SDKs

    def _event(self, source: Any, name: str, context: CallContext | None) -> Inspection:
        destination = self._named(name)
        if self.policy.mode is Mode.OFF or not destination.observe or destination.category is Category.FIRST_PARTY:
            return replace(_passed(None, destination, Stage.DESTINATION, "permitted:not-observed"), payload=source)
        around = ambient()
        limits = self.policy.limits
        vendor = vendors.get(destination.vendor) if destination.vendor else None
        case = Case(
            source=source,
            opener=lambda obj: object_opener()(obj, limits=limits),
            destination=destination,
            vendor=vendor,
            context=merge(context, around.context),
            known=(*self._known, *around.known),
            extra=self._extra,
            policy=self.policy,
        )
        return analyser().examine(case)

    def _named(self, name: str) -> Destination:
        return self.policy.named(name, today=_today())

    # ---- when something of ours breaks

    def _failed(self, call: OutboundCall, fault: Fault) -> Inspection:
        """The policy's failure mode decides about a call that could not be looked at."""
        self.count_error(fault)
        where = protected(lambda: target(call.url), lambda _: Target("", None, ""))
        destination = protected(lambda: self.policy.destination(where.host, where.port, today=_today()), lambda _: _NOBODY)
        decision = self.policy.decide(destination, (), ("error",))
        passes = decision.action is Action.ALLOW
        reply = None if passes else protected(lambda: self._reply(destination, call, where), lambda _: None)
        decision = decision if passes else replace(decision, action=Action.BLOCK)
        return Inspection(
            decision=decision,
            stage=Stage.ANALYSIS,
            incomplete=("error",),
            call=call if passes else None,
            destination=destination,
            reply=reply,
        )

    def _failed_event(self, source: Any, name: str, fault: Fault) -> Inspection:
        self.count_error(fault)
        destination = protected(lambda: self._named(name), lambda _: _NOBODY)
        decision = self.policy.decide(destination, (), ("error",))
        passes = decision.action is Action.ALLOW
        return Inspection(
            decision=decision, stage=Stage.ANALYSIS, incomplete=("error",), destination=destination, payload=source if passes else None
        )


_NOBODY = Destination(id="_other", category=Category.UNLISTED)


def _settled(begun: Inspection | _Pending) -> Inspection:
    return begun if isinstance(begun, Inspection) else begun.run()


def _passed(call: OutboundCall | None, destination: Destination, stage: Stage, rule: str) -> Inspection:
    decision = Decision(action=Action.ALLOW, wanted=Action.ALLOW, rule=rule, destination=destination.id, category=destination.category)
    return Inspection(decision=decision, stage=stage, call=call, destination=destination)


def _vendor(destination: Destination, call: OutboundCall, where: Target) -> tuple[Vendor | None, Endpoint | None]:
    if not destination.vendor:
        return None, None
    vendor = vendors.get(destination.vendor)
    return vendor, vendor.endpoint(call.method, where.host, where.path)


def _carries(call: OutboundCall, account: str) -> bool:
    """Whether *call* goes to an account of its recipient, which an agreement may be limited to: its id or key stands in the call."""
    return account in call.url or any(account in value for _, value in call.headers) or account.encode() in call.body


def _today() -> date:
    return datetime.now(UTC).date()
