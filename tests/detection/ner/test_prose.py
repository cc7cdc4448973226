"""`phiguard.detection.ner.prose`: which leaves are sentences."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.detection.ner.prose import prose, prose_possible
from phiguard.model.leaf import Leaf, LeafType, Where


def leaf(text: str, *, key: str = "message", where: Where = Where.BODY, kind: LeafType = LeafType.TEXT) -> Leaf:
    """A leaf of a body."""
    return Leaf(where=where, address=(0,), key=key, text=text, type=kind)


@pytest.mark.parametrize(
    "text",
    [
        "Hi Naomi, your coupon is ready.",
        "refill requested for Okafor, Keith",
        "pt john smith seen yesterday",
        "PATIENT JOHN SMITH SEEN",
        "*Insurance:*\nCigna Plus / UQL902830219",
        "DEBUG eligibility 270/271 ok member=UQL681664979",
    ],
)
def test_sentences_and_log_lines_are_read(text: str) -> None:
    """A few words in a row are prose, in any case."""
    assert prose(leaf(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Naomi",
        "Naomi Rutledge",
        "https://example.org/a/b",
        "arn:aws:iam::123:user/x",
        "a1b2c3d4e5f6",
        "2024-01-01 10:00:00",
        "x = y + 1",
        "page_view",
        "a, b, c, d, e, f",
    ],
)
def test_machine_strings_and_single_values_are_not(text: str) -> None:
    """Identifiers, addresses of pages and single values are left to keys and shapes."""
    assert not prose(leaf(text))


def test_place_and_key_decide_too() -> None:
    """Keys, numbers, cookies and headers are no prose, but a subject line is; nor is what a machine's key holds."""
    text = "please call Naomi Rutledge back"
    assert not prose(leaf(text, kind=LeafType.KEY))
    assert not prose(leaf(text, kind=LeafType.NUMBER))
    assert not prose(leaf(text, where=Where.COOKIE))
    assert not prose(leaf(text, where=Where.HEADER, key="User-Agent"))
    assert prose(leaf(text, where=Where.HEADER, key="Subject"))


words = st.text("abcdefghijklmnopqrstuvwxyzABCDEF", min_size=1, max_size=12)
texts = st.lists(st.one_of(words, st.text(max_size=4)), max_size=12).flatmap(
    lambda parts: st.lists(st.sampled_from([" ", " ", ", ", ". ", "\n", '"', "é"]), min_size=len(parts), max_size=len(parts)).map(
        lambda gaps: "".join(part + gap for part, gap in zip(parts, gaps, strict=True))
    )
)


@given(texts)
def test_raw_bytes_never_deny_prose(text: str) -> None:
    """Where a leaf is prose, the bytes say that there may be some: as plain text, JSON of both kinds, form and query."""
    if not prose(leaf(text)):
        return
    plain = text.encode("utf-8", "surrogatepass")
    forms = [json.dumps({"message": text}).encode(), urlencode({"message": plain}).encode(), quote(plain).encode(), plain]
    assert all(prose_possible(form) for form in forms)


def test_compact_json_of_machines_has_none() -> None:
    """Ids, numbers and timestamps in JSON do not look like prose, blanks behind the commas or not."""
    value = {"id": "evt_1a2b3c", "created": 1700000000, "flags": ["a", "b"], "ok": True, "at": "2024-01-01 10:00:00"}
    assert not prose_possible(json.dumps(value).encode())
    assert not prose_possible(json.dumps(value, separators=(",", ":")).encode())


def test_labelled_free_text_is_kept(shared: object) -> None:
    """Of the development corpus' sentences with labelled PHI at least 97 % are kept."""
    kept = total = 0
    for text in sentences(shared):
        total += 1
        kept += prose(leaf(text))
    assert total > 10
    assert kept >= 0.97 * total


def sentences(shared: object) -> set[str]:
    """Values of the JSON bodies of leaks that hold a labelled name and more."""
    import base64
    from pathlib import Path

    found: set[str] = set()

    def walk(value: object, names: list[str]) -> None:
        if isinstance(value, dict | list):
            for each in value.values() if isinstance(value, dict) else value:
                walk(each, names)
        elif isinstance(value, str) and any(name in value and len(value) > len(name) + 8 for name in names) and " " in value:
            found.add(value)

    for line in (Path(str(shared)) / "corpora" / "scenarios" / "dev" / "leak.ndjson").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        names = [each["value"] for each in record["labels"] if each["category"] == "PERSON_NAME" and len(str(each["value"])) > 3]
        try:
            walk(json.loads(base64.b64decode(record["body_b64"] or b"")), names)
        except ValueError:
            continue
    return {text for text in found if text[:1] not in "{[<"}
