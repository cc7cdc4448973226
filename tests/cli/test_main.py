"""The command line: plain help, one line for an error, exit status that a script can use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from phiguard.cli import main


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """``phiguard --help`` lists the commands with a sentence each."""
    with pytest.raises(SystemExit) as done:
        main(["--help"])
    text = capsys.readouterr().out
    assert done.value.code == 0
    assert all(f"    {command} " in text for command in ("demo", "check", "explain", "doctor"))


@pytest.mark.parametrize("command", ["demo", "check", "explain", "doctor"])
def test_each_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command explains its options."""
    with pytest.raises(SystemExit) as done:
        main([command, "--help"])
    assert done.value.code == 0
    assert f"phiguard {command}" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["expalin"], ["check"], ["demo", "--mode", "off"]])
def test_wrong_usage_is_status_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A command that is not there, or is called wrongly, is said in one line with status 2."""
    with pytest.raises(SystemExit) as done:
        main(words)
    assert done.value.code == 2
    assert "error:" in capsys.readouterr().err


def test_a_missing_file_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No traceback for a file that is not there."""
    assert main(["explain", "--url", "https://example.com/", "--body", str(tmp_path / "none.json")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_version() -> None:
    """``python -m phiguard --version`` answers without loading any command."""
    done = subprocess.run([sys.executable, "-m", "phiguard", "--version"], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.startswith("phiguard ")


def test_a_reader_who_leaves_is_no_error() -> None:
    """``phiguard ... | head`` ends without a traceback, whenever the pipe is closed."""
    words = [sys.executable, "-c", "import sys; from phiguard.cli import main; sys.exit(main(['explain', 'clean']))"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(timeout=60) == 2
