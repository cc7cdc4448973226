"""``phiguard check FILE``: loads a policy and says what it means, or what is wrong with it."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from phiguard.cli.wording import counted
from phiguard.errors import ConfigurationError
from phiguard.policy import Policy

__all__ = ["arguments", "run"]


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("policy", type=Path, metavar="FILE", help="policy file (TOML)")


def run(options: argparse.Namespace) -> int:
    """Check one policy file; 1 when it is wrong."""
    try:
        policy = Policy.load(options.policy)
    except ConfigurationError as error:
        print(f"{options.policy}: {error}")
        return 1
    facts = policy.describe(today=datetime.now(UTC).date())
    print(f"{options.policy}: ok")
    print(f"  profile {facts['profile']}, mode {facts['mode']}, {counted(len(facts['destinations']), 'destination')} of its own")
    print(f"  enforced: {facts['enforced']}")
    for question in facts["questions"]:
        print(f"  question: {question}")
    return 0
