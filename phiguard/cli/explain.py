"""``phiguard explain``: what a rule means, or what would happen to one call and why; values are never printed."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

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
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}", re.ASCII)
"""A header's name, RFC 9110 section 5.6.2."""


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
        ConfigurationError: neither is given, or both; there is no such rule; the URL or a header is none.
    """
    if options.rule and _has_call(options):
        msg = "explain takes a rule or a call, not both: leave out the rule, or --url and what belongs to it"
        raise ConfigurationError(msg)
    if options.rule:
        print("\n".join(meaning(options.rule)))
        return 0
    if not options.url:
        msg = "explain needs a rule, as a log line names it, or a call: --url URL [--body FILE] [--header ...]"
        raise ConfigurationError(msg)
    url, headers = _url(options.url), tuple(_header(text) for text in options.header)
    policy, source = chosen(options.policy)
    body = _body(options.body)
    call = OutboundCall(
        method=(options.method or ("POST" if body else "GET")).upper(),
        url=url,
        headers=headers,
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


def _has_call(options: argparse.Namespace) -> bool:
    return bool(options.url or options.method or options.header or options.body or options.authenticated)


def _url(text: str) -> str:
    """A URL that could be called; the message does not repeat it, as it may hold what must not be seen."""
    parts = urlsplit(text)
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc:
        msg = "--url must be a whole URL with scheme and host: https://api.example.com/path"
        raise ConfigurationError(msg)
    return text


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not _TOKEN.fullmatch(name.strip()):
        msg = "--header must be 'NAME: VALUE', such as 'Content-Type: application/json'"
        raise ConfigurationError(msg)
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
