"""The only file that patches: class attributes, wrapped once with wrapt, found again, and taken off without harm to others.

Another tool's un-patch removes whatever is outermost, ours included; so every patch can say whether it is still in the chain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import wrapt

__all__ = ["Handler", "Patch", "Patches", "SeamError"]

Handler = Callable[[Callable[..., Any], Any, tuple[Any, ...], dict[str, Any]], Any]
"""``handler(wrapped, instance, args, kwargs)``, as wrapt calls it."""

_DEPTH = 32
"""How many wrappers of other tools are looked beneath."""


class SeamError(LookupError):
    """A class or function that an interceptor wraps is not where it was: this version of the client cannot be guarded."""


class Wrapper(wrapt.FunctionWrapper):  # type: ignore[type-arg]  # wrapt's stubs differ between its versions
    """Our mark in a chain of wrappers; ``_self_`` is how wrapt tells a proxy's own attributes from those of what it wraps."""

    _self_patch: Patch


class Patch:
    """One class attribute that we wrap.

    Args:
        owner: the class whose own attribute it is.
        name: the attribute.
        handler: what is called in place of it.

    Raises:
        SeamError: *owner* has no such attribute of its own.
    """

    def __init__(self, owner: type, name: str, handler: Handler) -> None:
        self.owner = owner
        self.name = name
        self.enabled = True
        original = vars(owner).get(name)
        if not callable(original):
            msg = f"{owner.__module__}.{owner.__qualname__} has no {name}"
            raise SeamError(msg)
        self._wrapper = Wrapper(original, _bound(handler), enabled=lambda: self.enabled)
        self._wrapper._self_patch = self  # noqa: SLF001 -- see Wrapper
        setattr(owner, name, self._wrapper)

    def in_place(self) -> bool:
        """Whether calls still pass our wrapper, as far as the chain of wrappers can be followed."""
        return any(found is self._wrapper for found in _chain(vars(self.owner).get(self.name)))

    def remove(self) -> None:
        """Take the wrapper off; where another tool's lies over it, leave it there and let calls through."""
        self.enabled = False
        if vars(self.owner).get(self.name) is self._wrapper:
            setattr(self.owner, self.name, self._wrapper.__wrapped__)


class Patches:
    """The patches of one installation."""

    def __init__(self) -> None:
        self._patches: list[tuple[str, Patch]] = []

    def wrap(self, client: str, owner: type, name: str, handler: Handler) -> None:
        """Wrap *owner*'s own attribute *name*; nothing happens when it is wrapped by us already.

        Raises:
            SeamError: there is no such attribute.
        """
        if not _ours(vars(owner).get(name)):
            self._patches.append((client, Patch(owner, name, handler)))

    def wrap_tree(self, client: str, owner: type, name: str, handler: Handler) -> None:
        """As `wrap`, and the overrides in all subclasses that exist: those that do not call ``super()`` would escape."""
        self.wrap(client, owner, name, handler)
        for subclass in _subclasses(owner):
            if callable(vars(subclass).get(name)):
                self.wrap(client, subclass, name, handler)

    def remove(self) -> None:
        """Remove all, last one first."""
        while self._patches:
            self._patches.pop()[1].remove()

    def clients(self) -> tuple[str, ...]:
        """Names of the clients that are wrapped, in order of wrapping."""
        return tuple(dict.fromkeys(client for client, _ in self._patches))

    def lost(self) -> tuple[str, ...]:
        """Names of the clients of which a patch is no longer in place."""
        return tuple(dict.fromkeys(client for client, patch in self._patches if not patch.in_place()))


def _bound(handler: Handler) -> Handler:
    """*handler* with its instance, also where another tool calls the class's plain attribute with the instance as first argument."""

    def call(wrapped: Callable[..., Any], instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if instance is None and args:
            instance, *rest = args
            return handler(wrapped.__get__(instance), instance, tuple(rest), kwargs)
        return handler(wrapped, instance, args, kwargs)

    return call


def _ours(function: object) -> bool:
    """Whether a living wrapper of ours is in the chain."""
    return any(isinstance(found, Wrapper) and found._self_patch.enabled for found in _chain(function))  # noqa: SLF001 -- see Wrapper


def _chain(function: object) -> Iterator[object]:
    """*function* and what it wraps: by ``__wrapped__``, or as a closure that holds the one it replaced."""
    waiting, seen = [function], 0
    while waiting and seen < _DEPTH:
        found = waiting.pop(0)
        seen += 1
        yield found
        # What wrapt gives for ``Class.method`` leads to the wrapper by its parent, and past it by ``__wrapped__``.
        inner = [below for name in ("_self_parent", "__wrapped__") if (below := getattr(found, name, None)) is not None]
        waiting.extend(inner)
        if not inner and not isinstance(found, Wrapper):
            waiting.extend(_enclosed(found))


def _enclosed(function: object) -> list[object]:
    cells = getattr(function, "__closure__", None) or ()
    contents = []
    for cell in cells:
        try:
            contents.append(cell.cell_contents)
        except ValueError:  # a cell that is not filled yet
            continue
    return [content for content in contents if callable(content) and not isinstance(content, type)]


def _subclasses(owner: type) -> Iterator[type]:
    children: list[type] = type.__subclasses__(owner)
    for subclass in children:
        yield subclass
        yield from _subclasses(subclass)
