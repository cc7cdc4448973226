"""Engines find every occurrence of every literal."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.gate.engine import Candidates
from phiguard.gate.engine_hyperscan import HyperscanEngine
from phiguard.gate.engine_stdlib import StdlibEngine
from phiguard.gate.plan import Literals, Meaning, Plan

LITERALS = [b"@", b"ab", b"abc", b"abcd", b'"ab', b"abcdefgh", b"abcdefghij", b"bcdefghi", b"cdef", b"aaaa", b"aaaaaaaa", b"aaaaaaaaaa"]
CASED = [b"AB", b"ABcd", b"ABCDEFGHI"]


def _plan(caseless: list[bytes], cased: list[bytes]) -> Plan:
    names = {(False, text): [Meaning(0, 0, 0)] for text in caseless} | {(True, text): [Meaning(0, 0, 0)] for text in cased}
    table = Literals.of(names)
    return Plan(table, table, table, (), 0)


PLAN = _plan(LITERALS, CASED)


def _naive(data: bytes) -> list[tuple[int, int]]:
    found = []
    for number, text in enumerate(PLAN.words.texts):
        hay = data.lower() if number < PLAN.words.caseless else data
        found += [(number, end) for end in range(len(text), len(data) + 1) if hay[end - len(text) : end] == text]
    return sorted(found)


def _all(found: Candidates) -> list[tuple[int, int]]:
    return sorted(found)


@given(st.text('abcdefghijABCDEFGHI@" ', max_size=60).map(str.encode))
def test_stdlib_finds_all(data: bytes) -> None:
    """Overlapping ones, at the very end, in either case."""
    scanner = StdlibEngine(PLAN).scanner()
    assert _all(scanner.words(data)) == _naive(data)
    assert _all(scanner.pseudonyms(data)) == _naive(data)
    assert _all(scanner.shapes(data)) == _naive(data)


@given(st.text('abcdefghijABCDEFGHI@" ', max_size=60).map(str.encode))
def test_hyperscan_finds_all(data: bytes) -> None:
    """The same contract."""
    pytest.importorskip("hyperscan")
    scanner = _built(HyperscanEngine).scanner()
    assert _all(scanner.words(data)) == _naive(data)
    assert _all(scanner.shapes(data)) == _naive(data)


@cache
def _built(engine: type[HyperscanEngine]) -> HyperscanEngine:
    return engine.build(PLAN)


def test_hyperscan_round_trip() -> None:
    """A serialised engine finds what the built one finds."""
    pytest.importorskip("hyperscan")
    blob = HyperscanEngine.build(PLAN).serialize()
    assert _all(HyperscanEngine.load(blob).scanner().words(b"abcdefghij")) == _naive(b"abcdefghij")


@pytest.mark.parametrize("blob", [b"", b"x", b"\1\0\0\0\1\0\0\0\1\0\0\0abc", b"\0" * 12])
def test_hyperscan_refuses_damage(blob: bytes) -> None:
    """Bytes that are no databases are a ValueError."""
    pytest.importorskip("hyperscan")
    with pytest.raises(ValueError, match="gate database"):
        HyperscanEngine.load(blob)


def test_empty_plan() -> None:
    """A pass without literals finds nothing, on every engine."""
    empty = _plan([], [])
    assert not StdlibEngine(empty).scanner().words(b"anything")
    pytest.importorskip("hyperscan")
    assert not HyperscanEngine.build(empty).scanner().words(b"anything")
