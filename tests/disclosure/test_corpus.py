"""The scenario corpus, its labels taken as findings: table and profiles alone must give the verdicts that the corpus expects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from phiguard.disclosure import judge
from phiguard.model.context import CallContext
from phiguard.model.decision import Action, Decision
from phiguard.model.destination import Category, Destination
from phiguard.model.entities import ENTITIES
from phiguard.model.finding import Finding
from phiguard.model.leaf import Where
from phiguard.policy import Policy

PARTS = ("leak", "evasion", "clean", "lawful", "unlisted")


def records(shared: Path, part: str) -> Iterator[dict[str, Any]]:
    """The records of one part of the corpus."""
    for line in (shared / "corpora" / "scenarios" / "dev" / f"{part}.ndjson").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def found(record: dict[str, Any]) -> list[Finding]:
    """What a perfect detector would have found: one finding a label."""
    entities = [ENTITIES[label["category"]] for label in record["labels"]]
    return [
        Finding(
            entity=entity.name,
            kind=entity.kind,
            strength=entity.strength,
            where=Where(label["where"]),
            path="",
            spans=((0, 1),),
            recognizer="key",
        )
        for entity, label in zip(entities, record["labels"], strict=True)
    ]


def decided(record: dict[str, Any], profile: str) -> Decision:
    """The decision about a record under a profile."""
    sender, recipient = record["sender"], record["recipient"]
    policy = Policy.from_mapping({"profile": profile, "sender": {"health_service": sender["health_app"]}})
    category = Category(recipient["class"])
    listed = "nobody" if category is Category.UNLISTED else "policy"
    destination = Destination(id=recipient["vendor"], category=category, baa=recipient["baa"], listed=listed)
    context = CallContext(authenticated=sender["authenticated"])
    disclosures = judge(found(record), destination, health_service=sender["health_app"], context=context)
    return policy.decide(destination, disclosures, ())


def accepted(record: dict[str, Any]) -> set[str]:
    """The verdicts that are right under ``strict``."""
    expected = record["expected"]
    return {expected.get("verdict_strict", expected["verdict"]), *expected["tolerated"]}


@pytest.mark.parametrize("part", PARTS)
def test_strict_gives_the_expected_verdict_for_the_labels_of_each_record(shared: Path, part: str) -> None:
    """At least 99 of 100 verdicts follow from sender, recipient and labels alone."""
    wrong = [
        (record["id"], record["family"], str(decision.action), decision.rule)
        for record in records(shared, part)
        if str((decision := decided(record, "strict")).action) not in accepted(record)
    ]
    assert len(wrong) <= len(list(records(shared, part))) // 100, wrong


def test_default_changes_nothing_toward_hosts_that_nobody_listed(shared: Path) -> None:
    """A guard that mutilates a log-in on its first day is removed on its first day."""
    decisions = [decided(record, "default") for record in records(shared, "unlisted")]
    assert {decision.action for decision in decisions} == {Action.ALLOW}
    assert any(decision.wanted is Action.BLOCK for decision in decisions)


def test_default_changes_nothing_that_is_lawful(shared: Path) -> None:
    """What strict lets pass passes under default too."""
    assert {decided(record, "default").action for record in records(shared, "lawful")} == {Action.ALLOW}


def test_default_stops_what_trackers_would_learn_from_the_message_itself(shared: Path) -> None:
    """Toward listed trackers without BAA every record with identifier and health context in the payload is stopped."""
    tracker = {"ad_tracker", "analytics", "session_replay", "cdp", "attribution", "data_broker"}
    certain = [
        record
        for record in records(shared, "leak")
        if record["recipient"]["class"] in tracker and record["expected"]["health_from"] == "payload" and not record["recipient"]["baa"]
    ]
    assert certain
    assert {decided(record, "default").action for record in certain} == {Action.BLOCK}


def test_observe_changes_nothing_at_all(shared: Path) -> None:
    """Observe judges as strict does and enforces nothing."""
    decisions = [decided(record, "observe") for part in PARTS for record in records(shared, part)]
    assert {decision.action for decision in decisions} == {Action.ALLOW}
    assert {decision.wanted for decision in decisions} == set(Action)
