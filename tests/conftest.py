"""Fixtures of the whole suite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")  # a run that gates a change tries the same examples each time; others look for new ones


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the corpora, which is no part of the repository: ``$PHIGUARD_SHARED``, else ``shared`` beside the checkout."""
    path = Path(os.environ.get("PHIGUARD_SHARED") or Path(__file__).parents[2] / "shared")
    if not path.is_dir():
        pytest.skip("the shared corpora are not there: set PHIGUARD_SHARED")
    return path
