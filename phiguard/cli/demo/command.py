"""``phiguard demo``: its options, and a plain word when a client that it drives is not installed."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path

from phiguard.errors import ConfigurationError

__all__ = ["arguments", "run"]

_NEEDED = ("httpx", "httpx2", "requests", "segment", "sentry_sdk", "urllib3")


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "--out", type=Path, default=Path("phiguard-demo.html"), metavar="FILE", help="the page to write (default: %(default)s)"
    )
    parser.add_argument(
        "--mode",
        choices=("block", "redact"),
        default="block",
        help="ceiling of the guarded run: let the policy stop calls, or have them sent without what identifies",
    )


def run(options: argparse.Namespace) -> int:
    """Run the demo.

    Raises:
        ConfigurationError: a client is not installed.
    """
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        msg = f"the demo drives real clients, and {', '.join(missing)} is not installed: pip install 'phiguard[demo]'"
        raise ConfigurationError(msg)
    from phiguard.cli.demo.run import run as run_demo

    return run_demo(out=options.out, mode=options.mode)
