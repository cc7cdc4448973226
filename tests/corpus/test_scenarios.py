"""The labelled scenario corpus through the public face, judged by the corpus' own scorer; the figures are printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NAMED = ("cerebral", "betterhelp", "goodrx")


def _report(shared: Path, policy: str) -> dict[str, Any]:
    """Run the scorer as its users do, in a process of its own, and read what it prints."""
    if not (ROOT / "benchmarks" / "scenarios.py").is_file():
        pytest.skip("the benchmarks do not stand beside the tests")
    scorer = shared / "corpora" / "scenarios" / "score.py"
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", "")) if _from_checkout() else (str(ROOT),)))
    done = subprocess.run(
        [sys.executable, str(scorer), "dev", "benchmarks.scenarios:inspect", "--policy", policy, "--errors"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)  # type: ignore[no-any-return]  # the scorer's own report


def _from_checkout() -> bool:
    return (ROOT / "phiguard" / "__init__.py").is_file()


@pytest.fixture(scope="module")
def strict(shared: Path) -> dict[str, Any]:
    """The report under the profile ``strict``."""
    return _report(shared, "strict")


@pytest.mark.timeout(300)
def test_what_must_not_leave_is_stopped(strict: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    """Of the leaking requests at least nine in ten are stopped, by block or by a redaction that no longer tells."""
    shown = ("stopped", "passed", "lawful", "unlisted", "redact", "label_recall_all", "by_family", "latency_ms")
    with capsys.disabled():
        sys.stdout.write("\nscenarios, strict: " + json.dumps({key: strict[key] for key in shown}) + "\n")
    assert strict["stopped"]["leak"][0] >= 90


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", ["clean", "lawful"])
def test_what_may_leave_passes(strict: dict[str, Any], part: str) -> None:
    """Of clean and of lawful requests at least 97 in a hundred pass as they were."""
    share = strict["passed"]["clean"][0] if part == "clean" else strict["lawful"]["passed"][0]
    assert share >= 97


@pytest.mark.timeout(300)
def test_redactions_are_valid(strict: dict[str, Any]) -> None:
    """At least 98 in a hundred redactions leave a call that still is what it was and no longer tells."""
    assert strict["redact"]["n"]
    assert strict["redact"]["clean"] >= 0.98 * strict["redact"]["n"]


@pytest.mark.timeout(300)
def test_every_named_case_is_right(strict: dict[str, Any]) -> None:
    """No request after a named case (Cerebral, BetterHelp, GoodRx) gets another verdict than it should."""
    wrong = [row for row in [*strict["misses"], *strict["false_alarms"]] if row[1].split("/")[0] in NAMED]
    assert not wrong


@pytest.mark.timeout(300)
def test_unlisted_hosts_are_left_alone_by_default(shared: Path) -> None:
    """Under the shipped default, traffic to hosts that nobody listed is never changed."""
    assert _report(shared, "default")["unlisted"]["passed"][0] == 100
