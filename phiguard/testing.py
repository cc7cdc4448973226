"""For the tests of those who use phiguard: what a finding points at, and what became of the calls that were made.

Nothing here belongs into production code: `reveal` is the one function that gives back the text of a finding.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from phiguard.decoding import open_call, open_object, open_text
from phiguard.errors import DecodeError
from phiguard.model.call import OutboundCall
from phiguard.reporting import TAPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from phiguard.decoding import Document
    from phiguard.model.finding import Finding
    from phiguard.model.inspection import Outcome

__all__ = ["Captured", "capture_outcomes", "reveal"]


def reveal(source: OutboundCall | str | Any, finding: Finding) -> str:
    """The text that *finding* marks in *source*.

    Args:
        source: what was inspected or scanned: a call, a text, or JSON-like data.  It must be the very same: addresses of another
            message point elsewhere.
        finding: from an inspection of *source*.

    Returns:
        The text of its spans, joined by a blank where there are several.

    Raises:
        DecodeError: *source* has no such place.
    """
    text = next((leaf.text for leaf in _opened(source).leaves if leaf.address == finding.address), None)
    if text is None or any(end > len(text) for _, end in finding.spans):
        msg = "the finding does not belong to this source"
        raise DecodeError(msg)
    return " ".join(text[start:end] for start, end in finding.spans)


def _opened(source: Any) -> Document:
    if isinstance(source, OutboundCall):
        return open_call(source)
    return open_text(source) if isinstance(source, str) else open_object(source)


class Captured(list["Outcome"]):
    """The outcomes of the calls that were made, in order."""

    def heard(self, outcome: Outcome) -> None:
        """Take note of *outcome*."""
        self.append(outcome)

    @property
    def actions(self) -> list[str]:
        """What happened to each call: ``allow``, ``redact`` or ``block``."""
        return [outcome.inspection.decision.action.value for outcome in self]


@contextmanager
def capture_outcomes() -> Iterator[Captured]:
    """Collect the outcome of every guarded call that this process makes inside the ``with`` block, on whatever thread.

    ::

        with phiguard.testing.capture_outcomes() as outcomes:
            requests.post(...)
        assert outcomes.actions == ["allow"]

    Guards that were given reporters of their own are not heard; ``Guard.inspect`` alone makes no call and has no outcome.
    """
    captured = Captured()
    TAPS.add(captured)
    try:
        yield captured
    finally:
        TAPS.remove(captured)
