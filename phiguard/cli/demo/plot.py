"""Two drawings as inline SVG: requests with PHI by recipient, and every single event as a tile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from phiguard.cli.demo.tally import Fate, Judged, Result

__all__ = ["bars", "legend", "tiles"]

_CLASS = {Fate.LEAKED: "t-leak", Fate.REDACTED: "t-redact", Fate.BLOCKED: "t-block", Fate.UNCHANGED: "t-safe", Fate.DAMAGED: "t-damage"}
_ORDER = tuple(_CLASS)
_TILE, _GAP, _PER_LINE = 12, 3, 20
_LABEL, _PANEL = 130, _PER_LINE * (_TILE + _GAP) + 30


def bars(result: Result) -> str:
    """Requests with PHI that arrived, by recipient: one bar a run."""
    most = max((before.with_phi for _, before, _ in result.rows), default=0) or 1
    row, scale = 46, 520 / most
    parts = [f'<line class="axis" x1="{_LABEL}" x2="{_LABEL}" y1="4" y2="{row * len(result.rows)}"/>']
    for line, (recipient, before, after) in enumerate(result.rows):
        y = line * row + 6
        parts.append(f'<text x="0" y="{y + 20}">{escape(recipient.title)}</text>')
        parts.append(_bar(y, before.with_phi, scale, "t-leak", "unguarded"))
        parts.append(_bar(y + 17, after.with_phi, scale, "t-leak" if after.with_phi else "t-safe", "guarded"))
    label = f"Requests with PHI that arrived: {result.unguarded} unguarded, {result.guarded} guarded"
    return _svg(800, row * len(result.rows) + 8, label, parts)


def _bar(y: float, value: int, scale: float, kind: str, run: str) -> str:
    width = max(value * scale, 2)
    return (
        f'<rect class="{kind}" x="{_LABEL}" y="{y}" width="{width:.1f}" height="14" rx="2"/>'
        f'<text class="quiet" x="{_LABEL + width + 8:.1f}" y="{y + 11.5}">{value} {run}</text>'
    )


def tiles(result: Result) -> str:
    """Every event as a tile, coloured by what became of it; both runs side by side."""
    parts = [_heading(0, "unguarded"), _heading(1, "guarded")]
    y = 30
    for recipient, *_ in result.rows:
        runs = [[judged for judged in run if judged.delivery.event.to == recipient.id] for run in (result.before, result.after)]
        parts.append(f'<text x="0" y="{y + 11}">{escape(recipient.title)}</text>')
        for panel, run in enumerate(runs):
            parts.extend(_panel(panel, y, run))
        y += -(-len(runs[0]) // _PER_LINE) * (_TILE + _GAP) + 12
    return _svg(_LABEL + 2 * _PANEL, y, "Every event sent in both runs, coloured by what became of it", parts)


def _heading(panel: int, text: str) -> str:
    return f'<text class="quiet" x="{_LABEL + panel * _PANEL}" y="14">{text}</text>'


def _panel(panel: int, top: int, run: Sequence[Judged]) -> Iterable[str]:
    for position, judged in enumerate(sorted(run, key=lambda judged: _ORDER.index(judged.fate))):
        line, column = divmod(position, _PER_LINE)
        x, y = _LABEL + panel * _PANEL + column * (_TILE + _GAP), top + line * (_TILE + _GAP)
        event = judged.delivery.event
        title = escape(f"{event.story}, {event.step} ({event.client}): {judged.fate}")
        yield f'<rect class="{_CLASS[judged.fate]}" x="{x}" y="{y}" width="{_TILE}" height="{_TILE}" rx="2"><title>{title}</title></rect>'


def legend() -> str:
    """What the tiles' colours mean."""
    parts = []
    x = 0.0
    for fate, kind in _CLASS.items():
        words = "without PHI, unchanged" if fate is Fate.UNCHANGED else str(fate)
        parts.append(f'<rect class="{kind}" x="{x + 1:g}" y="3" width="{_TILE}" height="{_TILE}" rx="2"/>')
        parts.append(f'<text class="quiet" x="{x + 20:g}" y="13">{words}</text>')
        x += 50 + len(words) * 6.8
    return _svg(_LABEL + 2 * _PANEL, 20, "Legend", parts)


def _svg(width: float, height: float, label: str, parts: Iterable[str]) -> str:
    return f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(label, quote=True)}">{"".join(parts)}</svg>'
