"""Redaction end to end on real documents: one side is gone, the rest is as it was, and the message is still what it was."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phiguard.decoding import Document, open_call, open_object, open_text
from phiguard.errors import DecodeError
from phiguard.model.call import OutboundCall
from phiguard.model.decision import Action, Disclosure
from phiguard.model.destination import Category, Destination
from phiguard.model.entities import Kind, Strength
from phiguard.model.finding import Finding
from phiguard.model.leaf import LeafType, Where
from phiguard.redaction import redact

Make = Callable[..., Disclosure]
WANTED = Disclosure(event=-1, identifier=Strength.DIRECT, health=Strength.CARE, cell="x", wanted=Action.REDACT, certain=True)
WORKFLOW = Destination(id="x", category=Category.WORKFLOW)


def test_nothing_to_change_is_an_error(bench: Any) -> None:
    """A disclosure that cannot be redacted must be blocked, so the caller has to hear of it."""
    with pytest.raises(DecodeError):
        bench({"a": "b"}).redact()


def test_nothing_wanted_is_an_error(bench: Any, disclosure: Make) -> None:
    """Asking for a redaction that no disclosure wants is a mistake of the caller's, never a silent pass."""
    with pytest.raises(DecodeError):
        bench({"name": "Mona Reyes"}).find("PERSON_NAME", "Mona Reyes").redact(disclosure(Action.ALLOW))


def test_a_finding_without_a_leaf_is_refused(bench: Any) -> None:
    """A redaction that would forget one finding is none."""
    on = bench({"name": "Mona Reyes", "mrn": "E1845148"}).find("PERSON_NAME", "Mona Reyes").find("MEDICAL_RECORD_NUMBER", "E1845148")
    on.findings[1] = replace(on.findings[1], address=(9, 9, 9))
    with pytest.raises(DecodeError):
        on.redact()


def test_errors_quote_nothing(bench: Any) -> None:
    """No error of redaction holds a value."""
    on = bench({"name": "Mona Reyes"}).find("PERSON_NAME", "Mona Reyes")
    on.findings = [replace(on.findings[0], spans=((0, 400),))]
    with pytest.raises(DecodeError) as caught:
        on.redact()
    assert "Mona" not in str(caught.value)


def test_a_key_that_is_a_value_is_replaced(bench: Any) -> None:
    """REST bodies keyed by e-mail address keep their members, under words that tell nothing."""
    on = bench({"mona@example.org": {"n": 1}, "ed@example.org": {"n": 2}}).find("EMAIL_ADDRESS", "mona@example.org", "ed@example.org")
    assert on.body() == {"redacted": {"n": 1}, "redacted_2": {"n": 2}}


def test_numbers_and_booleans_stay_what_they_are(bench: Any) -> None:
    """A recipient that reads a number gets a number; number forms elsewhere are untouched."""
    on = bench(b'{"mrn":81501620,"pregnant":true,"price":12.50,"big":1E3}')
    on.find("MEDICAL_RECORD_NUMBER", "81501620").find("REPRODUCTIVE_HEALTH", "true")
    assert on.redact(side="both").body == b'{"mrn":0,"pregnant":false,"price":12.50,"big":1E3}'


def test_url_path_and_query(bench: Any) -> None:
    """Segments and parameters are replaced in place; the host stays."""
    on = bench({}, url="https://api.vendor.test/customers/mona%40example.org/events?name=Mona%20Reyes&n=1")
    on.find("EMAIL_ADDRESS", "mona@example.org").find("PERSON_NAME", "Mona Reyes")
    assert on.redact().url == "https://api.vendor.test/customers/redacted/events?name=redacted&n=1"


def test_headers_and_cookies(bench: Any) -> None:
    """A header keeps its name, a cookie its neighbours."""
    on = bench({}, **{"X-User-Email": "mona@example.org", "Cookie": "theme=dark; uid=mona%40example.org; n=1"})
    headers = dict(on.find("EMAIL_ADDRESS", "mona@example.org").redact().headers)
    assert headers["X-User-Email"] == "redacted@example.invalid"
    assert headers["Cookie"] == "theme=dark; uid=redacted; n=1"


