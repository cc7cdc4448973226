"""The real vocabulary compiled once, and a small one that a test can see through."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from phiguard.detection import vocabulary as real
from phiguard.detection.types import Recognizer, Term
from phiguard.gate import Gate, Plan
from phiguard.gate.engine_stdlib import StdlibEngine
from phiguard.gate.judges import Judges
from phiguard.gate.literals import compile_plan
from phiguard.gate.vocabulary import Vocabulary
from phiguard.model.entities import Strength
from phiguard.model.roles import Role, Use

SSN = Recognizer(
    id="ssn", entity="US_SSN", pattern=r"(?<![\w.\-])\d{3}-\d\d-\d{4}(?![\w\-])", shapes=(" 000-00-0000 ",),
    check=lambda text: not text.startswith("000"), hits=("x 123-45-6789 y",), misses=("000-12-3456",),
)  # fmt: skip
NUMBERED = Recognizer(
    id="numbered", entity="MEDICAL_RECORD_NUMBER", pattern=r"(?<!\d)\d{6}(?!\d)", shapes=(" 000000",), needs_context=("chart number",),
    hits=("chart number 123456",), misses=("123456",),
)  # fmt: skip


@dataclass
class Small:
    """A vocabulary of one thing of each kind."""

    extra: tuple[Recognizer, ...] = ()
    roles: Mapping[str, Role] = field(
        default_factory=lambda: {
            "date of birth": Role(Use.VALUE, "DATE_OF_BIRTH"),
            "dob": Role(Use.VALUE, "DATE_OF_BIRTH"),
            "anonymous id": Role(Use.VALUE, "COOKIE_ID"),
            "diagnosis": Role(Use.VALUE, "CONDITION"),
            "page url": Role(Use.CONTENT, "HEALTH_URL_PATH"),
        }
    )

    def keys(self) -> Mapping[str, Role]:
        """Two identifiers, a pseudonym, a fact, and a surface that tells nothing by itself."""
        return self.roles

    def parameters(self) -> Mapping[str, Role]:
        """One of each kind."""
        return {"em": Role(Use.VALUE, "EMAIL_HASH"), "fbclid": Role(Use.VALUE, "CLICK_ID"), "ev": Role(Use.CONTENT, "HEALTH_EVENT_NAME")}

    def terms(self) -> Mapping[str, Term]:
        """Short, long, of several words, and two everyday words."""
        rows = [("hiv", False), ("diabetes", False), ("type 2 diabetes", False), ("birth control", False), ("cold", True), ("visit", True)]
        return {
            text: Term(text, "CONDITION", Strength.CARE if text == "visit" else Strength.CLINICAL, ambiguous) for text, ambiguous in rows
        }

    def recognizers(self) -> tuple[Recognizer, ...]:
        """One that speaks for itself, one that needs a word."""
        return (SSN, NUMBERED, *self.extra)

    def contexts(self) -> frozenset[str]:
        """A person."""
        return frozenset({"patient"})

    def bare(self) -> Mapping[str, Role]:
        """A person's name."""
        return {"name": Role(Use.VALUE, "PERSON_NAME")}

    def version(self) -> str:
        """No digest: it never changes."""
        return "small"


def gate_of(vocabulary: Vocabulary, plan: Plan | None = None) -> Gate:
    """A gate on the engine of the standard library."""
    plan = plan or compile_plan(vocabulary)
    return Gate(plan, StdlibEngine(plan), Judges(plan, lambda: vocabulary))


@pytest.fixture(scope="session")
def make_gate() -> Callable[..., Gate]:
    """Builds a gate from a vocabulary."""
    return gate_of


@pytest.fixture(scope="session")
def small_vocabulary() -> type[Small]:
    """The class of the small vocabulary."""
    return Small


@pytest.fixture(scope="session")
def small() -> Gate:
    """A gate for the small vocabulary."""
    return gate_of(Small())


@pytest.fixture(scope="session")
def plan() -> Plan:
    """The real vocabulary's plan."""
    return compile_plan(real)


@pytest.fixture(scope="session")
def stdlib(plan: Plan) -> Gate:
    """The real gate on the engine of the standard library."""
    return gate_of(real, plan)


@pytest.fixture(scope="session")
def hyperscan(stdlib: Gate) -> Gate:
    """The real gate on hyperscan."""
    pytest.importorskip("hyperscan")
    from phiguard.gate.engine_hyperscan import HyperscanEngine

    return stdlib.with_engine(HyperscanEngine.build(stdlib.plan))


@pytest.fixture(scope="session", params=["stdlib", "hyperscan"])
def gate(request: pytest.FixtureRequest) -> Gate:
    """The real gate on each engine."""
    found: Gate = request.getfixturevalue(request.param)
    return found
