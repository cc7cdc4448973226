"""A body that comes in pieces: held back until it can be judged, up to the policy's bound."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from phiguard.model.call import OutboundCall
from phiguard.model.context import CallContext
from phiguard.model.inspection import Inspection

if TYPE_CHECKING:
    from phiguard.runtime.guard import Guard

__all__ = ["GuardedStream"]


class GuardedStream:
    """Collects the chunks of a body; nothing may be sent before `close` has decided.

    Args:
        guard: who decides.
        call: the message without its body.
        context: as for `Guard.inspect`.
    """

    def __init__(self, guard: Guard, call: OutboundCall, context: CallContext | None) -> None:
        self._guard = guard
        self._call = call
        self._context = context
        self._chunks: list[bytes] = []
        self._size = 0

    @property
    def full(self) -> bool:
        """Whether the bound is passed: further chunks are not kept, and the outcome will be ``oversize``."""
        return self._size > self._guard.policy.limits.body_max_bytes

    def feed(self, chunk: bytes) -> None:
        """Take the next piece of the body."""
        self._size += len(chunk)
        if not self.full:
            self._chunks.append(bytes(chunk))

    def close(self) -> Inspection:
        """Decide about what was fed; ``inspection.call`` has the whole body when it may be sent."""
        call = replace(self._call, body=b"".join(self._chunks), unread="oversize" if self.full else self._call.unread)
        return self._guard.inspect(call, context=self._context)
