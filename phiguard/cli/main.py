"""Reads the command line and hands over to one command; errors of the user's become one line and exit status 2."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from phiguard.cli.version import version
from phiguard.errors import PHIGuardError

__all__ = ["main"]

Arguments = argparse.Namespace


@dataclass(frozen=True, slots=True)
class _Command:
    """One command: the module is imported when its command is asked for, and has ``arguments(parser)`` and ``run(arguments) -> status``."""

    name: str
    summary: str
    module: str


_COMMANDS = (
    _Command("demo", "send three known leaks to recorders on loopback, unguarded and guarded", "phiguard.cli.demo.command"),
    _Command("check", "load a policy file and say what is wrong with it", "phiguard.cli.check"),
    _Command("explain", "say what a rule means, or what would happen to one call and why", "phiguard.cli.explain"),
    _Command("doctor", "say what is guarded here and what is not", "phiguard.cli.doctor"),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: the arguments after the program's name; None: the process's own.

    Returns:
        The exit status: 0 all well, 1 the command's own "no" (PHI arrived, policy wrong, call blocked), 2 the command could not run.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    arguments = _parser(next((word for word in words if not word.startswith("-")), "")).parse_args(words)
    run: Callable[[Arguments], int] = arguments.run
    try:
        status = run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        return _unheard()
    except PHIGuardError as error:
        return _failed(str(error))
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        return _failed(f"{error.filename}: {error.strerror}")
    except KeyboardInterrupt:
        return _failed("interrupted")
    return status


def _parser(wanted: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="phiguard", description="Keeps patients' health information from leaving a Python backend.")
    parser.add_argument("--version", action="version", version=f"phiguard {version()}")
    commands = parser.add_subparsers(title="commands", metavar="<command>", required=True)
    for command in _COMMANDS:
        sub = commands.add_parser(command.name, help=command.summary, description=command.summary[0].upper() + command.summary[1:] + ".")
        if command.name == wanted:
            module = import_module(command.module)
            module.arguments(sub)
            sub.set_defaults(run=module.run)
    return parser


def _unheard() -> int:
    """Whoever read the output has left (``| head``): nobody to tell, and the interpreter must not try again when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 2


def _failed(why: str) -> int:
    print(f"phiguard: {why}", file=sys.stderr)
    return 2
