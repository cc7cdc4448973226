"""Vendors' recipes: members that go with their key, URLs cut to their origin, neutral names, and fields that stay."""

from __future__ import annotations

from typing import Any

import pytest

from phiguard.destinations.vendors import Recipe, Vendor
from phiguard.errors import DecodeError
from phiguard.model.destination import Category
from phiguard.redaction import recipe as recipes


def vendor(**recipe: Any) -> Vendor:
    """A vendor with that recipe."""
    return Vendor(id="v", company="V", category=Category.AD_TRACKER, hosts=("vendor.test",), recipe=Recipe(**recipe))


HASH = "ab" * 32


@pytest.mark.parametrize(
    ("drop", "body", "expected"),
    [
        (("user_data.*",), {"user_data": {"em": [HASH], "client": "x"}, "n": 1}, {"user_data": {"client": "x"}, "n": 1}),
        (("user_data",), {"user_data": [HASH, "x"], "n": 1}, {"n": 1}),
        (("em",), {"a": {"em": HASH}, "b": [{"em": HASH, "k": 2}]}, {"a": {}, "b": [{"k": 2}]}),
        (("other",), {"em": HASH}, {"em": "0" * 64}),
    ],
)
def test_listed_parameters_go_as_whole_members(bench: Any, drop: tuple[str, ...], body: Any, expected: Any) -> None:
    """A listed parameter that holds something to be removed goes with its key; its neighbours stay."""
    assert bench(body).find("EMAIL_HASH", HASH).body(vendor=vendor(drop=drop)) == expected


def test_a_listed_object_keeps_its_keys_and_loses_all_its_values(bench: Any) -> None:
    """Nobody knows what else a frame's variables say; their names are what an error report is read for."""
    variables = {"patient": {"h": HASH, "n": 7, "ok": True}, "seen": "unseen name", "from": "https://clinic.test/p/zoe?q=zoe", "none": None}
    on = bench({"frames": [{"vars": variables, "line": 3}]}).find("EMAIL_HASH", HASH)
    left = {
        "patient": {"h": "redacted", "n": 0, "ok": False},
        "seen": "redacted",
        "from": "https://clinic.test/redacted/redacted?q=redacted",
        "none": None,
    }
    assert on.body(vendor=vendor(drop=("vars",))) == {"frames": [{"vars": left, "line": 3}]}


def test_a_listed_parameter_without_findings_stays(bench: Any) -> None:
    """Value and currency of a purchase are nobody's secret."""
    on = bench({"custom_data": {"value": 12.50, "currency": "USD", "drug": "sertraline"}}).find("MEDICATION", "sertraline")
    assert on.body(vendor=vendor(drop=("custom_data.*",)), side="both") == {"custom_data": {"value": 12.5, "currency": "USD"}}


def test_query_parameters_are_dropped_by_their_own_spelling(bench: Any) -> None:
    """``ud[em]`` in a query and ``ud.em`` in a recipe are the same."""
    on = bench({}, url=f"https://vendor.test/tr?id=1&ud%5Bem%5D={HASH}&ev=Lead").find("EMAIL_HASH", HASH)
    assert on.redact(vendor=vendor(drop=("ud[*]",))).url == "https://vendor.test/tr?id=1&ev=Lead"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://clinic.test/intake/migraine?step=2#top", "https://clinic.test"),
        ("https://mona@clinic.test:8443/intake/migraine", "https://clinic.test:8443"),
        ("/intake/migraine?step=2", "/"),
        ("migraine", "/"),
    ],
)
def test_urls_are_cut_to_their_origin(bench: Any, url: str, expected: str) -> None:
    """The page's path, query, fragment and user go; who sends stays."""
    on = bench({"page": {"url": url}}).find("HEALTH_URL_PATH", "migraine")
    assert on.body(vendor=vendor(origin=("page.url",)), side="health") == {"page": {"url": expected}}


