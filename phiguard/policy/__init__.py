"""What may go to whom: the policy, its profiles, and the decision about a call."""

from __future__ import annotations

from phiguard.policy.model import Policy
from phiguard.policy.rules import Agreement, DestinationRule, Sender, SiteRecognizer
from phiguard.policy.words import Failure, Mode

__all__ = ["Agreement", "DestinationRule", "Failure", "Mode", "Policy", "Sender", "SiteRecognizer"]
