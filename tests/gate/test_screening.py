"""The gate on a vocabulary that fits into one's head."""

from __future__ import annotations

import gc
import threading
from base64 import b64encode
from collections.abc import Callable
from gzip import compress
from typing import Any

import pytest

from phiguard.detection.types import Recognizer
from phiguard.gate import Gate
from phiguard.gate.engine import Candidates
from phiguard.model.signals import ALL_SIGNALS, Signal

KEY, SHAPE, LINK, PSEUDONYM, HEALTH, ENCODED = Signal.KEY, Signal.SHAPE, Signal.LINK, Signal.PSEUDONYM, Signal.HEALTH, Signal.ENCODED
NO_PROSE = ALL_SIGNALS & ~Signal.PROSE

HITS = [
    (b'{"dob":"x"}', KEY),
    (b'{"patientDob" : 1}', KEY),
    (b'{"patient_dob2":"x"}', KEY),
    (b"a=1&child-dob=x", KEY),
    (b"data=%7B%22dob%22%3A%221%22%7D", KEY),
    (b'{"a":"{\\"dob\\":\\"x\\"}"}', KEY),
    (b"X-Dob: 1", KEY),
    (b"GET /dob/1980 ", KEY),
    (b"<dob>1980</dob>", KEY),
    (b"user[dob]=1980", KEY),
    (b"name,dob,plan\nx,1980,y\n", KEY),
    (b'{"name":"dob","value":"1980"}', KEY),
    (b'[["plan","dob"],["x","1980"]]', KEY),
    (b'{"Date of Birth":"x"}', KEY),
    (b"Date+of+Birth=1980", KEY),
    (b"dateOfBirth=1980", KEY),
    (b'{"patient":{"first":{"name":"x"}}}', KEY),
    (b'{"em":"x"}', LINK),
    (b"/?ud[em]=x", LINK),
    (b"/?ud%5Bem%5D=x", LINK),
    (b"?a=1&em=x", LINK),
    (b"em=x", LINK),
    (b"fbclid=x", LINK),
    (b"x=" + b"0123456789abcdef" * 4, LINK),
    (b'{"anonymousId":"x"}', PSEUDONYM),
    (b'{"diagnosis":{"code":1}}', HEALTH),
    (b'{"q":"HIV test"}', HEALTH),
    (b"/HIVTest/", HEALTH),
    (b"/type-2-diabetes", HEALTH),
    (b"a\\ndiabetes", HEALTH),
    (b"/x%2Fdiabetes", HEALTH),
    (b"birth_control", HEALTH),
    (b"BirthControl", HEALTH),
    (b"birth%20control", HEALTH),
    (b'{"reason":"cold"}', HEALTH),
    (b'"a cold visit"', HEALTH),
    (b'{"a":"123-45-6789"}', SHAPE),
    (b"/p/123-45-6789/x", SHAPE),
    (b"a=%22123-45-6789%22", SHAPE),
    (b'"x\\n123-45-6789"', SHAPE),
    (b"chart number 123456", SHAPE),
    (b'{"chartNumber":{"n":123456}}', SHAPE),
    (b'{"name":"chart number","value":123456}', SHAPE),
    (b"%6Aane", ENCODED),
    (b"a%2520b", ENCODED),
    (b'"\\u0041"', ENCODED),
    (b"&#65;", ENCODED),
    ("größe".encode(), ENCODED),
    (b"a\x00b", ENCODED),
    (b"eyJkb2IiOiIxOTgwIn0", ENCODED),
    (b"amFuZSBkb2UsIGphbmVAZXhhbXBsZS5jb20=", ENCODED),
    (b64encode(compress(b"{}" * 30)), ENCODED),
    (b64encode(b"jane@x.org").rstrip(b"="), ENCODED),
    (b"b=" + b64encode(b"4711 Diabetes"), ENCODED),
    (b"6a616e6520646f652c206a616e65406578616d706c652e636f6d", ENCODED),
]
CLEAN = [
    b"",
    b"{}",
    b'{"dob":null,"a":1}',
    b'{"dob":""}',
    b"dob=&a=1",
    b'{"adobe":"x"}',
    b'{"type":"dob"}',
    b"x dob y",
    b'{"item":"x"}',
    b"item=1",
    b'{"page_url":"/x"}',
    b"archive",
    b"cold start of the function",
    b"one visit",
    b"000-12-3456",
    b"123-45-67890",
    b"chart number",
    b'{"n":123456}',
    b"Bearer eyJhbGciOiJIUzI1NiJ9",
    b"3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    b"/some/quite/long/path/of/words/and/more/words",
    b'{"library":{"name":"x"}}',
]


@pytest.mark.parametrize(("data", "signal"), HITS, ids=[repr(data)[:40] for data, _ in HITS])
def test_sees(small: Gate, data: bytes, signal: Signal) -> None:
    """Each kind of thing sets its bit, in each container and spelling."""
    assert signal in small.screen(data, NO_PROSE).signals


@pytest.mark.parametrize("data", CLEAN, ids=[repr(data)[:40] for data in CLEAN])
def test_lets_go(small: Gate, data: bytes) -> None:
    """Look-alikes set nothing."""
    assert small.screen(data, NO_PROSE).signals == Signal(0)


