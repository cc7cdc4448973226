"""Where a guard's policy comes from: what was given, or the environment; and the ceilings that are put over it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from phiguard.errors import ConfigurationError
from phiguard.policy import Mode, Policy

if TYPE_CHECKING:
    from phiguard.detection.types import Recognizer

__all__ = ["PolicySource", "capped", "own_recognizers", "policy_of"]

PolicySource = Policy | Mapping[str, Any] | str | Path | None
"""What a policy can be given as; None means ``$PHIGUARD_POLICY``, else the default profile."""


def policy_of(source: PolicySource) -> Policy:
    """The policy that *source* stands for.

    Raises:
        ConfigurationError: it is of another type, or wrong.
    """
    if isinstance(source, Policy):
        return source
    if source is None:
        path = os.environ.get("PHIGUARD_POLICY")
        return Policy.load(path) if path else Policy.default()
    if isinstance(source, Mapping):
        return Policy.from_mapping(source)
    return Policy.load(_path(source))


def _path(source: object) -> str | Path:
    if isinstance(source, str | Path) and str(source):
        return source
    kind = type(source).__name__ if source != "" else "an empty text"
    msg = f"policy is {kind}; give a Policy, a mapping as for Policy.from_mapping, the path of a TOML file, or None for the default"
    raise ConfigurationError(msg)


def capped(policy: Policy, mode: str | None) -> Policy:
    """*policy* under the mode that was asked for, and under the kill switch ``PHIGUARD_MODE`` of the environment.

    Raises:
        ConfigurationError: a mode is none.
    """
    for origin, word in (("mode", mode), ("PHIGUARD_MODE", os.environ.get("PHIGUARD_MODE"))):
        if not word:
            continue
        if word not in {each.value for each in Mode}:
            msg = f"{origin} is {word!r}; it must be one of {', '.join(each.value for each in Mode)}"
            raise ConfigurationError(msg)
        policy = policy.capped(Mode(word))
    return policy


def own_recognizers(policy: Policy) -> tuple[Recognizer, ...]:
    """The policy's own recognizers, proved on their samples."""
    if not policy.recognizers:
        return ()
    from phiguard.detection.custom import compile_recognizers

    return compile_recognizers(policy.recognizers)
