"""A disclosure is an identifier and health context in one event toward somebody who may not have both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.disclosure import judge, side
from phiguard.disclosure.table import row
from phiguard.model.context import CallContext
from phiguard.model.decision import Action, Disclosure
from phiguard.model.destination import Category, Destination
from phiguard.model.entities import ENTITIES, Kind, Strength
from phiguard.model.finding import Finding
from phiguard.model.leaf import SHARED, Where

TRACKERS = ("ad_tracker", "analytics", "session_replay", "cdp", "attribution", "data_broker")
PARTNERS = ("partner_api", "file_share", "unlisted")
SERVICES = (
    "error_tracker",
    "log_apm",
    "llm",
    "messaging",
    "chat_webhook",
    "marketing_automation",
    "crm",
    "search_saas",
    "scheduling_saas",
    "survey_saas",
    "workflow",
)


def finding(entity: str, event: int = SHARED, recognizer: str = "key") -> Finding:
    """A finding of that entity."""
    known = ENTITIES[entity]
    return Finding(
        entity=entity,
        kind=known.kind,
        strength=known.strength,
        where=Where.BODY,
        path="",
        spans=((0, 1),),
        recognizer=recognizer,
        event=event,
    )


def recipient(category: str, *, baa: bool = False, granted: bool = False) -> Destination:
    """A recipient of that category."""
    return Destination(id="x", category=Category(category), baa=baa, granted=granted, listed="policy")


def one(
    *entities: str, to: str = "ad_tracker", health_service: bool | None = True, context: CallContext | None = None, recognizer: str = "key"
) -> Disclosure:
    """What a message of one event with these entities discloses."""
    findings = [finding(entity, recognizer=recognizer) for entity in entities]
    (disclosure,) = judge(findings, recipient(to), health_service=health_service, context=context or CallContext())
    return disclosure


@pytest.mark.parametrize("category", TRACKERS)
@pytest.mark.parametrize("identifier", ["EMAIL_ADDRESS", "EMAIL_HASH"])
@pytest.mark.parametrize("health", ["CONDITION", "APPOINTMENT"])
def test_a_tracker_may_have_no_identifier_with_health_context(category: str, identifier: str, health: str) -> None:
    """Direct or linkable, clinical or care: blocked, and certain whatever the sender is."""
    for sender in (True, False, None):
        disclosure = one(identifier, health, to=category, health_service=sender)
        assert (disclosure.wanted, disclosure.certain) == (Action.BLOCK, True)
        assert disclosure.entities == tuple(sorted((identifier, health)))
        assert disclosure.cell == f"{category}/{ENTITIES[identifier].strength}/{ENTITIES[health].strength}"


@pytest.mark.parametrize(
    ("category", "identifier", "authenticated", "wanted"),
    [
        ("ad_tracker", "EMAIL_ADDRESS", True, "block"),
        ("ad_tracker", "EMAIL_ADDRESS", False, "block"),
        ("ad_tracker", "COOKIE_ID", True, "block"),
        ("ad_tracker", "COOKIE_ID", False, "redact"),
        ("unlisted", "EMAIL_ADDRESS", True, "redact"),
        ("unlisted", "EMAIL_ADDRESS", False, "redact"),
        ("unlisted", "COOKIE_ID", True, "allow"),
        ("partner_api", "EMAIL_ADDRESS", None, "redact"),
        ("error_tracker", "EMAIL_ADDRESS", True, "allow"),
        ("messaging", "PHONE_NUMBER", True, "allow"),
        ("workflow", "COOKIE_ID", True, "allow"),
    ],
)
def test_a_health_service_implies_health_context(category: str, identifier: str, authenticated: bool | None, wanted: str) -> None:
    """For a health service that somebody is its user is health information; how much that matters depends on recipient and log-in."""
    disclosure = one(identifier, to=category, context=CallContext(authenticated=authenticated))
    assert disclosure.health is Strength.IMPLIED
    assert (disclosure.wanted, disclosure.certain) == (Action(wanted), False)


@pytest.mark.parametrize("category", SERVICES)
def test_services_get_one_side_only(category: str) -> None:
    """Readers and carriers of messages get the text without the person or the person without the health."""
    assert one("EMAIL_ADDRESS", "CONDITION", to=category).wanted is Action.REDACT
    assert one("COOKIE_ID", "APPOINTMENT", to=category).wanted is Action.REDACT
    assert side(recipient(category)) in ("identifiers", "health")


@pytest.mark.parametrize("category", PARTNERS)
def test_partners_without_an_agreement_get_neither(category: str) -> None:
    """A file share without BAA is no place for a chart."""
    assert one("MEDICAL_RECORD_NUMBER", "ICD10_CM", to=category).wanted is Action.BLOCK


@pytest.mark.parametrize("category", list(Category))
def test_every_category_has_all_cells(category: Category) -> None:
    """No recipient falls out of the table."""
    cells = {f"{who}/{what}" for who in ("direct", "linkable") for what in ("clinical", "care", "implied", "implied-public")}
    assert set(row(category).cells) == cells
    assert row(category).side in ("identifiers", "health", "both")


@pytest.mark.parametrize("entities", [("EMAIL_ADDRESS", "US_SSN"), ("COOKIE_ID",)])
def test_an_identifier_alone_is_nothing_for_other_senders(entities: tuple[str, ...]) -> None:
    """A shop may send its customers' addresses."""
    disclosure = one(*entities, health_service=False)
    assert (disclosure.cell, disclosure.wanted, disclosure.entities) == ("", Action.ALLOW, ())
    assert disclosure.identifier is not None