def test_every_layer_is_wrapped_again(bench: Any) -> None:
    """Base64 of gzip of JSON in a gzipped body comes out as base64 of gzip of JSON in a gzipped body, with the right length."""
    inner = base64.b64encode(gzip.compress(json.dumps({"name": "Mona Reyes", "n": 1}).encode())).decode()
    body = gzip.compress(json.dumps({"payload": inner, "k": "v"}).encode())
    on = bench(body, **{"Content-Encoding": "gzip", "Content-Length": str(len(body))}).find("PERSON_NAME", "Mona Reyes")
    out = on.redact()
    outer = json.loads(gzip.decompress(out.body))
    assert outer["k"] == "v"
    assert json.loads(gzip.decompress(base64.b64decode(outer["payload"]))) == {"name": "[PERSON_NAME]", "n": 1}
    assert dict(out.headers)["Content-Length"] == str(len(out.body))


@pytest.mark.parametrize(
    ("source", "opened"), [("please call Mona Reyes back today", open_text), ({"a": ["Mona Reyes", 3], "b": ("x", None)}, open_object)]
)
def test_texts_and_objects_are_redacted_as_well(source: Any, opened: Callable[[Any], Document]) -> None:
    """What was opened comes back in its own type, and the original is not touched."""
    document = opened(source)
    leaf = next(leaf for leaf in document.leaves if "Mona Reyes" in leaf.text)
    at = leaf.text.index("Mona")
    finding = Finding(
        entity="PERSON_NAME",
        kind=Kind.IDENTIFIER,
        strength=Strength.DIRECT,
        where=leaf.where,
        path="",
        spans=((at, at + 10),),
        recognizer="t",
        address=leaf.address,
    )
    result = redact(document, [finding], [WANTED], vendor=None, destination=WORKFLOW, side="identifiers")
    assert type(result) is type(source)
    assert "Mona" not in repr(result)
    assert "Mona Reyes" in repr(source)


# ---- invariants

CANARY = st.from_regex(r"Q[A-Z]{3}[0-9]{4}", fullmatch=True)
PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12).map(lambda text: text.replace("Q", "q"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLAIN, inner, max_size=3),
    max_leaves=8,
)


def wrap(value: Any, how: str) -> Any:
    """*value* as a string in an encoding that a payload may use."""
    text = json.dumps(value)
    return {
        "plain": lambda: value,
        "json": lambda: text,
        "base64": lambda: base64.b64encode(text.encode()).decode(),
        "gzip": lambda: base64.b64encode(gzip.compress(text.encode())).decode(),
        "query": lambda: "a=1&b=" + quote(text),
    }[how]()


@settings(max_examples=150, deadline=None)
@given(
    canary=CANARY,
    rest=VALUES,
    how=st.sampled_from(["plain", "json", "base64", "gzip", "query"]),
    side=st.sampled_from(["identifiers", "both"]),
)
def test_what_was_found_is_gone_and_all_else_is_there(canary: str, rest: Any, how: str, side: str) -> None:
    """At any depth, in any encoding: the value is gone, and every leaf without it is as it was."""
    call = OutboundCall(
        method="POST", url="https://x.test/in", body=json.dumps({"rest": rest, "in": wrap({"id": canary, "deep": rest}, how)}).encode()
    )
    document = open_call(call)
    findings = [
        Finding(
            entity="EXTERNAL_ID",
            kind=Kind.IDENTIFIER,
            strength=Strength.LINKABLE,
            where=leaf.where,
            path="",
            spans=((leaf.text.index(canary), leaf.text.index(canary) + len(canary)),),
            recognizer="t",
            address=leaf.address,
        )
        for leaf in document.leaves
        if canary in leaf.text
    ]
    result = open_call(redact(document, findings, [WANTED], vendor=None, destination=WORKFLOW, side=side))
    assert not [leaf for leaf in result.leaves if canary in leaf.text]
    pairs = zip(document.leaves, result.leaves, strict=True)
    changed = [old.text for old, new in pairs if old.where is Where.BODY and canary not in old.text and old.text != new.text]
    assert changed == []
    assert [leaf.type for leaf in result.leaves] == [leaf.type for leaf in document.leaves]
    assert LeafType.KEY in {leaf.type for leaf in result.leaves}


def test_digests_of_the_body_are_right_afterwards(bench: Any) -> None:
    """A recipient that checks Content-MD5 takes the redacted message."""
    body = json.dumps({"name": "Mona Reyes"}).encode()
    digest = base64.b64encode(hashlib.md5(body).digest()).decode()
    out = bench(body, **{"Content-MD5": digest}).find("PERSON_NAME", "Mona Reyes").redact()
    assert dict(out.headers).get("Content-MD5") == base64.b64encode(hashlib.md5(out.body).digest()).decode()