def test_a_url_in_a_query_is_cut_too(bench: Any) -> None:
    """``dl`` of a pixel is the patient's page."""
    on = bench({}, url="https://vendor.test/tr?dl=https%3A%2F%2Fclinic.test%2Fmigraine%3Fa%3D1&id=1").find("HEALTH_URL_PATH", "migraine")
    assert on.redact(vendor=vendor(origin=("dl",)), side="health").url in {
        "https://vendor.test/tr?dl=https%3A%2F%2Fclinic.test&id=1",
        "https://vendor.test/tr?dl=https://clinic.test&id=1",
    }


def test_event_names_become_neutral(bench: Any) -> None:
    """An event needs a name; it need not be the illness's."""
    on = bench({"event_name": "started_migraine_quiz", "n": 1}).find("HEALTH_EVENT_NAME", "started_migraine_quiz")
    assert on.body(vendor=vendor(neutral={"event_name": "CustomEvent"}), side="both") == {"event_name": "CustomEvent", "n": 1}


def test_what_the_call_is_for_stays_and_health_goes(bench: Any) -> None:
    """A text message keeps its number, and with it the rest of the person; what it says about care goes."""
    on = bench({"To": "+12515550159", "Body": "Hi Mona, your sumatriptan is ready now"})
    on.find("PHONE_NUMBER", "+12515550159").find("PERSON_NAME", "Mona").find("MEDICATION", "sumatriptan")
    assert on.body(vendor=vendor(keep=("to",))) == {"To": "+12515550159", "Body": "Hi Mona, your [MEDICATION_1] is ready now"}


def test_kept_values_are_kept_everywhere_they_are_kept(bench: Any) -> None:
    """A value found elsewhere in the message is not taken out of a kept field."""
    on = bench({"to": [{"email": "mona@example.org"}], "note": "x"}).find("EMAIL_ADDRESS", "mona@example.org")
    with pytest.raises(DecodeError):
        on.redact(vendor=vendor(keep=("to.*",)))


def test_a_value_named_by_its_neighbour_is_treated_by_that_name(bench: Any) -> None:
    """Form builders write ``{"name": "email", "value": ...}``: the value is called email."""
    on = bench({"fields": [{"name": "email", "value": "mona@example.org"}]}).find("EMAIL_ADDRESS", "mona@example.org")
    assert on.body(vendor=vendor(drop=("email",))) == {"fields": [{"name": "email"}]}


def test_a_path_segment_has_no_name(bench: Any) -> None:
    """The segment before it is not a parameter: ``/to/mona@example.org`` is not a kept ``to``."""
    on = bench({}, url="https://vendor.test/to/mona@example.org").find("EMAIL_ADDRESS", "mona@example.org")
    assert on.redact(vendor=vendor(keep=("to",), drop=("vendor",))).url == "https://vendor.test/to/redacted"


def test_the_outermost_listed_member_goes(bench: Any) -> None:
    """With two listed names above a value, the outer one decides."""
    on = bench({"user": {"ids": [{"em": HASH}, "y"], "x": 1}}).find("EMAIL_HASH", HASH)
    assert on.body(vendor=vendor(drop=("em", "user.ids"))) == {"user": {"ids": [{"em": "redacted"}, "redacted"], "x": 1}}


def test_a_key_that_holds_a_value_is_its_member(bench: Any) -> None:
    """Where the key itself tells, the listed member goes with it."""
    on = bench({"props": {"mona@example.org": 1, "k": 2}}).find("EMAIL_ADDRESS", "mona@example.org")
    assert on.body(vendor=vendor(drop=("props.*",))) == {"props": {"k": 2}}


def test_a_silent_recipe_treats_nothing(bench: Any) -> None:
    """A parameter that the recipe does not name is left to the general replacements."""
    on = bench({"a": "b"})
    leaf = on.document.leaves[-1]
    assert recipes.treated(on.document, leaf, Recipe(drop=("c",))) is None
