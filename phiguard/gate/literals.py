"""Every literal of the gate, made in this one place from the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from phiguard.detection.types import Recognizer, Term
from phiguard.gate import encodings
from phiguard.gate.boundary import ends_alone, starts_alone
from phiguard.gate.judge_shapes import Asked, is_whole
from phiguard.gate.keyforms import KeyForms
from phiguard.gate.keyparts import key_parts
from phiguard.gate.phrases import anchor, shortest, split_term
from phiguard.gate.plan import Literals, Meaning, Plan
from phiguard.gate.rules import Kind, Rule
from phiguard.gate.signals import by_role, by_shape
from phiguard.gate.spellings import (
    EVERYDAY,
    after,
    before,
    begins_everyday,
    between,
    contexts,
    delimited,
    enclosed,
    ends_everyday,
    humps,
    is_noisy,
    joined,
    key_joined,
    onward,
    raw_forms,
)
from phiguard.gate.vocabulary import Vocabulary
from phiguard.model.entities import Strength
from phiguard.model.roles import Role
from phiguard.model.signals import Signal

__all__ = ["compile_plan"]

_HEALTH, _ENCODED = Signal.HEALTH.value, Signal.ENCODED.value
_SHORT = 3
_LETTERS = 4
"""Letters from which on a term beside digits is no chance."""
_COLON = ":"
_SHORT_PARAMETER = 5


class _Draft:
    """The tables while they grow."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.words: dict[tuple[bool, bytes], list[Meaning]] = {}
        self.pseudonyms: dict[tuple[bool, bytes], list[Meaning]] = {}
        self.shapes: dict[tuple[bool, bytes], list[Meaning]] = {}

    def rule(self, kind: str, signal: int, *args: str) -> int:
        """The number of a new rule."""
        self.rules.append(Rule(kind, signal, args))
        return len(self.rules) - 1

    def add(self, rule: int, literals: Iterable[tuple[str, int, int]], *, cased: bool = False) -> None:
        """Literals of the pass over raw bytes, each with the length of its delimiters."""
        table = self.pseudonyms if self.rules[rule].signal == Signal.PSEUDONYM else self.words
        for text, lead, tail in literals:
            _note(table, (cased, (text if cased else text.lower()).encode()), Meaning(rule, lead, tail))

    def bare(self, rule: int, texts: Iterable[str]) -> None:
        """Literals without delimiters, compared without case."""
        self.add(rule, ((text, 0, 0) for text in texts))

    def folded(self, rule: int, texts: Iterable[str]) -> None:
        """Literals of the pass over folded bytes."""
        meaning = Meaning(rule, 0, 0)
        for text in texts:
            _note(self.shapes, (True, text.encode()), meaning)


def _note(table: dict[tuple[bool, bytes], list[Meaning]], name: tuple[bool, bytes], meaning: Meaning) -> None:
    known = table.setdefault(name, [])
    if meaning not in known:
        known.append(meaning)


def compile_plan(vocabulary: Vocabulary, *, extra: Sequence[Recognizer] = ()) -> Plan:
    """The plan of *vocabulary*.

    Args:
        vocabulary: what can be found.
        extra: a policy's own recognizers; one without triggers makes every payload a maybe.
    """
    draft = _Draft()
    forms = {form: by_role(role) for form, role in vocabulary.keys().items()}
    _keys(draft, forms)
    _owners(draft, vocabulary)
    bare = vocabulary.bare()
    _parameters(draft, {name: role for name, role in vocabulary.parameters().items() if name not in bare})
    _terms(draft, vocabulary.terms())
    always = _recognizers(draft, (*vocabulary.recognizers(), *extra))
    _encodings(draft)
    return Plan(
        words=Literals.of(draft.words),
        pseudonyms=Literals.of(draft.pseudonyms),
        shapes=Literals.of(draft.shapes),
        rules=tuple(draft.rules),
        always=always,
        forms=KeyForms.of(forms),
    )


def _keys(draft: _Draft, forms: Mapping[str, int]) -> None:
    numbers: dict[tuple[int, bool], int] = {}
    for part, signal in key_parts(forms).items():
        kind = signal, part.onward
        if kind not in numbers:
            numbers[kind] = draft.rule(Kind.KEY_ONWARD if part.onward else Kind.KEY, signal)
        for literal in key_joined(part.text.split(" ")):
            _key_literal(draft, numbers[kind], literal)


def _owners(draft: _Draft, vocabulary: Vocabulary) -> None:
    signal = 0
    for role in vocabulary.bare().values():
        signal |= by_role(role)
    if signal:
        number = draft.rule(Kind.OWNER, signal, *vocabulary.bare())
        for text in sorted(vocabulary.contexts()):
            draft.add(number, ((literal + right, 0, 1) for literal in joined(text.split(" ")) for right in _OPENERS))


_OPENERS = "\"\\[%._='"


