"""The plan as a value and as bytes."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from phiguard.detection import vocabulary
from phiguard.gate import Gate, Plan, shipped
from phiguard.gate.judge_shapes import Asked
from phiguard.gate.literals import compile_plan
from phiguard.gate.plan import WIDTHS, Literals, Meaning
from phiguard.gate.rules import Kind, Rule
from phiguard.gate.signals import by_role


def test_dump_and_load(plan: Plan) -> None:
    """What was written is read back, digest included."""
    again = Plan.load(plan.dump())
    assert again.digest == plan.digest
    assert again.rules == plan.rules
    assert again.always == plan.always
    for one, other in zip(again.tables, plan.tables, strict=True):
        assert list(one.texts) == list(other.texts)
        assert one.caseless == other.caseless
        assert all(one.meanings(number) == other.meanings(number) for number in range(len(one.texts)))


def test_compiling_is_deterministic(plan: Plan) -> None:
    """The same vocabulary gives the same plan, so that cached databases fit."""
    assert compile_plan(vocabulary).digest == plan.digest


@pytest.mark.parametrize("seed", ["1", "2"])
def test_compiling_does_not_depend_on_the_hash_seed(plan: Plan, seed: str) -> None:
    """Two processes compile the same plan."""
    code = "from phiguard.detection import vocabulary as v; from phiguard.gate.literals import compile_plan as c; print(c(v).digest)"
    environ = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True, env=environ)
    assert done.stdout.strip() == plan.digest


def test_meanings_keep_their_parts() -> None:
    """A literal may mean several things, each with its own delimiters."""
    table = Literals.of({(False, b'"dob'): [Meaning(3, 1, 0), Meaning(70, 0, 2)], (True, b"Dob"): [Meaning(4, 0, 0)]})
    assert table.caseless == 1
    assert table.meanings(0) == ((3, 1, 0), (70, 0, 2))
    assert table.meanings(1) == ((4, 0, 0),)
    assert table.rules() == {3, 4, 70}


def test_texts_are_sorted_within_their_part(plan: Plan) -> None:
    """The standard library's engine looks literals up by bisection."""
    for table in plan.tables:
        assert list(table.texts[: table.caseless]) == sorted(table.texts[: table.caseless])
        assert list(table.texts[table.caseless :]) == sorted(table.texts[table.caseless :])
        assert all(text == text.lower() for text in table.texts[: table.caseless])
        assert all(b"\0" not in text for text in table.texts)


@pytest.mark.parametrize("cut", [0, 5, 40, 5_000, -1, -30])
def test_damage_is_an_error(plan: Plan, cut: int) -> None:
    """Bytes that are not a whole plan are refused."""
    with pytest.raises(ValueError, match=r"gate plan|Expecting|Unterminated|Extra|unpack|multiple"):
        Plan.load(plan.dump()[:cut])


def test_digest_depends_on_everything() -> None:
    """Another literal, rule or constant bit is another plan."""
    empty = Literals.of({})
    one = Literals.of({(False, b"abcd"): [Meaning(0, 0, 0)]})
    rule = Rule("sure", 32)
    digests = {
        Plan(empty, empty, empty, (rule,), 0).digest,
        Plan(one, empty, empty, (rule,), 0).digest,
        Plan(empty, one, empty, (rule,), 0).digest,
        Plan(one, empty, empty, (Rule("sure", 16),), 0).digest,
        Plan(one, empty, empty, (rule,), 128).digest,
    }
    assert len(digests) == 5


def test_size_is_bounded(plan: Plan, stdlib: Gate) -> None:
    """Tens of thousands of literals make the passes slow: a vocabulary that adds many has to be looked at."""
    assert sum(len(table.texts) for table in plan.tables) < 70_000
    assert "literals" in repr(plan)
    assert stdlib.plan is plan


def test_shipped_plan_is_current(plan: Plan) -> None:
    """The plan beside the code was written from the vocabulary as it is: else run ``python -m phiguard.gate.shipped``."""
    found = shipped.read()
    assert found is not None, "run make tables"
    assert found.digest == plan.digest, "the vocabulary was edited after the plan was written: run make tables"
    assert found.dump() == plan.dump()


def test_heads_lead_to_every_literal() -> None:
    """Each literal stands under the beginning of exactly one width: the greatest that it is long enough for."""
    table = Literals.of(
        {(False, text): [Meaning(0, 0, 0)] for text in (b"@", b"ab", b"abc", b"abcd", b"abcdefg", b"abcdefgh", b"abcdefghij")}
    )
    assert table.heads[: len(WIDTHS)] == (b"abcdefgh", b"abcd", b"ab", b"@")
    assert table.heads[len(WIDTHS) :] == (b"", b"", b"", b"")


def test_the_plan_holds_what_judges_ask(plan: Plan) -> None:
    """The role table and the patterns of recognizers are in the plan as they are in the vocabulary."""
    assert plan.forms.table == {form: by_role(role) for form, role in vocabulary.keys().items()}
    known = {recognizer.id: Asked.of(recognizer) for recognizer in vocabulary.recognizers()}
    kept = {rule.args[0]: Asked(*rule.args) for rule in plan.rules if rule.kind in (Kind.SHAPE, Kind.LABELLED)}
    assert kept == {name: known[name] for name in kept}


def test_a_clean_payload_reads_no_vocabulary() -> None:
    """What the gate refuses is refused by the plan alone, so that a first call waits for neither decoders nor recognizers."""
    code = (
        "import sys; from phiguard import gate\n"
        'seen = gate.screen(b\'{"data":[{"event_name":"PageView","custom_data":{"value":12.5,"currency":"USD"}}]}\')\n'
        "heavy = ('phiguard.decoding', 'phiguard.detection.recognizers', 'phiguard.detection.lexicons')\n"
        "print(int(seen.signals), [name for name in sys.modules if name.startswith(heavy)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["0", "[]"]
