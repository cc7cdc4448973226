"""What a candidate must pass before it is a hit: the judge of each rule, made when it is first needed.

A clean payload needs none, so that the role table and the recognizers need not be read for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from phiguard.detection.types import Recognizer
from phiguard.gate import judge_encodings, judge_keys, judge_shapes, judge_terms
from phiguard.gate.probe import Judge, Probe
from phiguard.gate.rules import Kind, Rule
from phiguard.gate.signals import by_role
from phiguard.gate.vocabulary import Vocabulary

__all__ = ["Judges"]


class Judges:
    """The judges of a plan's rules.

    Args:
        rules: the plan's.
        vocabulary: gives what the plan was compiled from.
        extra: a policy's own recognizers, as given to `compile_plan`.
    """

    def __init__(self, rules: Sequence[Rule], vocabulary: Callable[[], Vocabulary], extra: Sequence[Recognizer] = ()) -> None:
        self.rules = rules
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
            return judge_keys.key(rule.signal, lambda: self._forms, onward=rule.kind == Kind.KEY_ONWARD)
        name, digits = rule.args
        judge = judge_shapes.labelled if rule.kind == Kind.LABELLED else judge_shapes.shape
        return judge(rule.signal, int(digits), lambda: self._recognizers[name])

    @cached_property
    def _forms(self) -> Mapping[str, int]:
        return {form: by_role(role) for form, role in self._vocabulary().keys().items()}

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
