"""What the gate needs from the one vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from phiguard.detection.types import Recognizer, Term
from phiguard.model.roles import Role

__all__ = ["Vocabulary"]


class Vocabulary(Protocol):
    """What the gate is compiled from; the module `phiguard.detection.vocabulary` is one."""

    def keys(self) -> Mapping[str, Role]:
        """Key forms: lower-case words joined by one blank."""
        ...

    def parameters(self) -> Mapping[str, Role]:
        """Names of vendors' parameters, as written in lower case."""
        ...

    def terms(self) -> Mapping[str, Term]:
        """The health lexicon: lower-case words joined by one blank."""
        ...

    def recognizers(self) -> tuple[Recognizer, ...]:
        """Everything found by its shape."""
        ...

    def contexts(self) -> frozenset[str]:
        """Words of keys for a person or somebody who gives care."""
        ...

    def bare(self) -> Mapping[str, Role]:
        """Key forms that mean something only beneath one of `contexts`."""
        ...

    def version(self) -> str:
        """Digest of all of it."""
        ...
