"""Each disclosure wants an action; profile, mode and destination say which wishes come true."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.disclosure.table import row
from phiguard.model.decision import Action, Disclosure, strictest
from phiguard.model.destination import Category, Destination
from phiguard.model.entities import Strength
from phiguard.model.leaf import SHARED
from phiguard.policy import Mode, Policy

ALLOW, REDACT, BLOCK = Action


def told(category: str = "ad_tracker", cell: str = "direct/clinical", *, event: int = SHARED) -> Disclosure:
    """A disclosure of that cell."""
    who, _, what = cell.partition("/")
    health = Strength(what.removesuffix("-public"))
    return Disclosure(
        event=event,
        identifier=Strength(who),
        health=health,
        cell=f"{category}/{cell}",
        wanted=row(Category(category)).cells[cell],
        certain=health is not Strength.IMPLIED,
        entities=("CONDITION", "EMAIL_ADDRESS"),
    )


def silent(event: int = SHARED) -> Disclosure:
    """An event that discloses nothing."""
    return Disclosure(event=event, identifier=None, health=None, cell="", wanted=ALLOW, certain=False)


def to(category: str = "ad_tracker", *, listed: str = "catalogue", **more: Any) -> Destination:
    """A recipient of that category."""
    return Destination(id="x", category=Category(category), listed=listed, **more)


def policy(profile: str, *, health_service: bool | None = True, **more: Any) -> Policy:
    """A policy of that profile and sender."""
    sender = {} if health_service is None else {"health_service": health_service}
    return Policy.from_mapping({"profile": profile, "sender": sender, **more})


@pytest.mark.parametrize(
    ("profile", "category", "cell", "listed", "action", "wanted"),
    [
        ("default", "ad_tracker", "direct/clinical", "catalogue", BLOCK, BLOCK),
        ("default", "ad_tracker", "linkable/care", "policy", BLOCK, BLOCK),
        ("default", "ad_tracker", "direct/clinical", "nobody", ALLOW, BLOCK),
        ("default", "ad_tracker", "direct/implied", "catalogue", ALLOW, BLOCK),
        ("default", "partner_api", "direct/clinical", "policy", ALLOW, BLOCK),
        ("default", "unlisted", "direct/clinical", "nobody", ALLOW, BLOCK),
        ("default", "llm", "direct/clinical", "catalogue", ALLOW, REDACT),
        ("strict", "ad_tracker", "direct/implied", "catalogue", BLOCK, BLOCK),
        ("strict", "ad_tracker", "linkable/implied-public", "catalogue", REDACT, REDACT),
        ("strict", "ad_tracker", "direct/clinical", "nobody", BLOCK, BLOCK),
        ("strict", "unlisted", "direct/clinical", "nobody", BLOCK, BLOCK),
        ("strict", "unlisted", "direct/implied", "nobody", REDACT, REDACT),
        ("strict", "llm", "linkable/care", "catalogue", REDACT, REDACT),
        ("strict", "llm", "direct/implied", "catalogue", ALLOW, ALLOW),
        ("observe", "ad_tracker", "direct/clinical", "catalogue", ALLOW, BLOCK),
        ("post-vacatur", "ad_tracker", "linkable/implied-public", "catalogue", ALLOW, ALLOW),
        ("post-vacatur", "ad_tracker", "linkable/implied", "catalogue", BLOCK, BLOCK),
        ("post-vacatur", "ad_tracker", "linkable/care", "catalogue", BLOCK, BLOCK),
    ],
)
def test_the_profile_says_which_wishes_are_enforced(
    profile: str, category: str, cell: str, listed: str, action: Action, wanted: Action
) -> None:
    """Default: certain and toward listed trackers; strict: all; observe: none; post-vacatur: all but the vacated cell."""
    decision = policy(profile).decide(to(category, listed=listed), [told(category, cell)])
    assert (decision.action, decision.wanted) == (action, wanted)
    vacated = profile == "post-vacatur" and cell.endswith("public")
    assert decision.rule == f"{'vacated' if vacated else 'table'}:{category}/{cell}"
    assert (decision.destination, decision.category, decision.entities) == ("x", Category(category), ("CONDITION", "EMAIL_ADDRESS"))
    assert decision.events == ()


@pytest.mark.parametrize("profile", ["default", "strict", "post-vacatur"])
def test_what_only_the_sender_implies_is_not_enforced_until_somebody_says_what_it_is(profile: str) -> None:
    """Unset: counted, never enforced."""
    decision = policy(profile, health_service=None).decide(to(), [told(cell="direct/implied")])
    assert (decision.action, decision.wanted) == (ALLOW, BLOCK)


@pytest.mark.parametrize(
    ("mode", "block", "redact"), [("off", ALLOW, ALLOW), ("report", ALLOW, ALLOW), ("redact", REDACT, REDACT), ("block", BLOCK, REDACT)]
)
def test_the_mode_is_a_ceiling(mode: str, block: Action, redact: Action) -> None:
    """It lowers what happens, and leaves what is wanted."""
    found = policy("strict", mode=mode)
    for category, action, wanted in (("ad_tracker", block, BLOCK), ("llm", redact, REDACT)):
        decision = found.decide(to(category), [told(category)])
        assert (decision.action, decision.wanted) == (action, wanted)
    assert found.decide(to(), [], ["oversize"]).action is block


@pytest.mark.parametrize(
    ("more", "category", "rule"),
    [
        ({"baa": True}, "cdp", "permitted:baa"),
        ({"granted": True}, "cdp", "permitted:granted"),
        ({}, "infra", "permitted:infra"),
        ({}, "first_party", "permitted:first_party"),
    ],
)
def test_the_permitted_get_what_they_are_sent(more: dict[str, Any], category: str, rule: str) -> None:
    """Whatever stands in it and whatever could not be read; entities are named, so that it can be counted."""
    destination = to(category, **more)
    decision = policy("strict").decide(destination, [told(category)], ["oversize", "error"])
    assert (decision.action, decision.wanted, decision.rule) == (ALLOW, ALLOW, rule)
    assert decision.entities == ("CONDITION", "EMAIL_ADDRESS")
    assert policy("strict").decide(destination, []).rule == rule


def test_nothing_disclosed_is_allowed_as_clean() -> None:
    """The rule says that it was looked at."""
    for disclosures in ([], [silent()]):
        decision = policy("strict").decide(to(), disclosures)
        assert (decision.action, decision.wanted, decision.rule, decision.entities) == (ALLOW, ALLOW, "clean", ())


@pytest.mark.parametrize(("action", "happens"), [("allow", ALLOW), ("redact", REDACT), ("block", BLOCK)])
@pytest.mark.parametrize("profile", ["default", "strict"])
def test_a_destination_can_have_an_action_of_its_own(action: str, happens: Action, profile: str) -> None:
    """In place of the table's answer, enforced under every profile but observe; what the table allows stays allowed."""
    entry = {"id": "x", "hosts": ["x.example"], "category": "llm", "action": action}
    found = policy(profile, destination=[entry])
    decision = found.decide(found.destination("x.example"), [told("llm")])
    assert (decision.action, decision.wanted, decision.rule) == (happens, happens, "destination:x")
    harmless = found.decide(found.destination("x.example"), [told("llm", "direct/implied")])
    assert (harmless.action, harmless.rule) == (ALLOW, "table:llm/direct/implied")
    other = found.decide(to("llm"), [told("llm")])
    assert other.rule == "table:llm/direct/clinical"
    observed = policy("observe", destination=[entry])
    assert observed.decide(observed.destination("x.example"), [told("llm")]).action is ALLOW


