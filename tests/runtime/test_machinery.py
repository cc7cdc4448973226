"""`phiguard.runtime.machinery`: what is heavy comes when it is needed, and the fast engine soon after the first call."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest

from phiguard.gate.engine_hyperscan import available

CALL = """
import atexit, os, sys, time
import phiguard
from phiguard import gate
guard = phiguard.Guard({"destination": [{"id": "t", "hosts": ["t.test"], "category": "ad_tracker"}]}, reporters=())
call = phiguard.OutboundCall(method="POST", url="https://t.test/e", body=b'{"email": "jane@mail.test", "diagnosis": "asthma"}')
def engine(seconds=60.0):
    end = time.monotonic() + seconds
    while gate.engine() != "hyperscan" and time.monotonic() < end:
        time.sleep(0.01)
    return gate.engine()
"""


def _python(code: str) -> str:
    environ = {**os.environ, "PHIGUARD_CACHE_DIR": "off"}
    done = subprocess.run(
        [sys.executable, "-c", CALL + textwrap.dedent(code)], env=environ, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(not available(), reason="hyperscan is not installed here")
def test_the_fast_engine_comes_after_the_first_call() -> None:
    """The first call is judged by the standard library's engine, later ones by hyperscan, and the verdict is the same."""
    out = _python("""
        first = guard.inspect(call).decision
        print(gate.engine(), engine(), guard.inspect(call).decision == first, first.action)
    """)
    assert out.split() == ["stdlib", "hyperscan", "True", "block"]


@pytest.mark.skipif(not (available() and hasattr(os, "fork")), reason="needs hyperscan and fork")
def test_a_forked_child_brings_its_own() -> None:
    """A server that forks right after a first call has the fast engine in its workers."""
    out = _python("""
        import warnings; warnings.simplefilter("ignore")
        guard.inspect(call)
        child = os.fork()
        if not child:
            guard.inspect(phiguard.OutboundCall(method="POST", url="https://t.test/e", body=b"another one"))
            os._exit(0 if engine() == "hyperscan" else 1)
        print(os.waitpid(child, 0)[1])
    """)
    assert out.split() == ["0"]


def test_a_first_call_at_the_interpreters_end_is_judged() -> None:
    """SDKs flush when the process ends, where no thread can be started any more: no fault of ours comes of it."""
    out = _python("""
        atexit.register(lambda: print(guard.inspect(call).decision.action, guard.errors, flush=True))
    """)
    assert out.split() == ["block", "0"]


def test_objects_need_no_more_than_they_ask_for() -> None:
    """The types of SDKs' objects (decimal, uuid) are only known once somebody hands in an object."""
    out = _python("""
        guard.inspect(call)
        before = "phiguard.decoding.objects" in sys.modules
        event = guard.inspect_event({"email": "jane@mail.test", "diagnosis": "asthma"}, destination="t")
        print(before, "phiguard.decoding.objects" in sys.modules, event.decision.action, guard.errors)
    """)
    assert out.split() == ["False", "True", "block", "0"]


TELEMETRY = """
        import phiguard.reporting
        from opentelemetry.sdk.metrics import MeterProvider
        from opentelemetry.sdk.metrics.export import InMemoryMetricReader
        from opentelemetry import metrics
        from phiguard.runtime.shell import consult
        guard = phiguard.Guard({"destination": [{"id": "t", "hosts": ["t.test"], "category": "ad_tracker"}]})
        reader = InMemoryMetricReader()
        def told():
            data = reader.get_metrics_data()
            found = [m for r in (data.resource_metrics if data else ()) for s in r.scope_metrics for m in s.metrics]
            return {m.name: sum(getattr(p, "count", 0) or getattr(p, "value", 0) for p in m.data.data_points) for m in found}
        def eventually(name):
            end = time.monotonic() + 30
            while not told().get(name) and time.monotonic() < end:
                time.sleep(0.02)
            return told().get(name)
"""


def test_telemetry_waits_until_after_the_first_call() -> None:
    """The first call does not wait for OpenTelemetry's API; what it had to tell is told soon after it, counts and times alike."""
    out = _python("""
        from phiguard.runtime.shell import consult
        guard = phiguard.Guard({"destination": [{"id": "t", "hosts": ["t.test"], "category": "ad_tracker"}]})
        consult(guard, call)
        print("opentelemetry.metrics" in sys.modules)
    """)
    assert out.split() == ["False"]
    out = _python(f"""{TELEMETRY}
        metrics.set_meter_provider(MeterProvider(metric_readers=[reader]))
        consult(guard, call)
        consult(guard, call)
        print(eventually("phiguard.calls"), eventually("phiguard.scan.duration"), guard.errors)
    """)
    assert out.split() == ["2", "2", "0"]


def test_a_short_life_tells_at_its_end() -> None:
    """A program that ends right after its call tells what was heard before its SDK shuts down."""
    out = _python(f"""{TELEMETRY}
        class Provider(MeterProvider):
            def shutdown(self, *args, **kwargs):
                print(told().get("phiguard.calls"), told().get("phiguard.scan.duration"), flush=True)
        metrics.set_meter_provider(Provider(metric_readers=[reader], shutdown_on_exit=False))
        atexit.register(lambda: metrics.get_meter_provider().shutdown())
        consult(guard, call)
    """)
    assert out.split() == ["1", "1"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_tells_its_own_calls_only() -> None:
    """What waits in the parent is told once, and a child's calls are told although the thread stayed in the parent."""
    out = _python(f"""{TELEMETRY}
        import warnings; warnings.simplefilter("ignore")
        consult(guard, call)
        child = os.fork()
        metrics.set_meter_provider(MeterProvider(metric_readers=[reader]))
        if not child:
            consult(guard, call)
            os._exit(0 if eventually("phiguard.scan.duration") == 1 else 1)
        print(os.waitpid(child, 0)[1], eventually("phiguard.scan.duration"))
    """)
    assert out.split() == ["0", "1"]
