"""References to one person's record: ``/patients/4711``, FHIR's ``Patient/<id>``, and the visits and coverages beneath it."""

from __future__ import annotations

from phiguard.detection.types import BuiltIn

__all__ = ["RECOGNIZERS"]

_ID = r"(?P<v>(?=[\w.~:\-]{0,40}\d)[A-Za-z0-9][\w.~:\-]{2,127})(?![\w\-{}<>@])"
_MISSES = ("/patients/{id}/medications", "/patients/:id", "patients/new", "inpatients/123", "/patients/1")

RECOGNIZERS = (
    BuiltIn(
        id="patient_reference",
        entity="MEDICAL_RECORD_NUMBER",
        fewest=1,
        score=0.85,
        pattern=rf"(?<![A-Za-z])(?:[Pp]atients?|PATIENTS?|charts?|mrn|RelatedPerson)/{_ID}",
        literals=("patient/", "patients/", "chart/", "charts/", "mrn/", "person/"),
        hits=("/patients/MRN4821/medications", "Patient/7d2f9e04-11aa-4c0e-9d1c-0a4be5d21f10"),
        misses=(*_MISSES, "app/patients/views.py"),
    ),
    BuiltIn(
        id="encounter_reference",
        entity="ENCOUNTER_ID",
        fewest=1,
        score=0.8,
        pattern=rf"(?<![A-Za-z])(?:[Ee]ncounters?|[Vv]isits?|[Aa]ppointments?|EpisodeOfCare)/{_ID}",
        literals=("encounter/", "encounters/", "visit/", "visits/", "appointment/", "appointments/", "episodeofcare/"),
        hits=("Encounter/7d2f9e04-11aa-4c0e-9d1c-0a4be5d21f10", "/visits/88123456"),
        misses=("/visits/{visit_id}", "/visits/today", "revisits/88123456"),
    ),
    BuiltIn(
        id="coverage_reference",
        entity="HEALTH_PLAN_ID",
        fewest=1,
        score=0.8,
        pattern=rf"(?<![A-Za-z])(?:Coverage|(?:members|subscribers|enrollees|beneficiaries))/{_ID}",
        literals=("coverage/", "members/", "subscribers/", "enrollees/", "beneficiaries/"),
        ambiguous=True,
        hits=("/members/W123456789",),
        misses=("/members/{id}", "/members/me", "/members/12"),
    ),
    BuiltIn(
        id="account_reference",
        entity="EXTERNAL_ID",
        fewest=1,
        score=0.7,
        pattern=rf"(?<![A-Za-z])(?i:customers?|users?|profiles?|contacts?|people|persons?|leads?)/{_ID}",
        literals=tuple(
            f"{word}/"
            for word in (
                "customer",
                "customers",
                "user",
                "users",
                "profile",
                "profiles",
                "contact",
                "contacts",
                "people",
                "person",
                "persons",
                "lead",
                "leads",
            )
        ),
        ambiguous=True,
        hits=("PUT /api/v1/customers/u_48213", "/users/wolfy1339/repos"),
        misses=("/users/{user_id}", "/users/me", "superusers/123", "/customers/12"),
    ),
    BuiltIn(
        id="claim_reference",
        entity="CLAIM_NUMBER",
        fewest=1,
        score=0.8,
        pattern=rf"(?<![A-Za-z])(?i:claims?)/{_ID}",
        literals=("claim/", "claims/"),
        hits=("/claims/CLM-4481029384",),
        misses=("/claims/{id}", "/claims/open"),
    ),
    BuiltIn(
        id="prescription_reference",
        entity="RX_NUMBER",
        fewest=1,
        score=0.8,
        pattern=rf"(?<![A-Za-z])(?i:prescriptions?)/{_ID}",
        literals=("prescription/", "prescriptions/"),
        hits=("/prescriptions/7712345",),
        misses=("/prescriptions/{id}", "/prescriptions/new"),
    ),
)
