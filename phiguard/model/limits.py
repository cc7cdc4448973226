"""Bounds on the work done for one call."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is opened before the guard says that it did not look at everything.

    Attributes:
        scan_budget_ms: processor time of one call's analysis, in milliseconds; checked between stages and leaves.
        body_max_bytes: a longer body is ``oversize``.
        expand_max_bytes: bytes that all decompressed layers of one call may have together; beyond is ``expansion``.
        expand_max_ratio: how many times its compressed size a layer may grow once it has passed 1 MiB; beyond is ``expansion``.
        decode_depth: layers and codecs opened inside one another; beyond is ``depth``.
        nesting_depth: objects and lists inside one another within one document; beyond is ``depth``.
        leaves_max: leaves of one call; beyond is ``budget``.
    """

    scan_budget_ms: float = 1000.0
    body_max_bytes: int = 4 * 1024 * 1024
    expand_max_bytes: int = 8 * 1024 * 1024
    expand_max_ratio: int = 100
    decode_depth: int = 12
    nesting_depth: int = 200
    leaves_max: int = 100_000
