"""``phiguard doctor`` names what is guarded, by what, and what is not."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

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
    assert "w (cdp): may have PHI, 1 host\n" in capsys.readouterr().out


def test_the_engine_is_the_one_that_calls_meet(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fast engine is waited for, so that the line is true, and the cache folder is named."""
    pytest.importorskip("hyperscan")
    monkeypatch.setenv("PHIGUARD_CACHE_DIR", str(tmp_path))
    main(["doctor"])
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("engine")]
    assert "hyperscan (tables kept in" in line


def test_the_kill_switch_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads only the policy would not see that the environment holds the guard back."""
    monkeypatch.setenv("PHIGUARD_MODE", "off")
    assert main(["doctor"]) == 0
    assert "mode off (off by environment: PHIGUARD_MODE); enforced: nothing" in capsys.readouterr().out


def test_installed_clients_that_are_not_guarded_are_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They stand in the report before anybody has loaded them; for CI they can be a failure."""
    for name, version in (("pycurl", "7.49.0"), ("botocore", "1.44.5")):
        folder = tmp_path / f"{name}-{version}.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert main(["doctor"]) == 0
    text = capsys.readouterr().out
    assert "UNGUARDED  pycurl 7.49.0: native: it sends without Python" in text
    assert "note       botocore 1.44.5: sends through urllib3" in text
    assert main(["doctor", "--strict"]) == 1


def test_a_client_that_cannot_be_guarded_is_a_failure(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What phiguard is meant to guard and cannot makes CI fail without any option."""
    moved = ModuleType("httpxyz")
    moved.SyncByteStream = moved.AsyncByteStream = type("Stream", (), {})  # type: ignore[attr-defined]  # as modules have
    monkeypatch.setitem(sys.modules, "httpxyz", moved)
    assert main(["doctor"]) == 1
    assert "UNGUARDED  httpxyz" in capsys.readouterr().out
