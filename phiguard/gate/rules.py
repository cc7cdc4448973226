"""What one group of literals can mean, as plain data: it is written to disk with the literals, and bound to its judge when first needed."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Kind", "Rule"]


class Kind:
    """The kinds of rules; each has its judge in `phiguard.gate.judges`."""

    SURE = "sure"
    ESCAPE = "escape"
    BASE64 = "base64"
    KEY = "key"
    KEY_ONWARD = "key onward"
    OWNER = "owner"
    PARAMETER = "parameter"
    TERM = "term"
    WHOLE_TERM = "whole term"
    CODE = "code"
    AMBIGUOUS_CARE = "ambiguous care"
    AMBIGUOUS_CLINICAL = "ambiguous clinical"
    PHRASE = "phrase"
    SHAPE = "shape"
    LABELLED = "labelled"


class Rule(NamedTuple):
    """One rule.

    Attributes:
        kind: one of `Kind`.
        signal: every bit that its judge could set.
        args: what the judge has to know: phrases, a pattern, a recognizer's id.
    """

    kind: str
    signal: int
    args: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """For reports of tests and tuning: the recognizer, or the kind."""
        return self.args[0] if self.kind in (Kind.SHAPE, Kind.LABELLED) else self.kind

    @property
    def beside(self) -> int:
        """Everyday words that are health words together: two different ones near each other count when these add up to three."""
        return {Kind.AMBIGUOUS_CARE: 1, Kind.AMBIGUOUS_CLINICAL: 2}.get(self.kind, 0)
