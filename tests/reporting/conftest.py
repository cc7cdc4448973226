"""Outcomes to report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from phiguard.model.decision import Action, Decision
from phiguard.model.destination import Category, Destination
from phiguard.model.entities import ENTITIES
from phiguard.model.finding import Finding
from phiguard.model.inspection import Inspection, Outcome, Stage
from phiguard.model.leaf import Where

META = Destination(id="meta", category=Category.AD_TRACKER, listed="catalogue", vendor="meta")


def finding(entity: str) -> Finding:
    """A finding of that entity."""
    row = ENTITIES.get(entity, ENTITIES["MEDICAL_RECORD_NUMBER"])
    return Finding(entity=entity, kind=row.kind, strength=row.strength, where=Where.BODY, path="$.0", spans=((0, 4),), recognizer="key")


def make_outcome(
    action: Action = Action.BLOCK,
    *,
    wanted: Action | None = None,
    entities: Sequence[str] = ("EMAIL_HASH", "MEDICATION"),
    destination: Destination = META,
    rule: str = "table:ad_tracker/linkable/clinical",
    **more: Any,
) -> Outcome:
    """An outcome; *more* goes to the inspection, but for site, channel and seconds."""
    decision = Decision(
        action=action,
        wanted=wanted or action,
        rule=rule,
        destination=destination.id,
        category=destination.category,
        entities=tuple(entities),
    )
    of_outcome = {
        name: more.pop(name, default) for name, default in (("site", "shop/views.py:7"), ("channel", "http"), ("seconds", 0.0003))
    }
    inspection = Inspection(
        decision=decision,
        stage=more.pop("stage", Stage.ANALYSIS),
        destination=destination,
        findings=tuple(finding(entity) for entity in entities),
        **more,
    )
    return Outcome(inspection=inspection, client="requests", **of_outcome)


@pytest.fixture
def outcome() -> Callable[..., Outcome]:
    """Makes outcomes."""
    return make_outcome