def test_a_health_word_alone_is_nothing() -> None:
    """An article about depression is about nobody."""
    disclosure = one("CONDITION", "MEDICATION")
    assert (disclosure.cell, disclosure.identifier, disclosure.health) == ("", None, Strength.CLINICAL)


def test_nothing_found_is_nothing_disclosed() -> None:
    """An empty message of a health service discloses nothing."""
    assert one().cell == ""


def test_providers_are_care_and_not_persons() -> None:
    """A clinician's name and number say what the care is, not whose."""
    assert one("PROVIDER_NAME", "US_NPI").identifier is None
    assert one("PROVIDER_NAME", "EMAIL_ADDRESS").health is Strength.CARE


@pytest.mark.parametrize("baa", [True, False])
def test_the_permitted_are_counted_and_allowed(baa: bool) -> None:
    """Real PHI to a business associate or a granted recipient is seen, named and let through."""
    findings = [finding("EMAIL_ADDRESS"), finding("CONDITION")]
    (disclosure,) = judge(findings, recipient("analytics", baa=baa, granted=not baa), health_service=True, context=CallContext())
    assert disclosure.cell == "analytics/direct/clinical"
    assert (disclosure.wanted, disclosure.certain) == (Action.ALLOW, True)


# ---- the sender and the moment


@pytest.mark.parametrize(
    ("context", "cell"),
    [
        (CallContext(), "ad_tracker/linkable/implied-public"),
        (CallContext(authenticated=False, subject="p-1"), "ad_tracker/linkable/implied-public"),
        (CallContext(authenticated=True), "ad_tracker/linkable/implied"),
        (CallContext(subject="p-1"), "ad_tracker/linkable/implied"),
        (CallContext(authenticated=False, health_context="intake"), "ad_tracker/linkable/care"),
    ],
)
def test_an_unknown_log_in_counts_as_one_when_a_subject_is_bound(context: CallContext, cell: str) -> None:
    """Whoever binds a subject knows whom the request is about."""
    assert one("COOKIE_ID", context=context).cell == cell


def test_an_unknown_sender_is_judged_like_a_health_service() -> None:
    """What is unknown is counted; the policy is what does not enforce it."""
    assert one("EMAIL_ADDRESS", health_service=None).wanted is Action.BLOCK


def test_a_declared_relation_to_care_counts_whatever_the_sender_is() -> None:
    """The application says so itself; still the message does not, so it is not certain."""
    disclosure = one("EMAIL_ADDRESS", health_service=False, context=CallContext(health_context="intake"))
    assert (disclosure.cell, disclosure.certain) == ("ad_tracker/direct/care", False)


def test_a_declared_relation_does_not_stop_a_message_that_says_nothing_of_it() -> None:
    """A one-time code sent from the intake tells the carrier no more than any other: there is nothing to take out."""
    disclosure = one("PHONE_NUMBER", to="messaging", context=CallContext(health_context="intake"))
    assert (disclosure.health, disclosure.wanted) == (Strength.IMPLIED, Action.ALLOW)


# ---- what identifies


