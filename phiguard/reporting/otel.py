"""Metrics and log events through the OpenTelemetry API; without an SDK they cost next to nothing and go nowhere.

Every attribute comes from a closed enum, the catalogue or the policy (`phiguard.reporting.words`).  Views cannot be relied on to
strip attributes: what they drop comes out again in exemplars (opentelemetry-specification #5077).  A counter's ``add`` costs
7 us with the SDK, as much as the gate; so calls are tallied here, and the SDK reads the tallies when it collects.

Attribute sets are bounded by `Tally`, 1,500 an instrument whatever a policy holds.  In practice: ``calls`` has at most 9 a recipient and
channel (three actions by three wishes), ``findings`` 3 an entity class, ``scan.incomplete`` 3 a reason,
``unguarded`` one a client that phiguard knows by name.
"""

from __future__ import annotations

import atexit
import itertools
import os
import sys
import threading
import time
from collections import Counter as Counts
from collections import deque
from contextlib import suppress
from contextvars import Context, copy_context
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from phiguard.model.decision import Action
from phiguard.model.inspection import Stage
from phiguard.reporting.tally import Tally
from phiguard.reporting.words import channel, destination_id, entity_class, error_type, reasons

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from opentelemetry._logs import Logger, LoggerProvider
    from opentelemetry.metrics import CallbackOptions, Counter, Histogram, Meter, MeterProvider, Observation

    from phiguard.model.inspection import Outcome

    Gaps = Callable[[], Iterable[tuple[str, str]]]

__all__ = ["DURATION_BOUNDS", "PROCESS", "OtelReporter", "Telemetry"]

SCOPE = "phiguard"
SCHEMA_URL = "https://opentelemetry.io/schemas/1.44.0"
DURATION_BOUNDS = (5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2, 2.5e-2, 5e-2, 0.1, 0.25)
"""Seconds.  The buckets that are advised for HTTP start at 5 ms, where a scan should have ended long ago."""
_SOON = 0.25
_KEPT = 256
"""What waits for the instruments at most; one more, and they are made at once."""
_API = frozenset({"opentelemetry.metrics", "opentelemetry._logs"})
_BROKEN = (ImportError, AttributeError, TypeError, ValueError, LookupError, RuntimeError, OSError)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Instruments:
    duration: Histogram
    errors: Counter
    logger: Logger


class Telemetry:
    """The tallies, and the instruments that are asked of OpenTelemetry soon after the first call is heard.

    So installing phiguard imports nothing of it, and an SDK that is configured later is found nevertheless (the API hands out
    proxies).  An observable instrument that is made twice loses the second one's counts without a word: there is one `PROCESS`
    for all reporters, and it outlives reloads of the policy.

    Args:
        meter_provider: the global one by default.
        logger_provider: the global one by default.
        delay: seconds from the first call until OpenTelemetry is asked, in a thread of its own: its API takes 10 ms to import, which no
            call should wait for.  What is heard meanwhile is kept.
    """

    def __init__(
        self, *, meter_provider: MeterProvider | None = None, logger_provider: LoggerProvider | None = None, delay: float = 0.0
    ) -> None:
        self.calls = Tally("phiguard.destination.id", "phiguard.channel", "phiguard.decision", "phiguard.wanted")
        self.findings = Tally("phiguard.destination.id", "phiguard.entity.class", "phiguard.decision")
        self.incomplete = Tally("phiguard.destination.id", "phiguard.reason", "phiguard.decision")
        self._gaps: Gaps = tuple
        self._providers = (meter_provider, logger_provider)
        self._lock = threading.RLock()
        self._connecting = False
        self._instruments: _Instruments | None = None
        self._delay = delay
        self._timer: threading.Timer | None = None
        self._kept: deque[tuple[Context, Callable[[_Instruments], None]]] = deque()

    def watch(self, gaps: Gaps) -> None:
        """Let ``phiguard.unguarded`` be what *gaps* gives whenever it is asked: (client, reason) pairs, both of closed sets."""
        self._gaps = gaps

    def unwatch(self, gaps: Gaps) -> None:
        """Ask *gaps* no more, if it is the one that is asked; then nothing is unguarded, as nothing is meant to be guarded."""
        if self._gaps == gaps:
            self._gaps = tuple

    def gaps(self) -> Mapping[tuple[str, str], int]:
        """How many clients are not looked at, by client and reason."""
        return Counts(self._gaps())

    def use(self, act: Callable[[_Instruments], None]) -> None:
        """Do *act* with the instruments: now, or once they are made, within the context (the trace) of now."""
        if self._instruments is not None:
            act(self._instruments)
            return
        self._kept.append((copy_context(), act))
        if len(self._kept) > _KEPT or self._connected():
            self.connect()

    def _connected(self) -> bool:
        return self._instruments is not None

    def expect(self) -> None:
        """See to it that the instruments are made, now or soon."""
        if self._instruments is not None or self._timer is not None:
            return
        if not self._delay:
            self.connect()
            return
        timer = self._timer = threading.Timer(self._delay, self._connect_apart)
        timer.daemon = True
        atexit.register(self._leave)
        try:
            timer.start()
        except RuntimeError:  # the interpreter ends
            self._connect_apart()

    def connect(self) -> None:
        """Make the instruments, unless they are there, and do what waited for them.

        Returns without them only to a call that OpenTelemetry itself makes while they are being made (resource detectors).
        """
        with self._lock:
            if self._instruments is None and not self._connecting:
                self._connecting = True
                try:
                    self._instruments = self._made()
                finally:
                    self._connecting = False
        while self._instruments is not None and self._kept:
            with suppress(IndexError):  # another thread was faster
                context, act = self._kept.popleft()
                context.run(act, self._instruments)

    def _connect_apart(self) -> None:
        """In a thread, where nobody would hear of a failure: the next call tries again, and counts it."""
        self._delay = 0.0
        with suppress(*_BROKEN):
            self.connect()
        self._timer = None

    def _leave(self) -> None:
        """At the end of a short life: what was heard is told, if anybody in this process listens."""
        if self._instruments is None and not _API.isdisjoint(sys.modules):
            self._connect_apart()

    def forked(self) -> None:
        """In a child process: what waits is the parent's to tell, and so is its thread; its lock may be held for ever."""
        if self._timer is not None:
            self._delay, self._timer = _SOON, None
        self._lock, self._connecting = threading.RLock(), False
        self._kept.clear()

    def _made(self) -> _Instruments:
        from opentelemetry import _logs, metrics

        meter_provider, logger_provider = self._providers
        meter = (meter_provider or metrics.get_meter_provider()).get_meter(SCOPE, schema_url=SCHEMA_URL)
        logger = (logger_provider or _logs.get_logger_provider()).get_logger(SCOPE, schema_url=SCHEMA_URL)
        _observe(meter, "phiguard.calls", self.calls, unit="{call}", description="Calls that were about to leave the process")
        _observe(meter, "phiguard.findings", self.findings, unit="{finding}", description="Identifiers and health facts found in them")
        _observe(meter, "phiguard.scan.incomplete", self.incomplete, unit="{call}", description="Calls that were not looked at in full")
        _observe_gaps(meter, self)
        return _Instruments(
            duration=meter.create_histogram(
                "phiguard.scan.duration",
                unit="s",
                description="Time spent looking at one call",
                explicit_bucket_boundaries_advisory=DURATION_BOUNDS,
            ),
            errors=meter.create_counter("phiguard.errors", unit="{error}", description="Failures inside phiguard"),
            logger=logger,
        )


