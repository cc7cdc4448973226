"""What is known about the moment at which a call is made."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CallContext"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CallContext:
    """The application's side of a call.  ``None`` means unknown, everywhere.

    Attributes:
        authenticated: whether the request that causes the call is logged in (OCR bulletin of 18 Mar 2024 treats these pages as PHI).
        route: route template, never the raw path: ``/intake/<step>``.
        subject: the application's own id of the person the request is about.  Kept out of every report but the ledger.
        health_context: a relation to care that the application declares: ``intake``, ``portal`` ...
    """

    authenticated: bool | None = None
    route: str | None = None
    subject: str | None = None
    health_context: str | None = None

    def __repr__(self) -> str:
        """The route template and flags; never the subject."""
        bound = "bound" if self.subject else "none"
        return (
            f"<CallContext authenticated={self.authenticated} route={self.route!r} subject={bound} health_context={self.health_context!r}>"
        )
