"""`phiguard.detection.analyse`: leaves in, findings out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phiguard.decoding import open_call, open_object, open_text
from phiguard.destinations import vendors
from phiguard.detection import analyse
from phiguard.model.call import OutboundCall
from phiguard.model.entities import Kind, Strength

SHA256 = "f660ab912ec121d1b1e928a0bb4bc61b15f5ad44d5efdc4e1c92a25e99b8e44a"


def _found(source: Any, **options: Any) -> set[tuple[str, str]]:
    document = open_text(source) if isinstance(source, str) else open_object(source)
    texts = {leaf.address: leaf.text for leaf in document.leaves}
    return {(each.entity, texts[each.address][slice(*each.spans[0])]) for each in analyse(document, **options).findings}


def test_a_chart_is_found_by_its_keys() -> None:
    """Every value beneath a key with a role is found as that role's entity."""
    found = _found({
        "patient": {"name": "Maya Okafor", "dob": "1980-03-04", "mrn": "E4471882", "phone": "(937) 555-0123", "ssn": "042-10-3580"},
        "diagnosis": {"code": "F33.1", "display": "feeling low"}, "medication": "sertraline 50 mg",
        "insurance": {"planName": "Gold PPO", "memberId": "XEH123456789", "copay": 30},
    })  # fmt: skip
    assert found >= {
        ("PERSON_NAME", "Maya Okafor"), ("DATE_OF_BIRTH", "1980-03-04"), ("MEDICAL_RECORD_NUMBER", "E4471882"), ("PHONE_NUMBER",
        "(937) 555-0123"), ("US_SSN", "042-10-3580"),
        ("ICD10_CM", "F33.1"), ("CONDITION", "feeling low"), ("MEDICATION", "sertraline 50 mg"), ("INSURANCE_PLAN", "Gold PPO"),
        ("HEALTH_PLAN_ID", "XEH123456789"), ("COPAY", "30"),
    }  # fmt: skip


def test_running_text_is_found_by_shapes_labels_and_terms() -> None:
    """In a sentence shapes, labelled values and terms are found with their exact spans."""
    found = _found(
        "Patient: Maya Okafor, DOB 03/04/1980, MRN 4471882. Takes sertraline for major depressive disorder; call (937) 555-0123."
    )
    assert found >= {
        ("PERSON_NAME", "Maya Okafor"),
        ("DATE_OF_BIRTH", "03/04/1980"),
        ("MEDICAL_RECORD_NUMBER", "4471882"),
        ("MEDICATION", "sertraline"),
        ("PHONE_NUMBER", "(937) 555-0123"),
    }


@pytest.mark.parametrize(
    "source",
    [
        {"order_id": "412-33-1234", "sku": "AB-123456789", "created_at": 1715000000, "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"},
        {
            "form.ssn.label": "Social Security number",
            "form.ssn.placeholder": "123-45-6789",
            "form.email.placeholder": "you@example.com",
            "form.first_name.label": "First name",
        },
        {"event": "Order Completed", "properties": {"product": "Desk lamp", "variant": "treatment_b", "experiment": "checkout"}},
        {
            "frames": [
                {
                    "function": "list_patients",
                    "lineno": 12,
                    "vars": {"page": "3", "diagnosis_filter": "None", "patient": "<Patient: redacted>"},
                }
            ]
        },
        {"metric": "queue.depth", "points": [[1715000000, 12], [1715000060, 17]], "tags": ["env:prod"]},
        {"image": f"registry.internal/app@sha256:{SHA256}", "etag": f'W/"{SHA256[:32]}"', "integrity": SHA256, "version": "12.4.33.4"},
        {"reactions": {"+1": 3, "heart": 2, "laugh": 0}},
        {"def": "patient.ssn = '***-**-****'; patient.email = None"},
        {"health_status": "healthy", "HealthCheck": "pass"},
    ],
    ids=lambda source: next(iter(source)),
)
def test_machines_talk_without_findings(source: dict[str, Any]) -> None:
    """Orders, labels, experiments, frames, metrics, digests, reactions, code and health checks are clean."""
    assert _found(source) == set()


def test_names_of_things_are_no_names() -> None:
    """A bare name is a person's beneath a person, or beside a direct identifier, and nobody's otherwise."""
    assert ("PERSON_NAME", "Maya Okafor") in _found({"user": {"name": "Maya Okafor"}})
    assert ("PERSON_NAME", "Maya Okafor") in _found({"name": "Maya Okafor", "email": "m@example.com"})
    assert _found({"name": "Maya Okafor", "color": "red"}) == set()
    assert _found({"product": {"name": "Jackson Five"}, "library": {"name": "Jane"}}) == set()


def test_places_and_dates_need_company() -> None:
    """A town, a ZIP code or coordinates are found only beside another identifier."""
    place = {"city": "Dayton", "zip": "45409", "lat": 39.73342}
    assert _found(place) == set()
    assert {("CITY", "Dayton"), ("ZIP_CODE", "45409"), ("GEO_COORDINATE", "39.73342")} <= _found({**place, "email": "m@example.com"})


def test_everyday_words_need_health() -> None:
    """An everyday key counts beside another sign of health, and not without one."""
    assert _found({"reason": "late delivery", "provider": "Example Cloud"}) == set()
    assert ("PROVIDER_NAME", "Vincent Ferris") in _found({"provider": "Vincent Ferris", "medication": "sertraline"})


def test_events_of_a_batch_speak_for_themselves() -> None:
    """What one event of a batch says makes nothing count in another."""
    document = open_object({"batch": [{"city": "Dayton"}, {"city": "Eugene", "email": "m@example.com"}]}, events=("batch",))
    found = [(each.entity, each.event) for each in analyse(document).findings]
    assert ("CITY", 1) in found
    assert ("CITY", 0) not in found


