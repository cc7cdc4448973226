"""Wrapping and unwrapping one class attribute."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from typing import Any

import pytest

from phiguard.interceptors._patch import Patch, Patches, SeamError


class Base:
    """A client."""

    def send(self, text: str) -> str:
        """Sends."""
        return f"sent {text}"

    async def asend(self, text: str) -> str:
        """Sends later."""
        return f"sent {text}"

    timeout = 7


class Overriding(Base):
    """Does not call super()."""

    def send(self, text: str) -> str:
        """Sends in its own way."""
        return f"overridden {text}"


class Deeper(Overriding):
    """Overrides the override."""

    def send(self, text: str) -> str:
        """Sends in yet another way."""
        return f"deeper {text}"


class Inheriting(Base):
    """Has no send of its own."""


def handler(wrapped: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Shows that it was there, and with whom."""
    return f"{type(instance).__name__}: {wrapped(*args, **kwargs)}"


@pytest.fixture
def patches() -> Iterator[Patches]:
    """Patches that are gone after the test."""
    found = Patches()
    yield found
    found.remove()


def test_an_attribute_is_wrapped_and_restored(patches: Patches) -> None:
    """Calls pass the handler, and after removal the class has the very function that it had."""
    before = vars(Base)["send"]
    patches.wrap("client", Base, "send", handler)
    assert Base().send("x") == "Base: sent x"
    assert Base.send(Base(), text="x") == "Base: sent x"
    assert vars(Base)["send"](Base(), "x") == "Base: sent x"
    patches.remove()
    assert vars(Base)["send"] is before


def test_wrapping_twice_is_wrapping_once(patches: Patches) -> None:
    """The second time nothing happens, also from another set of patches."""
    other = Patches()
    for each in (patches, patches, other):
        each.wrap("client", Base, "send", handler)
    assert Base().send("x") == "Base: sent x"
    other.remove()
    assert Base().send("x") == "Base: sent x"


def test_signatures_are_kept(patches: Patches) -> None:
    """Nobody who looks at the method sees another one."""
    before = inspect.signature(Base.send)
    patches.wrap("client", Base, "send", handler)
    patches.wrap("client", Base, "asend", handler)
    assert inspect.signature(Base.send) == before
    assert Base.send.__doc__ == "Sends."
    assert inspect.iscoroutinefunction(Base.asend)
    assert asyncio.run(Base.asend.__wrapped__(Base(), "x")) == "sent x"  # type: ignore[attr-defined]  # the wrapper's


def test_overrides_in_subclasses_are_wrapped(patches: Patches) -> None:
    """Each class in the tree that has the attribute of its own is wrapped; those that inherit it are not touched."""
    patches.wrap_tree("client", Base, "send", handler)
    assert Overriding().send("x") == "Overriding: overridden x"
    assert Deeper().send("x") == "Deeper: deeper x"
    assert Inheriting().send("x") == "Inheriting: sent x"
    assert "send" not in vars(Inheriting)
    assert patches.clients() == ("client",)


@pytest.mark.parametrize("name", ["gone", "timeout"])
def test_a_moved_seam_is_an_error(name: str, patches: Patches) -> None:
    """What is not there, or is no function, cannot be wrapped, and the error says where it was looked for."""
    with pytest.raises(SeamError, match=f"Base has no {name}"):
        patches.wrap("client", Base, name, handler)
    assert patches.clients() == ()


def test_an_inherited_attribute_is_not_the_classs_own(patches: Patches) -> None:
    """Only what a class defines itself is wrapped in it."""
    with pytest.raises(SeamError):
        patches.wrap("client", Inheriting, "send", handler)


def test_a_patch_knows_whether_it_is_in_place() -> None:
    """A wrapper on top does not hide it, its removal does."""
    patch = Patch(Base, "send", handler)
    ours = vars(Base)["send"]
    try:
        assert patch.in_place()
        Base.send = lambda _self, text: "cut " + text  # type: ignore[method-assign]  # what replaces, not wraps
        assert not patch.in_place()
    finally:
        Base.send = ours  # type: ignore[method-assign]  # as it was
        patch.remove()
    assert not patch.in_place()


def test_a_patch_beneath_another_is_switched_off() -> None:
    """Where our wrapper cannot be taken out it lets calls through, and a new one works again."""
    before = vars(Base)["send"]
    patch = Patch(Base, "send", handler)
    beneath = Base.send
    Base.send = lambda self, text: "top " + beneath(self, text)  # type: ignore[method-assign]  # another tool's wrapper
    try:
        assert patch.in_place()
        assert Base().send("x") == "top Base: sent x"
        patch.remove()
        assert Base().send("x") == "top sent x"
        again = Patches()
        again.wrap("client", Base, "send", handler)
        assert Base().send("x") == "Base: top sent x"
        again.remove()
    finally:
        Base.send = before  # type: ignore[method-assign]  # as it was


def test_a_recursive_chain_ends() -> None:
    """A wrapper that leads to itself is followed only so far."""
    before = vars(Base)["send"]
    patch = Patch(Base, "send", handler)

    def circular(self: Base, text: str) -> str:
        return circular.__name__ + text

    circular.__wrapped__ = circular  # type: ignore[attr-defined]  # as broken tools do
    Base.send = circular  # type: ignore[method-assign]  # see above
    try:
        assert not patch.in_place()
    finally:
        Base.send = before  # type: ignore[method-assign]  # as it was
