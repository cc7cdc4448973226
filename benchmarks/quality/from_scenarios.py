"""The scenario corpus, judged by its own scorer."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.quality.board import Line

__all__ = ["measure"]

_NAMED = ("EMAIL_ADDRESS", "EMAIL_HASH", "PHONE_NUMBER", "US_SSN", "MEDICAL_RECORD_NUMBER", "COOKIE_ID", "CLICK_ID")


def measure(corpora: Path) -> Iterator[Line]:
    """Stopped, passed, redactions and label recall over the half ``dev`` under ``strict``, and what ``default`` leaves alone."""
    report = _score(corpora / "scenarios", "strict")
    misses = tuple(" ".join(map(str, miss)) for miss in report["misses"])
    alarms = tuple(" ".join(map(str, alarm)) for alarm in report["false_alarms"])
    for part, bar in (("leak", 99.0), ("evasion", 95.0)):
        yield _rated(f"scenarios {part}: stopped", report["stopped"][part], bar, misses if part == "leak" else ())
    yield _rated("scenarios clean: passed", report["passed"]["clean"], 99.0, alarms)
    yield _rated("scenarios lawful: passed", report["lawful"]["passed"], 99.0)
    yield _rated("scenarios unlisted, strict: stopped", report["unlisted"]["stopped"], 97.0)
    yield _rated("scenarios unlisted, strict: passed", report["unlisted"]["passed"], 99.0)
    redact = report["redact"]
    yield Line(name="scenarios redactions valid", good=redact["clean"], of=redact["n"], bar=98.0)
    unseen: dict[str, list[str]] = {}
    for name, category, where, path, *_ in report["missed_labels"]:
        unseen.setdefault(category, []).append(f"{name} {category} {where}.{path}")
    for category in _NAMED:
        if category in report["label_recall"]:
            found, of, *_ = report["label_recall"][category]
            yield _rated(f"scenarios labels: {category}", [found, of], 98.0, tuple(unseen.get(category, ())))
    every = tuple(line for lines in unseen.values() for line in lines)
    yield _rated("scenarios labels: all categories", report["label_recall_all"], 95.0, every)
    default = _score(corpora / "scenarios", "default")
    yield _rated("scenarios unlisted, default: passed", default["unlisted"]["passed"], 99.0)


def _rated(name: str, rate: list[Any], bar: float, errors: tuple[str, ...] = ()) -> Line:
    share, of = rate[0] or 0.0, rate[1]
    return Line(name=name, good=round(share * of / 100), of=of, bar=bar, errors=errors)


def _score(folder: Path, policy: str) -> dict[str, Any]:
    """The scorer's own report; it is a script with neighbours, so its folder stands on the path while it runs."""
    sys.path.insert(0, str(folder))
    try:
        spec = importlib.util.spec_from_file_location("scenario_score", folder / "score.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        with contextlib.redirect_stdout(io.StringIO()):
            report: dict[str, Any] = module.main("dev", "benchmarks.scenarios:inspect", policy=policy, errors=True)
    finally:
        sys.path.remove(str(folder))
    return report
