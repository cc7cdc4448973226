"""One event a recipient as it arrived in both runs, field by field, for people who want to see it and not only count it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from phiguard.cli.demo.recorders import Arrived
from phiguard.cli.demo.scenario import Recipient
from phiguard.cli.demo.tally import Fate, Judged, Result
from phiguard.cli.demo.unfold import fields

__all__ = ["GLOSS", "Sample", "samples"]

GLOSS: Mapping[str, str] = {
    "ASSESSMENT": "which questionnaire somebody took",
    "ASSESSMENT_RESPONSE": "an answer in a questionnaire",
    "ASSESSMENT_SCORE": "a questionnaire's result",
    "CLICK_ID": "the number that an advertisement's click carries, which leads back to its platform's user",
    "CLINICAL_NOTE": "what a clinician wrote",
    "CONDITION": "a disease or complaint",
    "COOKIE_ID": "a number in the browser by which a company knows it again",
    "COPAY": "what an insured person pays for care",
    "DATE_OF_BIRTH": "a date of birth",
    "DOB_HASH": "a scrambled date of birth, which whoever has it too can match",
    "EMAIL_ADDRESS": "an e-mail address",
    "EMAIL_HASH": "a scrambled e-mail address, which whoever has it too can match",
    "EXTERNAL_ID": "the sender's own number for a person",
    "HEALTH_EVENT_NAME": "the name of an event that tells of care",
    "HEALTH_PAGE_TITLE": "the title of a page that tells of care",
    "HEALTH_PLAN_GROUP": "the group of a health plan",
    "HEALTH_PLAN_ID": "a health plan's number for a person",
    "HEALTH_URL_PATH": "the address of a page that tells of care",
    "ICD10_CM": "a code for a disease or complaint",
    "INSURANCE_PLAN": "the name of a health plan",
    "IP_ADDRESS": "a device's address on the internet",
    "MEDICAL_RECORD_NUMBER": "a medical record number",
    "MEDICATION": "a drug",
    "NAME_HASH": "a scrambled name, which whoever has it too can match",
    "PERSON_NAME": "a name",
    "PHONE_HASH": "a scrambled phone number, which whoever has it too can match",
    "PHONE_NUMBER": "a phone number",
    "PROVIDER_NAME": "the name of somebody who gives care",
    "SERVICE_DATE": "a date of care",
    "TREATMENT": "a treatment",
    "US_SSN": "a social security number",
    "ZIP_CODE": "a postal code",
    "ZIP_HASH": "a scrambled postal code",
}
"""What the codes mean, in plain words."""

_ROWS = 24
_LONGEST = 160
_ORDER = (Fate.REDACTED, Fate.BLOCKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One event.

    Attributes:
        recipient: whom it was sent to.
        told: the event: case, step and client.
        fate: what became of it with the guard.
        rows: (field, as it arrived without the guard, as it arrived with it); the last is None where the field did not arrive.
        more: how many fields are not in *rows*.
    """

    recipient: Recipient
    told: str
    fate: Fate
    rows: tuple[tuple[str, str, str | None], ...]
    more: int


def samples(result: Result) -> Iterator[Sample]:
    """One event for each recipient: one that arrived with PHI without the guard, redacted rather than stopped with it."""
    for recipient, *_ in result.rows:
        pairs = zip(result.before, result.after, strict=True)
        leaks = [(before, after) for before, after in pairs if before.delivery.event.to == recipient.id and before.leaks]
        if leaks:
            before, after = min(leaks, key=lambda pair: _ORDER.index(pair[1].fate) if pair[1].fate in _ORDER else len(_ORDER))
            yield _sample(recipient, before, after)


def _sample(recipient: Recipient, before: Judged, after: Judged) -> Sample:
    arrived = dict(_fields(after))
    rows = tuple((name, text[:_LONGEST], _short(arrived.get(name))) for name, text in _fields(before))
    changed = sorted(rows, key=lambda row: row[1] == row[2])[:_ROWS]  # what was taken first, when there is too much
    event = before.delivery.event
    shown = tuple(row for row in rows if row in changed)[:_ROWS]
    told = f"{event.story}, {event.step}, by {event.client}"
    return Sample(recipient=recipient, told=told, fate=after.fate, rows=shown, more=len(rows) - len(shown))


def _short(text: str | None) -> str | None:
    return None if text is None else text[:_LONGEST]


def _fields(judged: Judged) -> list[tuple[str, str]]:
    requests: tuple[Arrived, ...] = judged.delivery.arrived
    return fields(requests[0]) if requests else []
