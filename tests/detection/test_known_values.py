"""`phiguard.detection.known_values`: exact data match."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

import pytest

from phiguard.detection.known_values import Known, KnownValues, compile_values
from phiguard.model.leaf import Leaf, Where

MAYA = {
    "name": "Maya Okafor", "email": "maya.okafor@example.com", "phone": "(937) 555-0123", "ssn": "042-10-3580", "mrn": "E4471882",
    "date_of_birth": "1980-03-04",
    "address": "412 Maple Hollow Rd", "zip": "45409", "member_id": "XEH123456789", "bed": "north wing 7",
}  # fmt: skip


def _leaf(text: str, key: str = "") -> Leaf:
    return Leaf(where=Where.BODY, address=(0,), key=key, text=text)


def _found(known: Known, text: str, key: str = "") -> list[tuple[str, str]]:
    return [(entity, text[low:high]) for entity, (low, high) in known.find(_leaf(text, key))]


HITS = [
    ("Maya Okafor called", ("PERSON_NAME", "Maya Okafor")),
    ("OKAFOR, MAYA", ("PERSON_NAME", "OKAFOR, MAYA")),
    ("Maya J. Okafor", ("PERSON_NAME", "Maya J. Okafor")),
    ("MAYA.OKAFOR@EXAMPLE.COM", ("EMAIL_ADDRESS", "MAYA.OKAFOR@EXAMPLE.COM")),
    ("tel 937.555.0123", ("PHONE_NUMBER", "937.555.0123")),
    ("9375550123", ("PHONE_NUMBER", "9375550123")),
    ("ssn 042 10 3580", ("US_SSN", "042 10 3580")),
    ("042103580", ("US_SSN", "042103580")),
    ("chart E4471882", ("MEDICAL_RECORD_NUMBER", "E4471882")),
    ("born 3/4/1980", ("DATE_OF_BIRTH", "3/4/1980")),
    ("19800304", ("DATE_OF_BIRTH", "19800304")),
    ("at 412 Maple Hollow Rd, Dayton", ("STREET_ADDRESS", "412 Maple Hollow Rd")),
    ("in North Wing 7", ("EXTERNAL_ID", "North Wing 7")),
    (hashlib.sha256(b"maya.okafor@example.com").hexdigest(), ("EMAIL_HASH", hashlib.sha256(b"maya.okafor@example.com").hexdigest())),
    (hashlib.md5(b"+19375550123").hexdigest().upper(), ("PHONE_HASH", hashlib.md5(b"+19375550123").hexdigest().upper())),
    (
        base64.b64encode(hashlib.sha256(b"maya").digest()).decode().rstrip("="),
        ("NAME_HASH", base64.b64encode(hashlib.sha256(b"maya").digest()).decode().rstrip("=")),
    ),
]


@pytest.mark.parametrize(("text", "wanted"), HITS)
def test_a_persons_values_are_found_in_their_forms(text: str, wanted: tuple[str, str]) -> None:
    """Orders of names, formats of numbers and dates, and the digests that pixels make are that person's."""
    assert wanted in _found(compile_values(MAYA), text)


@pytest.mark.parametrize(
    "text",
    [
        "Mayan Okaforb",
        "nadia.okafor@example.com",
        "937-555-0124",
        "E44718820",
        "1981-03-04",
        "45409",
        "xE4471882x",
        "142-10-3580",
        "a" * 64,
    ],
)
def test_other_peoples_values_are_not(text: str) -> None:
    """A value that differs, stands inside a longer one, or is short and stands alone is not found."""
    assert _found(compile_values(MAYA), text) == []


def test_short_values_need_an_identifiers_key() -> None:
    """A value under six characters counts as the whole value beneath an identifier's key."""
    known = compile_values(MAYA)
    assert _found(known, "45409", "zip") == [("ZIP_CODE", "45409")]
    assert _found(known, "maya", "first_name") == [("PERSON_NAME", "maya")]
    assert _found(known, "45409", "count") == []