def test_urls_name_conditions_and_people() -> None:
    """A health word in a page's path is a HEALTH_URL_PATH, an id after ``patients`` a record number, a key in its query a role."""
    found = _found(
        {
            "page_url": "https://www.care.example/insomnia/intake?email=m%40example.com",
            "ref": "https://api.care.example/patients/E4471/notes",
        }
    )
    assert {("HEALTH_URL_PATH", "insomnia"), ("EMAIL_ADDRESS", "m@example.com"), ("MEDICAL_RECORD_NUMBER", "E4471")} <= found


def test_events_and_titles_take_their_surface() -> None:
    """A term in an event's name or a page's title is that surface's entity."""
    found = _found({"event_name": "Antidepressant Refill Requested", "page_title": "Insomnia treatment online"})
    entities = {entity for entity, _ in found}
    assert {"HEALTH_EVENT_NAME", "HEALTH_PAGE_TITLE"} <= entities


def test_keys_can_be_values() -> None:
    """A key that is an address or a record number is found as one; a key that is a fact, unless it only counts."""
    assert ("EMAIL_ADDRESS", "maya@example.com") in _found({"cache": {"maya@example.com": {"seen": 1}}})
    assert ("MEDICAL_RECORD_NUMBER", "E4471882") in _found({"cache": {"pt:E4471882": {}, "x": 1}})
    assert ("CONDITION", "insomnia") in _found({"flags": {"insomnia": True}, "a": "b"})


def test_names_echo_through_the_message() -> None:
    """A name found under its key is found in the prose of the same message."""
    found = [
        text
        for entity, text in _found({"patient": {"name": "Maya Okafor"}, "note": "called Okafor, Maya back and Maya Okafor agreed"})
        if entity == "PERSON_NAME"
    ]
    assert {"Maya Okafor", "Okafor, Maya"} <= set(found)


def test_the_senders_own_addresses_are_no_patients() -> None:
    """An address at the sender's own domain is its own people's."""
    source = {"from": "nora@care.example", "to": "maya@example.com"}
    assert _found(source, own_domains=("care.example",)) == {("EMAIL_ADDRESS", "maya@example.com")}


def test_vendor_roles_win() -> None:
    """A parameter that a vendor file explains is read its way, a generic key's meaning notwithstanding."""
    call = OutboundCall(
        method="GET",
        url=f"https://www.facebook.com/tr/?id=123456789012345&ev=ViewContent&ud%5Bem%5D={SHA256}&fbp=fb.1.1746104866432.9762388160",
    )
    document = open_call(call)
    found = {each.entity: each for each in analyse(document, vendor=vendors.get("meta")).findings}
    assert found["EMAIL_HASH"].recognizer == "vendor"
    assert found["EMAIL_HASH"].strength is Strength.LINKABLE
    assert "COOKIE_ID" in found


def test_look_alike_text_is_found_in_the_original() -> None:
    """Fullwidth digits and look-alike letters are found, and the span is that of the text as it was sent."""
    ssn = "\uff10\uff14\uff12-\uff11\uff10-\uff13\uff15\uff18\uff10"
    assert ("US_SSN", ssn) in _found({"note": f"SSN {ssn} on file"})
    assert ("PERSON_NAME", "Maya Okafor") in _found({"\u0440\u0430t\u0456\u0435nt_n\u0430m\u0435": "Maya Okafor"})


def test_an_exhausted_budget_is_said() -> None:
    """Once the budget is spent the rest is not looked at, and the word for that is given."""
    document = open_object({"a": "m@example.com", "b": "n@example.com"})
    analysis = analyse(document, keep_going=lambda: False)
    assert (analysis.findings, analysis.incomplete) == ((), ("budget",))


def test_findings_never_hold_text() -> None:
    """No repr of an analysis, and no path, holds a value or a key that is none of the tables'."""
    analysis = analyse(open_object({"zq_secret_key": {"patient_name": "Maya Okafor"}, "ssn": "042-10-3580"}))
    shown = repr(analysis)
    assert analysis.findings
    assert not any(secret in shown for secret in ("Maya", "Okafor", "042", "zq", "secret"))
    assert any("patient_name" in each.path for each in analysis.findings)


_SCALARS = st.one_of(
    st.text(max_size=30),
    st.integers(),
    st.booleans(),
    st.none(),
    st.sampled_from(["042-10-3580", "m@example.com", "Maya", "1980-03-04", "insomnia", "F33.1"]),
)
_KEYS = st.sampled_from(["patient", "name", "ssn", "dob", "email", "diagnosis", "note", "user", "id", "zip", "x", "answers"])
_OBJECTS = st.recursive(_SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4), max_leaves=12)


@settings(max_examples=150)
@given(st.dictionaries(_KEYS, _OBJECTS, max_size=4))
def test_spans_lie_within_their_leaves(source: dict[str, Any]) -> None:
    """Whatever the object, every span is within its leaf, and every finding's kind fits its strength."""
    document = open_object(source)
    texts = {leaf.address: leaf.text for leaf in document.leaves}
    for each in analyse(document).findings:
        (low, high), *_ = each.spans
        assert 0 <= low < high <= len(texts[each.address])
        assert (each.kind is Kind.HEALTH) == (each.strength in (Strength.CLINICAL, Strength.CARE))


@settings(max_examples=60)
@given(st.dictionaries(_KEYS, _OBJECTS, max_size=4))
def test_json_and_objects_say_the_same(source: dict[str, Any]) -> None:
    """An object and its JSON text have the same findings."""
    of_object = [(each.entity, each.spans) for each in analyse(open_object(source)).findings]
    of_text = [(each.entity, each.spans) for each in analyse(open_text(json.dumps(source))).findings]
    assert of_object == of_text
