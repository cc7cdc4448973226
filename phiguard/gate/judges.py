"""What a candidate must pass before it is a hit: the judge of each rule, made when it is first needed.

What they ask stands in the plan; the recognizers are only read for what one of their patterns matches.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from phiguard.detection.types import Recognizer
from phiguard.gate import judge_encodings, judge_keys, judge_shapes, judge_terms, words
from phiguard.gate.plan import Plan
from phiguard.gate.probe import Judge, Probe
from phiguard.gate.rules import Kind, Rule
from phiguard.gate.vocabulary import Vocabulary

__all__ = ["Judges"]


def _quiet(rule: Rule) -> int:
    if rule.kind in (Kind.KEY, Kind.KEY_ONWARD, Kind.PARAMETER):
        return words.IDLE
    return words.DIGITLESS if rule.kind in (Kind.SHAPE, Kind.LABELLED) and rule.args[1] != "0" else words.BUSY


class Judges:
    """The judges of a plan's rules.

    Args:
        plan: the plan.
        vocabulary: gives what the plan was compiled from: the checks of recognizers are code, and stand in no plan.
        extra: a policy's own recognizers, as given to `compile_plan`.
    """

    def __init__(self, plan: Plan, vocabulary: Callable[[], Vocabulary], extra: Sequence[Recognizer] = ()) -> None:
        rules = self.rules = plan.rules
        self._forms = plan.forms
        self.signals = tuple(rule.signal for rule in rules)
        self.quiet = tuple(_quiet(rule) for rule in rules)
        """From which quietness of the surroundings on (see `words.quietness`) a rule cannot be satisfied; 0: from none."""
        self._vocabulary = vocabulary
        self._extra = tuple(extra)
        self._made: list[Judge | None] = [None] * len(rules)

    def __getitem__(self, number: int) -> Judge:
        """The judge of rule *number*.  Two threads may make the same one at once; either is as good."""
        judge = self._made[number]
        if judge is None:
            judge = self._made[number] = self._make(self.rules[number])
        return judge

    def _make(self, rule: Rule) -> Judge:
        simple = _SIMPLE.get(rule.kind)
        if simple is not None:
            return simple(rule)
        if rule.kind in (Kind.KEY, Kind.KEY_ONWARD):
            return judge_keys.key(rule.signal, lambda: self._forms.table, onward=rule.kind == Kind.KEY_ONWARD)
        asked = judge_shapes.Asked(*rule.args)
        judge = judge_shapes.labelled if rule.kind == Kind.LABELLED else judge_shapes.shape
        return judge(rule.signal, asked, lambda: self._recognizers[asked.id])

    @cached_property
    def _recognizers(self) -> Mapping[str, Recognizer]:
        return {recognizer.id: recognizer for recognizer in (*self._vocabulary().recognizers(), *self._extra)}


def _sure(rule: Rule) -> Judge:
    signal = rule.signal

    def judge(_probe: Probe, _start: int, _end: int) -> int:
        return signal

    return judge


_SIMPLE: Mapping[str, Callable[[Rule], Judge]] = {
    Kind.SURE: _sure,
    Kind.ESCAPE: lambda rule: judge_encodings.escape(rule.args[0].encode()),
    Kind.BASE64: lambda _rule: judge_encodings.token(),
    Kind.OWNER: lambda rule: judge_keys.owner(rule.signal, rule.args),
    Kind.PARAMETER: lambda rule: judge_keys.parameter(rule.signal),
    Kind.TERM: lambda _rule: judge_terms.term(whole=False),
    Kind.WHOLE_TERM: lambda _rule: judge_terms.term(whole=True),
    Kind.CODE: lambda _rule: judge_terms.code(),
    Kind.AMBIGUOUS_CARE: lambda _rule: judge_terms.ambiguous(clinical=False),
    Kind.AMBIGUOUS_CLINICAL: lambda _rule: judge_terms.ambiguous(clinical=True),
    Kind.PHRASE: lambda rule: judge_terms.phrase(rule.args),
}
