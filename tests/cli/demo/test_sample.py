"""The samples show one event a recipient in both runs, and the gloss knows every code of the scenario."""

from __future__ import annotations

import json

from phiguard.cli.demo.drive import Delivery
from phiguard.cli.demo.judge import Judge
from phiguard.cli.demo.recorders import Arrived
from phiguard.cli.demo.sample import GLOSS, samples
from phiguard.cli.demo.scenario import Event, Person, load
from phiguard.cli.demo.tally import Fate, compare

JANE = Person(id="p1", identifiers=(("EMAIL_ADDRESS", "jane@example.com"),), health=(("CONDITION", "hiv"),))
HEAD = b"POST /e HTTP/1.1\r\n\r\n"


def delivery(body: dict[str, str] | None, step: str = "s", to: str = "meta", *, clean: bool = False) -> Delivery:
    """An event that arrived with *body*, or did not."""
    event = Event(id="e", story="Cerebral", step=step, to=to, people=() if clean else ("p1",), client="requests")
    return Delivery(event=event, arrived=() if body is None else (Arrived(HEAD, json.dumps(body).encode()),), seconds=0.001)


CLEAN = tuple(delivery({}, to=to, clean=True) for to in ("meta", "tiktok", "google", "segment", "sentry"))
LEAK = {"email": "jane@example.com", "dx": "hiv", "v": "1"}


def test_a_redacted_event_is_shown_before_a_stopped_one() -> None:
    """It tells more: what stayed, what changed, what is gone."""
    before = (*CLEAN, delivery(LEAK, "stopped"), delivery(LEAK, "redacted"))
    after = (*CLEAN, delivery(None, "stopped"), delivery({"dx": "[X]", "v": "1"}, "redacted"))
    (sample,) = samples(compare(Judge((JANE,)), before, after))
    assert (sample.recipient.id, sample.fate, sample.more) == ("meta", Fate.REDACTED, 0)
    assert sample.rows == (("path", "/e", "/e"), ("email", "jane@example.com", None), ("dx", "hiv", "[X]"), ("v", "1", "1"))


def test_a_long_event_is_cut_to_what_changed() -> None:
    """Of many fields those are shown that differ, in their order, and the rest is counted."""
    many = {f"k{number}": "x" for number in range(100)}
    before, after = (*CLEAN, delivery({**many, **LEAK})), (*CLEAN, delivery(many))
    (sample,) = samples(compare(Judge((JANE,)), before, after))
    assert {"email", "dx", "v"} <= {name for name, *_ in sample.rows}
    assert len(sample.rows) + sample.more == 104


def test_every_code_of_the_scenario_has_its_words() -> None:
    """Whoever answers for privacy need not know our names for things."""
    people = load().people
    codes = {name for person in people for name, _ in (*person.identifiers, *person.health)}
    hashes = {"EMAIL_HASH", "PHONE_HASH", "NAME_HASH", "DOB_HASH", "ZIP_HASH"}
    assert codes | hashes <= set(GLOSS)
