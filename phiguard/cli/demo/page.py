"""``phiguard-demo.html``: the same facts as one page that needs nothing from anywhere, for whoever answers for privacy."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from html import escape
from importlib import resources
from pathlib import Path

from phiguard.cli.demo.plot import bars, legend, tiles
from phiguard.cli.demo.sample import GLOSS, Sample, samples
from phiguard.cli.demo.tally import Fate, Judged, Result
from phiguard.cli.version import version

__all__ = ["render", "write_page"]

_CASES = {
    "Cerebral": "Pixels and server-side events of an online mental-health service told advertising platforms who took which "
    "assessment, with which result, and who subscribed to what. 3,179,835 people were notified in March 2023.",
    "BetterHelp": "Hashed e-mail addresses of people in therapy were uploaded to build audiences, and an intake answer became a "
    "pixel event. FTC order of 2023: $7.8 million.",
    "GoodRx": "Custom events named after drugs and conditions, with the visitor's cookie, hashes and IP address. "
    "FTC, 2023: $1.5 million, the first case under the Health Breach Notification Rule.",
    "Without PHI": "What the same backend must go on sending: public pages, totals, feature flags, heartbeats, errors about nobody.",
}
_LIMITS = (
    "The requests are modelled on complaints and vendors' documentation, the people are invented: this is no measurement of recall.",
    "Recorders stand for the vendors: this machine sent nothing to anybody. The clients and SDKs are the real ones.",
    "It covers what a backend sends. What a patient's browser sends by itself needs the middleware and a content security policy.",
    "A stopped event is not delivered later. Whoever relies on it for attribution will miss it, which is the point.",
)


def write_page(result: Result, path: Path, *, mode: str) -> None:
    """Write the page to *path*.

    Raises:
        OSError: the file cannot be written.
    """
    path.write_text(render(result, mode=mode), encoding="utf-8")


def render(result: Result, *, mode: str) -> str:
    """The page."""
    css = resources.files(__package__).joinpath("data", "page.css").read_text(encoding="utf-8")
    sections = (_head(result), _hero(result), _broken(result), _drawings(result), _recipients(result), _samples(result), _stories(result))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>phiguard demo: {result.unguarded} → {result.guarded}</title><style>{css}</style></head>\n<body><main>\n"
        + "\n".join((*sections, _gloss(result), _method(mode)))
        + "\n</main></body></html>\n"
    )


def _head(result: Result) -> str:
    people = len({person for judged in result.before for verdict in judged.leaks for person in verdict.people})
    return (
        "<h1>Three known leaks, sent twice</h1>"
        f'<p class="lead">The same backend code sent the same {len(result.before)} events through real HTTP clients and vendor SDKs, '
        "first as it is, then with <code>phiguard.install(policy)</code>, whose policy says that the sender is a health service and that "
        f'the whole table is enforced (<code>profile = "strict"</code>). Unguarded, {result.unguarded} requests told advertising, '
        f"analytics and monitoring companies about the health of {people} people. Guarded, {result.guarded} did.</p>{_default(result)}"
    )


def _default(result: Result) -> str:
    """What the profile that holds without any policy would have stopped: it enforces only what is certain."""
    if not result.by_default:
        return ""
    arrived = sum(result.by_default.values())
    where = ", ".join(f"{recipient.title} {count}" for recipient, *_ in result.rows if (count := result.by_default[recipient.id]))
    return (
        f'<p class="soft">Without any policy <code>phiguard.install()</code> enforces only what is certain, and logs the rest: '
        f"by that default profile {arrived} requests with PHI arrived{escape(f' ({where})' if where else '')}.</p>"
    )


def _hero(result: Result) -> str:
    people = len({person for judged in result.before for verdict in judged.leaks for person in verdict.people})
    reached = len({person for judged in result.after for verdict in judged.leaks for person in verdict.people})
    clean = [judged for judged in result.after if judged.delivery.event.clean]
    intact = sum(judged.fate is Fate.UNCHANGED for judged in clean)
    mood = "safe" if intact == len(clean) else "leak"
    boxes = (
        (f'<span class="leak">{result.unguarded}</span> → {_good(result.guarded)}', "requests with PHI that arrived"),
        (f'<span class="leak">{people}</span> → {_good(reached)}', "patients that recipients learned about"),
        (f'<span class="{mood}">{intact} of {len(clean)}</span>', "events without PHI that arrived byte for byte"),
    )
    return '<div class="hero">' + "".join(f"<div><b>{figure}</b>{escape(what)}</div>" for figure, what in boxes) + "</div>"


def _good(count: int) -> str:
    return f'<span class="{"leak" if count else "safe"}">{count}</span>'


def _broken(result: Result) -> str:
    if not result.broken:
        return ""
    return '<div class="broken"><b>Not as promised:</b><ul>' + "".join(f"<li>{escape(line)}</li>" for line in result.broken) + "</ul></div>"


def _drawings(result: Result) -> str:
    return (
        f"<h2>Requests with PHI that arrived</h2><figure>{bars(result)}</figure>"
        f"<h2>Every event, and what became of it</h2><figure>{tiles(result)}{legend()}"
        "<figcaption>One tile is one event; events without PHI are sent three times.</figcaption></figure>"
    )


def _recipients(result: Result) -> str:
    rows = (
        (
            recipient.title,
            f"{before.sent}",
            f"{before.arrived} → {after.arrived}",
            f"{before.with_phi} → {_good(after.with_phi)}",
            f"{before.people} → {after.people}",
            f"{after.blocked}",
            f"{after.redacted}",
            f"{after.milliseconds - before.milliseconds:+.1f} ms",
        )
        for recipient, before, after in result.rows
    )
    entities = (
        (recipient.title, _names(before.entities), _names(after.entities) or '<span class="safe">nothing</span>')
        for recipient, before, after in result.rows
    )
    heads = ("recipient", "sent", "arrived", "with PHI", "patients", "blocked", "redacted", "added latency")
    return (
        "<h2>By recipient: unguarded → guarded</h2>"
        + _table(heads, rows)
        + '<p class="soft">Added latency: difference of the medians over events without PHI, from the call to the end of the answer.</p>'
        + '<p class="soft">A redacted event may keep words about health, as which drug was bought: what was taken is the person. Toward an '
        "advertising or analytics company both go.</p>"
        + "<h2>What reached them about patients</h2>"
        + _table(("recipient", "unguarded (requests by entity class)", "guarded"), entities, kind="words")
    )


def _names(entities: Counter[str]) -> str:
    return ", ".join(f"{escape(name)} {count}" for name, count in entities.most_common())


def _samples(result: Result) -> str:
    intro = (
        "<h2>One event for each recipient, as it arrived</h2>"
        '<p class="soft">Decoded by the judge, not by phiguard. The people are invented. What differs is set off; SDKs give each event '
        "a new id and time, so those differ too.</p>"
    )
    return intro + "".join(_sample(sample) for sample in samples(result))


def _sample(sample: Sample) -> str:
    rows = [_row(*row) for row in sample.rows]
    rows += [(f"and {sample.more} more fields", "", "")] if sample.more else []
    table = _table(("field", "unguarded", "guarded"), rows, kind="words")
    return (
        f"<h3>{escape(sample.recipient.title)}</h3><p>{escape(sample.told)}: {escape(sample.fate)}</p>"
        f"<details><summary>{len(sample.rows)} fields</summary>{table}</details>"
    )


def _row(place: str, before: str, after: str | None) -> tuple[str, str, str]:
    if before == after:
        return escape(place), escape(before), escape(after)
    gone = '<span class="safe">did not arrive</span>' if after is None else f'<span class="redacted">{escape(after)}</span>'
    return escape(place), f'<span class="leak">{escape(before)}</span>', gone


def _gloss(result: Result) -> str:
    names = sorted({name for _, *both in result.rows for figures in both for name in figures.entities})
    rows = ((escape(name), escape(GLOSS.get(name, ""))) for name in names)
    return "<h2>What the codes mean</h2>" + _table(("code", "in plain words"), rows, kind="words")


def _stories(result: Result) -> str:
    parts = ["<h2>By case</h2>"]
    for story, text in _CASES.items():
        mine = [judged for judged in result.after if judged.delivery.event.story == story]
        steps = dict.fromkeys((judged.delivery.event.step, judged.delivery.event.to) for judged in mine)
        rows = (_step(result, story, step, to) for step, to in steps)
        heads = ("step", "to", "by", "events", "told", "guarded")
        parts.append(f"<h3>{escape(story)}</h3><p>{escape(text)}</p>" + _table(heads, rows, kind="words"))
    return "".join(parts)


def _step(result: Result, story: str, step: str, to: str) -> tuple[str, ...]:
    before, after = ([judged for judged in run if _at(judged) == (story, step, to)] for run in (result.before, result.after))
    told = sorted({name for judged in before for verdict in judged.leaks for name in verdict.identifiers | verdict.health})
    fates = dict.fromkeys(judged.fate for judged in after)
    counted = (f"{sum(judged.fate is fate for judged in after)} {fate}" for fate in fates)
    clients = dict.fromkeys(judged.delivery.event.client for judged in before)
    return (escape(step), escape(to), ", ".join(clients), str(len(before)), ", ".join(told) or "nothing", ", ".join(counted))


def _at(judged: Judged) -> tuple[str, str, str]:
    event = judged.delivery.event
    return event.story, event.step, event.to


def _method(mode: str) -> str:
    limits = "".join(f"<li>{escape(line)}</li>" for line in _LIMITS)
    when = datetime.now().astimezone()
    made_by = f"phiguard {escape(version())}, Python {platform.python_version()}"
    ceiling = ", and redaction in place of blocking where a valid call remains" if mode == "redact" else ""
    return (
        "<h2>How it was measured</h2><p>HTTP servers on this machine stood for the vendors and kept every byte. A judge with a decoder "
        "of its own searched what arrived for the known values of the invented patients, as they stand and as MD5, SHA-1 and SHA-256 "
        "of their normalised forms; it never asked phiguard. A request carries PHI when it holds a patient's identifier together with "
        "health content, or, toward an advertising or analytics company, a patient's identifier at all: the sender is a health "
        "service.</p><p>The guarded run used the profile <code>strict</code> for a health service, without a business associate "
        f"agreement with any recipient{ceiling}.</p><h2>What this does not show</h2><ul>{limits}</ul>"
        f"<footer>{made_by}, {when:%Y-%m-%d %H:%M %Z}. All people and values are synthetic.</footer>"
    )


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]], *, kind: str = "") -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll"><table class="{kind}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
