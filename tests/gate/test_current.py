"""The gate of the process, in processes of its own."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest


def _run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_importing_the_gate_is_cheap() -> None:
    """Neither hyperscan nor the vocabulary is read before the first screen."""
    out = _run(
        """
        import sys
        from phiguard import gate
        print(gate.engine(), "hyperscan" in sys.modules)
        gate.screen(b"{}")
        print(gate.engine(), "hyperscan" in sys.modules)
        """
    )
    assert out.split() == ["none", "False", "stdlib", "False"]


def test_the_first_screen_announces_the_plan_once() -> None:
    """Whoever brings a faster engine hears of the plan at the first screen, or at once when that has been."""
    out = _run(
        """
        from phiguard import gate
        heard = []
        gate.on_first_use(lambda plan: heard.append(plan.digest))
        print(len(heard))
        gate.screen(b"{}"); gate.screen(b"{}")
        print(len(heard))
        gate.on_first_use(lambda plan: heard.append(plan.digest))
        print(len(heard), len(set(heard)))
        """
    )
    assert out.split() == ["0", "1", "2", "1"]


def test_adopting_an_engine() -> None:
    """Only an engine of the same plan is taken; verdicts stay the same."""
    pytest.importorskip("hyperscan")
    out = _run(
        """
        from phiguard import gate
        from phiguard.gate.engine_hyperscan import HyperscanEngine
        from phiguard.gate.plan import Literals, Plan
        data = b'{"patient_dob":"1980-01-02","q":"diabetes"}'
        before = gate.screen(data)
        plan = gate.current().plan
        engine = HyperscanEngine.build(plan)
        empty = Literals.of({})
        print(gate.adopt(Plan(empty, empty, empty, (), 0), engine), gate.engine())
        print(gate.adopt(plan, engine), gate.engine())
        after = gate.screen(data)
        print(after.signals == before.signals, after.engine)
        """
    )
    assert out.split() == ["False", "stdlib", "True", "hyperscan", "True", "hyperscan"]


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="no fork here")
def test_a_forked_child_starts_over() -> None:
    """A child forked before the fast engine came announces the plan again; one forked after it scans with it."""
    out = _run(
        """
        import os
        from phiguard import gate
        heard = []
        gate.on_first_use(lambda plan: heard.append(os.getpid()))
        gate.screen(b"{}")
        sys_out = []
        if (child := os.fork()) == 0:
            gate.screen(b"{}")
            os._exit(0 if heard[-1] == os.getpid() and len(heard) == 2 else 1)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), len(heard))
        """
    )
    assert out.split() == ["0", "1"]
