"""OpenTelemetry: the counts are right, the attributes are closed, and nothing is imported or lost on the way."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, SimpleLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

from phiguard.model.decision import Action
from phiguard.model.destination import Category, Destination
from phiguard.model.inspection import Outcome, Stage
from phiguard.reporting.otel import DURATION_BOUNDS, OtelReporter, Telemetry
from phiguard.reporting.tally import OVERFLOW, Tally

Make = Callable[..., Outcome]


class Lab:
    """A reporter with a real SDK behind it."""

    def __init__(self) -> None:
        self.reader = InMemoryMetricReader()
        self.events = InMemoryLogRecordExporter()
        self.meters = MeterProvider(metric_readers=[self.reader])
        self.loggers = LoggerProvider()
        self.loggers.add_log_record_processor(SimpleLogRecordProcessor(self.events))
        self.telemetry = Telemetry(meter_provider=self.meters, logger_provider=self.loggers)
        self.reporter = OtelReporter(self.telemetry, sample=4)

    def points(self, name: str) -> list[tuple[dict[str, Any], Any]]:
        """Attributes and value (or count) of each data point of a metric."""
        data = self.reader.get_metrics_data()
        metrics = [m for r in data.resource_metrics for s in r.scope_metrics for m in s.metrics if m.name == name] if data else []
        points = [point for metric in metrics for point in metric.data.data_points]
        return [(dict(point.attributes or {}), point.count if hasattr(point, "count") else point.value) for point in points]

    def close(self) -> None:
        """Stop the SDK."""
        self.meters.shutdown()
        self.loggers.shutdown()


@pytest.fixture
def lab() -> Iterator[Lab]:
    """A laboratory, closed afterwards."""
    made = Lab()
    yield made
    made.close()


def test_every_call_is_counted(lab: Lab, outcome: Make) -> None:
    """`phiguard.calls` counts by recipient, channel, decision, and what the rules ask for."""
    for made in (outcome(), outcome(), outcome(Action.ALLOW, rule="clean", channel="websocket")):
        lab.reporter.heard(made)
    common = {"phiguard.destination.id": "meta"}
    assert lab.points("phiguard.calls") == [
        ({**common, "phiguard.channel": "http", "phiguard.decision": "block", "phiguard.wanted": "block"}, 2),
        ({**common, "phiguard.channel": "websocket", "phiguard.decision": "allow", "phiguard.wanted": "allow"}, 1),
    ]


def test_a_roll_out_that_only_reports_can_be_measured(lab: Lab, outcome: Make) -> None:
    """What would have been stopped is a count of its own, apart from what is clean."""
    lab.reporter.heard(outcome(Action.ALLOW, wanted=Action.BLOCK))
    lab.reporter.heard(outcome(Action.ALLOW, rule="clean"))
    wanted = {attributes["phiguard.wanted"]: attributes["phiguard.decision"] for attributes, _ in lab.points("phiguard.calls")}
    assert wanted == {"block": "allow", "allow": "allow"}


def test_what_is_unguarded_is_asked_when_the_sdk_collects(lab: Lab, outcome: Make) -> None:
    """`phiguard.unguarded` is the state at that moment, by client and reason; nothing once nobody watches."""
    gaps = [("pycurl", "native"), ("other", "failed"), ("other", "failed")]
    source = gaps.copy

    lab.telemetry.watch(source)
    lab.reporter.heard(outcome())
    points = [(each["phiguard.client"], each["phiguard.reason"], count) for each, count in lab.points("phiguard.unguarded")]
    assert points == [("pycurl", "native", 1), ("other", "failed", 2)]
    gaps.pop()
    assert [count for _, count in lab.points("phiguard.unguarded")] == [1, 1]
    lab.telemetry.unwatch(list)
    assert lab.points("phiguard.unguarded")
    lab.telemetry.unwatch(source)
    assert lab.points("phiguard.unguarded") == []


def test_findings_are_counted_by_class(lab: Lab, outcome: Make) -> None:
    """`phiguard.findings` has the coarse class: entity names would overflow the SDK's cardinality limit."""
    lab.reporter.heard(outcome(entities=("EMAIL_ADDRESS", "PHONE_NUMBER", "MEDICATION", "EMPLOYEE_BADGE")))
    counts = {attributes["phiguard.entity.class"]: count for attributes, count in lab.points("phiguard.findings")}
    assert counts == {"contact": 2, "clinical": 1, "custom": 1}


def test_an_unlisted_host_is_other(lab: Lab, outcome: Make) -> None:
    """A host name can carry PHI, so it is no attribute."""
    lab.reporter.heard(outcome(destination=Destination(id="mona-reyes.test", category=Category.UNLISTED)))
    assert [attributes["phiguard.destination.id"] for attributes, _ in lab.points("phiguard.calls")] == ["_other"]


def test_calls_that_were_looked_at_are_timed_and_others_sampled(lab: Lab, outcome: Make) -> None:
    """Each analysis is recorded; of the calls that the gate let go, one in *sample*."""
    for _ in range(3):
        lab.reporter.heard(outcome())
    for _ in range(8):
        lab.reporter.heard(outcome(Action.ALLOW, rule="clean", stage=Stage.GATE))
    counts = {attributes["phiguard.stage"]: count for attributes, count in lab.points("phiguard.scan.duration")}
    assert counts == {"analysis": 3, "gate": 2}


