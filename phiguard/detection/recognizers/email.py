"""E-mail addresses of people; role mailboxes and addresses inside URLs' credentials are nobody's."""

from __future__ import annotations

from phiguard.detection.forms import EMAIL, personal_mailbox
from phiguard.detection.types import BuiltIn

__all__ = ["RECOGNIZERS"]

RECOGNIZERS = (
    BuiltIn(
        id="email",
        entity="EMAIL_ADDRESS",
        score=0.95,
        pattern=EMAIL.pattern,
        literals=("@",),
        check=personal_mailbox,
        hits=("write to jane.okafor@example.com.", "mailto:j_o+x@mail.example.org"),
        misses=(
            "noreply@example.com",
            "git@github.com:a/b",
            "https://abc@o1.ingest.example.io/42",
            "left-pad@1.3.0",
            "you@example.com",
            "@handle",
        ),
    ),
)
