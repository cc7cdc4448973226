"""The scenario is complete: every recipient, client and case that the demo promises is in it."""

from __future__ import annotations

from urllib.parse import urlsplit

from phiguard.cli.demo.recorders import Arrived
from phiguard.cli.demo.scenario import CLEAN_ROUNDS, RECIPIENTS, load
from phiguard.cli.demo.unfold import pairs

SCENARIO = load()


def test_every_recipient_gets_both_kinds() -> None:
    """Each recorder is sent events with PHI and events without."""
    for recipient in RECIPIENTS:
        kinds = {event.clean for event in SCENARIO.events if event.to == recipient.id}
        assert kinds == {True, False}, recipient.id


def test_every_client_is_used() -> None:
    """Plain clients, sync and async, and both SDKs take part."""
    used = {event.client for event in SCENARIO.events}
    assert used == {"requests", "urllib3", "urllib", "httpx", "httpx2", "httpx_async", "httpx2_async", "segment", "sentry"}


def test_the_funnel_and_the_cases_are_there() -> None:
    """Cerebral's sign-up, self-assessment, results and subscription; BetterHelp's upload; GoodRx's drug pages."""
    steps = {(event.story, event.step) for event in SCENARIO.events}
    assert {("Cerebral", step) for step in ("sign-up", "self-assessment", "results", "subscription", "server error")} <= steps
    assert {("BetterHelp", "hashed e-mail upload"), ("BetterHelp", "intake answer"), ("GoodRx", "drug page")} <= steps


def test_everybody_named_is_known() -> None:
    """Events name people by id, each of them known with at least one identifier, and everybody takes part."""
    known = {person.id for person in SCENARIO.people if person.identifiers}
    named = {person for event in SCENARIO.events for person in event.people}
    assert named == known
    assert len(known) == len(SCENARIO.people)


def test_ids_are_unique_and_rounds_follow_kind() -> None:
    """Events without PHI are sent several times, the others once."""
    assert len({event.id for event in SCENARIO.events}) == len(SCENARIO.events)
    assert {event.rounds for event in SCENARIO.events if event.clean} == {CLEAN_ROUNDS}
    assert {event.rounds for event in SCENARIO.events if not event.clean} == {1}


def test_what_must_be_kept_tells_nothing() -> None:
    """No value that redaction must keep is one of a patient's own or of health content."""
    told = {value.lower() for person in SCENARIO.people for _, value in (*person.identifiers, *person.health)}
    kept = {value.lower() for event in SCENARIO.events for _, value in event.keep}
    assert kept
    assert not kept & told


def test_what_must_be_kept_was_sent() -> None:
    """Event name, value and currency stand in the request itself."""
    for event in SCENARIO.events:
        if event.method:
            sent = Arrived(f"{event.method} /?{urlsplit(event.url).query} HTTP/1.1\r\n\r\n".encode(), event.body.encode())
            assert set(event.keep) <= pairs(sent), event.id


def test_only_synthetic_hosts_and_people() -> None:
    """E-mail addresses stand under the reserved example domains."""
    addresses = [value for person in SCENARIO.people for name, value in person.identifiers if name == "EMAIL_ADDRESS"]
    assert addresses
    assert all(address.rsplit("@", 1)[1].removeprefix("mail.").startswith("example.") for address in addresses)
