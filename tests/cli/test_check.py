"""``phiguard check`` says what a policy means, or what is wrong with it and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from phiguard.cli import main

GOOD = """
profile = "strict"
[sender]
health_service = true
domains = ["clinic.example"]
[[destination]]
id = "warehouse"
hosts = ["127.0.0.1:8080"]
category = "analytics"
baa = true
"""


def test_a_good_policy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 0, with profile and destinations."""
    path = tmp_path / "phiguard.toml"
    path.write_text(GOOD)
    assert main(["check", str(path)]) == 0
    text = capsys.readouterr().out
    assert ": ok" in text
    assert "profile strict, mode block, 1 destination of its own" in text


def test_open_questions_are_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unanswered ``health_service`` is asked for."""
    path = tmp_path / "phiguard.toml"
    path.write_text('profile = "default"\n')
    assert main(["check", str(path)]) == 0
    assert "health_service" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('profil = "strict"', "profile"),
        ('profile = "strikt"', "strict"),
        ("[[destination]]\nid = 'x'\nhosts = ['https://x/']\ncategory = 'cdp'", "hosts"),
        ("profile = ", "TOML"),
    ],
)
def test_a_wrong_policy(text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 1, and the option with its remedy."""
    path = tmp_path / "phiguard.toml"
    path.write_text(text)
    assert main(["check", str(path)]) == 1
    assert said in capsys.readouterr().out


def test_a_missing_policy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is not there is a wrong policy."""
    assert main(["check", str(tmp_path / "none.toml")]) == 1
    assert "cannot be read" in capsys.readouterr().out
