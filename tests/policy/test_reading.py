"""A policy file is read whole or refused by option: nothing that somebody wrote is silently without effect."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from phiguard.errors import ConfigurationError
from phiguard.model.decision import Action
from phiguard.model.destination import Category
from phiguard.model.entities import Strength
from phiguard.policy import Failure, Mode, Policy

FULL = """
version = 1
profile = "strict"
mode = "redact"

[sender]
health_service = true
domains = ["BrightPath.example", "*.brightpath-static.example"]

[limits]
scan_budget_ms = 40
body_max_bytes = 1_000_000

[on_failure]
oversize = "closed"
[on_failure.llm]
budget = "open"

[[destination]]
id = "collector"
hosts = ["127.0.0.1:8080", "[::1]:4318", "OTel.internal."]
category = "log_apm"
action = "block"
on_block = "refuse"
on_failure = { undecodable = "closed" }

[[destination]]
id = "ehr"
hosts = ["fhir.ehr.example", "*.ehr.example"]
category = "partner_api"
baa = { ref = "BAA-2025-014", expires = 2027-01-31, accounts = ["acct-7"] }

[[destination]]
id = "meta"
hosts = ["graph.facebook.com"]
observe = false

[[destination]]
id = "lab"
hosts = ["lab.example"]
category = "partner_api"
granted = true
vendor = ""

[[recognizer]]
entity = "MEDICAL_RECORD_NUMBER"
keys = ["chart"]
pattern = 'BP-\\d{6}'
hits = ["chart BP-123456"]
misses = ["BP-12"]

