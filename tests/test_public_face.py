"""The names that users may rely on: exactly these, documented, and importable without anything heavy."""

from __future__ import annotations

import pickle
import subprocess
import sys
from types import ModuleType

import pytest

import phiguard
from phiguard import errors

NAMES = {
    # install
    "AUTO",
    "Installation",
    "install",
    "uninstall",
    # ask
    "CallContext",
    "Guard",
    "OutboundCall",
    "redact",
    "scan",
    # answers
    "Action",
    "Decision",
    "Finding",
    "Inspection",
    # configure
    "KnownValues",
    "Policy",
    "bind_subject",
    "health_context",
    "subject",
    # errors
    "ConfigurationError",
    "InstallationError",
    "PHIBlocked",
    "PHIGuardError",
    "errors",
    # beside
    "html",
    "testing",
}


def test_all_is_the_public_face() -> None:
    """``phiguard.__all__`` is what the architecture page fixes, sorted, and nothing else."""
    assert set(phiguard.__all__) == NAMES
    assert len(phiguard.__all__) == len(NAMES)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_each_name_is_there_and_documented(name: str) -> None:
    """What is listed exists, and says what it is."""
    value = getattr(phiguard, name)
    assert name == "AUTO" or (value.__doc__ or "").strip()


def test_an_unknown_name_is_an_attribute_error() -> None:
    """The lazy names hide no misspelling."""
    with pytest.raises(AttributeError, match="instal"):
        _ = phiguard.instal


@pytest.mark.parametrize("name", ["html", "testing"])
def test_lazy_modules_are_imported_when_asked_for(name: str) -> None:
    """``phiguard.html`` and ``phiguard.testing`` cost nothing until they are used."""
    assert isinstance(getattr(phiguard, name), ModuleType)
    program = f"import sys, phiguard; print('phiguard.{name}' in sys.modules); phiguard.{name}; print('phiguard.{name}' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["False", "True"]


@pytest.mark.parametrize("name", errors.__all__)
def test_every_error_is_one_of_ours(name: str) -> None:
    """One ``except PHIGuardError`` catches all of them."""
    assert issubclass(getattr(errors, name), phiguard.PHIGuardError)


def test_the_errors_that_reach_an_application_are_public() -> None:
    """Those two of start-up and the one of call time; the rest never escape."""
    assert {"ConfigurationError", "InstallationError", "PHIBlocked"} <= set(phiguard.__all__)
    assert "InspectionError" not in phiguard.__all__


def test_blocked_calls_pickle() -> None:
    """A task queue carries `PHIBlocked` from worker to caller with its decision."""
    call = phiguard.OutboundCall(
        method="POST",
        url="https://graph.facebook.com/v19.0/1/events",
        body=b'{"data":[{"user_data":{"em":"jane@example.com"},"event_name":"HIV test"}]}',
    )
    decision = phiguard.Guard(phiguard.Policy.strict()).inspect(call).decision
    assert decision.action is phiguard.Action.BLOCK
    copy = pickle.loads(pickle.dumps(phiguard.PHIBlocked(decision)))
    assert (copy.decision, str(copy)) == (decision, str(phiguard.PHIBlocked(decision)))
    assert "jane" not in str(copy)