def _key_literal(draft: _Draft, rule: int, literal: str) -> None:
    short, noisy_end = len(literal) <= _SHORT, ends_everyday(literal)
    if short and noisy_end:
        draft.add(rule, between(literal))
        draft.add(rule, humps(literal, bare=False), cased=True)
    elif noisy_end and is_noisy(literal):
        draft.add(rule, before(literal))
        draft.add(rule, humps(literal, bare=False), cased=True)
    elif short or is_noisy(literal):
        draft.add(rule, after(literal))
    else:
        draft.bare(rule, (literal,))


def _parameters(draft: _Draft, parameters: Mapping[str, Role]) -> None:
    numbers: dict[int, int] = {}
    for name, role in parameters.items():
        signal = by_role(role)
        if not signal:
            continue
        if signal not in numbers:
            numbers[signal] = draft.rule(Kind.PARAMETER, signal)
        if len(name) <= _SHORT or is_noisy(name) or name in EVERYDAY:
            for form in raw_forms(name):
                draft.add(numbers[signal], enclosed(form))
        else:
            draft.bare(numbers[signal], raw_forms(name))


def _terms(draft: _Draft, terms: Mapping[str, Term]) -> None:
    strong = [text for text, term in terms.items() if not term.ambiguous]
    whole, free, code = (draft.rule(kind, _HEALTH) for kind in (Kind.WHOLE_TERM, Kind.TERM, Kind.CODE))
    anchored: dict[str, list[str]] = {}
    for text in shortest(strong):
        word = anchor(text)
        if word:
            anchored.setdefault(word, []).append(text)
        elif text.isalnum() and not text.isalpha() and sum(char.isalpha() for char in text) < _LETTERS:
            _word(draft, text, code, code)
        else:
            _word(draft, text, whole, free)
    for word, texts in anchored.items():
        number = draft.rule(Kind.PHRASE, _HEALTH, *sorted(texts))
        if is_noisy(word) or len(word) <= _SHORT:
            draft.add(number, delimited(word))
            draft.add(number, humps(word, bare=True), cased=True)
        else:
            draft.bare(number, (word,))
    for clinical in (False, True):
        number = draft.rule(Kind.AMBIGUOUS_CLINICAL if clinical else Kind.AMBIGUOUS_CARE, _HEALTH)
        for text, term in terms.items():
            if term.ambiguous and (term.strength is Strength.CLINICAL) is clinical:
                _word(draft, text, number, number)


def _word(draft: _Draft, text: str, whole: int, free: int) -> None:
    for literal in dict.fromkeys((*joined(split_term(text)), *joined(text.split(" ")))):
        number = whole if len(literal) <= _SHORT_PARAMETER else free
        if len(literal) <= _SHORT or is_noisy(literal):
            draft.add(number, delimited(literal))
            draft.add(number, humps(literal, bare=True), cased=True)
        else:
            draft.bare(number, (literal,))


def _recognizers(draft: _Draft, recognizers: Iterable[Recognizer]) -> int:
    always = 0
    for recognizer in recognizers:
        if not recognizer.shapes and not recognizer.literals:
            always |= Signal.CUSTOM.value
        elif recognizer.needs_context:
            number = draft.rule(Kind.LABELLED, by_shape(recognizer.entity, recognizer.strength), *Asked.of(recognizer))
            for word in recognizer.needs_context:
                if word.replace(" ", "").isalnum():
                    _word(draft, word, number, number)
                else:
                    draft.bare(number, raw_forms(word))
        else:
            _triggers(draft, recognizer)
    return always


def _triggers(draft: _Draft, recognizer: Recognizer) -> None:
    number = draft.rule(Kind.SHAPE, by_shape(recognizer.entity, recognizer.strength), *Asked.of(recognizer))
    declared = frozenset(recognizer.shapes)
    for shape in recognizer.shapes:
        if not (shape.startswith(_COLON) and f" {shape[1:]}" in declared and _COLON in shape[1:]):
            draft.folded(number, contexts(shape, whole=is_whole(recognizer)))
    for literal in recognizer.literals:
        noisy = literal.isalpha() and (len(literal) <= _SHORT or is_noisy(literal.lower()))
        if not noisy or not starts_alone(recognizer, literal):
            draft.bare(number, raw_forms(literal))
        elif ends_alone(recognizer, literal):
            draft.add(number, delimited(literal.lower()))
        elif begins_everyday(literal.lower()):
            draft.add(number, onward(literal.lower()))
        else:
            draft.add(number, before(literal.lower()))


def _encodings(draft: _Draft) -> None:
    sure = draft.rule(Kind.SURE, _ENCODED)
    draft.bare(sure, encodings.CASELESS)
    draft.add(sure, ((text, 0, 0) for text in encodings.CASED), cased=True)
    for head, pattern in encodings.ESCAPES:
        draft.add(draft.rule(Kind.ESCAPE, _ENCODED, pattern), ((head, 0, 0),), cased=True)
    token = draft.rule(Kind.BASE64, _ENCODED)
    draft.add(token, ((head, 0, 0) for head in encodings.HEADS), cased=True)
    draft.folded(token, encodings.MIXED_CASE)
