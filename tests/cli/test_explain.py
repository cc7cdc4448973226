"""``phiguard explain`` says what would happen to a call and why, and never prints a value."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest

import phiguard
from phiguard.cli import main
from phiguard.cli.rules import meaning
from phiguard.model.destination import Category
from phiguard.model.limits import Limits
from phiguard.policy.decide import CLEAN
from phiguard.policy.words import REASONS as POLICY_REASONS
from phiguard.reporting.words import REASONS as REPORTED_REASONS

EMAIL = "jane.roe@example.com"
LEAK = json.dumps({"data": [{"event_name": "HIV test booked", "user_data": {"email": EMAIL}}]})
META = "https://graph.facebook.com/v19.0/1/events"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No policy of the surroundings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PHIGUARD_POLICY", raising=False)
    monkeypatch.delenv("PHIGUARD_MODE", raising=False)


def explain(*words: str) -> int:
    """Run the command."""
    return main(["explain", *words])


def test_a_leak_is_explained_without_its_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Recipient, decision, rule and findings; status 1 because it would be stopped."""
    body = tmp_path / "call.json"
    body.write_text(LEAK)
    assert explain("--url", META, "--header", "Content-Type: application/json", "--body", str(body)) == 1
    text = capsys.readouterr().out
    assert "recipient  meta (ad_tracker)" in text
    assert "decision   block" in text
    assert "EMAIL_ADDRESS" in text
    assert EMAIL not in text
    assert "HIV" not in text


def test_a_clean_call_passes(capsys: pytest.CaptureFixture[str]) -> None:
    """Status 0, found nothing."""
    assert explain("--url", "https://www.facebook.com/tr?id=1&ev=PageView") == 0
    assert "decision   allow" in capsys.readouterr().out


def test_the_body_can_come_from_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """``--body -`` reads what is piped in."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LEAK.encode())))
    assert explain("--url", META, "--body", "-") == 1
    assert EMAIL not in capsys.readouterr().out


@pytest.mark.parametrize("way", ["option", "environment", "folder"])
def test_the_policy_that_applies_is_named(
    way: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The option wins, then the environment, then the working directory."""
    path = tmp_path / ("phiguard.toml" if way == "folder" else "other.toml")
    path.write_text('profile = "observe"\n')
    if way == "environment":
        monkeypatch.setenv("PHIGUARD_POLICY", str(path))
    words = ["--policy", str(path)] if way == "option" else []
    assert explain("--url", META, *words) == 0
    assert path.name in capsys.readouterr().out


def test_a_wrong_policy_is_status_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command could not run, and says why."""
    path = tmp_path / "p.toml"
    path.write_text('profile = "strikt"\n')
    assert explain("--url", META, "--policy", str(path)) == 2
    assert "strict" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("table:ad_tracker/linkable/clinical", "clinical fact"),
        ("vacated:analytics/linkable/implied-public", "AHA v. Becerra"),
        ("failure:oversize", "body_max_bytes, 4,194,304 unless"),
        ("failure:no_engine", "phiguard[codecs]"),
        ("gate:clean", "unopened"),
        ("mode:off", "PHIGUARD_MODE"),
        ("permitted:infra", "infrastructure"),
        ("permitted:baa", "business associate"),
        ("destination:meta", "'meta'"),
        ("redaction:still-telling", "stopped"),
        ("clean", "nothing"),
    ],
)
def test_a_rule_is_explained(rule: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The rule that a log line names is said in words, with what to do."""
    assert explain(rule) == 0
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["table:nobody/direct/clinical"], ["table:cdp/direct"], ["failure:rain"], ["x"]])
def test_an_unknown_rule_is_status_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What is not a rule is said to be none."""
    assert explain(*words) == 2
    assert "rule" in capsys.readouterr().err


RULES = re.compile(r'"((?:redaction|permitted|mode|gate):[a-z_-]+)"')
SOURCES = Path(phiguard.__file__).parent


def test_every_rule_that_is_written_in_the_code_is_explained() -> None:
    """A rule that a log line can name, and that `explain` does not know, would leave its reader alone."""
    texts = [file.read_text(encoding="utf-8") for folder in ("policy", "runtime") for file in sorted((SOURCES / folder).glob("*.py"))]
    rules = {rule for text in texts for rule in RULES.findall(text)}
    assert len(rules) > 6
    for rule in rules | {"permitted:first_party", "permitted:infra", CLEAN}:
        assert meaning(rule)


@pytest.mark.parametrize("reason", sorted({*POLICY_REASONS, *REPORTED_REASONS}))
def test_every_reason_is_explained_with_its_limits(reason: str) -> None:
    """Whoever reads ``failure:...`` learns which limit to raise and what it is now."""
    text = "\n".join(meaning(f"failure:{reason}"))
    assert "[on_failure]" in text
    assert all(f"{getattr(Limits(), name):,}" in text for name in Limits.__slots__ if name in text)


def test_every_limit_is_explained_somewhere() -> None:
    """No limit is without a reason that names it."""
    texts = "\n".join(line for reason in POLICY_REASONS for line in meaning(f"failure:{reason}"))
    assert all(name in texts for name in Limits.__slots__)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--url", "graph.facebook.com/v19.0"], "scheme and host"),
        (["--url", "https:///mona-reyes"], "scheme and host"),
        (["--url", "ftp://example.com/"], "scheme and host"),
        (["--url", META, "--header", "mona-reyes"], "'NAME: VALUE'"),
        (["--url", META, "--header", ": mona-reyes"], "'NAME: VALUE'"),
        (["--url", META, "--header", "mona-reyes x: 1"], "'NAME: VALUE'"),
        (["clean", "--url", META], "not both"),
        (["clean", "--body", "-"], "not both"),
    ],
)
def test_what_is_no_call_is_refused(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A URL or header that means something else than it seems to would give a wrong answer; it is not repeated."""
    assert explain(*words) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "mona" not in told


def test_every_cell_of_the_table_is_explained() -> None:
    """Whatever category and strengths meet, the words are there."""
    for category in Category:
        for who in ("direct", "linkable"):
            for what in ("clinical", "care", "implied", "implied-public"):
                assert len(meaning(f"table:{category}/{who}/{what}")) > 1
