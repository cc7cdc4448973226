"""The demo says no when a promise is broken: PHI that arrives, a clean event that changes, a redaction that takes too much."""

from __future__ import annotations

from dataclasses import replace

import pytest

from phiguard.cli.demo.drive import Delivery
from phiguard.cli.demo.judge import Judge
from phiguard.cli.demo.recorders import Arrived
from phiguard.cli.demo.scenario import RECIPIENTS, Event, Person
from phiguard.cli.demo.tally import Fate, Result, compare

JANE = Person(id="p1", identifiers=(("EMAIL_ADDRESS", "jane@example.com"),), health=(("CONDITION", "hiv"),))
KEEP = (("event", "Buy"), ("value", "99.0"))
LEAK = b'{"event":"Buy","value":99.0,"email":"jane@example.com","page":"/hiv"}'
REDACTED = b'{"event":"Buy","value":99.0}'
TOO_MUCH = b'{"event":"Buy"}'


def sent(event: Event, *bodies: bytes, offered: tuple[bytes, ...] = ()) -> Delivery:
    """A delivery of which *bodies* arrived."""
    return Delivery(
        event=event, arrived=tuple(Arrived(b"POST / HTTP/1.1\r\n\r\n", body) for body in bodies), offered=offered, seconds=0.001
    )


def event(to: str, *, clean: bool) -> Event:
    """An event to *to*."""
    return Event(
        id=f"{to}-{clean}", story="s", step="t", to=to, people=() if clean else ("p1",), client="requests", keep=() if clean else KEEP
    )


def both(guarded: dict[tuple[str, bool], tuple[bytes, ...]]) -> Result:
    """Both runs: unguarded all arrives; guarded, what is given, else clean events unchanged and the others blocked."""
    events = [event(recipient.id, clean=clean) for recipient in RECIPIENTS for clean in (True, False)]
    before = [sent(each, b"clean" if each.clean else LEAK) for each in events]
    after = [sent(each, *guarded.get((each.to, each.clean), (b"clean",) if each.clean else ())) for each in events]
    return compare(Judge((JANE,)), before, after)


def test_all_blocked_is_as_promised() -> None:
    """Blocked events and unchanged clean ones break nothing."""
    result = both({})
    assert (result.unguarded, result.guarded, result.broken) == (5, 0, ())
    assert [after.blocked for _, _, after in result.rows] == [1] * 5


def test_a_good_redaction_is_as_promised() -> None:
    """A redacted event that keeps name and value counts as redacted."""
    result = both({("meta", False): (REDACTED,)})
    assert not result.broken
    assert result.rows[0][2].redacted == 1
    assert result.after[1].fate is Fate.REDACTED


@pytest.mark.parametrize(
    ("guarded", "why"),
    [
        ({("meta", False): (LEAK,)}, "arrived with PHI"),
        ({("meta", False): (b"jane@example.com",)}, "arrived with PHI"),
        ({("meta", False): (TOO_MUCH,)}, "without need"),
        ({("sentry", True): (b"clean ",)}, "arrived changed"),
        ({("segment", True): ()}, "did not arrive"),
        ({("tiktok", True): (b"clean", b"clean")}, "arrived changed"),
    ],
)
def test_broken_promises_are_named(guarded: dict[tuple[str, bool], tuple[bytes, ...]], why: str) -> None:
    """One line for what happened, with the event and without a value."""
    (line,) = both(guarded).broken
    assert why in line
    assert "jane" not in line


def test_an_sdk_is_held_to_what_it_offered() -> None:
    """Two runs of an SDK differ by its own ids: what counts is that the bytes that it offered are those that arrived."""
    clean = replace(event("segment", clean=True), client="segment")
    judge = Judge((JANE,))
    before = [sent(event(each.id, clean=True), b"clean") for each in RECIPIENTS if each.id != "segment"]
    first = sent(clean, b"id 1", offered=(b"id 1",))
    assert not [
        line for line in compare(judge, [*before, first], [*before, sent(clean, b"id 2", offered=(b"id 2",))]).broken if "segment" in line
    ]
    assert [
        line for line in compare(judge, [*before, first], [*before, sent(clean, b"id", offered=(b"id 2",))]).broken if "segment" in line
    ]


def test_a_demo_that_shows_nothing_fails() -> None:
    """When nothing with PHI arrives unguarded either, the judge is blind, and that is no success."""
    clean = [sent(event(recipient.id, clean=True), b"clean") for recipient in RECIPIENTS]
    assert "shows nothing" in compare(Judge((JANE,)), clean, clean).broken[0]


def test_an_error_tracker_may_have_one_side() -> None:
    """Toward Sentry a health word about nobody, or a person without health content, is no disclosure."""
    assert both({("sentry", False): (b'{"event":"Buy","value":99.0,"page":"/hiv"}',)}).guarded == 0
    assert both({("sentry", False): (b'{"event":"Buy","value":99.0,"email":"jane@example.com"}',)}).guarded == 0
    assert both({("sentry", False): (LEAK,)}).guarded == 1
