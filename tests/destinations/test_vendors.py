"""The collection of vendor files: by id, and as one table of parameters for the vocabulary."""

from __future__ import annotations

import pytest

from phiguard.destinations import vendors
from phiguard.model.roles import Role, Use


def test_a_vendor_is_read_once() -> None:
    """Asking again gives the same object."""
    assert vendors.get("meta") is vendors.get("meta")


def test_a_vendor_that_is_not_there_is_a_key_error() -> None:
    """No path is made from a name that is no vendor's."""
    for name in ("nobody", "../vendors/meta", ""):
        with pytest.raises(KeyError):
            vendors.get(name)


def test_generic_is_no_vendor_but_can_be_read() -> None:
    """The generic roles stand for every tracker without a file; they are nobody's."""
    assert vendors.GENERIC not in vendors.ids()
    assert vendors.get(vendors.GENERIC).role("fbclid") == Role(Use.VALUE, "CLICK_ID")


def test_parameters_have_their_own_names_and_the_role_that_says_most() -> None:
    """``user_data.em`` counts as ``em``; a value beats content beats safe; names for everything below are left out."""
    table = vendors.parameters()
    assert table["em"] == Role(Use.VALUE, "EMAIL_HASH")
    assert table["anonymousid"] == Role(Use.VALUE, "COOKIE_ID")
    assert table["event_source_url"] == Role(Use.CONTENT, "HEALTH_URL_PATH")
    assert table["uid"].use is Use.VALUE
    assert all(key == key.lower() and "*" not in key and "." not in key and "[" not in key for key in table)
