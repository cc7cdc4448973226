"""``phiguard explain`` says what would happen to a call and why, and never prints a value."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from phiguard.cli import main
from phiguard.cli.rules import meaning
from phiguard.model.destination import Category

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
        ("failure:oversize", "body_max_bytes"),
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


def test_every_cell_of_the_table_is_explained() -> None:
    """Whatever category and strengths meet, the words are there."""
    for category in Category:
        for who in ("direct", "linkable"):
            for what in ("clinical", "care", "implied", "implied-public"):
                assert len(meaning(f"table:{category}/{who}/{what}")) > 1