# ---- batches


@pytest.mark.parametrize(
    ("cells", "action", "events"),
    [
        (["direct/clinical", ""], REDACT, [BLOCK, ALLOW]),
        (["direct/clinical", "linkable/care"], BLOCK, [BLOCK, BLOCK]),
        (["", ""], ALLOW, [ALLOW, ALLOW]),
        (["linkable/implied-public", ""], REDACT, [REDACT, ALLOW]),
        (["linkable/implied-public", "direct/clinical"], REDACT, [REDACT, BLOCK]),
        (["direct/clinical"], BLOCK, [BLOCK]),
    ],
)
def test_a_batch_lives_as_long_as_one_event_does(cells: list[str], action: Action, events: list[Action]) -> None:
    """Redact when one event survives, block when none does; each event has its own decision."""
    disclosures = [told(cell=cell, event=number) if cell else silent(number) for number, cell in enumerate(cells)]
    decision = policy("strict").decide(to(), disclosures)
    assert (decision.action, decision.wanted) == (action, action)
    assert [event.action for event in decision.events] == events
    assert [event.event for event in decision.events] == list(range(len(cells)))


def test_the_rule_of_a_batch_is_that_of_its_worst_event() -> None:
    """What stopped it is what is named."""
    disclosures = [silent(0), told(cell="linkable/implied-public", event=1), told(cell="direct/clinical", event=2)]
    assert policy("strict").decide(to(), disclosures).rule == "table:ad_tracker/direct/clinical"
    assert policy("observe").decide(to(), disclosures).rule == "table:ad_tracker/direct/clinical"


