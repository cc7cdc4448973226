"""The gate may skip what could not matter, and nothing that could."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.disclosure import judge, possible, signals
from phiguard.model.context import CallContext
from phiguard.model.decision import Action
from phiguard.model.destination import Category, Destination
from phiguard.model.entities import ENTITIES, Kind, Strength
from phiguard.model.finding import Finding
from phiguard.model.leaf import Where
from phiguard.model.signals import ALL_SIGNALS, Signal

NONE = Signal(0)


def recipient(category: str, *, baa: bool = False) -> Destination:
    """A recipient of that category."""
    return Destination(id="x", category=Category(category), baa=baa, listed="policy")


def test_the_first_party_is_not_looked_at() -> None:
    """No signal matters toward oneself."""
    assert signals(recipient("first_party"), health_service=True) == NONE
    assert not possible(ALL_SIGNALS, recipient("first_party"), health_service=True)


def test_the_permitted_are_counted_without_the_name_engine() -> None:
    """A business associate is looked at, and never waits for prose."""
    assert signals(recipient("llm", baa=True), health_service=True) == ALL_SIGNALS & ~Signal.PROSE
    assert not possible(Signal.PROSE | Signal.HEALTH, recipient("llm", baa=True), health_service=True)
    assert possible(Signal.KEY | Signal.HEALTH, recipient("llm", baa=True), health_service=True)
    assert not possible(Signal.KEY, recipient("llm", baa=True), health_service=True)


@pytest.mark.parametrize(
    ("seen", "category", "sender", "declared", "matters"),
    [
        (NONE, "ad_tracker", True, False, False),
        (Signal.HEALTH, "ad_tracker", True, False, False),
        (Signal.HEALTH | Signal.PSEUDONYM, "ad_tracker", False, False, True),
        (Signal.HEALTH | Signal.PROSE, "llm", False, False, True),
        (Signal.PROSE, "llm", True, False, False),
        (Signal.ENCODED, "workflow", False, False, True),
        (Signal.CUSTOM, "workflow", False, False, True),
        (Signal.KEY, "ad_tracker", True, False, True),
        (Signal.KEY, "ad_tracker", None, False, True),
        (Signal.KEY, "ad_tracker", False, False, False),
        (Signal.PSEUDONYM, "ad_tracker", True, False, True),
        (Signal.LINK, "unlisted", True, False, True),
        (Signal.LINK, "unlisted", None, False, False),
        (Signal.SHAPE, "unlisted", None, False, True),
        (Signal.LINK, "partner_api", True, False, False),
        (Signal.SHAPE, "error_tracker", True, False, False),
        (Signal.SHAPE, "error_tracker", False, True, True),
        (Signal.SHAPE, "messaging", True, True, False),
        (Signal.LINK, "ad_tracker", False, True, True),
    ],
)
def test_what_the_gate_saw_matters_or_not(seen: Signal, category: str, sender: bool | None, declared: bool, matters: bool) -> None:
    """An identifier alone matters where sender or application supply the health context; a health word alone never does."""
    assert possible(seen, recipient(category), health_service=sender, declared=declared) is matters


BITS = {
    Strength.DIRECT: (Signal.KEY, Signal.SHAPE),
    Strength.LINKABLE: (Signal.LINK, Signal.PSEUDONYM),
    Strength.CLINICAL: (Signal.HEALTH,),
    Strength.CARE: (Signal.HEALTH,),
}


@given(
    st.lists(st.tuples(st.sampled_from(sorted(ENTITIES)), st.integers(0, 1)), max_size=5),
    st.sampled_from(list(Category)),
    st.sampled_from([True, False, None]),
    st.sampled_from([None, "intake"]),
    st.sampled_from([True, False, None]),
)
def test_whatever_would_be_stopped_is_possible(
    entities: list[tuple[str, int]], category: Category, sender: bool | None, declared: str | None, authenticated: bool | None
) -> None:
    """If findings make the table ask for more than to allow, then the gate's bits of these findings do not let the call go."""
    seen, findings = NONE, []
    for entity, choice in entities:
        known = ENTITIES[entity]
        bits = BITS[known.strength]
        seen |= bits[choice % len(bits)]
        findings.append(
            Finding(
                entity=entity, kind=Kind(known.kind), strength=known.strength, where=Where.BODY, path="", spans=((0, 1),), recognizer="key"
            )
        )
    context = CallContext(authenticated=authenticated, health_context=declared)
    (disclosure,) = judge(findings, recipient(category), health_service=sender, context=context)
    if disclosure.wanted is not Action.ALLOW:
        assert possible(seen, recipient(category), health_service=sender, declared=declared is not None)
