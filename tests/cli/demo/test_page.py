"""The page says what the runs showed, good or bad, and holds nothing of a payload."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from phiguard.cli.demo import page, plot
from phiguard.cli.demo.drive import Delivery
from phiguard.cli.demo.judge import Judge
from phiguard.cli.demo.recorders import Arrived
from phiguard.cli.demo.scenario import RECIPIENTS, Event, Person
from phiguard.cli.demo.tally import Result, compare

JANE = Person(id="p1", identifiers=(("EMAIL_ADDRESS", "jane@example.com"),), health=(("CONDITION", "hiv"),))


def result(*, leaky: bool) -> Result:
    """Two runs; guarded, the event with PHI is stopped or not."""
    before, after = [], []
    for recipient in RECIPIENTS:
        for clean in (True, False):
            event = Event(id="e", story="Cerebral", step="a<b", to=recipient.id, people=() if clean else ("p1",), client="requests")
            sent = (Arrived(b"POST / HTTP/1.1\r\n\r\n", b"clean" if clean else b'{"<em>": "jane@example.com", "dx": "hiv"}'),)
            before.append(Delivery(event=event, arrived=sent, seconds=0.001))
            after.append(Delivery(event=event, arrived=sent if clean or leaky else (), seconds=0.002))
    return compare(Judge((JANE,)), before, after)


def test_good_news_is_told() -> None:
    """Counts of both runs, patients, and no list of broken promises."""
    text = page.render(result(leaky=False), mode="block")
    assert "5 requests told" in text
    assert "Not as promised" not in text
    assert "+1.0 ms" in text


def test_bad_news_is_told() -> None:
    """What arrived although guarded is said on top."""
    text = page.render(result(leaky=True), mode="block")
    assert text.index("Not as promised") < text.index("<svg")
    assert "arrived with PHI although guarded" in text


def test_values_are_on_it_only_as_samples() -> None:
    """Entity names stand for values but in the samples, which are of invented people; what comes from data is escaped."""
    text = page.render(result(leaky=True), mode="redact")
    before, rest = text.split("<h2>One event for each recipient")
    samples, after = rest.split("<h2>By case")
    assert "jane" not in before + after
    assert "jane" in samples
    assert "EMAIL_ADDRESS 1" in text
    assert "a<b" not in text
    assert "a&lt;b" in text


def test_the_lead_says_by_which_policy() -> None:
    """A reader learns that the guarded run had a policy, and what arrives without one."""
    plain = result(leaky=False)
    assert "strict" in page.render(plain, mode="block").partition("<svg")[0]
    assert "default profile" not in page.render(plain, mode="block").partition("<svg")[0]
    told = page.render(replace(plain, by_default={each.id: 2 * (each.id == "sentry") for each in RECIPIENTS}), mode="block")
    assert "by that default profile 2 requests with PHI arrived (Sentry 2)" in told


def test_codes_are_said_in_plain_words() -> None:
    """Each code that is on the page has its gloss, and what may remain in a redacted event is said."""
    text = page.render(result(leaky=True), mode="block")
    assert "<td>EMAIL_ADDRESS</td><td>an e-mail address</td>" in text
    assert "may keep words about health" in text


def test_it_is_written_as_utf8(tmp_path: Path) -> None:
    """The file is what was rendered."""
    page.write_page(result(leaky=False), tmp_path / "p.html", mode="block")
    assert "→" in (tmp_path / "p.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("leaky", [True, False])
def test_every_event_is_a_tile(leaky: bool) -> None:
    """Both runs are drawn in full, each tile with its words."""
    both = result(leaky=leaky)
    drawn = plot.tiles(both)
    assert drawn.count("<title>") == len(both.before) + len(both.after)
    assert drawn.count("t-leak") == (10 if leaky else 5)
    assert ("t-block" in drawn) is not leaky


def test_bars_have_their_numbers() -> None:
    """Each bar says its value; nothing is drawn as a trace, not as an empty space."""
    drawn = plot.bars(result(leaky=False))
    assert drawn.count(">1 unguarded<") == drawn.count(">0 guarded<") == len(RECIPIENTS)
    assert 'width="2.0"' in drawn
