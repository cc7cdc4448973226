"""XML, HL7 and Python repr: formats with a grammar of their own."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from phiguard.decoding import DROP, open_text

View = Callable[..., dict[str, str]]
Opener = Callable[..., Any]
SOAP = (
    '<?xml version="1.0"?>\n<s:Envelope xmlns:s="http://schemas.test/soap"><s:Body><Patient id="7">'
    "<Name><First>Zo&#235;</First><Last>O'Hara &amp; Co</Last></Name><!-- for Ann --><DOB value='1990-01-02'/>"
    "<Note><![CDATA[saw <b>Ann</b>]]></Note></Patient></s:Body></s:Envelope>\n"
)


def test_xml(opened: Opener) -> None:
    """Texts under their element, attributes under their name, value attributes under the element; comments and CDATA (here HTML) too."""
    found = {leaf.text: (leaf.key, leaf.parents) for leaf in opened(SOAP).leaves}
    above = ("Envelope", "Body", "Patient")
    assert found == {
        "7": ("id", above),
        "Zoë": ("First", (*above, "Name")),
        "O'Hara & Co": ("Last", (*above, "Name")),
        "for Ann": ("Patient", ("Envelope", "Body")),
        "1990-01-02": ("DOB", above),
        "saw Ann": ("Note", above),
    }


@pytest.mark.parametrize("key", ["id", "First", "Last", "DOB", "Note"])
def test_xml_is_rewritten(replaced: Callable[..., Any], key: str) -> None:
    """New text is escaped for its place and nothing else moves."""
    assert len(replaced(SOAP, key, "a<b & \"c\" 'd' ] e")) > len(SOAP)


def test_an_element_can_be_dropped(opened: Opener) -> None:
    """With everything inside it; an attribute with the blank before it."""
    document = opened('<aa><b x="1" y="2">t</b> <c/></aa>')
    assert document.rewrite({(0, 0, 0): DROP}) == "<aa> <c/></aa>"
    assert document.rewrite({(0, 0, 0, 0): DROP}) == '<aa><b y="2">t</b> <c/></aa>'


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>',
        '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x>t</x>',
        "<x><y></x>",
        "<x>",
        "</x>",
        "<x a=b>t</x>",
        "<x>t</x> tail",
        "a < b",
        "<ann@x.test>",
        "<p>Hello <b>Ann</b></p>",
        "<div class='x'>t</div>",
        "<x><!-- open",
        "<x><![CDATA[ open",
    ],
)
def test_what_is_no_safe_xml_stays_text(view: View, text: str) -> None:
    """No DTD is read, HTML is one text, and a broken document is too."""
    assert "xml" not in {name for leaf in open_text(text).leaves for name in leaf.encodings}
    assert view(text, key="k")["k"] != ""


HL7 = (
    "MSH|^~\\&|APP|FAC|RCV|EXT|20240101||ADT^A04|1|P|2.5\r"
    "PID|1||MRN7^^^BP^MR~SSN8||Doe^Ann\\T\\Bob||19820522|M|||7 Oak St^^Tucson^AZ\rDG1|1||F41.1^anxiety^I10\r"
)


def test_hl7(view: View) -> None:
    """Components are called by the standard's names; repetitions and escapes are undone, and an identifier is told by its type."""
    found = view(HL7)
    assert (found["family_name"], found["given_name"], found["date_of_birth"], found["diagnosis"]) == (
        "Doe",
        "Ann&Bob",
        "19820522",
        "anxiety",
    )
    assert (found["sending_application"], found["trigger"], found["city"], found["diagnosis_code"]) == ("APP", "A04", "Tucson", "F41.1")
    assert found["medical_record_number"] == "SSN8"


def test_hl7_is_rewritten(replaced: Callable[..., Any], opened: Opener) -> None:
    """Delimiters in a new value are escaped, and a dropped component keeps its place."""
    assert replaced(HL7, "family_name", "A^B|C") == HL7.replace("Doe^", "A\\S\\B\\F\\C^")
    address = next(leaf.address for leaf in opened(HL7).leaves if leaf.key == "date_of_birth")
    assert opened(HL7).rewrite({address: DROP}) == HL7.replace("19820522", "")


@pytest.mark.parametrize("text", ["MSH says hello", "MSH|^~\\&|A\rnot a segment", "PID|1|x"])
def test_what_is_no_hl7_stays_text(view: View, text: str) -> None:
    """A head and segment names are needed."""
    assert view(text, key="k") == {"k": text}


@dataclass
class Patient:
    """A class whose repr is what debug lines hold."""

    name: str
    dob: dt.date
    tags: list[str]
    code: int = 5


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"name": "Ann", "n": 1, "ok": True, "no": None}, {"name": "Ann", "n": "1", "ok": "True"}),
        ({"a": ["x", ("y",)], "b": {"c": 'it\'s "it"'}}, {"a": "y", "c": 'it\'s "it"'}),
        ({"d": dt.date(1990, 1, 2)}, {"d": "datetime.date(1990, 1, 2)"}),
        (
            {"d": dt.datetime(1990, 1, 2, tzinfo=dt.UTC), "e": "x"},
            {"d": "datetime.datetime(1990, 1, 2, 0, 0, tzinfo=datetime.timezone.utc)", "e": "x"},
        ),
        ({1: "x", "y": {"z"}}, {"1": "x", "y": "z"}),
        (types.SimpleNamespace(a="x"), {"a": "x"}),
        ({"a": b"x\x00"}, {"a": "x\x00"}),
        ({"a": "tab\t é \u200b"}, {"a": "tab\t é \u200b"}),
        ({"a": 1e100, "b": -1.5}, {"a": "1e+100", "b": "-1.5"}),
        ("just text", {"k": "just text"}),
    ],
)
def test_reprs(view: View, value: object, expected: dict[str, str]) -> None:
    """What Python prints is read back into keys and values."""
    assert view(repr(value), key="k") == expected


def test_reprs_of_objects(view: View) -> None:
    """Arguments of a constructor are keys, and what has no grammar is one text."""
    text = repr(Patient("Ann", dt.date(1990, 1, 2), ["x"])).replace("code=5", "o=<obj at 0x7f>")
    found = view(text)
    assert found == {"name": "Ann", "dob": "datetime.date(1990, 1, 2)", "tags": "x", "o": "<obj at 0x7f>"}


@pytest.mark.parametrize(
    "text", ["{'a': 'b'} trailing", "it's 'quoted' text", "(see above)", "f(x) = y", "[REDACTED]", "'open", "{'a' 'b'}", "call(me, maybe"]
)
def test_what_is_no_repr_stays_text(view: View, text: str) -> None:
    """Quotes and brackets in prose are no grammar."""
    assert view(text, key="k") == {"k": text}


def test_reprs_are_rewritten(replaced: Callable[..., Any]) -> None:
    """Inside the quotes that were there; a number that becomes text gets some."""
    assert replaced("{'a': 'b', \"c\": \"it's\"}", "a", "x'y") == "{'a': 'x\\'y', \"c\": \"it's\"}"
    assert replaced("{'a': 'b', \"c\": \"it's\"}", "c", 'x"y') == '{\'a\': \'b\', "c": "x\\"y"}'
    assert replaced("{'a': 5, 'b': 'c'}", "a", "6") == "{'a': 6, 'b': 'c'}"
