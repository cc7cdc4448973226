"""Which policy a command uses: the one that was named, else the environment's, else ``phiguard.toml`` here, else the default profile."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from phiguard.policy import Policy

__all__ = ["add_policy", "chosen"]

_HERE = Path("phiguard.toml")


def add_policy(parser: argparse.ArgumentParser) -> None:
    """The option ``--policy``."""
    parser.add_argument(
        "--policy", type=Path, metavar="FILE", help="policy file (else $PHIGUARD_POLICY, ./phiguard.toml, or the default profile)"
    )


def chosen(named: Path | None) -> tuple[Policy, str]:
    """The policy, and where it came from.

    Args:
        named: what ``--policy`` said.

    Raises:
        ConfigurationError: the policy is wrong.
        OSError: the file cannot be read.
    """
    if named is not None:
        return Policy.load(named), str(named)
    if path := os.environ.get("PHIGUARD_POLICY"):
        return Policy.load(path), f"{path} ($PHIGUARD_POLICY)"
    if _HERE.is_file():
        return Policy.load(_HERE), str(_HERE)
    return Policy.default(), "the default profile (no policy file)"
