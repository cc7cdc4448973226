"""Takes out of a message what makes it a disclosure, and leaves the rest as it was."""

from __future__ import annotations

from phiguard.redaction.apply import redact
from phiguard.redaction.residual import residual
from phiguard.redaction.selection import enforced

__all__ = ["enforced", "redact", "residual"]
