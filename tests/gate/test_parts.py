"""The small parts: folding, windows, boundaries of words, runs, digits, spellings, key parts, joining."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.detection.types import Recognizer, fold
from phiguard.gate import join, words
from phiguard.gate.boundary import ends_alone, starts_alone
from phiguard.gate.digits import fewest_digits
from phiguard.gate.fold import FOLD
from phiguard.gate.keyparts import KeyPart, key_parts
from phiguard.gate.phrases import anchor, shortest
from phiguard.gate.runs import long_runs
from phiguard.gate.spellings import contexts, is_noisy, key_joined
from phiguard.gate.window import plain
from phiguard.model.call import OutboundCall
from phiguard.model.signals import Signal


@given(st.text(st.characters(max_codepoint=127), max_size=80))
def test_fold_is_the_analysers(text: str) -> None:
    """Gate and analyser fold alike."""
    assert text.encode().translate(FOLD).decode() == fold(text)[1:-1]


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        (b"%22a%3A%3a", b'"a::'),
        (b"a\\nb\\tc", b"a\nb\nc"),
        (b'\\"a\\"', b'"a"'),
        (b"12\\/31", b"12/31"),
        (b"%41%2541", b"%41%41"),
        (b"a%zz", b"a%zz"),
        (b"\\", b"\\"),
    ],
)
def test_plain(raw: bytes, read: bytes) -> None:
    """Separators are undone; hidden letters stay hidden."""
    assert plain(raw) == read


@given(st.binary(max_size=200))
def test_plain_never_fails(data: bytes) -> None:
    """Any bytes will do, and none are made."""
    assert len(plain(data)) <= len(data)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b" dob", True),
        (b"xdob", False),
        (b"xDob", True),
        (b"XDOB", False),
        (b"HTTPDob", True),
        (b"_dob", True),
        (b"2dob", True),
        (b"%2Fdob", True),
        (b"\\ndob", True),
        (b"%5Cndob", True),
    ],
)
def test_begins(data: bytes, expected: bool) -> None:
    """Where a word begins."""
    assert words.begins(b"\n\n\n" + data + b"\n", len(data)) is expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [(b' em"', True), (b'_em"', False), (b"&em=", True), (b'1em"', False), (b"%26em=", True), (b"[em]", True)],
)
def test_begins_exactly(data: bytes, expected: bool) -> None:
    """Where a whole name begins."""
    assert words.begins_exactly(b"\n\n" + data, 2 + data.index(b"em")) is expected


def _hash(text: str) -> bytes:
    return text.encode() * (64 // len(text))


@pytest.mark.parametrize(
    ("token", "signal"),
    [
        (_hash("0a"), Signal.LINK),
        (_hash("0A"), Signal.LINK),
        (base64.b64encode(b"jane doe, born in Dayton"), Signal.ENCODED),
        (b"jane doe, born 1980 in Dayton".hex().encode(), Signal.ENCODED),
        (base64.b64encode("größe der Häuser überall".encode()), Signal.ENCODED),
        (base64.b64encode(bytes(range(128, 200))), Signal(0)),
        (b"7b6aca40abbb1eeb1c99bb42ab09aaf9947a3fa3", Signal(0)),
        (b"123456789012345678901234567890", Signal(0)),
        (b"averyveryverylongwordindeedthatis", Signal(0)),
        (b"/usr/local/lib/python/site/packages/phiguard", Signal(0)),
        (b"a" * 23, Signal(0)),
    ],
)
def test_long_runs(token: bytes, signal: Signal) -> None:
    """Hashes and what decodes to text; digests, ids, paths and pictures are neither."""
    for before in (b'"', b"=", b"%22", b"x=%3D", b"\\n"):
        data = b"\n" + before + token + b'"\n'
        found = 0
        for bits, start, end in long_runs(data, 255):
            assert token[5:15] in data[start:end]
            found |= bits
        assert Signal(found) == signal


@given(st.binary(max_size=300))
def test_long_runs_never_fail(data: bytes) -> None:
    """Any bytes will do."""
    assert all(0 <= start < end <= len(data) for _, start, end in long_runs(data, 255))


@pytest.mark.parametrize(
    ("pattern", "digits"),
    [
        (r"\d{3}-\d\d", 5),
        (r"(?:a\d|\d\d)", 1),
        (r"\d?x", 0),
        (r"[0-9]{2}[a-z0-9]", 2),
        (r"(?P<v>19\d\d)", 4),
        (r"(?=\d)x", 0),
        (r"(?i:a)(?<!\d)\d+", 1),
        ("", 0),
    ],
)
def test_fewest_digits(pattern: str, digits: int) -> None:
    """Never more than the pattern really needs."""
    assert fewest_digits(pattern) == digits


@given(
    st.sampled_from([r"\d{3}-\d\d-\d{4}", r"(?:19|20)\d\d[a-z]?", r"[A-Z]\d[\dA-Z]\.\d{1,3}"]).flatmap(
        lambda p: st.tuples(st.just(p), st.from_regex(p, fullmatch=True))
    )
)
def test_fewest_digits_is_a_bound(sample: tuple[str, str]) -> None:
    """Every match holds that many digits."""
    pattern, text = sample
    assert sum(char.isdigit() for char in text) >= fewest_digits(pattern)


def test_key_parts_cover_every_form() -> None:
    """Each form ends with a part, or holds one that the key goes on behind."""
    forms = {
        "first name": 1,
        "firstname": 1,
        "patient nbr": 1,
        "patientnbr": 1,
        "hashed email": 4,
        "email": 1,
        "account number": 1,
        "phq 9": 16,
        "user agent": 0,
    }
    parts = key_parts(forms)
    for form, signal in forms.items():
        text = form.replace(" ", "")
        covering = [
            part for part in parts if (part.text.replace(" ", "") in text if part.onward else text.endswith(part.text.replace(" ", "")))
        ]
        assert not signal or any(parts[part] & signal for part in covering), form
    assert KeyPart("nbr", onward=False) in parts


def test_spellings() -> None:
    """Names are written in many ways, and everyday words hide some."""
    assert {"first_name", "first-name", "firstname", "first name", "first%20name"} <= set(key_joined(["first", "name"]))
    assert is_noisy("gout")
    assert is_noisy("age")
    assert not is_noisy("diabetes")
    assert set(shortest(["diabetes", "type 2 diabetes", "birth control"])) == {"diabetes", "birth control"}
    assert anchor("type two colitis") == "colitis"
    assert anchor("follow up") in {"follow", ""}


def test_contexts() -> None:
    """A shape's neighbours and separators, as the wire may have them."""
    found = contexts(" 00/00/0000 ")
    assert {" 00/00/0000 ", ":00/00/0000 ", " 0000 0A00 0A0000 ", " a00/00/0000 ", " 00 /00 /0000 "} <= found
    assert {" 000-00 ", "/000-00/"} <= contexts("000-00", whole=True)
    assert not any(text.startswith(":") for text in contexts(" 00:00"))


def test_boundaries_are_read_off_the_samples() -> None:
    """A literal is delimited only where the recognizer's own samples show that it must be."""
    recognizer = Recognizer(
        id="x",
        entity="US_SSN",
        pattern=r"(?<![a-z])(?:rx|pat[a-z]{0,4}) ?\d+",
        literals=("rx", "pat"),
        hits=("rx 1", "patient 2"),
        misses=("x",),
    )
    assert starts_alone(recognizer, "rx")
    assert ends_alone(recognizer, "rx")
    assert not ends_alone(recognizer, "pat")
    loose = Recognizer(id="x", entity="US_SSN", pattern=r"rx\d+", literals=("rx",), hits=("rx1",), misses=("x",))
    assert not starts_alone(loose, "rx")


def test_join() -> None:
    """URL, headers and body between newlines."""
    call = OutboundCall(method="POST", url="https://x.example/a", headers=(("A", "b"),), body=b"\xff{}")
    assert join(call) == b"\nhttps://x.example/a\nA: b\n\xff{}\n"
    assert re.fullmatch(rb"\n.*\n", join(OutboundCall(method="GET", url="/\ud800")), re.DOTALL)
