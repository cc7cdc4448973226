"""Fixtures of the whole suite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the corpora, which is no part of the repository: ``$PHIGUARD_SHARED``, else ``shared`` beside the checkout."""
    path = Path(os.environ.get("PHIGUARD_SHARED") or Path(__file__).parents[2] / "shared")
    if not path.is_dir():
        pytest.skip("the shared corpora are not there: set PHIGUARD_SHARED")
    return path
