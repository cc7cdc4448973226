"""`phiguard.detection.support`: which candidates count."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from phiguard.detection.candidates import COMPANY, HEALTH, SIBLINGS, Candidate, candidate
from phiguard.detection.support import counting, merged
from phiguard.model.leaf import SHARED, Leaf, Where


def _leaf(*address: int, event: int = SHARED) -> Leaf:
    return Leaf(where=Where.BODY, address=address, key="", text="x" * 80, event=event)


def _one(entity: str, *address: int, needs: str = "", event: int = SHARED, span: tuple[int, int] = (0, 5), score: float = 0.9) -> Candidate:
    return candidate(_leaf(*address, event=event), span, entity, recognizer="test", needs=needs, score=score)


def test_quasi_identifiers_need_company_by_themselves() -> None:
    """A candidate for a place or a date needs company without being told."""
    assert _one("CITY", 0).needs == COMPANY
    assert _one("US_SSN", 0).needs == ""
    assert counting([_one("CITY", 0), _one("ZIP_CODE", 1)]) == []
    assert len(counting([_one("CITY", 0), _one("COOKIE_ID", 1)])) == 2


def test_health_supports_health() -> None:
    """An everyday word counts beside a certain one, not beside another everyday one."""
    unsure, sure = _one("CONDITION", 0, needs=HEALTH), _one("MEDICATION", 1)
    assert counting([unsure]) == []
    assert counting([unsure, _one("TREATMENT", 2, needs=HEALTH)]) == []
    assert counting([unsure, sure]) == [unsure, sure]


def test_support_stays_within_an_event() -> None:
    """Another event's sign supports nothing; the shared part supports every event, and every event the shared part."""
    city = _one("CITY", 0, event=0)
    assert counting([city, _one("EMAIL_ADDRESS", 1, event=1)])[0].entity == "EMAIL_ADDRESS"
    assert city in counting([city, _one("EMAIL_ADDRESS", 1, event=SHARED)])
    shared = _one("CITY", 0)
    assert shared in counting([shared, _one("EMAIL_ADDRESS", 1, event=3)])


def test_siblings_share_a_container() -> None:
    """What needs a direct identifier beside it finds it in its own container only; a linkable one is none."""
    name = _one("PERSON_NAME", 0, 1, needs=SIBLINGS)
    assert name in counting([name, _one("EMAIL_ADDRESS", 0, 2)])
    assert name not in counting([name, _one("EMAIL_ADDRESS", 1, 2)])
    assert name not in counting([name, _one("COOKIE_ID", 0, 2)])


def test_the_wider_finding_stays() -> None:
    """Within one leaf and side a covered finding goes; another side's, another leaf's, and what stands in a long note stay."""
    wide, narrow = _one("US_SSN", 0, span=(0, 11)), _one("ACCOUNT_NUMBER", 0, span=(2, 8))
    assert merged([narrow, wide]) == [wide]
    assert len(merged([wide, _one("CONDITION", 0, span=(2, 8))])) == 2
    assert len(merged([wide, _one("US_SSN", 1, span=(2, 8))])) == 2
    note, term = _one("CLINICAL_NOTE", 0, span=(0, 60)), _one("CONDITION", 0, span=(4, 9))
    assert merged([note, term]) == [note, term]


def test_of_equals_the_surer_stays() -> None:
    """Of two findings with one span the one with the higher score stays, whatever their order."""
    sure, unsure = _one("EMAIL_HASH", 0, score=0.95), _one("EXTERNAL_ID", 0, score=0.6)
    assert merged([unsure, sure]) == merged([sure, unsure]) == [sure]


_ENTITIES = st.sampled_from(["US_SSN", "EMAIL_ADDRESS", "CONDITION", "MEDICATION", "COOKIE_ID"])
_CANDIDATES = st.lists(
    st.builds(
        lambda entity, address, start, size, score: _one(entity, address, span=(start, start + size), score=score),
        _ENTITIES, st.integers(-2, 2), st.integers(0, 30), st.integers(1, 40), st.sampled_from([0.5, 0.8, 0.95]),
    ),
    max_size=8,
)  # fmt: skip


@given(_CANDIDATES)
def test_merging_is_idempotent(candidates: list[Candidate]) -> None:
    """Merging what is merged changes nothing."""
    once = merged(candidates)
    assert merged(once) == once


@given(_CANDIDATES, st.randoms(use_true_random=False))
def test_merging_does_not_depend_on_order(candidates: list[Candidate], random: object) -> None:
    """The same candidates in another order leave the same spans."""
    shuffled = list(candidates)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert [(each.leaf.address, each.span) for each in merged(shuffled)] == [(each.leaf.address, each.span) for each in merged(candidates)]


def test_repr_has_no_text() -> None:
    """A candidate's repr names entity and span only."""
    assert "xxx" not in repr(_one("US_SSN", 0))