def test_durations_have_buckets_of_their_own(lab: Lab, outcome: Make) -> None:
    """The boundaries that we advise reach the SDK: a scan ends where HTTP's buckets begin."""
    lab.reporter.heard(outcome())
    data = lab.reader.get_metrics_data()
    assert data is not None
    metrics = {m.name: m for m in data.resource_metrics[0].scope_metrics[0].metrics}
    assert metrics["phiguard.scan.duration"].unit == "s"
    assert tuple(metrics["phiguard.scan.duration"].data.data_points[0].explicit_bounds) == DURATION_BOUNDS  # type: ignore[union-attr]


def test_what_was_not_looked_at_is_counted_by_reason(lab: Lab, outcome: Make) -> None:
    """`phiguard.scan.incomplete` has one point a recipient and reason."""
    lab.reporter.heard(outcome(incomplete=("oversize", "Mona Reyes")))
    assert {attributes["phiguard.destination.id"] for attributes, _ in lab.points("phiguard.scan.incomplete")} == {"meta"}
    reasons = {attributes["phiguard.reason"]: attributes["phiguard.decision"] for attributes, _ in lab.points("phiguard.scan.incomplete")}
    assert reasons == {"oversize": "block", "other": "block"}


def test_our_failures_are_counted_by_class(lab: Lab) -> None:
    """`phiguard.errors` names classes that exist, and nothing else."""
    for kind in ("KeyError", "KeyError", "MonaReyesError"):
        lab.reporter.erred(kind, place="detection/keys.py:9")
    assert lab.points("phiguard.errors") == [({"error.type": "KeyError"}, 2), ({"error.type": "other"}, 1)]


def test_a_stopped_call_is_one_event(lab: Lab, outcome: Make) -> None:
    """`phiguard.call.blocked` has rule, recipient and entities as attributes, and no body."""
    for action in (Action.BLOCK, Action.REDACT, Action.ALLOW):
        lab.reporter.heard(outcome(action, wanted=Action.BLOCK))
    (event,) = [data.log_record for data in lab.events.get_finished_logs()]
    assert (event.event_name, event.severity_text, event.body) == ("phiguard.call.blocked", "WARN", None)
    assert dict(event.attributes or {}) == {
        "security_rule.name": "table:ad_tracker/linkable/clinical",
        "phiguard.destination.id": "meta",
        "phiguard.destination.category": "ad_tracker",
        "phiguard.channel": "http",
        "phiguard.entity": ("EMAIL_HASH", "MEDICATION"),
        "phiguard.finding.count": 2,
        "phiguard.stage": "analysis",
        "phiguard.incomplete": (),
    }


def test_two_reporters_share_one_count(lab: Lab, outcome: Make) -> None:
    """A reload makes a new reporter; the counts go on, as the instruments are the process's."""
    lab.reporter.heard(outcome())
    OtelReporter(lab.telemetry).heard(outcome())
    assert [count for _, count in lab.points("phiguard.calls")] == [2]


def test_the_first_calls_of_many_threads_make_the_instruments_once(lab: Lab, outcome: Make) -> None:
    """No count is lost, and no instrument made twice, when everything starts at once."""
    made = outcome()

    def work() -> None:
        for _ in range(200):
            lab.reporter.heard(made)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [count for _, count in lab.points("phiguard.calls")] == [1600]


def test_a_call_made_while_connecting_is_counted_and_does_not_hang(outcome: Make) -> None:
    """An SDK that calls out while it is being loaded (resource detectors) meets no lock and no recursion."""

    class Calling(MeterProvider):
        """Makes a call of its own when it is asked for a meter."""

        def get_meter(self, *args: Any, **kwargs: Any) -> Any:
            reporter.heard(outcome())
            return super().get_meter(*args, **kwargs)

    reader = InMemoryMetricReader()
    provider = Calling(metric_readers=[reader])
    telemetry = Telemetry(meter_provider=provider, logger_provider=LoggerProvider())
    reporter = OtelReporter(telemetry)
    reporter.heard(outcome())
    assert sum(telemetry.calls.observe(lambda count, _attributes: count)) == 2
    provider.shutdown()


def test_a_tally_is_bounded() -> None:
    """What would overflow the SDK's limit is counted under one name, and nothing is lost."""
    tally = Tally("a", "b", most=3)
    for number in range(10):
        tally.count(str(number), "x")
    counts = dict(tally.observe(lambda count, attributes: (attributes["a"], count)))
    assert counts == {"0": 1, "1": 1, "2": 1, OVERFLOW: 7}


def test_reporting_imports_opentelemetry_only_when_a_call_is_heard() -> None:
    """Installing phiguard does not pay for the metrics and logs API."""
    code = (
        "import sys; from phiguard.reporting import default_reporters; default_reporters()\n"
        "late = ('opentelemetry.metrics', 'opentelemetry._logs', 'opentelemetry.sdk')\n"
        "assert not [name for name in sys.modules if name.startswith(late)]"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
