"""Stand-ins for bodies that can be read once."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.interceptors import _replay
from phiguard.interceptors._replay import AsyncReplay, Replay, Seen, bytes_of

LATER = 1e12


def utf8(text: str) -> bytes:
    """How the client of these tests encodes."""
    return text.encode()


def numbered(count: int) -> Iterator[bytes]:
    """That many pieces of one byte."""
    for number in range(count):
        yield b"%d" % (number % 10)


class AppError(Exception):
    """The application's own."""


@given(st.lists(st.binary(max_size=20)), st.integers(0, 60))
def test_chunks_come_out_as_they_went_in(chunks: list[bytes], limit: int) -> None:
    """However far it was read ahead, the consumer gets every chunk, once, with its boundaries."""
    replay = Replay(iter(chunks))
    seen = replay.peek(limit, LATER, utf8)
    assert b"".join(chunks).startswith(seen.data)
    assert seen.unread == ("oversize" if len(seen.data) > limit else "")
    assert list(replay) == chunks
    assert list(replay) == []


@given(st.lists(st.binary(max_size=20)), st.integers(0, 60), st.integers(0, 60))
def test_peeking_uses_nothing_up(chunks: list[bytes], first: int, second: int) -> None:
    """To peek twice shows at least as much the second time, and takes nothing."""
    replay = Replay(iter(chunks))
    one, two = replay.peek(first, LATER, utf8), replay.peek(second, LATER, utf8)
    assert two.data.startswith(one.data)
    assert list(replay) == chunks


def test_a_second_stand_in_goes_on_where_the_first_stopped() -> None:
    """What was read ahead belongs to the generator: another attempt with the same one misses nothing and repeats nothing."""
    source = numbered(6)
    first = Replay(source)
    first.peek(100, LATER, utf8)
    consumer = iter(first)
    assert [next(consumer), next(consumer)] == [b"0", b"1"]
    second = Replay(source)
    assert second.peek(100, LATER, utf8).data == b"2345"
    assert list(second) == [b"2", b"3", b"4", b"5"]


def test_what_can_be_read_again_can_be_read_again() -> None:
    """An iterable that starts afresh each time does so behind its stand-in."""

    class Again:
        def __iter__(self) -> Iterator[bytes]:
            return numbered(3)

    replay = Replay(Again())
    for _ in range(2):
        assert replay.peek(100, LATER, utf8).data == b"012"
        assert list(replay) == [b"0", b"1", b"2"]


def test_an_error_comes_at_its_place_and_once() -> None:
    """The application's exception, itself, after what was given before it."""
    error = AppError("mine")

    def body() -> Iterator[bytes]:
        yield b"first"
        raise error

    replay = Replay(body())
    assert replay.peek(100, LATER, utf8) == Seen(b"first", "", replay)
    consumer = iter(replay)
    assert next(consumer) == b"first"
    with pytest.raises(AppError) as caught:
        next(consumer)
    assert caught.value is error
    assert list(replay) == []


def test_an_error_keeps_where_it_came_from() -> None:
    """The traceback leads to the line of the application that raised, and what can be read again starts afresh after it."""

    class Again:
        def __iter__(self) -> Iterator[bytes]:
            yield b"first"
            raise AppError

    replay = Replay(Again())
    for _ in range(2):
        assert replay.peek(100, LATER, utf8).data == b"first"
        with pytest.raises(AppError) as caught:
            list(replay)
        assert caught.traceback[-1].name == "__iter__"
        assert Path(caught.traceback[-1].path) == Path(__file__)


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit, GeneratorExit, asyncio.CancelledError])
def test_what_ends_the_program_is_not_kept(kind: type[BaseException]) -> None:
    """An interrupt that hits while we read ahead goes through at once."""

    def body() -> Iterator[bytes]:
        yield b"first"
        raise kind

    with pytest.raises(kind):
        Replay(body()).peek(100, LATER, utf8)


def test_an_iterable_that_cannot_begin_fails_in_the_client() -> None:
    """An error of ``iter()`` itself is met by the consumer, not by us."""

    class Broken:
        def __iter__(self) -> Iterator[bytes]:
            raise AppError

    replay = Replay(Broken())
    assert replay.peek(100, LATER, utf8).data == b""
    with pytest.raises(AppError):
        list(replay)


def test_time_is_bounded() -> None:
    """Past the deadline reading ahead ends between two chunks, and says so."""
    replay = Replay(numbered(5))
    seen = replay.peek(100, monotonic() - 1, utf8)
    assert (seen.data, seen.unread) == (b"", "stream")
    assert b"".join(replay) == b"01234"


def test_nothing_outlives_the_body() -> None:
    """What was read ahead is let go with the generator that it came from, an error in it included."""

    def body() -> Iterator[bytes]:
        yield b"chart"
        raise AppError

    source = body()
    key, gone = id(source), weakref.ref(source)
    replay = Replay(source)
    replay.peek(100, LATER, utf8)
    assert key in _replay.REGISTRY._entries  # noqa: SLF001 -- nothing else shows that it is empty again
    del source, replay
    gc.collect()
    assert gone() is None
    assert key not in _replay.REGISTRY._entries  # noqa: SLF001 -- as above


def test_what_cannot_be_referred_to_weakly_is_replayed() -> None:
    """A built-in iterator is read ahead as well as any."""
    replay = Replay(map(bytes, ([65], [66])))
    assert replay.peek(100, LATER, utf8).data == b"AB"
    assert list(replay) == [b"A", b"B"]


def test_async_chunks_come_out_as_they_went_in() -> None:
    """The async twin: all chunks once, its errors at their place, a second one goes on."""
    error = AppError("mine")

    async def body() -> AsyncIterator[bytes]:
        yield b"one"
        yield b"two"
        raise error

    async def main() -> None:
        source = body()
        assert (await AsyncReplay(source).peek(2, LATER, utf8)).unread == "oversize"
        replay = AsyncReplay(source)
        assert (await replay.peek(100, LATER, utf8)).data == b"onetwo"
        consumer = aiter(replay)
        got = [await anext(consumer), await anext(consumer)]
        with pytest.raises(AppError) as caught:
            await anext(consumer)
        assert got == [b"one", b"two"]
        assert caught.value is error

    asyncio.run(main())


def test_async_rest_is_passed_on() -> None:
    """Beyond what was read ahead, an async body goes on chunk by chunk."""

    async def body() -> AsyncIterator[bytes]:
        for number in range(5):
            yield b"%d" % number

    async def main() -> list[bytes]:
        replay = AsyncReplay(body())
        assert (await replay.peek(1, LATER, utf8)).data == b"01"
        return [chunk async for chunk in replay]

    assert asyncio.run(main()) == [b"0", b"1", b"2", b"3", b"4"]


@pytest.mark.parametrize(
    ("chunk", "expected"),
    [(b"a", b"a"), ("ä", "ä".encode()), (bytearray(b"b"), b"b"), (memoryview(b"cd")[::2], b"c"), (7, b""), (None, b"")],
)
def test_bytes_of_what_clients_send(chunk: object, expected: bytes) -> None:
    """A chunk is what its client would make of it; none for what it will refuse."""
    assert bytes_of(chunk, utf8) == expected


@pytest.mark.parametrize("shown", [Replay([b"mona"]), Seen(b"mona", "", None)], ids=lambda shown: type(shown).__name__)
def test_nothing_is_shown(shown: object) -> None:
    """No stand-in shows what it holds."""
    assert "mona" not in repr(shown)
