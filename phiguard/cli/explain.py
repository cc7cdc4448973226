"""``phiguard explain``: what a rule means, or what would happen to one call and why; values are never printed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from phiguard.cli.policies import add_policy, chosen
from phiguard.cli.rules import meaning
from phiguard.errors import ConfigurationError
from phiguard.model.call import OutboundCall
from phiguard.model.context import CallContext
from phiguard.model.decision import Action
from phiguard.model.finding import Finding
from phiguard.model.inspection import Inspection
from phiguard.runtime.guard import Guard

__all__ = ["arguments", "run"]


_PIPED_WIDTH = 200


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("rule", nargs="?", metavar="RULE", help="the rule that a log line names: says what it means and what to do")
    parser.add_argument("--url", help="where the call would go")
    parser.add_argument("--method", help="HTTP method (POST with a body, else GET)")
    parser.add_argument("--header", action="append", default=[], metavar="'NAME: VALUE'", help="a header; may be given several times")
    parser.add_argument("--body", type=Path, metavar="FILE", help="file that holds the body as it would be sent; - reads standard input")
    parser.add_argument("--authenticated", action="store_true", default=None, help="the request that causes the call is logged in")
    add_policy(parser)


def run(options: argparse.Namespace) -> int:
    """Explain a rule, or one call; 1 when the call would be blocked.

    Raises:
        ConfigurationError: neither is given, or there is no such rule.
    """
    if options.rule:
        print("\n".join(meaning(options.rule)))
        return 0
    if not options.url:
        msg = "explain needs a rule, as a log line names it, or a call: --url URL [--body FILE] [--header ...]"
        raise ConfigurationError(msg)
    policy, source = chosen(options.policy)
    body = _body(options.body)
    call = OutboundCall(
        method=(options.method or ("POST" if body else "GET")).upper(),
        url=options.url,
        headers=tuple(_header(text) for text in options.header),
        body=body,
        client="explain",
    )
    inspection = Guard(policy, reporters=()).inspect(call, context=CallContext(authenticated=options.authenticated), detail=True)
    _show(inspection, source)
    return 1 if inspection.decision.action is Action.BLOCK else 0


def _body(path: Path | None) -> bytes:
    if path is None:
        return b""
    return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()


def _header(text: str) -> tuple[str, str]:
    name, _, value = text.partition(":")
    return name.strip(), value.strip()


def _show(inspection: Inspection, source: str) -> None:
    console = Console(highlight=False, width=None if Console().is_terminal else _PIPED_WIDTH)
    decision, destination = inspection.decision, inspection.destination
    baa = ", under a BAA" if destination.baa else ""
    console.print(f"policy     {source}", markup=False)
    console.print(f"recipient  {destination.id} ({destination.category}{baa}), listed by {destination.listed}", markup=False)
    wanted = "" if decision.action == decision.wanted else f" (the rules ask for {decision.wanted})"
    unseen = f", not at everything: {', '.join(inspection.incomplete)}" if inspection.incomplete else ""
    console.print(f"decision   {decision.action}{wanted}")
    console.print(f"rule       {decision.rule}", markup=False)
    console.print(f"looked     {inspection.stage}{unseen}")
    if inspection.findings:
        console.print(_findings(inspection.findings))
    else:
        console.print("found      nothing")


def _findings(findings: tuple[Finding, ...]) -> Table:
    table = Table(box=box.SIMPLE, pad_edge=False)
    for heading in ("entity", "kind", "strength", "where", "path", "encodings", "recognizer", "score"):
        table.add_column(heading, overflow="fold")
    for found in findings:
        chain = " > ".join(found.encodings)
        table.add_row(found.entity, found.kind, found.strength, found.where, found.path, chain, found.recognizer, f"{found.score:.2f}")
    return table
