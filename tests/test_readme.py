"""What the README shows is what happens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import httpx
import pytest

import phiguard

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def run(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program where no policy is set in the environment."""
    around = {name: value for name, value in os.environ.items() if not name.startswith("PHIGUARD_")}
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60, env=around)


def test_the_two_commands_stand_first() -> None:
    """Whoever opens the page sees how to try it before anything else."""
    first = blocks("sh")[0]
    assert [line.split("#")[0].strip() for line in first.splitlines()] == ["make demo", "make test"]
    assert README.index(first) < README.index("## ")


@pytest.mark.parametrize("verb", sorted(set(re.findall(r"`?make ([a-z-]+)", README)) - {"and"}))
def test_each_verb_is_in_the_makefile(verb: str) -> None:
    """No command is named that does not exist."""
    assert re.search(rf"^{verb}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_policy_loads() -> None:
    """The example policy is one."""
    (text,) = blocks("toml")
    policy = phiguard.Policy.from_mapping(tomllib.loads(text))
    assert (policy.profile, len(policy.destinations), policy.sender.health_service) == ("strict", 2, True)


def test_the_first_example_stops_the_call() -> None:
    """The call does not leave, the application goes on, and the log says why."""
    install, post = blocks("python")[:2]
    log = "import logging\nlogging.basicConfig(format='%(levelname)s %(message)s')"
    done = run("\n".join((log, install, post.replace("requests.post", "answer = requests.post"), "print(answer.status_code)")))
    assert done.stdout.strip() == "200"
    assert "WARNING phiguard blocked a call to meta (ad_tracker) from" in done.stderr
    assert "found EMAIL_HASH, HEALTH_EVENT_NAME; rule table:ad_tracker/linkable/clinical" in done.stderr
    assert "96c192ab" not in done.stderr


def test_asking_works_as_shown() -> None:
    """The last example runs, and says what it says."""
    done = run(blocks("python")[2])
    assert done.stdout.startswith("rule table:ad_tracker/linkable/clinical, recipient meta (ad_tracker)")
    assert phiguard.redact({"email": "jane@example.com"}) == {"email": "[EMAIL_ADDRESS]"}


def test_known_values_are_given_as_shown() -> None:
    """The example installs, with the values in force."""
    done = run(blocks("python")[3] + "\nprint(repr(phiguard.install().guard), 'installed')")
    assert done.stdout.strip().endswith("installed")


def test_the_httpx_error_is_the_one_that_is_named() -> None:
    """A ``RequestError`` would be retried by openai."""
    from phiguard.interceptors.httpx import HttpxBlocked

    assert issubclass(HttpxBlocked, httpx.HTTPError)
    assert not issubclass(HttpxBlocked, httpx.RequestError)


def test_every_metric_is_named() -> None:
    """The README names each instrument."""
    source = (Path(phiguard.__file__).parent / "reporting" / "otel.py").read_text(encoding="utf-8")
    made = set(re.findall(r'(?:create_\w+\(|_observe\(meter,)\s*"phiguard(\.[a-z.]+)"', source))
    assert len(made) == 6
    named = {name.removeprefix("phiguard") for name in re.findall(r"`((?:phiguard)?\.[a-z.]+)`", README)}
    assert made <= named


def test_every_extra_is_named() -> None:
    """Whoever installs it into their own project learns what can be had besides."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert all(f"phiguard[{extra}]" in README for extra in extras)


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#:]+)\)", README))
def test_links_lead_somewhere(link: str) -> None:
    """A link within the repository names a file of it."""
    assert (ROOT / link).exists()
