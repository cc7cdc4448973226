"""What the application says about the current moment: who the request is about, where it is, and whether it is about care.

Kept in a ContextVar, which is right for threads, tasks and greenlets alike; a ``threading.local`` made before gevent patches
bleeds between greenlets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from phiguard.model.context import CallContext
from phiguard.runtime.registry import active
from phiguard.runtime.shell import Fault, protected

if TYPE_CHECKING:
    from phiguard.detection.known_values import Known

__all__ = ["Ambient", "ambient", "bind", "bind_subject", "health_context", "merge", "subject"]


@dataclass(frozen=True, slots=True, repr=False)
class Ambient:
    """What holds around a call.

    Attributes:
        context: route, subject, authentication and health context.
        known: matchers for the known values of the people that the current context is about.
    """

    context: CallContext
    known: tuple[Known, ...] = ()

    def __repr__(self) -> str:
        """Counts only."""
        return f"<Ambient {self.context!r} known={len(self.known)}>"


_EMPTY = Ambient(CallContext())
_AMBIENT: ContextVar[Ambient] = ContextVar("phiguard_ambient", default=_EMPTY)


def ambient() -> Ambient:
    """What holds around the current code."""
    return _AMBIENT.get()


def merge(explicit: CallContext | None, around: CallContext) -> CallContext:
    """The context of one call: what was given with it wins over what holds around it, field by field."""
    if explicit is None or explicit == around:
        return around
    return CallContext(
        authenticated=around.authenticated if explicit.authenticated is None else explicit.authenticated,
        route=explicit.route or around.route,
        subject=explicit.subject or around.subject,
        health_context=explicit.health_context or around.health_context,
    )


def bind(**fields: object) -> None:
    """Set fields of the ambient `CallContext` for the rest of the current context (middleware does this once a request)."""
    now = _AMBIENT.get()
    _AMBIENT.set(replace(now, context=replace(now.context, **fields)))  # type: ignore[arg-type]  # field names are CallContext's own


def bind_subject(subject_id: str, *, values: Mapping[str, str] | None = None) -> None:
    """Say who the rest of the current context is about.

    Args:
        subject_id: the application's own id of the person; only its keyed pseudonym ever reaches a ledger.
        values: known values of that person: ``name email phone ssn mrn date_of_birth address zip member_id username``, and any
            other as-is.  Found in outgoing calls in every encoding that the decoders open, and as the hashes that pixels make.
    """
    _AMBIENT.set(_about(subject_id, values))


@contextmanager
def subject(subject_id: str, *, values: Mapping[str, str] | None = None) -> Iterator[None]:
    """Say who the enclosed code is about; arguments as in `bind_subject`."""
    token = _AMBIENT.set(_about(subject_id, values))
    try:
        yield
    finally:
        _AMBIENT.reset(token)


@contextmanager
def health_context(name: str) -> Iterator[None]:
    """Say that the enclosed code is about care (``intake``, ``portal``, ``appointment`` ...), whatever its payloads say.

    Args:
        name: a word of the application's own choosing; it appears in reports, so no personal data.
    """
    now = _AMBIENT.get()
    token = _AMBIENT.set(replace(now, context=replace(now.context, health_context=name)))
    try:
        yield
    finally:
        _AMBIENT.reset(token)


def _about(subject_id: str, values: Mapping[str, str] | None) -> Ambient:
    now = _AMBIENT.get()
    known = now.known
    if values:
        known = (*known, *protected(lambda: _compiled(values), _nothing))
    return Ambient(context=replace(now.context, subject=subject_id), known=known)


def _compiled(values: Mapping[str, object]) -> tuple[Known, ...]:
    from phiguard.detection.known_values import compile_values

    return (compile_values({str(name): _plain(value) for name, value in values.items() if value is not None}),)


def _nothing(fault: Fault) -> tuple[Known, ...]:
    """Values that cannot be used are a fault that is counted, not one that the request's handler hears of."""
    guard = active()
    if guard is not None:
        guard.count_error(fault)
    return ()


def _plain(value: object) -> str:
    """A value as text that can be encoded; models give numbers and dates as such."""
    return str(value).encode("utf-8", "replace").decode("utf-8")
