"""`phiguard.detection.context`: what a leaf's surroundings make of it."""

from __future__ import annotations

import pytest

from phiguard.detection.context import meaning_of, role_of
from phiguard.model.roles import Use


@pytest.mark.parametrize(
    ("path", "entity"),
    [
        ("patient.name", "PERSON_NAME"),
        ("patient.data.name", "PERSON_NAME"),
        ("user.name", "PERSON_NAME"),
        ("traits.first", "PERSON_NAME"),
        ("customer.attributes.last", "PERSON_NAME"),
        ("name.family", "PERSON_NAME"),
        ("doctor.name", "PROVIDER_NAME"),
        ("prescriber.last_name", "PROVIDER_NAME"),
        ("patient.id", "MEDICAL_RECORD_NUMBER"),
        ("subscriber.id", "HEALTH_PLAN_ID"),
        ("user.id", "EXTERNAL_ID"),
        ("insurance.member", "HEALTH_PLAN_ID"),
        ("insurance.group", "HEALTH_PLAN_GROUP"),
        ("insurance.name", "INSURANCE_PLAN"),
        ("diagnosis.display", "CONDITION"),
        ("diagnosis.code", "CONDITION"),
        ("medication.name", "MEDICATION"),
        ("answers.q3", "ASSESSMENT_RESPONSE"),
        ("answers.how_do_you_sleep", "ASSESSMENT_RESPONSE"),
        ("assessment.total", "ASSESSMENT_SCORE"),
        ("phq9.q1", "ASSESSMENT_RESPONSE"),
    ],
)
def test_bare_keys_take_their_meaning_from_above(path: str, entity: str) -> None:
    """A name beneath a patient is a person's, beneath a diagnosis it is a condition's."""
    *parents, key = path.split(".")
    role = role_of(key, parents)
    assert role is not None
    assert (role.use, role.entity) == (Use.VALUE, entity)


@pytest.mark.parametrize("path", ["event.id", "plan.id", "product.id", "library.name.x", "repository.id", "iamInstanceProfile.id"])
def test_things_are_nobody(path: str) -> None:
    """An id beneath a thing is no person's."""
    *parents, key = path.split(".")
    role = role_of(key, parents)
    assert role is None or role.use is not Use.VALUE


@pytest.mark.parametrize("path", ["event.name", "product.name", "plan.name", "context.library.name", "app.name", "organization.name"])
def test_names_of_things_need_a_person_beside_them(path: str) -> None:
    """A bare name that nobody stands above counts only with a direct identifier beside it."""
    *parents, key = path.split(".")
    entry = meaning_of(key, tuple(parents))
    assert entry is None or entry.role.use is not Use.VALUE or entry.needs == "siblings"


def test_safe_keys_stay_safe_beneath_facts() -> None:
    """A timestamp beneath a medication is still a timestamp."""
    role = role_of("created_at", ("medication",))
    assert role is not None
    assert role.use is Use.SAFE


@pytest.mark.parametrize("path", ["merchant.address", "ship_from_details.address.line1", "business.phone", "warehouse.zip", "company.city"])
def test_a_companys_address_is_nobodys(path: str) -> None:
    """Places and telephone numbers beneath a company are the company's."""
    *parents, key = path.split(".")
    role = role_of(key, parents)
    assert role is not None
    assert role.use is Use.SAFE


def test_a_persons_address_stays_a_persons() -> None:
    """The same keys beneath a person, or beneath nothing, are a person's."""
    for parents in (("customer",), ("shipping_address",), ()):
        role = role_of("line1", parents)
        assert role is not None
        assert role.entity == "STREET_ADDRESS"
