"""Messages, and findings in them without a recognizer: a finding is made for each place where a text stands."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from phiguard.decoding import Document, open_call
from phiguard.model.call import OutboundCall
from phiguard.model.decision import Action, Disclosure
from phiguard.model.destination import Category, Destination
from phiguard.model.entities import ENTITIES, Kind, Strength
from phiguard.model.finding import Finding
from phiguard.model.leaf import SHARED
from phiguard.redaction import redact


def seen(document: Document, entity: str, text: str, *, recognizer: str = "test") -> list[Finding]:
    """A finding of *entity* wherever *text* stands in a leaf of *document*."""
    row = ENTITIES.get(entity)
    return [
        Finding(
            entity=entity,
            kind=row.kind if row else Kind.IDENTIFIER,
            strength=row.strength if row else Strength.DIRECT,
            where=leaf.where,
            path="",
            spans=((at, at + len(text)),),
            recognizer=recognizer,
            address=leaf.address,
            event=leaf.event,
        )
        for leaf in document.leaves
        if (at := leaf.text.find(text)) >= 0
    ]


def disclosed(wanted: Action = Action.REDACT, event: int = SHARED, *, health: Strength = Strength.CLINICAL) -> Disclosure:
    """A disclosure that wants *wanted*."""
    certain = health is not Strength.IMPLIED
    return Disclosure(event=event, identifier=Strength.DIRECT, health=health, cell="x", wanted=wanted, certain=certain)


class Bench:
    """One message on the bench: what is found in it, and what a redaction makes of it."""

    def __init__(self, source: Any, *, url: str = "https://api.vendor.test/v1/in", events: Sequence[str] = (), **headers: str) -> None:
        body = source if isinstance(source, bytes) else json.dumps(source, separators=(",", ":")).encode()
        self.call = OutboundCall(method="POST", url=url, headers=tuple({"Content-Type": "application/json", **headers}.items()), body=body)
        self.document = open_call(self.call, events=tuple(events))
        self.findings: list[Finding] = []

    def find(self, entity: str, *texts: str, recognizer: str = "test") -> Bench:
        """Mark each of *texts* wherever it stands."""
        for text in texts:
            found = seen(self.document, entity, text, recognizer=recognizer)
            assert found, "the test's own text is in no leaf"
            self.findings += found
        return self

    def redact(
        self, *disclosures: Disclosure, side: str = "identifiers", category: Category = Category.WORKFLOW, vendor: Any = None
    ) -> OutboundCall:
        """The redacted call."""
        result = redact(
            self.document,
            self.findings,
            disclosures or (disclosed(),),
            vendor=vendor,
            destination=Destination(id="x", category=category),
            side=side,
        )
        assert isinstance(result, OutboundCall)
        return result

    def body(self, *disclosures: Disclosure, **options: Any) -> Any:
        """The redacted body, read as JSON."""
        return json.loads(self.redact(*disclosures, **options).body)


@pytest.fixture
def bench() -> type[Bench]:
    """Puts a message on the bench."""
    return Bench


@pytest.fixture
def disclosure() -> Callable[..., Disclosure]:
    """Makes disclosures."""
    return disclosed
