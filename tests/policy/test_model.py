"""What a policy says about recipients: who they are, whether an agreement covers a call, what happens when something was not seen."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError
from datetime import date
from typing import Any

import pytest

from phiguard.model.destination import Category, Destination
from phiguard.policy import Failure, Mode, Policy
from phiguard.policy.words import REASONS, OnBlock, class_failure, profiles

TODAY = date(2026, 6, 1)


def policy(*destinations: dict[str, Any], **more: Any) -> Policy:
    """A strict policy with these destinations."""
    return Policy.from_mapping({"profile": "strict", "destination": list(destinations), **more})


LISTED = policy(
    {"id": "exact", "hosts": ["api.x.example"], "category": "llm"},
    {"id": "port", "hosts": ["api.x.example:8443", "127.0.0.1:8080", "[::1]:8080"], "category": "infra"},
    {"id": "below", "hosts": ["*.x.example"], "category": "crm"},
    {"id": "deeper", "hosts": ["*.eu.x.example"], "category": "cdp"},
    {"id": "segment", "hosts": ["localhost"]},
    sender={"domains": ["clinic.example"]},
)


@pytest.mark.parametrize(
    ("host", "port", "destination_id", "listed"),
    [
        ("api.x.example", 443, "exact", "policy"),
        ("API.X.Example.", None, "exact", "policy"),
        ("api.x.example", 8443, "port", "policy"),
        ("127.0.0.1", 8080, "port", "policy"),
        ("::1", 8080, "port", "policy"),
        ("[::1]", 8080, "port", "policy"),
        ("127.0.0.1", 8081, "_other", "nobody"),
        ("other.x.example", 443, "below", "policy"),
        ("a.b.x.example", 443, "below", "policy"),
        ("a.eu.x.example", 443, "deeper", "policy"),
        ("eu.x.example", 443, "below", "policy"),
        ("x.example", 443, "_other", "nobody"),
        ("clinic.example", 443, "_self", "policy"),
        ("www.clinic.example", 443, "_self", "policy"),
        ("notclinic.example", 443, "_other", "nobody"),
        ("graph.facebook.com", 443, "meta", "catalogue"),
        ("nobody.example", None, "_other", "nobody"),
        ("", None, "_other", "nobody"),
    ],
)
def test_a_host_is_the_most_exact_thing_that_is_said_about_it(host: str, port: int | None, destination_id: str, listed: str) -> None:
    """Host and port, host, nearest domain, own domains, catalogue, nobody: in this order."""
    found = LISTED.destination(host, port)
    assert (found.id, found.listed) == (destination_id, listed)


def test_own_domains_are_first_party_and_nobody_is_unlisted() -> None:
    """Both are categories of their own; neither id is a host."""
    assert LISTED.destination("www.clinic.example").category is Category.FIRST_PARTY
    assert LISTED.destination("nobody.example").category is Category.UNLISTED


def test_a_destination_of_the_policy_wins_over_an_own_domain_and_the_catalogue() -> None:
    """What is said explicitly about a host holds."""
    found = policy(
        {"id": "proxy", "hosts": ["graph.facebook.com"], "category": "infra", "vendor": ""}, sender={"domains": ["facebook.com"]}
    )
    assert found.destination("graph.facebook.com").id == "proxy"
    assert found.destination("www.facebook.com").id == "_self"


@pytest.mark.parametrize(("name", "listed"), [("segment", "policy"), ("meta", "catalogue"), ("crazy_egg", "catalogue"), ("zzz", "nobody")])
def test_a_recipient_can_be_named(name: str, listed: str) -> None:
    """The event of an SDK goes to an id, not to a host."""
    assert LISTED.named(name).listed == listed


@pytest.mark.parametrize(("name", "hint"), [("segmnt", "did you mean 'segment'?"), ("Mona Reyes", "name a [[destination]]")])
def test_an_unknown_name_is_told_once(name: str, hint: str, caplog: pytest.LogCaptureFixture) -> None:
    """At call time nothing is raised: it is judged as unlisted, and one WARNING says what was meant, without the word itself."""
    fresh = policy({"id": "segment", "hosts": ["localhost"]})
    assert {fresh.named(name).category for _ in range(3)} == {Category.UNLISTED}
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("phiguard", "WARNING")
    assert hint in record.getMessage()
    assert name not in record.getMessage()


def test_unknown_names_are_remembered_up_to_a_bound(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever passes made-up ids floods neither memory nor log."""
    fresh = policy()
    for number in range(1000):
        fresh.named(f"made-up-{number}")
    assert len(caplog.records) == 64


