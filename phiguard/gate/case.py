"""One payload under judgement: which candidates hold, which bits are set, when it is enough."""

from __future__ import annotations

from operator import itemgetter

from phiguard.gate import words
from phiguard.gate.engine import Candidates
from phiguard.gate.judges import Judges
from phiguard.gate.plan import Literals
from phiguard.gate.probe import Probe
from phiguard.gate.rules import Rule
from phiguard.model.signals import Signal

__all__ = ["Case"]

_HITS = 64
"""Places that one screen lists; a caller that needs more opens the payload."""
_UNKNOWN = -1
_QUICK, _SLOW = 1, 8
"""What a candidate weighs that fails at first sight, and one that a pattern had to be run for."""
_FAILURES = 64 * _SLOW
"""Weight of failed candidates after which a signal is taken as given, so that no input costs more than a few times its normal price."""
_FAILURES_SHIFT = 4
"""And the weight of eight more for each KB."""
_NEAR = 500
"""Bytes between two words that speak for each other: 120 characters, percent-encoded."""
_CARE_ONLY = 2
_REMEMBERED = 7
_by_end = itemgetter(1, 0)
_SOMEBODY = Signal.KEY.value | Signal.SHAPE.value | Signal.LINK.value


class Case:
    """Made for the first candidate, so that a clean payload pays nothing for it.

    Args:
        judges: what the candidates must pass.
        data: the payload.
        asked: bits that matter.
        locate: whether to go on when all of them are set.
    """

    __slots__ = (
        "_everyday",
        "_failures",
        "_judges",
        "_limit",
        "_locate",
        "_probe",
        "_waiting",
        "asked",
        "bits",
        "complete",
        "hits",
        "names",
        "open",
    )

    def __init__(self, judges: Judges, data: bytes, asked: int, *, locate: bool) -> None:
        self._judges = judges
        self._probe = Probe(data)
        self._locate = locate
        self._limit = _FAILURES + (len(data) >> _FAILURES_SHIFT)
        self._failures: dict[int, int] = {}
        self._everyday: list[tuple[bytes, int, int]] = []
        self._waiting: tuple[int, int, int, str] | None = None
        self.asked = asked
        self.open = asked
        """Bits that are still looked for."""
        self.bits = 0
        self.hits: list[tuple[int, int, int]] = []
        self.names: list[str] = []
        """The rule behind each hit."""
        self.complete = locate

    def given(self, bits: int) -> None:
        """Bits that are set without a place."""
        bits &= self.asked
        if bits:
            self.bits |= bits
            self.open &= ~bits
            self.complete = False

    def found(self, bits: int, start: int, end: int, name: str = "") -> None:
        """Bits that are set, with their place."""
        bits &= self.asked
        if not bits:
            return
        self.bits |= bits
        if not self._locate:
            self.open &= ~bits
        if len(self.hits) < _HITS:
            self.hits.append((bits, start, end))
            self.names.append(name)
        else:
            self.complete = False
            self.open &= ~self.bits

    def judge(self, literals: Literals, candidates: Candidates) -> None:
        """Look at *candidates* in the order of the payload, until nothing is open: the order must not depend on the engine."""
        texts, judges, data = literals.texts, self._judges, self._probe.data
        signals, quiet = judges.signals, judges.quiet
        for number, end in sorted(candidates, key=_by_end) if len(candidates) > 1 else tuple(candidates):
            level = _UNKNOWN
            for index, lead, tail in literals.meanings(number):
                if not signals[index] & self.open:
                    continue
                start, stop = end - len(texts[number]) + lead, end - tail
                if quiet[index]:
                    level = words.quietness(data, start, stop) if level < 0 else level
                    if level and level >= quiet[index]:
                        self._fail(signals[index], _QUICK)
                        continue
                self._try(index, start, stop)
            if not self.open:
                return

    def _try(self, index: int, start: int, end: int) -> None:
        bits = self._judges[index](self._probe, start, end)
        rule = self._judges.rules[index]
        if bits == 0 and rule.beside:
            self._together(rule, start, end)
        elif bits > 0 and bits & self.asked:
            self.found(bits, start, end, rule.name)
        else:
            self._fail(rule.signal, _SLOW)

    def _together(self, rule: Rule, start: int, end: int) -> None:
        """An everyday word: another one nearby makes both count."""
        word = self._probe.data[start:end].lower()
        for other, beside, at in self._everyday:
            if other != word and start - at <= _NEAR and beside + rule.beside > _CARE_ONLY:
                self.found(rule.signal, start, end, rule.name)
                return
        self._everyday = [*self._everyday[-_REMEMBERED:], (word, rule.beside, end)]
        self._waiting = self._waiting or (rule.signal, start, end, rule.name)

    def settle(self) -> None:
        """Once all passes are done: an everyday word counts when somebody is named anywhere, as the analyser asks for the same text."""
        if self._waiting is not None and self.bits & _SOMEBODY:
            self.found(*self._waiting)

    def _fail(self, signal: int, weight: int) -> None:
        failed = self._failures.get(signal, 0) + weight
        self._failures[signal] = failed
        if failed > self._limit:
            self.given(signal)
