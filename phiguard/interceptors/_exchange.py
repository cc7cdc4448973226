"""The one way that every message takes: describe, ask the guard, then send, send redacted, or stop.

What a client needs of its own stands behind `Seam`.  The two shells `run` and `arun` differ in their ``await`` only, and the
client's own call stands outside every ``try`` that catches.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from phiguard.errors import PHIBlocked
from phiguard.interceptors._approval import Approval, approve, approved, approved_connection, pass_on, withdraw
from phiguard.interceptors._body import alook, is_async, is_read, look
from phiguard.interceptors._message import Arguments, Change, Message, Pairs, Sending, change
from phiguard.interceptors._replay import Seen
from phiguard.model.call import OutboundCall
from phiguard.model.decision import Action, Decision
from phiguard.model.destination import Category
from phiguard.model.inspection import Inspection
from phiguard.model.reply import Reply
from phiguard.policy import Mode
from phiguard.runtime.registry import active
from phiguard.runtime.shell import aconsult, consult, protected

if TYPE_CHECKING:
    from phiguard.runtime.guard import Guard

__all__ = ["Seam", "arun", "run"]


class Seam(Protocol):
    """One place where a client's messages pass, in that client's own terms.  Stateless: one instance serves every call."""

    @property
    def client(self) -> str:
        """The client library's name, for reports."""

    @property
    def names(self) -> tuple[str, ...]:
        """The first parameters of the patched function."""

    @property
    def owns_connection(self) -> bool:
        """Whether the instance is the connection itself, so that all that it writes meanwhile is this message."""

    def read(self, instance: Any, given: Arguments) -> Message | None:
        """The message that this call would send; None when it stays in the process."""

    def put(self, message: Message, body: Any) -> Sending:
        """The same call with *body*, which stands for the message's own."""

    def rewrite(self, message: Message, change: Change) -> Sending:
        """The same call with what *change* says; the application's own objects are not touched."""

    def reply(self, message: Message, reply: Reply) -> Any:
        """What the client's function returns in place of a real answer; None when it cannot, and raises instead."""

    def error(self, message: Message, decision: Decision) -> PHIBlocked:
        """The exception for a stopped call, which `except` clauses for this client's errors catch too."""


@dataclass(frozen=True, slots=True, repr=False)
class _Send:
    """A message that may leave."""

    sending: Sending
    approval: Approval


@dataclass(frozen=True, slots=True, repr=False)
class _Stop:
    """A message that may not: what the client returns, or raises when there is an error."""

    answer: Any = None
    error: PHIBlocked | None = None


def run(seam: Seam, wrapped: Callable[..., Any], instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Send one message of a synchronous client, or stop it."""
    guard = active()
    if guard is None or (seam.owns_connection and approved_connection(instance)):
        return wrapped(*args, **kwargs)
    message = _message(seam, instance, args, kwargs)
    if message is None:
        return wrapped(*args, **kwargs)
    if approved(message.url, message.headers, message.body):
        return _below(seam, wrapped, instance, args, kwargs)
    seen = _look(guard, message)
    call = message.call(seen.data, seen.unread)
    step = _settle(seam, message, seen, call, consult(guard, call))
    if isinstance(step, _Stop):
        return _stopped(step)
    token = approve(step.approval)
    try:
        return wrapped(*step.sending[0], **step.sending[1])
    finally:
        withdraw(token)


async def arun(seam: Seam, wrapped: Callable[..., Awaitable[Any]], instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """As `run`, for an asynchronous client."""
    guard = active()
    message = None if guard is None else _message(seam, instance, args, kwargs)
    if guard is None or message is None or approved(message.url, message.headers, message.body):
        return await wrapped(*args, **kwargs)
    seen = await _alook(guard, message)
    call = message.call(seen.data, seen.unread)
    step = _settle(seam, message, seen, call, await aconsult(guard, call))
    if isinstance(step, _Stop):
        return _stopped(step)
    token = approve(step.approval)
    try:
        return await wrapped(*step.sending[0], **step.sending[1])
    finally:
        withdraw(token)


def _message(seam: Seam, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Message | None:
    """What this call would send.  Where our reading of it fails, a message without a place: the policy decides about it."""
    given = Arguments(seam.names, args, kwargs)
    return protected(
        lambda: seam.read(instance, given),
        lambda _: Message(client=seam.client, instance=instance, given=given, method="", url="", fault="error"),
    )


def _below(seam: Seam, wrapped: Callable[..., Any], instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Send what an outer seam has looked at."""
    if not seam.owns_connection:
        return wrapped(*args, **kwargs)
    token = pass_on(instance)
    try:
        return wrapped(*args, **kwargs)
    finally:
        withdraw(token)


def _look(guard: Guard, message: Message) -> Seen:
    if message.fault or not _to_be_read(guard, message):
        return Seen(b"", "", message.body)
    return protected(
        lambda: look(message.body, limit=_limit(guard), charset=message.charset, owner=message.owner, wrap=message.wrap),
        lambda _: Seen(b"", "error", message.body),
    )


async def _alook(guard: Guard, message: Message) -> Seen:
    if not is_async(message.body) or message.fault or not _to_be_read(guard, message):
        return _look(guard, message)
    return await alook(message.body, limit=_limit(guard), charset=message.charset, owner=message.owner, wrap=message.awrap)


def _to_be_read(guard: Guard, message: Message) -> bool:
    """Whether the payload matters toward this recipient: nobody's upload to a first party is read ahead."""
    return is_read(message.body) or protected(lambda: _looked_at(guard, message.url), lambda _: True)


def _looked_at(guard: Guard, url: str) -> bool:
    destination = guard.destination(url)
    return guard.policy.mode is not Mode.OFF and destination.observe and destination.category is not Category.FIRST_PARTY


def _limit(guard: Guard) -> int:
    return guard.policy.limits.body_max_bytes


def _settle(seam: Seam, message: Message, seen: Seen, call: OutboundCall, inspection: Inspection) -> _Send | _Stop:
    """What follows from the guard's answer."""
    if inspection.decision.action is Action.ALLOW:
        sending = (message.given.args, message.given.kwargs) if seen.body is message.body else seam.put(message, seen.body)
        return _Send(sending, _approval(seam, message, message.url, message.headers, seen.body))
    if inspection.decision.action is Action.REDACT and inspection.call is not None:
        redacted = inspection.call
        step = protected(lambda: _redacted(seam, message, call, change(call, redacted, seen.body)), lambda _: None)
        if step is not None:
            return step
    reply = inspection.reply
    answer = None if reply is None else protected(lambda: seam.reply(message, reply), lambda _: None)
    return _Stop(answer) if answer is not None else _Stop(error=seam.error(message, inspection.decision))


def _redacted(seam: Seam, message: Message, call: OutboundCall, what: Change) -> _Send | None:
    """The message with *what* changed; None when that cannot be sent whole."""
    if what.framed and call.unread:
        return None  # a new body would be made of the part that was read, and cut off the rest
    return _Send(seam.rewrite(message, what), _approval(seam, message, what.url, what.headers, what.body))


def _approval(seam: Seam, message: Message, url: str, headers: Pairs, body: object) -> Approval:
    return Approval(url, headers, body, message.instance if seam.owns_connection else None)


def _stopped(step: _Stop) -> Any:
    if step.error is not None:
        raise step.error
    return step.answer