# ---- agreements


@pytest.mark.parametrize(
    ("baa", "today", "account", "covered"),
    [
        (True, None, None, True),
        (False, TODAY, None, False),
        ({"ref": "B-1"}, None, None, True),
        ({"expires": date(2026, 6, 1)}, TODAY, None, True),
        ({"expires": "2026-05-31"}, TODAY, None, False),
        ({"expires": date(2026, 6, 2)}, None, None, False),
        ({"accounts": ["acct-1", "acct-2"]}, TODAY, "acct-2", True),
        ({"accounts": ["acct-1"]}, TODAY, "acct-2", False),
        ({"accounts": ["acct-1"]}, TODAY, None, False),
    ],
)
def test_an_agreement_covers_what_it_says(baa: Any, today: date | None, account: str | None, covered: bool) -> None:
    """Until its last day, for its accounts; what cannot be told is not covered."""
    found = policy({"id": "x", "hosts": ["x.example"], "category": "cdp", "baa": baa})
    carries = None if account is None else account.__eq__
    there = found.destination("x.example", today=today, carries=carries)
    assert (there.baa, there.permitted) == (covered, covered)


def test_a_grant_permits_without_an_agreement() -> None:
    """Treatment, payment, the patient's own app (45 CFR 164.506)."""
    there = policy({"id": "x", "hosts": ["x.example"], "category": "partner_api", "granted": True}).destination("x.example")
    assert (there.baa, there.granted, there.permitted) == (False, True, True)


# ---- failure modes


def to(category: str, **more: Any) -> Destination:
    """A recipient that the catalogue listed."""
    return Destination(id="x", category=Category(category), listed="catalogue", **more)


@pytest.mark.parametrize(
    ("category", "reason", "mode"),
    [
        ("ad_tracker", "error", "closed"),
        ("ad_tracker", "opaque", "closed"),
        ("ad_tracker", "no_engine", "degrade"),
        ("file_share", "opaque", "closed"),
        ("partner_api", "oversize", "closed"),
        ("unlisted", "error", "report"),
        ("unlisted", "budget", "degrade"),
        ("unlisted", "oversize", "closed"),
        ("unlisted", "undecodable", "report"),
        ("error_tracker", "error", "degrade"),
        ("llm", "oversize", "degrade"),
        ("first_party", "error", "open"),
        ("infra", "oversize", "open"),
    ],
)
def test_strict_goes_by_the_class_of_the_recipient(category: str, reason: str, mode: str) -> None:
    """Trackers get nothing that was not seen, partners nothing oversize, services what is left, the permitted everything."""
    assert Policy.strict().failure(to(category), reason) is Failure(mode)


@pytest.mark.parametrize("category", list(Category))
def test_every_class_has_a_mode_for_every_reason(category: Category) -> None:
    """No reason falls through; a word nobody knows is an error."""
    for reason in REASONS:
        assert class_failure(category, reason) in Failure
    assert class_failure(category, "something new") is class_failure(category, "error")


@pytest.mark.parametrize("category", ["ad_tracker", "llm", "unlisted"])
@pytest.mark.parametrize("profile", ["default", "observe"])
def test_profiles_that_enforce_less_report(category: str, profile: str) -> None:
    """Nothing is stopped on the first day because it could not be read."""
    assert Policy(profile=profile).failure(to(category), "oversize") is Failure.REPORT


@pytest.mark.parametrize("profile", sorted(profiles()))
def test_the_permitted_are_never_stopped_by_a_failure(profile: str) -> None:
    """A prescription leaves even when the guard broke, and whatever is said in general."""
    found = Policy.from_mapping({"profile": profile, "on_failure": {"error": "closed", "cdp": {"error": "closed"}}})
    for permitted in (to("cdp", baa=True), to("cdp", granted=True), to("infra"), to("first_party")):
        assert found.failure(permitted, "error") is Failure.OPEN


def test_what_the_policy_says_about_failures_wins_from_general_to_exact() -> None:
    """[on_failure], its categories, the destination's own: the nearest counts, under every profile but observe."""
    entry = {"id": "x", "hosts": ["x.example"], "category": "cdp", "baa": True, "on_failure": {"oversize": "closed"}}
    data = {"destination": [entry], "on_failure": {"oversize": "degrade", "llm": {"oversize": "open"}}}
    for profile in ("default", "strict"):
        found = Policy.from_mapping({"profile": profile, **data})
        assert found.failure(to("ad_tracker"), "oversize") is Failure.DEGRADE
        assert found.failure(to("llm"), "oversize") is Failure.OPEN
        assert found.failure(found.destination("x.example"), "oversize") is Failure.CLOSED
    assert Policy.from_mapping({"profile": "observe", **data}).failure(to("llm"), "oversize") is Failure.REPORT


