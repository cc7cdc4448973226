"""A call as one run of bytes: what the gate reads."""

from __future__ import annotations

from phiguard.model.call import OutboundCall

__all__ = ["join"]


def join(call: OutboundCall) -> bytes:
    """URL, headers and body, each between newlines, so that no literal has to know about the ends of a text."""
    head = [call.url]
    head += [f"{name}: {value}" for name, value in call.headers]
    return b"\n%b\n%b\n" % ("\n".join(head).encode("utf-8", "surrogatepass"), call.body)