@pytest.mark.parametrize(
    ("entities", "strength"),
    [
        (("CITY",), None),
        (("ZIP_CODE",), None),
        (("CITY", "ZIP_CODE", "COUNTY"), None),
        (("SERVICE_DATE",), None),
        (("ZIP_CODE", "SERVICE_DATE"), None),
        (("AGE_OVER_89",), None),
        (("ZIP_HASH", "CITY_HASH"), None),
        (("AGE_OVER_89", "ZIP_CODE"), Strength.DIRECT),
        (("DATE_OF_BIRTH", "ZIP_CODE"), Strength.DIRECT),
        (("PERSON_NAME", "CITY"), Strength.DIRECT),
        (("PERSON_NAME",), Strength.DIRECT),
        (("NAME_HASH",), Strength.LINKABLE),
        (("NAME_HASH", "ZIP_HASH"), Strength.LINKABLE),
        (("GEO_COORDINATE",), Strength.LINKABLE),
        (("GEO_COORDINATE", "DATE_OF_BIRTH"), Strength.DIRECT),
        (("STREET_ADDRESS",), Strength.LINKABLE),
        (("STREET_ADDRESS", "PERSON_NAME"), Strength.DIRECT),
        (("STREET_ADDRESS", "DATE_OF_BIRTH"), Strength.DIRECT),
        (("IP_ADDRESS", "CITY"), Strength.LINKABLE),
        (("COOKIE_ID", "EMAIL_ADDRESS"), Strength.DIRECT),
    ],
)
def test_weak_identifiers_count_together(entities: tuple[str, ...], strength: Strength | None) -> None:
    """A town, a birthday, a date of visit alone are many people's; two of them that point at one are an identifier."""
    assert one(*entities).identifier is strength


def test_a_birthday_alone_counts_beside_health_context_only() -> None:
    """A chart with a birthday is somebody's; a birthday alone is thousands'."""
    assert one("DATE_OF_BIRTH").identifier is None
    assert one("DATE_OF_BIRTH", "CONDITION").identifier is Strength.DIRECT


@pytest.mark.parametrize("recognizer", ["ner", "ner:tagger", "presidio", "spacy"])
def test_a_name_out_of_prose_counts_beside_health_context_only(recognizer: str) -> None:
    """Colleagues' names stand in every chat; a name beside a diagnosis is a patient's."""
    assert one("PERSON_NAME", recognizer=recognizer).identifier is None
    assert one("PERSON_NAME", "CONDITION", recognizer=recognizer).identifier is Strength.DIRECT


def test_what_did_not_identify_is_not_named() -> None:
    """A town beside an address of another kind is no part of the disclosure."""
    assert one("COOKIE_ID", "CITY", "CONDITION").entities == ("CONDITION", "COOKIE_ID")


# ---- batches


def test_each_event_is_judged_by_itself() -> None:
    """One batch holds several people; health context of one is not the other's."""
    findings = [finding("EMAIL_ADDRESS", 0), finding("CONDITION", 0), finding("EMAIL_ADDRESS", 1), finding("CONDITION", 2)]
    disclosures = judge(findings, recipient("cdp"), health_service=False, context=CallContext(), events=3)
    assert [disclosure.event for disclosure in disclosures] == [0, 1, 2]
    assert [disclosure.wanted for disclosure in disclosures] == [Action.BLOCK, Action.ALLOW, Action.ALLOW]


def test_what_is_shared_belongs_to_every_event() -> None:
    """A client id beside the list of events is each event's."""
    findings = [finding("COOKIE_ID"), finding("CONDITION", 1)]
    disclosures = judge(findings, recipient("analytics"), health_service=False, context=CallContext(), events=2)
    assert [disclosure.wanted for disclosure in disclosures] == [Action.ALLOW, Action.BLOCK]


def test_a_message_without_events_is_one_event() -> None:
    """However its findings are numbered."""
    findings = [finding("EMAIL_ADDRESS", 3), finding("CONDITION", 4)]
    (disclosure,) = judge(findings, recipient("cdp"), health_service=False, context=CallContext())
    assert (disclosure.event, disclosure.wanted) == (SHARED, Action.BLOCK)


@given(st.lists(st.sampled_from(sorted(ENTITIES)), max_size=6), st.sampled_from(list(Category)), st.sampled_from([True, False, None]))
def test_order_does_not_matter_and_more_never_means_less(entities: list[str], category: Category, sender: bool | None) -> None:
    """The verdict is a function of the set of findings, and a further finding never makes it milder."""
    before = one(*entities, to=category, health_service=sender)
    assert one(*reversed(entities), to=category, health_service=sender) == before
    for extra in ("US_SSN", "CONDITION"):
        assert one(*entities, extra, to=category, health_service=sender).wanted.severity >= before.wanted.severity


@given(st.lists(st.sampled_from(sorted(ENTITIES)), max_size=6), st.sampled_from(list(Category)))
def test_a_disclosure_names_both_sides(entities: list[str], category: Category) -> None:
    """Whenever a cell applies, an identifier and a health strength stand in it, and certain ones name an entity of each kind."""
    disclosure = one(*entities, to=category)
    if disclosure.cell:
        assert disclosure.identifier in (Strength.DIRECT, Strength.LINKABLE)
        assert disclosure.health is not None
        kinds = {ENTITIES[entity].kind for entity in disclosure.entities}
        assert kinds == ({Kind.IDENTIFIER, Kind.HEALTH} if disclosure.certain else {Kind.IDENTIFIER})
