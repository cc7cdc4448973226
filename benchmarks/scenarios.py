"""The scenario corpus through the public face: what its scorer calls.

``python ../shared/corpora/scenarios/score.py dev benchmarks.scenarios:inspect --policy strict``
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import phiguard
from phiguard.testing import reveal

__all__ = ["inspect"]


def inspect(request: dict[str, Any]) -> dict[str, Any]:
    """Inspect one corpus request as a deployment would that configured its sender and this recipient.

    Args:
        request: method, url, headers, body, client_hint, recipient, sender and policy of a corpus record.

    Returns:
        verdict, findings with their texts, and the call that would be sent.
    """
    call = phiguard.OutboundCall(
        method=request["method"], url=request["url"], headers=request["headers"], body=request["body"], client=request["client_hint"]
    )
    guard = _guard(request["policy"], urlsplit(request["url"]).netloc, *_configured(request))
    context = phiguard.CallContext(authenticated=request["sender"]["authenticated"])
    inspection = guard.inspect(call, context=context, detail=True)
    findings = [{"category": finding.entity, "value": reveal(call, finding)} for finding in inspection.findings]
    return {"verdict": inspection.decision.action.value, "findings": findings, "call": _sent(inspection.call)}


def _configured(request: dict[str, Any]) -> tuple[str, str, bool, bool]:
    recipient = request["recipient"]
    return recipient["class"], recipient["vendor"], recipient["baa"], request["sender"]["health_app"]


@lru_cache(maxsize=1024)
def _guard(profile: str, host: str, category: str, vendor: str, baa: bool, health_service: bool) -> phiguard.Guard:  # noqa: FBT001 -- cache key
    policy: dict[str, Any] = {"profile": profile, "sender": {"health_service": health_service}}
    if category != "unlisted":
        policy["destination"] = [{"id": vendor, "hosts": [host], "category": category, "baa": baa}]
    return phiguard.Guard(policy, reporters=())


def _sent(call: phiguard.OutboundCall | None) -> dict[str, Any] | None:
    return None if call is None else {"url": call.url, "headers": dict(call.headers), "body": call.body}
