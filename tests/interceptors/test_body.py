"""Looking at a body leaves it as it was."""

from __future__ import annotations

import array
import io
import mmap
import tempfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.interceptors._body import is_async, is_read, look
from phiguard.interceptors._replay import Replay
from phiguard.interceptors._replay_file import ReplayFile


@pytest.mark.parametrize(
    ("body", "data"),
    [
        (None, b""),
        (b"abc", b"abc"),
        ("abc", b"abc"),
        ("Zoë", "Zoë".encode()),
        (bytearray(b"abc"), b"abc"),
        (memoryview(b"abcd")[1:3], b"bc"),
        (array.array("B", b"abc"), b"abc"),
        ([b"a", "b", bytearray(b"c")], b"abc"),
        ((), b""),
        ({b"a": 1, b"b": 2}, b"ab"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_there_is_sent_itself(body: Any, data: bytes) -> None:
    """What can be looked at without using it up is sent as the very object it is."""
    seen = look(body, limit=100)
    assert (seen.data, seen.unread) == (data, "")
    assert seen.body is body


@given(st.binary(max_size=300), st.integers(0, 300), st.integers(1, 200))
def test_a_file_is_left_where_it_stood(content: bytes, start: int, limit: int) -> None:
    """A file is read from where it stands, up to the limit, and put back."""
    file = io.BytesIO(content)
    file.seek(start)
    seen = look(file, limit=limit)
    assert content[start:].startswith(seen.data)
    assert (seen.unread == "oversize") is (len(content[start:]) > limit)
    assert seen.body is file
    assert file.tell() == start


def test_files_of_every_make() -> None:
    """Real files, maps of files and text files."""
    with tempfile.TemporaryFile() as file:
        file.write(b"skipped, then read")
        file.seek(14)
        assert look(file, limit=100).data == b"read"
        assert file.read() == b"read"
        file.flush()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            assert look(mapped, limit=100).data == b"skipped, then read"
            assert mapped.tell() == 0
    text = io.StringIO("naïve")
    assert look(text, limit=100, charset="iso-8859-1").data == "naïve".encode("iso-8859-1")
    assert text.read() == "naïve"


def test_a_closed_file_is_not_read() -> None:
    """A closed file is reported as one, and left to its client."""
    file = io.BytesIO(b"abc")
    file.close()
    seen = look(file, limit=100)
    assert (seen.data, seen.unread) == (b"", "closed")
    assert seen.body is file


class Unwilling:
    """Reads, and will not be rewound, in one of the ways in which files say so."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.left = [b"abc"]

    def tell(self) -> int:
        """Will not."""
        raise self.error

    def read(self, size: int = -1) -> bytes:
        """Once."""
        del size
        return self.left.pop() if self.left else b""


@pytest.mark.parametrize(
    "error", [OSError(), ValueError(), io.UnsupportedOperation(), AttributeError(), NotImplementedError(), TypeError()], ids=repr
)
def test_a_file_that_cannot_be_rewound_is_replaced(error: Exception) -> None:
    """What it gave is given again by a stand-in."""
    seen = look(Unwilling(error), limit=100)
    assert (seen.data, seen.unread) == (b"abc", "")
    assert isinstance(seen.body, ReplayFile)
    assert seen.body.read() == b"abc"


def test_a_file_that_fails_is_left_to_its_client() -> None:
    """A file that can be rewound and not read: not looked at, put back, and the client meets its error."""

    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            del size
            raise RuntimeError

    file = Failing(b"abc")
    seen = look(file, limit=100)
    assert (seen.data, seen.unread) == (b"", "stream")
    assert seen.body is file
    assert file.tell() == 0


@pytest.mark.parametrize("body", ["x" * 200, bytearray(200), memoryview(bytes(200)), [b"x" * 60] * 4], ids=lambda body: type(body).__name__)
def test_what_is_too_long_is_not_copied_whole(body: Any) -> None:
    """Beyond the limit only the head is seen, and the word for that is given."""
    seen = look(body, limit=100)
    assert seen.unread == "oversize"
    assert 100 <= len(seen.data) <= 160
    assert seen.body is body


def test_bytes_are_taken_at_any_length() -> None:
    """Bytes cost nothing to look at: whether they are too long is for the guard to say."""
    body = bytes(1000)
    assert look(body, limit=100).data is body


def test_iterators_are_replaced_and_stand_ins_are_not() -> None:
    """An iterator gets a stand-in once; a layer below that looks again gets the same one."""
    seen = look(iter([b"a", b"b"]), limit=100)
    assert isinstance(seen.body, Replay)
    assert seen.data == b"ab"
    again = look(seen.body, limit=100)
    assert again.body is seen.body
    assert list(again.body) == [b"a", b"b"]


def test_what_nobody_sends_is_not_looked_at() -> None:
    """An object of no use as a body is not claimed to be clean."""
    body = object()
    seen = look(body, limit=100)
    assert (seen.data, seen.unread) == (b"", "stream")
    assert seen.body is body


def test_text_that_the_charset_lacks_is_still_seen() -> None:
    """Where the client will fail to encode, what it was given is looked at all the same."""
    assert look("Ω", limit=100, charset="iso-8859-1").data == "Ω".encode()
    assert look("\ud800", limit=100).data == b"\xed\xa0\x80"


def test_kinds() -> None:
    """Which bodies are in memory, and which are read by ``async for``."""

    class Async:
        def __aiter__(self) -> None: ...

    assert [is_read(body) for body in (None, b"", "", bytearray(), memoryview(b""), [], iter(()))] == [True] * 5 + [False] * 2
    assert [is_async(body) for body in (Async(), iter(()), None)] == [True, False, False]
