"""What the vocabulary names, the gate sees: in every spelling, container and encoding that it promises, on every engine."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phiguard.detection import vocabulary
from phiguard.detection.types import Recognizer
from phiguard.gate import Gate
from phiguard.gate.signals import by_key, by_role, by_shape
from phiguard.model.entities import ENTITIES
from phiguard.model.signals import ALL_SIGNALS, Signal

IDENTIFIERS = Signal.KEY | Signal.SHAPE | Signal.LINK | Signal.PSEUDONYM
NO_PROSE = ALL_SIGNALS & ~Signal.PROSE


def _dump(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


CONTAINERS: dict[str, Callable[[str], bytes]] = {
    "json": lambda text: _dump({"a": 1, "zz": text, "b": [True]}),
    "spaced json": lambda text: json.dumps({"zz": [text]}, indent=1, ensure_ascii=False).encode(),
    "json in json": lambda text: _dump({"zz": _dump({"a": text}).decode()}),
    "form": lambda text: b"a=1&zz=" + quote_plus(text).encode() + b"&b=2",
    "percent": lambda text: b"https://x.example/p?zz=" + quote(text, safe="").encode(),
    "json in form": lambda text: b"data=" + quote(_dump({"zz": text}).decode()).encode(),
    "lines in json": lambda text: _dump({"zz": f"one\n{text}\ntwo"}),
    "text": lambda text: f"zz {text} zz".encode(),
    "header": lambda text: f"X-Zz: {text}\n".encode(),
    "csv": lambda text: f"a,b\n1,{text}\n".encode(),
}


def _seen(gate: Gate, data: bytes, wanted: int) -> bool:
    """Whether the gate says at least what a finding would: its bit, or that something must be opened."""
    return bool(gate.screen(b"\n" + data + b"\n", NO_PROSE).signals & (Signal(wanted) | Signal.ENCODED))


@pytest.mark.parametrize("container", CONTAINERS)
def test_every_hit_of_every_recognizer(stdlib: Gate, container: str) -> None:
    """A recognizer's own samples set its bit wherever they stand."""
    missed = [
        (recognizer.id, number)
        for recognizer in vocabulary.recognizers()
        for number, text in enumerate(recognizer.hits)
        if not _whole(recognizer) or container not in {"text", "lines in json"}
        if not _seen(stdlib, CONTAINERS[container](text), by_shape(recognizer.entity, recognizer.strength))
    ]
    assert not missed


def _whole(recognizer: Recognizer) -> bool:
    return recognizer.pattern.startswith("\\A")


SPELLINGS: dict[str, Callable[[list[str]], str]] = {
    "snake": "_".join,
    "kebab": "-".join,
    "upper snake": lambda words: "_".join(words).upper(),
    "camel": lambda words: words[0] + "".join(word.capitalize() for word in words[1:]),
    "pascal": lambda words: "".join(word.capitalize() for word in words),
    "blank": " ".join,
    "title": lambda words: " ".join(words).title(),
    "dotted": ".".join,
    "prefixed": lambda words: "my_" + "_".join(words),
    "hump": lambda words: "my" + "".join(word.capitalize() for word in words),
    "counted": lambda words: "_".join(words) + "2",
}
KEYED: dict[str, Callable[[str], bytes]] = {
    "json": lambda key: _dump({"a": 1, key: "zz"}),
    "json number": lambda key: _dump({key: 4711}),
    "json in json": lambda key: _dump({"a": _dump({key: "zz"}).decode()}),
    "form": lambda key: f"a=1&{quote_plus(key)}=zz".encode(),
    "query": lambda key: f"https://x.example/?{quote(key)}=zz".encode(),
    "bracket": lambda key: f"u%5B{quote(key)}%5D=zz".encode(),
    "json in form": lambda key: b"data=" + quote(_dump({key: "zz"}).decode()).encode(),
    "pair": lambda key: _dump({"value": "zz", "name": key}),
    "table": lambda key: _dump([["a", key], ["x", "zz"]]),
    "csv": lambda key: f"a,{key},b\n1,zz,3\n".encode(),
}


_SHARE = 9
"""Each combination takes every ninth form, and begins elsewhere: 110 combinations see each form twelve times."""


@pytest.mark.parametrize("container", KEYED)
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_key(stdlib: Gate, spelling: str, container: str) -> None:
    """Every form of the role table that names a value is seen as a key with a value, however it is written."""
    missed = []
    turn = list(SPELLINGS).index(spelling) * len(KEYED) + list(KEYED).index(container)
    for form, role in list(vocabulary.keys().items())[turn % _SHARE :: _SHARE]:
        signal = by_role(role)
        if signal and not (spelling == "counted" and form[-1].isdigit()):
            key = SPELLINGS[spelling](form.split(" "))
            found = stdlib.screen(b"\n" + KEYED[container](key) + b"\n", NO_PROSE).signals
            if not found & (Signal(signal) | Signal.ENCODED) and _still(key, signal):
                missed.append(key)
    assert not missed


def _still(key: str, signal: int) -> bool:
    """Whether the role table itself reads that spelling as the form: ``icd9`` in capitals or counted may be another word."""
    from phiguard.detection.keys import lookup

    entry = lookup(key)
    return entry is not None and not entry.needs and by_role(entry.role) == signal


@pytest.mark.parametrize("container", ["json", "form", "query", "bracket", "json in json", "json in form"])
def test_every_parameter(stdlib: Gate, container: str) -> None:
    """Every vendor's parameter that names a value is seen, but for those that are somebody's only beneath a person."""
    bare = vocabulary.bare()
    missed = [
        name
        for name, role in vocabulary.parameters().items()
        if by_role(role) and name not in bare and not _seen(stdlib, KEYED[container](name), by_role(role) | Signal.KEY | Signal.LINK)
    ]
    assert not missed


