"""`phiguard.detection.lexicons.index`: the index that is shipped leads to every term, and to nothing else."""

from __future__ import annotations

import pytest

from phiguard.detection.lexicons.index import dump, main
from phiguard.detection.lexicons.lexicon import INDEX, TERMS, Lexicon, endings, parse, words_of

LINES = TERMS.read_text("utf-8").splitlines()


def test_the_shipped_index_is_up_to_date() -> None:
    """``index.txt`` is that of ``terms.txt``; if not, run ``python -m phiguard.detection.lexicons.index``."""
    assert INDEX.read_text("utf-8") == dump(LINES)


def test_every_term_is_reached() -> None:
    """A term of one word by each of its forms, one of several words by the word it hangs on; entity and strength are those of the file."""
    known = Lexicon(INDEX.read_text("utf-8"))
    for text, entity, strength, ambiguous, _ in parse(LINES):
        if text.isalpha():
            found = [known.entry(known.singles[form])[0] for form in endings(text)][:1]
        else:
            hung = [each for word in words_of(text) if word in known.starts for each in known.hanging(word)]
            found = [known.entry(number)[0] for _, head, forms, number in hung if [*head, forms[0]] == words_of(text)]
        assert (text, entity, strength, ambiguous) in {(term.text, term.entity, term.strength, term.ambiguous) for term in found}


def test_a_word_that_nothing_hangs_on_is_remembered() -> None:
    """The second look at a word of one term alone makes nothing anew."""
    known = Lexicon(INDEX.read_text("utf-8"))
    assert known.hanging("asthma") is known.phrases["asthma"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["# c", "[CONDITION clinical]", "asthma"], ["asthma asthmas", "2 2", "", "", "1"]),
        (["[SYMPTOM clinical]", "low back pain", "back pain"], ["", "", "back", "1,2", "0"]),
        (["[SYMPTOM clinical]", "type 2 diabetes"], ["", "", "type", "1", "0"]),
    ],
)
def test_what_a_phrase_hangs_on(lines: list[str], expected: list[str]) -> None:
    """A phrase hangs on its first word that is not common, never on its last unless all others are; plurals lead to the same line."""
    assert dump(lines).splitlines()[1:] == expected


def test_main_writes_the_same_again(capsys: pytest.CaptureFixture[str]) -> None:
    """Writing twice changes nothing, so a clone stays clean."""
    before = INDEX.read_bytes()
    main()
    assert INDEX.read_bytes() == before
    assert "bytes" in capsys.readouterr().out