[[recognizer]]
entity = "SITE_ID"
strength = "linkable"
keys = ["site_ref"]
"""


def broken(**change: Any) -> dict[str, Any]:
    """A small right policy with some options changed."""
    return {"profile": "strict", "sender": {"health_service": True}, **change}


def destination(**change: Any) -> dict[str, Any]:
    """A policy with one destination, some options of which are changed; None takes an option away."""
    whole = {"id": "x", "hosts": ["api.x.example"], "category": "llm"} | change
    return {"destination": [{name: value for name, value in whole.items() if value is not None}]}


def test_a_full_file_becomes_a_policy(tmp_path: Path) -> None:
    """Every section arrives, hosts in their one form."""
    path = tmp_path / "phiguard.toml"
    path.write_text(FULL, encoding="utf-8")
    policy = Policy.load(path)
    assert (policy.profile, policy.mode) == ("strict", Mode.REDACT)
    assert policy.sender.health_service is True
    assert policy.sender.domains == ("brightpath.example", "brightpath-static.example")
    assert (policy.limits.scan_budget_ms, policy.limits.body_max_bytes, policy.limits.decode_depth) == (40.0, 1_000_000, 12)
    assert policy.failures.general == {"oversize": Failure.CLOSED}
    assert policy.failures.by_category == {Category.LLM: {"budget": Failure.OPEN}}
    collector, ehr, meta, lab = policy.destinations
    assert collector.hosts == ("127.0.0.1:8080", "::1:4318", "otel.internal")
    assert (collector.action, collector.on_block, collector.on_failure) == (Action.BLOCK, "refuse", {"undecodable": Failure.CLOSED})
    assert ehr.agreement is not None
    assert (ehr.agreement.ref, ehr.agreement.expires, ehr.agreement.accounts) == ("BAA-2025-014", date(2027, 1, 31), ("acct-7",))
    assert (meta.vendor, meta.category, meta.observe) == ("meta", Category.AD_TRACKER, False)
    assert (lab.vendor, lab.granted) == ("", True)
    record, site = policy.recognizers
    assert (record.entity, record.keys, record.pattern, record.strength) == ("MEDICAL_RECORD_NUMBER", ("chart",), r"BP-\d{6}", None)
    assert (site.entity, site.strength, site.pattern) == ("SITE_ID", Strength.LINKABLE, "")


def test_a_mapping_holds_exactly_what_the_file_holds() -> None:
    """File and mapping make the same policy, with the same digest."""
    assert Policy.from_mapping(tomllib.loads(FULL)) == Policy.from_mapping(tomllib.loads(FULL))
    assert Policy.from_mapping(tomllib.loads(FULL)).digest == Policy.from_mapping(dict(reversed(tomllib.loads(FULL).items()))).digest


def test_an_empty_policy_is_the_default_one() -> None:
    """Nothing has to be written."""
    assert Policy.from_mapping({}) == Policy.default()
    assert Policy.from_mapping({"profile": "strict"}) == Policy.strict()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (broken(proflie="strict"), r"policy: unknown option 'proflie'; did you mean 'profile'\?"),
        (broken(profile="stric"), r"policy: profile: 'stric' is not known; did you mean 'strict'\?"),
        (broken(profile=1), r"policy: profile: expected text, got int"),
        (broken(mode="blok"), r"mode: 'blok' is not known; did you mean 'block'\?"),
        (broken(version=2), r"version: expected 1, got int; this is the only form"),
        (broken(sender={"health_servcie": True}), r"\[sender\]: unknown option 'health_servcie'; did you mean 'health_service'\?"),
        (broken(sender={"health_service": "yes"}), r"\[sender\]: health_service: expected true or false, got str"),
        (broken(sender={"domains": ["https://x.example/"]}), r"domains: entry 1 is no host"),
        (broken(sender=[]), r"\[sender\]: expected a table, got list"),
        (broken(limits={"scan_budget": 3}), r"\[limits\]: unknown option 'scan_budget'; did you mean 'scan_budget_ms'\?"),
        (broken(limits={"decode_depth": 1.5}), r"decode_depth: expected a whole number, got float"),
        (broken(limits={"body_max_bytes": 0}), r"body_max_bytes: must be at least 1"),
        (broken(on_failure={"oversise": "closed"}), r"\[on_failure\]: unknown option 'oversise'; did you mean 'oversize'\?"),
        (broken(on_failure={"oversize": "shut"}), r"oversize: 'shut' is not known"),
        (broken(on_failure={"llm": {"budgt": "open"}}), r"\[llm\]: unknown option 'budgt'; did you mean 'budget'\?"),
        (broken(evidence={"ledger": "x.db"}), r"\[evidence\] is not supported and would have no effect"),
        (broken(rule=[]), r"\[rule\] is not supported and would have no effect"),
        (broken(operators={}), r"\[operators\] is not supported"),
        (broken(allow=[]), r"\[allow\] is not supported and would have no effect: remove it; grant a recipient"),
        (broken(trust={}), r"\[trust\] is not supported"),
        (broken(destination={"id": "x"}), r"destination: expected a list of tables, got dict; write \[\[destination\]\]"),
        (destination(id=None), r"\[\[destination\]\] number 1: id: expected text, got nothing"),
        (destination(id="a b"), r"number 1: id: use letters"),
        (destination(hosts="api.x.example"), r"number 1 \(x\): hosts: expected a list of texts, got str"),
        (destination(hosts=["https://api.x.example/v1"]), r"\(x\): hosts: entry 1 is no host; write api.example.com"),
        (destination(hosts=["*"]), r"hosts: entry 1 is no host"),
        (destination(hosts=["api.*.example"]), r"hosts: entry 1 is no host"),
        (destination(host=["x.example"]), r"\(x\): unknown option 'host'; did you mean 'hosts'\?"),
        (destination(category="lmm"), r"category: 'lmm' is not known; did you mean 'llm'\?"),
        (destination(category=None), r"category: expected one word, got nothing; it is one of ad_tracker, "),
        (destination(baa="yes"), r"\(x\): baa: expected true, false or a table, got str; write baa = true or baa = \{"),
        (destination(baa={"expires": "soon"}), r"\[baa\]: expires: expected a date, got str"),
        (destination(baa={"expiry": "2027-01-31"}), r"\[baa\]: unknown option 'expiry'; did you mean 'expires'\?"),
        (destination(granted=1), r"granted: expected true or false, got int"),
        (destination(observe="no"), r"observe: expected true or false, got str"),
        (destination(on_block="answer"), r"on_block: 'answer' is not known; it is one of reply, refuse, raise"),
        (destination(action="drop"), r"action: 'drop' is not known"),
        (destination(vendor="mta"), r"vendor: there is no vendor file 'mta'; did you mean 'meta'\?"),
        (destination(on_failure={"error": 3}), r"\[on_failure\]: error: expected one word, got int"),
        ({"destination": [{"id": "x", "hosts": [], "category": "llm"}] * 2}, r"number 2 \(x\): id: 'x' is used twice"),
        (
            {"destination": [{"id": name, "hosts": ["h.example"], "category": "llm"} for name in "ab"]},
            r"number 2 \(b\): hosts: 'h.example' stands under 'a' and 'b'",
        ),
        ({"recognizer": [{"keys": ["x"]}]}, r"\[\[recognizer\]\] number 1: entity: expected text, got nothing"),
        (
            {"recognizer": [{"entity": "MEDICAL_RECORD_NUMBR", "keys": ["x"]}]},
            r"entity: not one that phiguard knows; did you mean 'MEDICAL_RECORD_NUMBER'\?",
        ),
        ({"recognizer": [{"entity": "US_SSN"}]}, r"pattern: expected a pattern, or keys, got nothing"),
        ({"recognizer": [{"entity": "US_SSN", "pattern": "x"}]}, r"hits: expected hits and misses beside a pattern, got nothing"),
        ({"recognizer": [{"entity": "X", "strength": "implied", "keys": ["x"]}]}, r"strength: expected direct, linkable, clinical or care"),
        ({"recognizer": [{"entity": "US_SSN", "key": ["x"]}]}, r"unknown option 'key'; did you mean 'keys'\?"),
    ],
)
def test_a_wrong_policy_is_refused_by_option(data: dict[str, Any], message: str) -> None:
    """The message names section, option, what it got, and what to write instead."""
    with pytest.raises(ConfigurationError, match=message):
        Policy.from_mapping(data)


def test_a_file_that_cannot_be_read_is_refused_by_name(tmp_path: Path) -> None:
    """Missing, not UTF-8, not TOML: each says so, with the path."""
    path = tmp_path / "p.toml"
    with pytest.raises(ConfigurationError, match=r"p\.toml: cannot be read: No such file"):
        Policy.load(path)
    path.write_bytes(b"profile = '\xff'")
    with pytest.raises(ConfigurationError, match=r"p\.toml: not UTF-8 at byte 11"):
        Policy.load(path)
    path.write_text("profile = ", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"p\.toml: not TOML: "):
        Policy.load(str(path))
    path.write_text("profil = 'strict'", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"p\.toml: unknown option 'profil'"):
        Policy.load(path)


@pytest.mark.parametrize(
    ("entry", "vendor", "category"),
    [
        ({"id": "segment", "hosts": ["127.0.0.1:9000"]}, "segment", Category.CDP),
        ({"id": "pixel", "hosts": ["graph.facebook.com"]}, "meta", Category.AD_TRACKER),
        ({"id": "errors", "hosts": ["sentry.internal"], "vendor": "sentry"}, "sentry", Category.ERROR_TRACKER),
        ({"id": "logs", "hosts": ["*.ingest.us.sentry.io"], "category": "log_apm"}, "sentry", Category.LOG_APM),
        ({"id": "egg", "hosts": ["script.crazyegg.com"]}, "", Category.SESSION_REPLAY),
        ({"id": "own", "hosts": ["x.internal"], "category": "infra"}, "", Category.INFRA),
    ],
)
def test_what_a_destination_does_not_say_the_catalogue_knows(entry: dict[str, Any], vendor: str, category: Category) -> None:
    """The vendor file is the one named, the one called like the destination, or the hosts' own; the category follows."""
    (rule,) = Policy.from_mapping({"destination": [entry]}).destinations
    assert (rule.vendor, rule.category) == (vendor, category)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (broken(sender={"health_service": "yes"}), r"; write health_service = true or health_service = false, without quotes$"),
        (broken(zzz=1), r"unknown option 'zzz'; it is one of profile, mode, sender, destination, limits, on_failure, recognizer, version$"),
        (destination(qqqqq=1), r"unknown option 'qqqqq'; it is one of id, hosts, vendor, category, baa, "),
        (destination(hosts=["a.example", "https://b.example/jane"]), r"hosts: entry 2 is no host; (?!.*jane)"),
        (destination(hosts=["a.example:65536"]), r"hosts: entry 1 has a port above 65535"),
        (destination(hosts=["[::1]:99999"]), r"hosts: entry 1 has a port above 65535"),
        (destination(category="internal"), r"category: 'internal' is not known; did you mean 'first_party'\?"),
        (destination(category="Third-Party"), r"category: 'Third-Party' is not known; did you mean 'partner_api'\?"),
        (destination(category=["llm"]), r"category: expected one word, got list"),
    ],
)
def test_the_message_says_what_to_write(data: dict[str, Any], message: str) -> None:
    """Whoever has seen no other policy learns from the message what is valid, and none quotes more than an option's name or word."""
    with pytest.raises(ConfigurationError, match=message):
        Policy.from_mapping(data)


@pytest.mark.parametrize("host", ["a.example:65535", "fe80::1", "[fe80::1]:65535"])
def test_a_valid_port_is_taken(host: str) -> None:
    """The last part of an address of IPv6 is no port."""
    (rule,) = Policy.from_mapping(destination(hosts=[host])).destinations
    assert rule.hosts == (host.replace("[", "").replace("]", ""),)
