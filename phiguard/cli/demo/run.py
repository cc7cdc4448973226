"""The command: both runs with a progress bar, the tables, the page, and a verdict as exit status."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

import phiguard
from phiguard.cli.demo.drive import Delivery, Driver, driver
from phiguard.cli.demo.judge import Judge
from phiguard.cli.demo.page import write_page
from phiguard.cli.demo.recorders import Recorder, recorders
from phiguard.cli.demo.scenario import RECIPIENTS, Event, Recipient, Scenario, load
from phiguard.cli.demo.table import entities_table, figures_table
from phiguard.cli.demo.tally import Result, compare

__all__ = ["default_policy_for", "policy_for", "run", "run_both"]

_SDK_LOGGERS = ("segment", "sentry_sdk.errors", "urllib3", "httpx", "httpx2")
_BROKEN_SHOWN = 12


def run(*, out: Path, mode: str = "block", console: Console | None = None) -> int:
    """Run the demo and print what happened.

    Args:
        out: where the page is written.
        mode: the ceiling for the guarded run: ``block`` lets the policy stop calls, ``redact`` has them sent without what identifies.
        console: where to print; stdout when None.

    Returns:
        The exit status: 0, or 1 when a promise was broken.
    """
    console = console or Console(highlight=False, width=None if Console().is_terminal else 110)
    with _heard(logging.getLogger("phiguard")) as said, _progress(console) as progress:
        result = run_both(load(), mode=mode, progress=progress)
    write_page(result, out, mode=mode)
    _show(result, said, console)
    console.print(f"policy of the guarded run: a health service, profile strict; by the default profile: {_by_default(result)}")
    console.print(f"page: {out}\n", soft_wrap=True)
    console.print(f"unguarded: {result.unguarded} requests with PHI arrived")
    console.print(f"guarded: {result.guarded} requests with PHI arrived")
    return 1 if result.broken else 0


def run_both(scenario: Scenario, *, mode: str, progress: Progress | None = None) -> Result:
    """Send the scenario without the guard, with it, and with its default profile, through the same clients, and judge what arrived."""
    with recorders(RECIPIENTS) as sites, driver(sites) as clients:
        before = _pass(clients, scenario, "unguarded", progress)
        with phiguard.install(policy_for(sites), mode=mode):
            after = _pass(clients, scenario, "guarded", progress)
        with phiguard.install(default_policy_for(sites)):
            by_default = _pass(clients, scenario, "by default", progress)
    return compare(Judge(scenario.people), before, after, by_default)


def policy_for(sites: Mapping[str, Recorder]) -> dict[str, Any]:
    """The policy of the guarded run: a health service, the strict profile, and each recorder named as the vendor that it stands for."""
    return {
        "profile": "strict",
        "sender": {"health_service": True},
        "destination": [_destination(recipient, sites[recipient.id]) for recipient in RECIPIENTS],
    }


def default_policy_for(sites: Mapping[str, Recorder]) -> dict[str, Any]:
    """What holds when nobody wrote a policy: only who each recorder stands for is said, which the vendors' own hosts would say."""
    entries = [_destination(recipient, sites[recipient.id]) for recipient in RECIPIENTS]
    said = ("id", "hosts", "category", "vendor", "on_block")
    return {"profile": "default", "destination": [{name: entry[name] for name in said} for entry in entries]}


def _destination(recipient: Recipient, site: Recorder) -> dict[str, Any]:
    entry = {
        "id": recipient.id,
        "hosts": [site.authority],
        "category": recipient.category,
        "vendor": recipient.vendor,
        "baa": False,
        "on_block": recipient.on_block,
    }
    return entry | ({"action": recipient.action} if recipient.action else {})


def _by_default(result: Result) -> str:
    """What still reaches recipients by the profile that holds without any policy."""
    where = ", ".join(f"{recipient.title} {count}" for recipient in RECIPIENTS if (count := result.by_default.get(recipient.id)))
    return f"{sum(result.by_default.values())} with PHI still arrive" + (f" ({where})" if where else "")


def _pass(clients: Driver, scenario: Scenario, label: str, progress: Progress | None) -> tuple[Delivery, ...]:
    if progress is None:
        return clients.run(scenario, lambda _: None)
    task = progress.add_task(label, total=sum(event.rounds for event in scenario.events), what="")

    def step(event: Event) -> None:
        progress.update(task, advance=1, what=f"{event.story}: {event.step} → {event.to} ({event.client})")

    deliveries = clients.run(scenario, step)
    progress.update(task, what="")
    return deliveries


def _progress(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description:<10}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[what]}"),
        console=console,
    )


@contextmanager
def _heard(logger: logging.Logger) -> Iterator[list[str]]:
    """What *logger* says meanwhile, kept for the end; the SDKs' own complaints about refused requests are kept from the screen."""
    said: list[str] = []
    ears = _Ears(said)
    loggers = (logger, *(logging.getLogger(name) for name in _SDK_LOGGERS))
    before = [(each, each.propagate) for each in loggers]
    logger.addHandler(ears)
    for each in loggers[1:]:
        each.addHandler(_NOWHERE)
    for each in loggers:
        each.propagate = False
    try:
        yield said
    finally:
        logger.removeHandler(ears)
        for each, propagate in before:
            each.removeHandler(_NOWHERE)
            each.propagate = propagate


_NOWHERE = logging.NullHandler()


class _Ears(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        self._said.append(record.getMessage())


def _show(result: Result, said: list[str], console: Console) -> None:
    console.print()
    console.print(figures_table(result))
    console.print(entities_table(result))
    if said:
        console.print(f"The guard logged {len(said)} warnings (one per rule, recipient and call site). The first:")
        console.print(f"  {said[0]}\n", markup=False, style="dim")
    for line in result.broken[:_BROKEN_SHOWN]:
        console.print(f"broken: {line}", markup=False, style="red")
    if len(result.broken) > _BROKEN_SHOWN:
        console.print(f"... and {len(result.broken) - _BROKEN_SHOWN} more", style="red")
