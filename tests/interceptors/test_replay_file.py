"""Stand-ins for files that cannot be rewound."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.interceptors import _replay_file
from phiguard.interceptors._replay_file import ReplayFile, replay_file

LATER = 1e12


def utf8(text: str) -> bytes:
    """How the client of these tests encodes."""
    return text.encode()


class AppError(Exception):
    """The application's own."""


class Pipe(io.RawIOBase):
    """Reads once."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.content = io.BytesIO(content)

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """What ``read`` is made of."""
        return self.content.readinto(buffer)


CONTENT = b"first line\nsecond\n\nlast without end"


@given(st.integers(0, 60), st.lists(st.integers(1, 20), max_size=10))
def test_files_read_as_before(limit: int, sizes: list[int]) -> None:
    """``read(n)`` gives what the source's own would, whatever was read ahead."""
    source = io.BufferedReader(Pipe(CONTENT))
    replay = replay_file(source)
    replay.peek(limit, LATER, utf8)
    plain = io.BytesIO(CONTENT)
    assert [replay.read(size) for size in sizes] == [plain.read(size) for size in sizes]
    assert replay.read() == plain.read()
    assert replay.read() == b""


@pytest.mark.parametrize(
    "take", [list, lambda file: list(iter(file.readline, b"")), lambda file: [file.read()]], ids=["iter", "readline", "read"]
)
def test_files_give_lines_as_before(take: Callable[[Any], list[bytes]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Some clients send a file by lines: the line that was cut by reading ahead is whole again."""
    monkeypatch.setattr(_replay_file, "_BLOCK", 14)
    replay = replay_file(io.BufferedReader(Pipe(CONTENT)))
    assert replay.peek(5, LATER, utf8).unread == "oversize"
    assert take(replay) == take(io.BytesIO(CONTENT))


def test_text_files_stay_text() -> None:
    """A text file's stand-in is one, so that its client encodes it, in the charset of its choice."""
    replay = replay_file(io.TextIOWrapper(io.BufferedReader(Pipe("Zoë\n".encode())), encoding="utf-8"))
    assert isinstance(replay, io.TextIOBase)
    assert replay.peek(100, LATER, utf8).data == "Zoë\n".encode()
    assert list(replay) == ["Zoë\n"]


def test_a_files_error_comes_at_its_place() -> None:
    """What a file raises while it is read ahead, its consumer meets after what came before."""

    class Failing:
        def __init__(self) -> None:
            self.blocks = [b"first"]

        def read(self, size: int = -1) -> bytes:
            del size
            if not self.blocks:
                raise AppError
            return self.blocks.pop()

    replay = ReplayFile(Failing())
    assert replay.peek(100, LATER, utf8).data == b"first"
    assert replay.read(64) == b"first"
    with pytest.raises(AppError):
        replay.read(64)


def test_a_files_other_attributes_are_its_own() -> None:
    """Whatever else a client asks a file for, the source answers."""
    source = io.BufferedReader(Pipe(b"x"))
    assert replay_file(source).readable() is True
    with pytest.raises(AttributeError):
        _ = replay_file(source).nothing_of_the_kind


def test_nothing_is_shown() -> None:
    """No stand-in shows what it holds."""
    assert "mona" not in repr(ReplayFile(io.BytesIO(b"mona")))
