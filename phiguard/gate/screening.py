"""The gate itself: run the passes, judge the candidates, say which classes could be there and where."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from phiguard.gate.case import Case
from phiguard.gate.engine import Engine, Scanner
from phiguard.gate.fold import FOLD
from phiguard.gate.judges import Judges
from phiguard.gate.plan import Literals, Plan
from phiguard.gate.runs import long_runs
from phiguard.gate.signals import SIGNALS
from phiguard.model.patterns import late
from phiguard.model.signals import ALL_SIGNALS, Signal

__all__ = ["Gate", "Located", "Screen"]

Located = tuple[Signal, int, int]
"""A signal and the span of the bytes that set it: a place to look, not the whole value."""

_NEWLINE = 10
_NUL = 0
_LINK = Signal.LINK.value
_ENCODED = Signal.ENCODED.value
_PSEUDONYM = Signal.PSEUDONYM.value
_PROSE = Signal.PROSE.value
_WORDS = late(rb"(?<![A-Za-z])[A-Za-z][a-z]{0,19}(?:(?: |\+|%20)[a-z]{2,20}){3}")
"""Four words in a row: more than everything that the name engine's own test takes for prose."""


@dataclass(frozen=True, slots=True, repr=False)
class Screen:
    """What the gate saw.

    Attributes:
        signals: what could be there, of what was asked for.
        hits: where, at most 64 places, in the bytes that were screened.
        engine: the engine that looked.
        complete: whether *hits* names every place; else the gate stopped when it knew enough.
    """

    signals: Signal
    hits: tuple[Located, ...]
    engine: str
    complete: bool = True

    def __repr__(self) -> str:
        """Bits and counts."""
        return f"<Screen {self.signals!r} hits={len(self.hits)} engine={self.engine}>"


class Gate:
    """A plan and an engine.  Immutable; safe to share between threads and across ``fork``.

    Args:
        plan: the compiled vocabulary.
        engine: built from the same plan.
        judges: of the plan's rules.
    """

    __slots__ = ("_clean", "_engine", "_judges", "_local", "_plan", "_shape_bits", "_word_bits")

    def __init__(self, plan: Plan, engine: Engine, judges: Judges) -> None:
        self._plan = plan
        self._judges = judges
        self._engine = engine
        self._local = threading.local()
        self._clean = Screen(SIGNALS[0], (), engine.name)
        self._word_bits = _bits(plan, plan.words)
        self._shape_bits = _bits(plan, plan.shapes)

    @property
    def plan(self) -> Plan:
        """What was compiled."""
        return self._plan

    @property
    def engine(self) -> str:
        """Name of the engine."""
        return self._engine.name

    def screen(self, data: bytes, mask: Signal = ALL_SIGNALS, *, locate: bool = False) -> Screen:
        """Which of the signals in *mask* could be in *data*.

        Args:
            data: raw bytes of a message, see `phiguard.gate.join`.
            mask: the signals that matter; what is not asked for costs little or nothing.
            locate: go on after the last asked signal is set, until every place is known or 64 are.
        """
        if not data:
            return self._clean
        if data[0] != _NEWLINE or data[-1] != _NEWLINE:
            return _shifted(self.screen(b"\n" + data + b"\n", mask, locate=locate))
        local = self._local
        scanner = getattr(local, "scanner", None)
        if scanner is None:
            scanner = self._engine.scanner()
        # Taken while it is used: a signal handler or finaliser that sends something in the middle of a scan gets another one, and so
        # does a child that was forked there.
        local.scanner = None
        case = self._look(scanner, data, mask + 0, locate)
        local.scanner = scanner
        return self._clean if case is None or not case.bits else self._screen(case)

    def with_engine(self, engine: Engine) -> Gate:
        """The same gate on another engine, built from the same plan."""
        return Gate(self._plan, engine, self._judges)

    def explain(self, data: bytes, mask: Signal = ALL_SIGNALS) -> tuple[tuple[str, Located], ...]:
        """As `screen` with *locate*, with the name of the rule behind each hit: for tests and tuning.  *data* is padded with newlines."""
        case = self._look(self._engine.scanner(), data, mask + 0, True)  # noqa: FBT003 -- private
        return (
            tuple((name, (SIGNALS[bits], start, end)) for name, (bits, start, end) in zip(case.names, case.hits, strict=True))
            if case
            else ()
        )

    def _look(self, scanner: Scanner, data: bytes, wanted: int, locate: bool) -> Case | None:  # noqa: FBT001 -- private and hot
        """The passes; None when none saw anything at all.  *wanted* is a plain int: operations on flags are slow."""
        plan, judges, case = self._plan, self._judges, None
        if plan.always & wanted or not data.isascii() or _NUL in data:
            case = Case(judges, data, wanted, locate=locate)
            case.given(plan.always)
            if not data.isascii() or _NUL in data:
                case.found(_ENCODED, 1, len(data) - 1)
        if self._word_bits & (case.open if case else wanted):
            candidates = scanner.words(data)
            if candidates:
                case = case or Case(judges, data, wanted, locate=locate)
                case.judge(plan.words, candidates)
        if _PSEUDONYM & (case.open if case else wanted):
            candidates = scanner.pseudonyms(data)
            if candidates:
                case = case or Case(judges, data, wanted, locate=locate)
                case.judge(plan.pseudonyms, candidates)
        if self._shape_bits & (case.open if case else wanted):
            candidates = scanner.shapes(data.translate(FOLD))
            if candidates:
                case = case or Case(judges, data, wanted, locate=locate)
                case.judge(plan.shapes, candidates)
        case = _rest(case, judges, data, wanted, locate)
        if case is not None:
            case.settle()
        return case

    def _screen(self, case: Case) -> Screen:
        hits = tuple((SIGNALS[bits], start, end) for bits, start, end in case.hits)
        return Screen(SIGNALS[case.bits], hits, self._engine.name, complete=case.complete)


def _rest(case: Case | None, judges: Judges, data: bytes, wanted: int, locate: bool) -> Case | None:  # noqa: FBT001 -- private and hot
    """What needs no engine: long runs, and prose where it is asked for."""
    still = case.open if case else wanted
    found = long_runs(data, still) if still & (_LINK | _ENCODED) else []
    prose = _WORDS.search(data) if still & _PROSE else None
    if prose is not None:
        found.append((_PROSE, *prose.span()))
    if found:
        case = case or Case(judges, data, wanted, locate=locate)
        for bits, start, end in found:
            case.found(bits, start, end)
    return case


def _bits(plan: Plan, literals: Literals) -> int:
    """Every bit that a pass could set."""
    total = 0
    for rule in literals.rules():
        total |= plan.rules[rule].signal
    return total


def _shifted(screen: Screen) -> Screen:
    """*screen* of data that was padded: places one byte to the left."""
    if not screen.hits:
        return screen
    hits = tuple((signal, max(0, start - 1), max(0, end - 1)) for signal, start, end in screen.hits)
    return Screen(screen.signals, hits, screen.engine, complete=screen.complete)