def test_mask_leaves_out_what_is_not_asked_for(small: Gate) -> None:
    """Only asked signals are set, and all of these."""
    data = b'{"dob":"x","anonymousId":"y","a":"123-45-6789","q":"hiv"}'
    assert small.screen(data, NO_PROSE).signals == KEY | PSEUDONYM | SHAPE | HEALTH
    for bit in (KEY, PSEUDONYM, SHAPE, HEALTH):
        assert small.screen(data, bit).signals == bit
        assert bit not in small.screen(data, NO_PROSE & ~bit).signals
    assert small.screen(data, Signal(0)).signals == Signal(0)


def test_prose_only_when_asked(small: Gate) -> None:
    """Four words in a row are prose."""
    assert small.screen(b"she came here today", Signal.PROSE).signals == Signal.PROSE
    assert small.screen(b"q=she+came+here+today", Signal.PROSE).signals == Signal.PROSE
    assert small.screen(b"she came here 4 times", Signal.PROSE).signals == Signal(0)
    assert small.screen(b"she came here today", NO_PROSE).signals == Signal(0)


@pytest.mark.parametrize("padding", [b"", b"\n"])
def test_hits_point_at_the_place(small: Gate, padding: bytes) -> None:
    """A hit's span is in the bytes that were given, padded or not."""
    data = padding + b'{"a":"hiv","b":"123-45-6789"}' + padding
    screen = small.screen(data, NO_PROSE, locate=True)
    assert screen.complete
    assert {(signal, data[start:end].strip(b'"')) for signal, start, end in screen.hits} == {(HEALTH, b"hiv"), (SHAPE, b"123-45-6789")}


def test_stops_when_it_knows_enough(small: Gate) -> None:
    """Without *locate* one place per signal is enough; with it all are listed, 64 at most."""
    many = b'"hiv",' * 200
    assert len(small.screen(many, HEALTH).hits) == 1
    assert not small.screen(many, HEALTH).complete
    located = small.screen(many, HEALTH, locate=True)
    assert len(located.hits) == 64
    assert not located.complete
    assert small.screen(b'"hiv",' * 20, HEALTH, locate=True).complete


def test_failing_candidates_are_bounded(small: Gate) -> None:
    """After so many candidates that fail, the signal is taken as given."""
    assert small.screen(b'"000-12-3456",' * 40, SHAPE).signals == Signal(0)
    assert small.screen(b'"000-12-3456",' * 2000, SHAPE).signals == SHAPE


def test_untriggered_recognizer_makes_everything_a_maybe(make_gate: Callable[..., Gate], small_vocabulary: Callable[..., Any]) -> None:
    """A recognizer that declares no trigger sets CUSTOM for every payload, when that is asked for."""
    recognizer = Recognizer(id="any", entity="CUSTOM_ID", pattern=r"zz\d", hits=("zz1",), misses=("zz",))
    gate = make_gate(small_vocabulary(extra=(recognizer,)))
    assert gate.screen(b"{}").signals == Signal.CUSTOM
    assert gate.screen(b"{}", KEY).signals == Signal(0)


def test_threads_do_not_share_scanners(hyperscan: Gate) -> None:
    """Eight threads at once get what one gets."""
    payloads = [b'{"q":"diabetes %d","ssn":"123-45-6789"}' % number for number in range(40)] + [
        b'{"a":%d}' % number for number in range(40)
    ]
    expected = [hyperscan.screen(data).signals for data in payloads]
    wrong: list[int] = []

    def work() -> None:
        for _ in range(20):
            wrong.extend(number for number, data in enumerate(payloads) if hyperscan.screen(data).signals != expected[number])

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not wrong


class _Reentrant:
    """An engine whose scanner calls the gate again in the middle of a scan, as a finaliser or signal handler may."""

    name = "reentrant"

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.gate: Gate | None = None
        self.made = 0

    def scanner(self) -> _Scanner:
        self.made += 1
        return _Scanner(self)


class _Scanner:
    def __init__(self, engine: _Reentrant) -> None:
        self.engine, self.inner, self.busy = engine, engine.inner.scanner(), False

    def words(self, data: bytes) -> Candidates:
        assert not self.busy
        self.busy = True
        if self.engine.gate is not None and b"again" in data:
            self.engine.gate.screen(b"\nhiv\n")
        self.busy = False
        return list(self.inner.words(data))

    def pseudonyms(self, data: bytes) -> Candidates:
        return list(self.inner.pseudonyms(data))

    def shapes(self, folded: bytes) -> Candidates:
        return list(self.inner.shapes(folded))


def test_a_screen_within_a_screen_gets_its_own_scanner(small: Gate) -> None:
    """A scanner in use is never handed out a second time, and is kept for the thread's next scan."""
    engine = _Reentrant(small._engine)  # noqa: SLF001 -- a wrapped engine is the only way into the middle of a scan
    gate = small.with_engine(engine)
    engine.gate = gate
    assert gate.screen(b"\nagain hiv\n").signals == HEALTH
    assert engine.made == 2
    assert gate.screen(b"\nagain\n", NO_PROSE).signals == Signal(0)
    assert engine.made == 3
    gc.collect()


def test_repr_holds_no_payload(small: Gate) -> None:
    """What is logged of a screen is bits and counts."""
    screen = small.screen(b'{"dob":"canary"}')
    assert "canary" not in repr(screen)
    assert "dob" not in repr(screen)