def test_spans_are_those_of_the_original() -> None:
    """A value hidden by look-alikes is found with the span of the text as sent."""
    text = "id \uff25\uff14\uff14\uff17\uff11\uff18\uff18\uff12 ok"
    assert _found(compile_values(MAYA), text) == [("MEDICAL_RECORD_NUMBER", text[3:11])]


@pytest.mark.parametrize("data", [b'{"x":"Maya Okafor"}', b"n=Maya+Okafor", b"n=Maya%20Okafor", b"9375550123", "\u00e9".encode()])
def test_possible_is_true_for_what_could_hold_one(data: bytes) -> None:
    """Raw bytes that hold a value, also form-encoded, or that must be opened first, could hold one."""
    assert compile_values(MAYA).possible(data)


def test_possible_is_false_for_the_rest() -> None:
    """Plain bytes without any of the values cannot."""
    assert not compile_values(MAYA).possible(b'{"event":"page_view","n":12}')
    assert not KnownValues([MAYA]).possible(b'{"event":"page_view","n":12}')
    assert KnownValues([MAYA]).possible(b"n=maya.okafor%40example.com")


def test_nothing_is_compiled_of_nothing() -> None:
    """Empty values find nothing."""
    known = compile_values({"name": "", "email": " "})
    assert _found(known, "Maya Okafor") == []
    assert not known.possible(b"x")


@pytest.mark.parametrize("known", [compile_values(MAYA), KnownValues([MAYA])], ids=["one", "many"])
def test_reprs_hold_no_values(known: Known) -> None:
    """Neither a person's matcher nor a set of people shows a value."""
    assert not any(value in repr(known) for value in MAYA.values())


MANY = [
    (text, wanted)
    for text, wanted in HITS
    if wanted[0] not in {"DATE_OF_BIRTH", "NAME_HASH"}
    and "J." not in text
    and "MAYA" not in wanted[1]
    and not text.isupper()
    and "+" not in text
][:12]


@pytest.mark.parametrize(("text", "wanted"), MANY)
def test_a_set_of_people_finds_the_same(text: str, wanted: tuple[str, str]) -> None:
    """A process-wide set finds the values of each of its people in the same forms."""
    people = [{"name": f"Nadia Nobody{number}", "email": f"n{number}@example.net", "mrn": f"Z{number:07}"} for number in range(200)]
    assert wanted in _found(KnownValues([*people, MAYA]), text)


def test_a_set_holds_no_raw_values() -> None:
    """Nothing that the set refers to, however deep, is or contains one of the values."""
    known = KnownValues([MAYA])
    assert len(known) == 1
    assert not any(value.lower() in text for text in _texts(known) for value in MAYA.values())


def _texts(thing: object) -> Iterator[str]:
    """Every text that *thing* refers to through its slots, lists, mappings and bytes."""
    if isinstance(thing, str):
        yield thing.lower()
    elif isinstance(thing, (bytes, bytearray)):
        yield bytes(thing).decode("latin-1").lower()
    elif isinstance(thing, (list, tuple, set, frozenset)):
        for each in thing:
            yield from _texts(each)
    else:
        for name in getattr(type(thing), "__slots__", ()):
            yield from _texts(getattr(thing, name))


def test_common_values_need_a_key_in_a_set() -> None:
    """A date of birth of some person is found in a set only beneath a key for one: of many people's nearly every date is one."""
    known = KnownValues([MAYA])
    assert _found(known, "1980-03-04", "released") == []
    assert _found(known, "1980-03-04", "dob") == [("DATE_OF_BIRTH", "1980-03-04")]


def test_strangers_are_not_found_in_a_large_set() -> None:
    """Among thousands of people's values a stranger's are not found."""
    people = [
        {"name": f"Ada{chr(97 + number % 26)} Person{number}", "phone": f"937{number:07}", "mrn": f"M{number:08}"} for number in range(3000)
    ]
    known = KnownValues.load(people)
    strangers = ["Nora Stranger", "518-555-0199", "Z99887766", "hello world, this is a plain sentence with 12 words in it"]
    assert [text for text in strangers if _found(known, text)] == []