JOINTS = (" ", "_", "-", "/", ".")


@pytest.mark.parametrize("container", ["json", "form", "percent", "text", "lines in json"])
@pytest.mark.parametrize("joint", JOINTS)
def test_every_term(stdlib: Gate, joint: str, container: str) -> None:
    """Every unambiguous term of the lexicon is seen in text and in names."""
    turn, listed = JOINTS.index(joint), list(vocabulary.terms().items())
    missed = [
        text
        for text, term in (listed if joint == " " else listed[turn :: len(JOINTS)])
        if not term.ambiguous and not _seen(stdlib, CONTAINERS[container](text.replace(" ", joint)), Signal.HEALTH)
    ]
    assert not missed


@pytest.mark.parametrize("spelling", ["camel", "pascal", "title"])
def test_every_term_as_a_name(stdlib: Gate, spelling: str) -> None:
    """Event names and paths in camel case hold terms too."""
    missed = [
        text
        for text, term in vocabulary.terms().items()
        if not term.ambiguous
        and text.isascii()
        and not _seen(stdlib, _dump({"event": SPELLINGS[spelling](text.split(" "))}), Signal.HEALTH)
    ]
    assert not missed


def test_ambiguous_terms(stdlib: Gate) -> None:
    """An ambiguous clinical term counts when it is all that a value says."""
    clinical = [text for text, term in vocabulary.terms().items() if term.ambiguous and str(term.strength) == "clinical"]
    missed = [text for text in clinical if not _seen(stdlib, _dump({"a": text}), Signal.HEALTH)]
    assert not missed


def test_bare_keys_beneath_a_person(stdlib: Gate) -> None:
    """A name beneath a person's key is the person's."""
    missed = [
        owner
        for owner in vocabulary.contexts()
        if not _seen(stdlib, _dump({owner.replace(" ", "_"): {"name": "zz"}}), int(IDENTIFIERS | Signal.HEALTH))
    ]
    assert not missed


TRAPS = [
    '"3f2504e0-4f89-11d3-9a0c-0305e82c3301"', '"12345678-1234-5678-1234-567812345678"', '"2026-04-12T08:30:00.000Z"',
    '"2026-04-12 08:30:00"',
    "1780000123456", "1698043225", "1706148514000000000", "12.345678901", "1249.99", '"Chrome/126.0.0.0 Safari/537.36"',
    '"7b6aca40abbb1eeb1c99bb42ab09aaf9947a3fa3"', '"12.4.1-rc.2+build.77"', '"00-379d5d82585f8eb0c43f31918ff195e9-13fd00cc60a58ec5-01"',
    '"4bf92f3577b34da6a3ce929d0e0e4736"', '"archive logout crash consistent regex index"', '"arn:aws:iam::123456789012:role/x"',
    '"xoxbAJ82kdjeuTNQINXRBE9BNOBOMDXR7XhZMnlB8SRPQ6ccA0rfRqSCv"', '"10:20:30"', '"16:9"', '"en-US"', '"POST /v1/charges"',
    '"us-east-1a"',
]  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
def test_clean_traps(gate: Gate, trap: str) -> None:
    """What machines write all day sets nothing."""
    assert gate.screen(b'\n{"x":' + trap.encode() + b',"y":1}\n', NO_PROSE).signals == Signal(0)


ATOMS = st.one_of(
    st.sampled_from(
        [
            b'"dob":',
            b'\\"ssn\\":\\"',
            b"%22mrn%22%3A",
            b"hiv",
            b"HIV",
            b"PatientName",
            b"&em=",
            b"[em]=",
            b"123-45-6789",
            b"\n",
            b'"',
            b"\\n",
        ]
    ),
    st.sampled_from(
        [b"%2F", b"diabetes ", b"1980-01-02", b"(937) 555-0123", b"jane@example.com", b"eyJhIjoiYiJ9", b"card", b"phone", b" St, ", b"="]
    ),
    st.binary(max_size=12),
    st.text("abcdefXYZ 0123456789_-./:,\"'{}[]%\\", max_size=16).map(str.encode),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(ATOMS, max_size=30).map(b"".join), st.integers(0, 255))
def test_engines_agree(stdlib: Gate, hyperscan: Gate, data: bytes, mask: int) -> None:
    """Whatever the bytes and the mask, both engines see the same at the same places."""
    one, other = (gate.screen(data, Signal(mask), locate=True) for gate in (stdlib, hyperscan))
    assert (one.signals, one.hits, one.complete) == (other.signals, other.hits, other.complete)
    assert stdlib.screen(data, Signal(mask)).signals == one.signals


@settings(max_examples=300, deadline=None)
@given(st.lists(ATOMS, max_size=20).map(b"".join))
def test_mask_only_filters(stdlib: Gate, data: bytes) -> None:
    """A bit is set under a mask exactly when it is set under the full one."""
    full = stdlib.screen(data, ALL_SIGNALS, locate=True).signals
    for bit in Signal:
        assert stdlib.screen(data, bit).signals == full & bit


def test_signals_of_entities() -> None:
    """Every entity has a bit by its key and one by its shape."""
    for entity in ENTITIES:
        assert by_key(entity) in {bit.value for bit in Signal}
        assert by_shape(entity) in {bit.value for bit in Signal}
    assert by_key("COOKIE_ID") == Signal.PSEUDONYM
    assert by_key("CLICK_ID") == Signal.LINK
    assert by_key("NO_SUCH_ENTITY") == Signal.KEY
