"""The second look: replacements are told from what is still there."""

from __future__ import annotations

from typing import Any

import pytest

from phiguard.decoding import open_object
from phiguard.model.entities import ENTITIES, Kind, Strength
from phiguard.model.finding import Finding
from phiguard.model.leaf import LeafType
from phiguard.redaction import residual


def found(document: Any, entity: str, marked: str) -> Finding:
    """The finding that marks the text *marked*."""
    leaf = next(leaf for leaf in document.leaves if marked in leaf.text and leaf.type is not LeafType.KEY)
    at = leaf.text.index(marked)
    row = ENTITIES.get(entity)
    kind, strength = (row.kind, row.strength) if row else (Kind.IDENTIFIER, Strength.DIRECT)
    spans = ((at, at + len(marked)),)
    return Finding(
        entity=entity, kind=kind, strength=strength, where=leaf.where, path="", spans=spans, recognizer="t", address=leaf.address
    )


@pytest.mark.parametrize(
    ("value", "entity", "marked", "ours"),
    [
        ("[PERSON_NAME]", "PERSON_NAME", "[PERSON_NAME]", True),
        ("[PERSON_NAME_2]", "PERSON_NAME", "[PERSON_NAME_2]", True),
        ("Dear [PERSON_NAME_2], hello", "PERSON_NAME", "PERSON_NAME_2", True),
        ("Dear [PERSON_NAME_2], hello", "PERSON_NAME", "NAME", True),
        ("[PERSON_NAME_1] [PERSON_NAME_2]", "PERSON_NAME", "[PERSON_NAME_1] [PERSON_NAME_2]", True),
        ("[PERSON_NAME_1] Reyes", "PERSON_NAME", "[PERSON_NAME_1] Reyes", False),
        ("Mona [PERSON_NAME_1]", "PERSON_NAME", "Mona [PERSON_NAME_1]", False),
        ("[JOHN]", "PERSON_NAME", "JOHN", False),
        ("[BADGE_3]", "BADGE", "[BADGE_3]", True),
        ("[BADGE_3]", "PERSON_NAME", "[BADGE_3]", False),
        ("Mona Reyes", "PERSON_NAME", "Mona Reyes", False),
        ("redacted", "PERSON_NAME", "redacted", True),
        ("redacted_3", "EXTERNAL_ID", "redacted_3", True),
        ("redacted@example.invalid", "EMAIL_ADDRESS", "redacted@example.invalid", True),
        ("mona@example.invalid", "EMAIL_ADDRESS", "mona@example.invalid", False),
        ("0" * 64, "EMAIL_HASH", "0" * 64, True),
        (0, "MEDICAL_RECORD_NUMBER", "0", True),
        (10, "ASSESSMENT_SCORE", "10", False),
        ("0", "ASSESSMENT_SCORE", "0", False),
        (False, "REPRODUCTIVE_HEALTH", "false", True),
        (True, "REPRODUCTIVE_HEALTH", "true", False),
        ("1900-01-01", "DATE_OF_BIRTH", "1900-01-01", True),
        ("see [CONDITION_1] and migraine", "CLINICAL_NOTE", "see [CONDITION_1] and migraine", False),
    ],
)
def test_replacements_and_values(value: Any, entity: str, marked: str, ours: bool) -> None:
    """A finding that marks nothing but replacements is dropped; any other stays."""
    document = open_object({"k": value})
    marked = str(next(leaf.text for leaf in document.leaves if leaf.type is not LeafType.KEY)) if isinstance(value, bool) else marked
    finding = found(document, entity, marked)
    assert residual(document, [finding]) == (() if ours else (finding,))


def test_a_finding_elsewhere_stays() -> None:
    """What has no leaf in the document is not explained away."""
    document = open_object({"k": "[PERSON_NAME]"})
    stray = Finding(
        entity="PERSON_NAME",
        kind=Kind.IDENTIFIER,
        strength=Strength.DIRECT,
        where=document.leaves[0].where,
        path="",
        spans=((0, 1),),
        recognizer="t",
        address=(7,),
    )
    assert residual(document, [stray]) == (stray,)


def test_one_real_span_is_enough_to_stay() -> None:
    """A finding with several spans is over only when each of them is ours."""
    document = open_object({"k": "[PERSON_NAME_1] and Reyes"})
    finding = found(document, "PERSON_NAME", "[PERSON_NAME_1]")
    both = Finding(**{name: getattr(finding, name) for name in finding.__slots__} | {"spans": (finding.spans[0], (20, 25))})
    assert residual(document, [finding]) == ()
    assert residual(document, [both]) == (both,)


def test_everything_that_redaction_writes_is_ours(bench: Any) -> None:
    """The same findings in the redacted message, made by the same recognizers, are all explained."""
    source = {
        "name": "Mona Reyes",
        "mail": "mona@example.org",
        "mrn": 81501620,
        "born": "1987-05-27",
        "text": "Mona Reyes came in with a migraine today",
    }
    on = bench(source).find("PERSON_NAME", "Mona Reyes").find("EMAIL_ADDRESS", "mona@example.org")
    on.find("MEDICAL_RECORD_NUMBER", "81501620").find("DATE_OF_BIRTH", "1987-05-27").find("CONDITION", "migraine")
    after = open_object(on.body(side="both"))
    keyed = [
        Finding(
            entity="PERSON_NAME",
            kind=Kind.IDENTIFIER,
            strength=Strength.DIRECT,
            where=leaf.where,
            path="",
            spans=((0, len(leaf.text)),),
            recognizer="key",
            address=leaf.address,
        )
        for leaf in after.leaves
        if leaf.type is not LeafType.KEY
    ]
    assert [finding.address for finding in residual(after, keyed)] == [keyed[-1].address]
