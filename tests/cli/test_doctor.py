"""``phiguard doctor`` names what is guarded, by what, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from phiguard.cli import main
from phiguard.interceptors import BUILT_IN


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No policy of the surroundings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PHIGUARD_POLICY", raising=False)
    monkeypatch.delenv("PHIGUARD_MODE", raising=False)


def test_it_says_what_is_guarded(capsys: pytest.CaptureFixture[str]) -> None:
    """Every built-in client is either guarded or named as not installed; with the default policy it asks about the sender."""
    assert main(["doctor"]) == 0
    text = capsys.readouterr().out
    assert all(client.name in text for client in BUILT_IN)
    assert "the default profile" in text
    assert "health_service" in text
    assert "engine" in text


def test_it_takes_its_guard_away_again(capsys: pytest.CaptureFixture[str]) -> None:
    """The report leaves the process as it was."""
    import http.client

    before = http.client.HTTPConnection.request, http.client.HTTPConnection.endheaders
    main(["doctor"])
    assert (http.client.HTTPConnection.request, http.client.HTTPConnection.endheaders) == before
    assert capsys.readouterr().out


def test_a_policy_is_described(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each destination of the policy is named with whether it may have PHI."""
    path = tmp_path / "p.toml"
    path.write_text('profile = "strict"\n[[destination]]\nid = "w"\nhosts = ["w.example"]\ncategory = "cdp"\nbaa = true\n')
    assert main(["doctor", "--policy", str(path)]) == 0
    assert "w (cdp): may have PHI" in capsys.readouterr().out
