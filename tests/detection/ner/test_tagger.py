"""`phiguard.detection.ner.tagger`: text in, spans out, whatever the text."""

from __future__ import annotations

import os
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phiguard.detection.ner import tagger as module
from phiguard.detection.ner.loading import load
from phiguard.detection.ner.tagger import Tagger

SAMPLE = "Summarize: Gretchen Okafor, DOB 05/15/1978, seen at St. Mary's Hospital in Tulsa on March 3, 2024 for asthma."


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    """The tagger that ships."""
    return load()


def test_a_sentence(tagger: Tagger) -> None:
    """Name, date of birth, hospital, town and day of a plain sentence are seen, with offsets that fit."""
    found = {SAMPLE[each.start : each.end]: each.label for each in tagger.tag(SAMPLE)}
    assert found["Gretchen Okafor"] == "PERSON"
    assert found["05/15/1978"] == "DATE"
    assert found["March 3, 2024"] == "DATE"
    assert "St. Mary's Hospital" in found
    assert found.get("Tulsa", "LOCATION") == "LOCATION"


@pytest.mark.parametrize("change", [str.lower, str.upper])
def test_case_does_not_hide_a_name(tagger: Tagger, change: object) -> None:
    """The name is seen in lower and in upper case, and both are read alike."""
    text = SAMPLE.lower() if change is str.lower else SAMPLE.upper()
    assert any("okafor" in text[each.start : each.end].lower() and each.label == "PERSON" for each in tagger.tag(text))
    assert [(each.start, each.end) for each in tagger.tag(SAMPLE.lower())] == [
        (each.start, each.end) for each in tagger.tag(SAMPLE.upper())
    ]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_ordered_spans_inside_it(text: str) -> None:
    """Spans lie inside the text, in order, apart from each other, with scores from one half to one."""
    at = 0
    for each in shared().tag(text):
        assert at <= each.start < each.end <= len(text)
        assert 0.5 <= each.score <= 1.0
        at = each.end


@given(st.lists(st.sampled_from([SAMPLE, "", "x", "Book now", "call Omar at 415-555-0133", "a" * 40]), max_size=8))
@settings(max_examples=40, deadline=None)
def test_neighbours_do_not_change_what_is_seen(texts: list[str]) -> None:
    """A text says the same alone and in a batch."""
    assert shared().tag_many(texts) == [shared().tag(text) for text in texts]


def test_long_texts_are_read_to_their_end(tagger: Tagger) -> None:
    """A name far behind 1,500 characters is seen as well."""
    text = "The service was restarted and all queues were empty again. " * 200 + SAMPLE
    assert any(text[each.start : each.end] == "Gretchen Okafor" for each in tagger.tag(text))


def test_memory_of_words_is_bounded(tagger: Tagger) -> None:
    """However many different words come, the memory of words stays within its size."""
    for number in range(60):
        tagger.tag(" ".join(f"w{number}x{each:x}q".translate(str.maketrans("0123456789", "ghijklmnop")) for each in range(400)))
        assert len(tagger._words.known) <= module._WORDS  # noqa: SLF001 -- the bound is what is tested


def test_threads_agree(tagger: Tagger) -> None:
    """Threads that share a tagger, words new to it included, see what one alone sees."""
    texts = [f"{SAMPLE} Ref {chr(97 + at % 26) * (3 + at // 26)} for Pat Quimby{chr(97 + at % 26)}." for at in range(60)]
    alone = load().tag_many(texts)
    results: list[list[object]] = [[] for _ in range(4)]

    def run(number: int) -> None:
        results[number] = [tagger.tag(text) for text in texts]

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert all(each == alone for each in results)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_fork_goes_on(tagger: Tagger) -> None:
    """A child that was forked reads on."""
    child = os.fork()
    if child == 0:
        os._exit(0 if tagger.tag(SAMPLE) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


_SHARED: list[Tagger] = []


def shared() -> Tagger:
    """One tagger for the property tests, which cannot use fixtures of a narrower scope."""
    if not _SHARED:
        _SHARED.append(load())
    return _SHARED[0]