# ---- the value itself


def test_a_policy_is_frozen_and_can_be_copied() -> None:
    """Guard and caches rely on it; a copy has the same digest."""
    with pytest.raises(FrozenInstanceError):
        LISTED.mode = Mode.OFF  # type: ignore[misc]
    assert copy.copy(LISTED) == LISTED
    assert copy.copy(LISTED).digest == LISTED.digest


def test_a_digest_follows_the_content() -> None:
    """Every part of a policy changes it; the same content from elsewhere does not."""
    same = [Policy.default(), Policy.from_mapping({"profile": "default"}), Policy.from_mapping({"mode": "block"})]
    others = [
        Policy.strict(),
        Policy.from_mapping({"mode": "report"}),
        Policy.from_mapping({"sender": {"health_service": False}}),
        Policy.from_mapping({"limits": {"decode_depth": 3}}),
        Policy.from_mapping({"on_failure": {"llm": {"error": "open"}}}),
        Policy.from_mapping({"recognizer": [{"entity": "US_SSN", "keys": ["x"]}]}),
        policy({"id": "x", "hosts": ["x.example"], "category": "cdp", "baa": {"expires": TODAY}}),
        policy({"id": "x", "hosts": ["x.example"], "category": "cdp", "baa": {"expires": "2026-06-02"}}),
    ]
    assert len({found.digest for found in same}) == 1
    assert len({found.digest for found in (*others, same[0])}) == len(others) + 1
    assert all(len(found.digest) == 64 for found in others)


@pytest.mark.parametrize(
    ("own", "cap", "result"),
    [
        ("block", "report", "report"),
        ("report", "block", "report"),
        ("redact", "off", "off"),
        ("off", "redact", "off"),
        ("block", "block", "block"),
    ],
)
def test_the_lower_of_two_ceilings_holds(own: str, cap: str, result: str) -> None:
    """A kill switch lowers, and never raises."""
    assert Policy(mode=Mode(own)).capped(Mode(cap)).mode is Mode(result)


def test_a_destination_can_say_how_a_stop_surfaces() -> None:
    """In place of what the vendor file says, for that destination only."""
    found = policy(
        {"id": "x", "hosts": ["x.example"], "category": "cdp", "on_block": "raise"}, {"id": "y", "hosts": ["y.example"], "category": "cdp"}
    )
    assert found.on_block(found.destination("x.example")) is OnBlock.RAISE
    assert found.on_block(found.destination("y.example")) is None
    assert found.on_block(found.destination("graph.facebook.com")) is None


def test_modes_and_failures_pickle() -> None:
    """Task queues carry decisions to other processes."""
    assert pickle.loads(pickle.dumps((Mode.BLOCK, Failure.CLOSED))) == (Mode.BLOCK, Failure.CLOSED)


def test_profiles_are_the_four_that_are_promised() -> None:
    """Their names stand in files of other people."""
    assert sorted(profiles()) == ["default", "observe", "post-vacatur", "strict"]


# ---- what doctor prints


def test_a_description_asks_what_is_missing_and_due() -> None:
    """The sender's kind, the own domains, destinations without hosts, agreements that end."""
    found = policy(
        {"id": "soon", "hosts": ["a.example"], "category": "cdp", "baa": {"expires": "2026-06-20"}},
        {"id": "gone", "hosts": ["b.example"], "category": "cdp", "baa": {"expires": "2026-05-01"}},
        {"id": "fine", "hosts": ["c.example"], "category": "cdp", "baa": {"expires": "2028-05-01"}},
        {"id": "nowhere", "hosts": [], "category": "cdp"},
    )
    description = found.describe(today=TODAY)
    questions = "\n".join(description["questions"])
    for part in (
        "health_service = true or false",
        "[sender] domains",
        "soon: its BAA expires soon (2026-06-20)",
        "gone: its BAA has expired",
        "nowhere: it has no hosts",
    ):
        assert part in questions
    assert "fine" not in questions
    assert [entry["baa"] for entry in description["destinations"]] == [True, False, True, False]


def test_a_description_of_an_answered_policy_asks_nothing() -> None:
    """A complete policy is described without questions."""
    found = Policy.from_mapping({"mode": "report", "sender": {"health_service": False, "domains": ["x.example"]}})
    description = found.describe()
    assert description["questions"] == []
    assert (description["enforced"], description["mode"], description["profile"]) == ("nothing", "report", "default")
