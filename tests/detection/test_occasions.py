"""Words of care in messages about work, code and other insurance."""

from __future__ import annotations

from typing import Any

import pytest

from phiguard.decoding import open_object
from phiguard.detection import analyse
from phiguard.model.entities import Kind

STAFF = {"attendees": [{"email": "mo.tanaka@mail.example.org"}]}


def _health(source: Any) -> list[str]:
    return [each.entity for each in analyse(open_object(source)).findings if each.kind is Kind.HEALTH]


@pytest.mark.parametrize(
    "source",
    [
        {"summary": "Interview loop: senior cardiologist", **STAFF},
        {"summary": "Dermatology hiring panel", **STAFF},
        {"summary": "Oncology platform sync", **STAFF},
        {"summary": "Pharmacy on-call handover", **STAFF},
        {"summary": "Reunión de equipo: psiquiatría", **STAFF},
        {"schedule": {"name": "Radiology", "schedule_layers": [{"user": {"email": "jan.berg@mail.example.org"}}]}},
        {"profile": {"firstName": "Alba", "title": "Pediatric nurse", "department": "Pediatrics", "email": "alba@mail.example.org"}},
        {"name": "Jonas Albrecht", "headline": "Physical therapist", "stage": "phone interview"},
    ],
)
def test_work_at_a_health_service_is_nobodys_care(source: dict[str, Any]) -> None:
    """Specialties and clinics name the workplace where a message is about hiring, shifts and meetings."""
    assert not _health(source)


@pytest.mark.parametrize(
    "source",
    [
        {"summary": "Psychiatry follow-up", **STAFF},
        {"summary": "Oncology team sync", "patient": {"name": "Ada Example"}},
        {"summary": "Hiring panel and your cardiology consult", **STAFF},
        {"summary": "Shift handover: room 4 has diabetes", "user": {"email": "mo@mail.example.org"}},
        {"summary": "Cardiology on-call", "mrn": "00482213", **STAFF},
        {"title": "Good candidate for bariatric surgery", "email": "mo.tanaka@mail.example.org"},
        {"title": "Cardiology", "email": "mo.tanaka@mail.example.org"},
    ],
)
def test_a_patient_in_it_keeps_the_sense(source: dict[str, Any]) -> None:
    """Words of work take nothing away where a clinical fact, a patient's number or a patient's word stands beside them."""
    assert _health(source)


def test_commits_speak_of_software() -> None:
    """What a commit fixes in a calculator is nobody's diabetes; a chat message that fixes nothing stays."""
    author = {"author": {"name": "Solveig Dahl", "email": "solveig@mail.example.org"}}
    assert not _health({"message": "fix(risk): rounding of the diabetes score", **author})
    assert _health({"message": "diabetes follow-up", **author})


def test_insured_things_are_no_health_plans() -> None:
    """A deductible on a car says nothing about care; one beside a copay and a visit does."""
    car = {"email": "d@mail.example.org", "vehicle": "2019 sedan", "coverage": "collision", "deductible": 500}
    assert not _health(car)
    assert _health({"email": "d@mail.example.org", "deductible": 500, "copay": 20, "specialty": "Cardiology"})


def test_events_are_told_apart() -> None:
    """A hiring event in a batch takes nothing from the visit beside it."""
    batch = [{"summary": "Dermatology hiring panel", **STAFF}, {"summary": "Dermatology visit", **STAFF}]
    assert len(_health(batch)) > 0
