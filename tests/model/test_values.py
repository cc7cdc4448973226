"""The values that travel between layers: ordered actions, one entity table, quiet reprs, picklable errors."""

from __future__ import annotations

import pickle

import pytest

from phiguard.errors import PHIBlocked, PHIGuardError
from phiguard.model.context import CallContext
from phiguard.model.decision import Action, Decision, EventDecision, strictest
from phiguard.model.destination import Category, Destination
from phiguard.model.entities import ENTITIES, EntityClass, Kind, Strength
from phiguard.model.inspection import Inspection, Outcome, Stage
from phiguard.model.leaf import Leaf, Step, Where

DECISION = Decision(
    action=Action.BLOCK,
    wanted=Action.BLOCK,
    rule="table:ad_tracker/direct/clinical",
    destination="meta",
    category=Category.AD_TRACKER,
    entities=("EMAIL_HASH", "MEDICATION"),
    events=(EventDecision(event=0, action=Action.BLOCK, wanted=Action.BLOCK, rule="r"),),
)


def test_actions_are_ordered() -> None:
    """Allow is milder than redact, and redact than block; the strictest of none is allow."""
    assert [a.severity for a in (Action.ALLOW, Action.REDACT, Action.BLOCK)] == [0, 1, 2]
    assert strictest([Action.REDACT, Action.ALLOW]) is Action.REDACT
    assert strictest([]) is Action.ALLOW


@pytest.mark.parametrize("entity", ENTITIES.values(), ids=lambda e: e.name)
def test_every_entity_stands_on_one_side(entity: object) -> None:
    """Identifiers are direct or linkable and carry a Safe Harbor letter; health context is clinical or care and carries none."""
    if entity.kind is Kind.IDENTIFIER:  # type: ignore[attr-defined]
        assert entity.strength in (Strength.DIRECT, Strength.LINKABLE)  # type: ignore[attr-defined]
        assert "A" <= entity.letter <= "R"  # type: ignore[attr-defined]
    else:
        assert entity.strength in (Strength.CLINICAL, Strength.CARE)  # type: ignore[attr-defined]
        assert not entity.letter  # type: ignore[attr-defined]


def test_entity_classes_fit_a_metric() -> None:
    """At most eight classes, since entities times destinations times decisions overflow the SDK's limit of 2,000 attribute sets."""
    assert len(EntityClass) <= 8
    assert {e.group for e in ENTITIES.values()} == set(EntityClass)


@pytest.mark.parametrize(
    ("destination", "may"),
    [
        (Destination(id="x", category=Category.AD_TRACKER), False),
        (Destination(id="x", category=Category.AD_TRACKER, baa=True), True),
        (Destination(id="x", category=Category.PARTNER_API, granted=True), True),
        (Destination(id="x", category=Category.FIRST_PARTY), True),
        (Destination(id="x", category=Category.INFRA), True),
        (Destination(id="x", category=Category.UNLISTED), False),
    ],
)
def test_who_may_have_phi(destination: Destination, may: bool) -> None:
    """A recipient may have PHI when first-party, infrastructure, under a BAA, or granted."""
    assert destination.permitted is may


def test_blocked_pickles() -> None:
    """PHIBlocked survives a pickle round trip with its decision and message, as Celery needs."""
    error = PHIBlocked(DECISION)
    again = pickle.loads(pickle.dumps(error))
    assert again.decision == DECISION
    assert str(again) == str(error)
    assert isinstance(again, PHIGuardError)


def test_blocked_names_rule_and_entities() -> None:
    """The message says which rule, which recipient and which entities."""
    text = str(PHIBlocked(DECISION))
    assert "table:ad_tracker/direct/clinical" in text
    assert "meta" in text
    assert "EMAIL_HASH, MEDICATION" in text


def test_reprs_hold_no_payload() -> None:
    """Leaf, step, context, inspection and outcome show shape, never text, key or subject."""
    leaf = Leaf(where=Where.BODY, address=(1, 2), key="canary-key", text="canary-text", parents=("canary-parent",))
    context = CallContext(subject="canary-subject", route="/intake/<step>")
    inspection = Inspection(
        decision=DECISION, stage=Stage.ANALYSIS, destination=Destination(id="meta", category=Category.AD_TRACKER), payload="canary-payload"
    )
    outcome = Outcome(inspection=inspection, client="requests", channel="http", seconds=0.1)
    for value in (leaf, Step(position=1, key="canary-key"), context, inspection, outcome):
        assert "canary" not in repr(value)
    assert "subject=bound" in repr(context)
