"""Metrics and log events through the OpenTelemetry API; without an SDK they cost next to nothing and go nowhere.

Every attribute comes from a closed enum, the catalogue or the policy (`phiguard.reporting.words`).  Views cannot be relied on to
strip attributes: what they drop comes out again in exemplars (opentelemetry-specification #5077).  A counter's ``add`` costs
7 us with the SDK, as much as the gate; so calls are tallied here, and the SDK reads the tallies when it collects.
"""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from phiguard.model.decision import Action
from phiguard.model.inspection import Stage
from phiguard.reporting.tally import Tally
from phiguard.reporting.words import channel, destination_id, entity_class, error_type, reasons

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from opentelemetry._logs import Logger, LoggerProvider
    from opentelemetry.metrics import CallbackOptions, Counter, Histogram, Meter, MeterProvider, Observation

    from phiguard.model.inspection import Outcome

__all__ = ["DURATION_BOUNDS", "PROCESS", "OtelReporter", "Telemetry"]

SCOPE = "phiguard"
SCHEMA_URL = "https://opentelemetry.io/schemas/1.44.0"
DURATION_BOUNDS = (5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2, 2.5e-2, 5e-2, 0.1, 0.25)
"""Seconds.  The buckets that are advised for HTTP start at 5 ms, where a scan should have ended long ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Instruments:
    duration: Histogram
    incomplete: Counter
    errors: Counter
    logger: Logger


class Telemetry:
    """The tallies, and the instruments that are asked of OpenTelemetry when the first call is heard.

    So installing phiguard imports nothing of it, and an SDK that is configured later is found nevertheless (the API hands out
    proxies).  An observable instrument that is made twice loses the second one's counts without a word: there is one `PROCESS`
    for all reporters, and it outlives reloads of the policy.

    Args:
        meter_provider: the global one by default.
        logger_provider: the global one by default.
    """

    def __init__(self, *, meter_provider: MeterProvider | None = None, logger_provider: LoggerProvider | None = None) -> None:
        self.calls = Tally("phiguard.destination.id", "phiguard.channel", "phiguard.decision")
        self.findings = Tally("phiguard.destination.id", "phiguard.entity.class", "phiguard.decision")
        self._providers = (meter_provider, logger_provider)
        self._lock = threading.RLock()
        self._connecting = False
        self._instruments: _Instruments | None = None

    def instruments(self) -> _Instruments | None:
        """The instruments; None only for a call that OpenTelemetry itself makes while they are being made (resource detectors)."""
        return self._instruments or self._connect()

    def _connect(self) -> _Instruments | None:
        with self._lock:
            if self._instruments is None and not self._connecting:
                self._connecting = True
                try:
                    self._instruments = self._made()
                finally:
                    self._connecting = False
            return self._instruments

    def _made(self) -> _Instruments:
        from opentelemetry import _logs, metrics

        meter_provider, logger_provider = self._providers
        meter = (meter_provider or metrics.get_meter_provider()).get_meter(SCOPE, schema_url=SCHEMA_URL)
        logger = (logger_provider or _logs.get_logger_provider()).get_logger(SCOPE, schema_url=SCHEMA_URL)
        _observe(meter, "phiguard.calls", self.calls, unit="{call}", description="Calls that were about to leave the process")
        _observe(meter, "phiguard.findings", self.findings, unit="{finding}", description="Identifiers and health facts found in them")
        return _Instruments(
            duration=meter.create_histogram(
                "phiguard.scan.duration",
                unit="s",
                description="Time spent looking at one call",
                explicit_bucket_boundaries_advisory=DURATION_BOUNDS,
            ),
            incomplete=meter.create_counter("phiguard.scan.incomplete", unit="{call}", description="Calls that were not looked at in full"),
            errors=meter.create_counter("phiguard.errors", unit="{error}", description="Failures inside phiguard"),
            logger=logger,
        )


def _observe(meter: Meter, name: str, tally: Tally, *, unit: str, description: str) -> None:
    from opentelemetry.metrics import Observation

    def collect(_options: CallbackOptions) -> Iterable[Observation]:
        return tally.observe(Observation)

    callbacks: list[Callable[[CallbackOptions], Iterable[Observation]]] = [collect]
    meter.create_observable_counter(name, callbacks=callbacks, unit=unit, description=description)


PROCESS = Telemetry()
"""The telemetry of this process."""


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
        self._telemetry.calls.count(recipient, channel(outcome.channel), action)
        for finding in inspection.findings:
            self._telemetry.findings.count(recipient, entity_class(finding.entity), action)
        instruments = self._telemetry.instruments()
        if instruments is None:
            return
        if inspection.stage is Stage.ANALYSIS or next(self._seen) % self._sample == 0:
            instruments.duration.record(outcome.seconds, {"phiguard.stage": inspection.stage.value})
        for reason in reasons(inspection) if inspection.incomplete else ():
            instruments.incomplete.add(1, {"phiguard.reason": reason, "phiguard.decision": action})
        if inspection.decision.action is Action.BLOCK:
            _emit_blocked(instruments.logger, outcome, recipient)

    def erred(self, kind: str, *, place: str = "") -> None:
        """Count a failure inside phiguard by its class."""
        del place  # in the log; here it would be one more attribute set a line of code
        instruments = self._telemetry.instruments()
        if instruments is not None:
            instruments.errors.add(1, {"error.type": error_type(kind)})


def _emit_blocked(logger: Logger, outcome: Outcome, recipient: str) -> None:
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
    logger.emit(LogRecord(event_name="phiguard.call.blocked", severity_number=severity, severity_text="WARN", attributes=attributes))
