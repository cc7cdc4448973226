"""The command line: ``phiguard demo | check | explain | doctor``."""

from __future__ import annotations

from phiguard.cli.main import main

__all__ = ["main"]
