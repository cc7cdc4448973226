"""The figures of both runs side by side, for a terminal."""

from __future__ import annotations

from collections import Counter

from rich import box
from rich.table import Table

from phiguard.cli.demo.tally import Figures, Result

__all__ = ["entities_table", "figures_table"]

_ENTITIES_SHOWN = 6


def figures_table(result: Result) -> Table:
    """One row a recipient: unguarded → guarded."""
    table = _table("Two runs of the same backend: unguarded → guarded")
    table.add_column("recipient", no_wrap=True)
    for heading in ("sent", "arrived", "with PHI", "patients", "blocked", "redacted", "added latency"):
        table.add_column(heading, justify="right", no_wrap=True)
    for recipient, before, after in result.rows:
        table.add_row(recipient.title, *_cells(before, after))
    return table


def _cells(before: Figures, after: Figures) -> tuple[str, ...]:
    return (
        str(before.sent) if before.sent == after.sent else f"{before.sent} → {after.sent}",
        f"{before.arrived} → {after.arrived}",
        f"[red]{before.with_phi}[/] → [{'red' if after.with_phi else 'green'}]{after.with_phi}[/]",
        f"{before.people} → {after.people}",
        str(after.blocked),
        str(after.redacted),
        f"{after.milliseconds - before.milliseconds:+.1f} ms",
    )


def entities_table(result: Result) -> Table:
    """Which entity classes reached each recipient."""
    table = _table("What reached them about patients (requests by entity class)")
    table.add_column("recipient", no_wrap=True)
    table.add_column("unguarded", ratio=3)
    table.add_column("guarded", ratio=1)
    for recipient, before, after in result.rows:
        table.add_row(recipient.title, _classes(before.entities), _classes(after.entities) or "[green]nothing[/]")
    return table


def _table(title: str) -> Table:
    return Table(title=title, box=box.SIMPLE_HEAVY, title_justify="left", pad_edge=False)


def _classes(entities: Counter[str]) -> str:
    shown = [f"{name} {count}" for name, count in entities.most_common(_ENTITIES_SHOWN)]
    more = len(entities) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")
