"""The answer that a client gets in place of a vendor's when its call was stopped."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["REFUSED", "Reply"]


class Reply(NamedTuple):
    """A synthetic HTTP response.

    Attributes:
        status: HTTP status code.
        headers: (name, value) pairs.
        body: the bytes of the body.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


REFUSED = Reply(
    status=451, headers=(("Content-Type", "application/json"), ("x-should-retry", "false")), body=b'{"error":"blocked by phiguard"}'
)
"""RFC 7725: unavailable for legal reasons.  No client that was tried retries it (openai, anthropic, segment, rudder)."""