def _observe(meter: Meter, name: str, tally: Tally, *, unit: str, description: str) -> None:
    from opentelemetry.metrics import Observation

    def collect(_options: CallbackOptions) -> Iterable[Observation]:
        return tally.observe(Observation)

    callbacks: list[Callable[[CallbackOptions], Iterable[Observation]]] = [collect]
    meter.create_observable_counter(name, callbacks=callbacks, unit=unit, description=description)


def _observe_gaps(meter: Meter, telemetry: Telemetry) -> None:
    from opentelemetry.metrics import Observation

    def collect(_options: CallbackOptions) -> Iterable[Observation]:
        for (client, reason), count in telemetry.gaps().items():
            yield Observation(count, {"phiguard.client": client, "phiguard.reason": reason})

    callbacks: list[Callable[[CallbackOptions], Iterable[Observation]]] = [collect]
    description = "Clients in this process that send without being looked at"
    meter.create_observable_up_down_counter("phiguard.unguarded", callbacks=callbacks, unit="{client}", description=description)


PROCESS = Telemetry(delay=_SOON)
"""The telemetry of this process."""

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=PROCESS.forked)


class OtelReporter:
    """Counts every call and finding, times those that were looked at, and emits a log event for each stopped call.

    Args:
        telemetry: `PROCESS` unless a test brings its own.
        sample: of the calls that never reached analysis, one in so many is timed.
    """

    def __init__(self, telemetry: Telemetry = PROCESS, *, sample: int = 256) -> None:
        self._telemetry = telemetry
        self._sample = sample
        self._seen = itertools.count()

    def heard(self, outcome: Outcome) -> None:
        """Count *outcome*; what costs more happens only for calls that were looked at or stopped."""
        inspection = outcome.inspection
        recipient, action = destination_id(inspection.destination), inspection.decision.action.value
        self._telemetry.calls.count(recipient, channel(outcome.channel), action, inspection.decision.wanted.value)
        for finding in inspection.findings:
            self._telemetry.findings.count(recipient, entity_class(finding.entity), action)
        for reason in reasons(inspection) if inspection.incomplete else ():
            self._telemetry.incomplete.count(recipient, reason, action)
        self._telemetry.expect()
        if inspection.stage is Stage.ANALYSIS or next(self._seen) % self._sample == 0:
            stage, seconds = inspection.stage.value, outcome.seconds
            self._telemetry.use(lambda instruments: instruments.duration.record(seconds, {"phiguard.stage": stage}))
        if inspection.decision.action is Action.BLOCK:
            self._telemetry.use(partial(_emit_blocked, outcome, recipient, time.time_ns()))

    def erred(self, kind: str, *, place: str = "") -> None:
        """Count a failure inside phiguard by its class."""
        del place  # in the log; here it would be one more attribute set a line of code
        self._telemetry.expect()
        known = error_type(kind)
        self._telemetry.use(lambda instruments: instruments.errors.add(1, {"error.type": known}))


def _emit_blocked(outcome: Outcome, recipient: str, when: int, instruments: _Instruments) -> None:
    from opentelemetry._logs import LogRecord, SeverityNumber

    inspection, decision = outcome.inspection, outcome.inspection.decision
    attributes = {
        "security_rule.name": decision.rule,
        "phiguard.destination.id": recipient,
        "phiguard.destination.category": decision.category.value,
        "phiguard.channel": channel(outcome.channel),
        "phiguard.entity": decision.entities,
        "phiguard.finding.count": len(inspection.findings),
        "phiguard.stage": inspection.stage.value,
        "phiguard.incomplete": reasons(inspection),
    }
    severity = SeverityNumber.WARN
    record = LogRecord(
        event_name="phiguard.call.blocked", timestamp=when, severity_number=severity, severity_text="WARN", attributes=attributes
    )
    instruments.logger.emit(record)
