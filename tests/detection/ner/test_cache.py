"""`phiguard.detection.ner.cache`: remembers findings, not texts."""

from __future__ import annotations

from phiguard.detection.ner.cache import LeafCache
from phiguard.detection.ner.engine import Mention

FOUND = (Mention(span=(0, 4), entity="PERSON_NAME", score=0.9),)


def test_what_was_put_is_there_for_its_engine_only() -> None:
    """A leaf is known under the engine that read it, and no other."""
    cache = LeafCache()
    cache.put("tagger", "Omar called", FOUND)
    assert cache.get("tagger", "Omar called") == FOUND
    assert cache.get("other", "Omar called") is None
    assert cache.get("tagger", "Omar calls") is None


def test_its_size_is_bounded_and_what_is_used_stays() -> None:
    """Two generations are the most that is kept; what is asked for again survives."""
    cache = LeafCache(10)
    cache.put("tagger", "kept", FOUND)
    for number in range(1_000):
        cache.put("tagger", f"text {number}", ())
        assert cache.get("tagger", "kept") == FOUND
    assert len(cache) <= 20


def test_long_texts_are_not_remembered() -> None:
    """A text over the limit is read anew each time."""
    cache = LeafCache(longest=10)
    cache.put("tagger", "x" * 11, FOUND)
    assert cache.get("tagger", "x" * 11) is None
    assert len(cache) == 0


def test_no_text_is_kept() -> None:
    """Nothing that the cache holds says what was read; the digests are keyed, so they cannot be compared across processes."""
    one, two = LeafCache(), LeafCache()
    for cache in (one, two):
        cache.put("tagger", "Omar called", FOUND)
    assert b"Omar" not in b"".join(one._young)  # noqa: SLF001 -- what is kept is what is tested
    assert set(one._young) != set(two._young)  # noqa: SLF001
