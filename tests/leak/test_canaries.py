"""The net itself: it catches every canary, in every form, and is not torn by our own words."""

from __future__ import annotations

from typing import Any

import pytest

from phiguard.decoding import open_call
from phiguard.model.call import OutboundCall
from phiguard.model.entities import ENTITIES
from phiguard.reporting.words import CHANNELS, REASONS


def test_the_net_catches_each_canary_in_each_form(net: Any, canaries: dict[str, str]) -> None:
    """A leak suite that catches nothing is worth nothing."""
    for surface, value in canaries.items():
        for form in (value, value.upper(), repr({"k": value}), f"<{value[::-1]}>"):
            net.out.clear()
            net.add("report", form)
            assert (surface, "report") in net.caught()


def test_our_own_words_are_no_canaries(net: Any) -> None:
    """No entity, class, reason or channel would be taken for a leak."""
    net.add("words", " ".join([*ENTITIES, *CHANNELS, *REASONS]))
    assert net.caught() == []


def test_the_calls_do_carry_the_canaries(net: Any, canaries: dict[str, str], calls: dict[str, OutboundCall]) -> None:
    """Each surface of a call is planted: its canary stands in a leaf, or in bytes that are no text."""
    for made in calls.values():
        net.add("leaves", " ".join(leaf.text for leaf in open_call(made).leaves) + made.url + made.body.decode("latin-1"))
    planted = {surface for surface, _ in net.caught()}
    assert set(canaries) - planted == {"subject", "error text", "error class", "home directory", "client", "channel"}


@pytest.mark.parametrize("thing", [OutboundCall(method="POST", url="https://x.test/zivorak-clinic")])
def test_a_repr_that_told_would_be_caught(net: Any, thing: OutboundCall) -> None:
    """The net looks at what things show, so a careless repr is seen."""
    net.add("url", thing.url)
    assert net.caught() == [("host", "url")]
