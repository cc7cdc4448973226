"""Requests as they read: ``.http`` files with what each case stands for in its heading."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import phiguard

__all__ = ["Case", "action", "read"]

_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One request.

    Attributes:
        id: its name in the file.
        category: the recipient's category; ``+baa`` behind it when there is an agreement.
        health_service: whether the sender is one.
        signed_in: whether the person is.
        call: the request.
    """

    id: str
    category: str
    health_service: bool
    signed_in: bool
    call: phiguard.OutboundCall


def read(path: Path) -> Iterator[Case]:
    """The cases of the file at *path*: ``### id | category | health/other | signed-in/public [| gzip, base64]``, then the request."""
    for block in path.read_text(encoding="utf-8").split("\n### ")[1:]:
        heading, _, rest = block.partition("\n")
        name, category, sender, person, *encodings = (part.strip() for part in heading.split("|"))
        yield Case(
            id=name,
            category=category,
            health_service=sender == "health",
            signed_in=person == "signed-in",
            call=_call(rest.rstrip("\n"), encodings),
        )


def action(case: Case) -> phiguard.Action:
    """What the guard does with *case* under the profile ``strict``, its sender and recipient configured as the case says."""
    category, _, baa = case.category.partition("+")
    policy: dict[str, object] = {"profile": "strict", "sender": {"health_service": case.health_service}}
    if category != "unlisted":
        host = urlsplit(case.call.url).netloc
        policy["destination"] = [{"id": "recipient", "hosts": [host], "category": category, "baa": bool(baa)}]
    guard = phiguard.Guard(policy, reporters=())
    return guard.inspect(case.call, context=phiguard.CallContext(authenticated=case.signed_in)).decision.action


def _call(text: str, encodings: list[str]) -> phiguard.OutboundCall:
    line, _, rest = text.partition("\n")
    method, _, url = line.partition(" ")
    headers: dict[str, str] = {}
    first = rest.partition("\n")[0]
    if ": " in first and first[0].isupper():
        head, _, rest = rest.partition("\n\n")
        headers = dict(entry.split(": ", 1) for entry in head.splitlines())
    if rest:
        headers.setdefault("Content-Type", _JSON if rest[0] in "[{" else _FORM)
    body = _encoded(rest.encode(), encodings, headers)
    return phiguard.OutboundCall(method=method, url=url, headers=tuple(headers.items()), body=body)


def _encoded(body: bytes, encodings: list[str], headers: dict[str, str]) -> bytes:
    for encoding in encodings:
        if encoding == "gzip":
            body, headers["Content-Encoding"] = gzip.compress(body, mtime=0), "gzip"
        elif encoding == "base64":
            body, headers["Content-Type"] = json.dumps({"data": base64.b64encode(body).decode()}).encode(), _JSON
    return body
