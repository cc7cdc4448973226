"""The judge recognises its patients however they are written, and nobody else."""

from __future__ import annotations

import hashlib

import pytest

from phiguard.cli.demo.judge import Judge
from phiguard.cli.demo.recorders import Arrived
from phiguard.cli.demo.scenario import Person, load

JANE = Person(
    id="p1",
    identifiers=(
        ("EMAIL_ADDRESS", "Jane.Roe@example.com"),
        ("PHONE_NUMBER", "+12515550159"),
        ("PERSON_NAME", "Jane"),
        ("PERSON_NAME", "Jane Roe"),
        ("DATE_OF_BIRTH", "1987-05-27"),
        ("COOKIE_ID", "fb.1.1746104866432.9762388160"),
    ),
    health=(("CONDITION", "opioid use disorder"), ("ASSESSMENT_SCORE", "13")),
)
JANET = Person(id="p2", identifiers=(("PERSON_NAME", "Jane"), ("EMAIL_ADDRESS", "j2@example.com")), health=())
JUDGE = Judge((JANE, JANET))


def body(text: str) -> Arrived:
    """A request with a body."""
    return Arrived(b"POST / HTTP/1.1\r\n\r\n", text.encode())


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("mail JANE.ROE@EXAMPLE.COM", "EMAIL_ADDRESS"),
        (hashlib.sha256(b"jane.roe@example.com").hexdigest(), "EMAIL_HASH"),
        (hashlib.sha1(b"jane.roe@example.com").hexdigest(), "EMAIL_HASH"),
        (hashlib.md5(b"jane.roe@example.com").hexdigest().upper(), "EMAIL_HASH"),
        ("(251) 555-0159", "PHONE_NUMBER"),
        ("call 12515550159 now", "PHONE_NUMBER"),
        (hashlib.sha256(b"12515550159").hexdigest(), "PHONE_HASH"),
        (hashlib.sha256(b"+12515550159").hexdigest(), "PHONE_HASH"),
        ("datetime.date(1987, 5, 27)", "DATE_OF_BIRTH"),
        ("05/27/1987", "DATE_OF_BIRTH"),
        (hashlib.sha256(b"19870527").hexdigest(), "DOB_HASH"),
        ("fbp=fb.1.1746104866432.9762388160&x", "COOKIE_ID"),
        ("Dear Jane_Roe", "PERSON_NAME"),
    ],
)
def test_a_patient_is_recognised(text: str, entity: str) -> None:
    """A known value is recognised as it stands, written otherwise, and hashed."""
    verdict = JUDGE.read(body(text))
    assert verdict.people == {"p1"}
    assert entity in verdict.identifiers


@pytest.mark.parametrize("text", ["janeroe", "251555015", "x" * 64, "", "Roe v. Wade", "1987-05", "score 13"])
def test_nobody_else_is(text: str) -> None:
    """Parts, other people and chance are not a patient."""
    verdict = JUDGE.read(body(text))
    assert not verdict.people
    assert not verdict.health


def test_a_shared_first_name_is_one_patient() -> None:
    """What several patients share counts once: the number of patients is never too high."""
    assert len(JUDGE.read(body("Hello Jane")).people) == 1
    assert JUDGE.read(body("Jane, j2@example.com")).people == {"p2"}


def test_phi_takes_both_sides_except_toward_a_tracker() -> None:
    """A health service's tracker learns from the identifier alone; an error tracker needs health content too."""
    only_who = JUDGE.read(body("jane.roe@example.com"))
    only_what = JUDGE.read(body("opioid use disorder"))
    both = JUDGE.read(body("jane.roe@example.com has opioid-use-disorder"))
    assert (only_who.phi(tracker=True), only_who.phi(tracker=False)) == (True, False)
    assert (only_what.phi(tracker=True), only_what.phi(tracker=False)) == (False, False)
    assert (both.phi(tracker=True), both.phi(tracker=False)) == (True, True)


def test_the_scenario_says_of_itself_what_is_clean() -> None:
    """Judged as they stand in the data, requests without people carry no patient, and those with people carry exactly these."""
    scenario = load()
    judge = Judge(scenario.people)
    for event in scenario.events:
        if event.method:
            _, _, target = event.url.split("/", 2)
            headers = "".join(f"{name}: {value}\r\n" for name, value in event.headers.items())
            verdict = judge.read(Arrived(f"{event.method} /{target} HTTP/1.1\r\n{headers}\r\n".encode(), event.body.encode()))
            assert verdict.people == set(event.people), event.id
            assert bool(verdict.identifiers) == bool(event.people), event.id