# ---- what was not looked at


@pytest.mark.parametrize(
    ("profile", "category", "incomplete", "action", "wanted", "rule"),
    [
        ("strict", "ad_tracker", ["oversize"], BLOCK, BLOCK, "failure:oversize"),
        ("default", "ad_tracker", ["oversize"], ALLOW, BLOCK, "failure:oversize"),
        ("observe", "ad_tracker", ["error"], ALLOW, BLOCK, "failure:error"),
        ("strict", "llm", ["undecodable"], REDACT, REDACT, "failure:undecodable"),
        ("strict", "unlisted", ["undecodable"], ALLOW, ALLOW, "clean"),
        ("strict", "unlisted", ["undecodable", "oversize", "budget"], BLOCK, BLOCK, "failure:oversize"),
        ("strict", "unlisted", ["budget"], REDACT, REDACT, "failure:budget"),
    ],
)
def test_what_was_not_looked_at_is_decided_by_class(
    profile: str, category: str, incomplete: list[str], action: Action, wanted: Action, rule: str
) -> None:
    """The strictest failure counts, enforced as the profile says."""
    decision = policy(profile).decide(to(category), [silent()], incomplete)
    assert (decision.action, decision.wanted, decision.rule) == (action, wanted, rule)


def test_the_stricter_of_table_and_failure_decides() -> None:
    """On a tie the table speaks: it knows what was found."""
    found = policy("strict")
    assert found.decide(to("llm"), [told("llm")], ["budget"]).rule == "table:llm/direct/clinical"
    assert found.decide(to("unlisted"), [told("unlisted", "direct/implied")], ["oversize"]).rule == "failure:oversize"
    decision = found.decide(to("unlisted"), [told("unlisted")], ["budget"])
    assert (decision.action, decision.rule) == (BLOCK, "table:unlisted/direct/clinical")


def test_a_chosen_failure_mode_is_also_what_is_wanted() -> None:
    """A policy that opens a class does not ask for what it does not do."""
    found = policy("default", on_failure={"oversize": "open", "llm": {"error": "closed"}})
    assert found.decide(to(), [silent()], ["oversize"]).wanted is ALLOW
    assert found.decide(to("llm"), [silent()], ["error"]).action is BLOCK


# ---- invariants

CELLS = [f"{who}/{what}" for who in ("direct", "linkable") for what in ("clinical", "care", "implied", "implied-public")]


@given(
    st.sampled_from(list(Category)),
    st.lists(st.sampled_from(["", *CELLS]), max_size=4),
    st.sampled_from(["default", "strict", "observe", "post-vacatur"]),
    st.sampled_from(list(Mode)),
    st.sampled_from([True, False, None]),
    st.sampled_from(["policy", "catalogue", "nobody"]),
    st.lists(st.sampled_from(["error", "oversize", "no_engine"]), max_size=2),
)
def test_a_decision_keeps_its_promises(
    category: Category, cells: list[str], profile: str, mode: Mode, sender: bool | None, listed: str, incomplete: list[str]
) -> None:
    """What happens is never more than what is wanted, never more than the ceiling, and nothing under observe, off or report."""
    found = policy(profile, health_service=sender, mode=str(mode))
    disclosures = [told(category, cell, event=number) if cell else silent(number) for number, cell in enumerate(cells)]
    decision = found.decide(to(category, listed=listed), disclosures, incomplete)
    assert decision.action.severity <= decision.wanted.severity
    assert decision.action is mode.cap(decision.action)
    if profile == "observe" or mode in (Mode.OFF, Mode.REPORT):
        assert decision.action is ALLOW
    assert decision.action.severity >= min(strictest(event.action for event in decision.events).severity, REDACT.severity)
    assert decision.explain().isascii()
