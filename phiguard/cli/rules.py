"""What the id of a rule means, and what to do about it: the logger names one with each call that it speaks of."""

from __future__ import annotations

from phiguard.errors import ConfigurationError
from phiguard.model.destination import Category
from phiguard.model.limits import Limits

__all__ = ["meaning"]

_WHO = {"direct": "a direct identifier (name, e-mail, MRN ...)", "linkable": "a linkable identifier (hash, cookie, click id, user id ...)"}
_WHAT = {
    "clinical": "a clinical fact (condition, drug, answer, code ...)",
    "care": "a relation to care (appointment, plan, condition in a URL or event name ...)",
    "implied": "the fact that the sender is a health service, about somebody who is signed in",
    "implied-public": "the fact that the sender is a health service, on a public page",
}
_TO_DO = (
    "send less: leave out either who it is or what it says about their health",
    "if there is a business associate agreement: baa = { ref = ..., expires = ... } under its [[destination]]",
    "if it may have this for another reason (treatment, payment, the patient's own app): granted = true",
    "to let it pass for now and count it: PHIGUARD_MODE=report",
)
_FIXED = {
    "clean": "nothing was found that would tell this recipient about somebody's health",
    "gate:clean": "the gate saw nothing in the raw bytes that could matter toward this recipient, so the call left unopened",
    "permitted:baa": "a business associate agreement with this recipient is in force",
    "permitted:granted": "the policy grants this recipient PHI",
    "permitted:not-observed": "calls to this recipient are not looked at: observe = false under its [[destination]], or it is first-party",
    "permitted:first_party": "the recipient is the sender itself",
    "permitted:infra": "the recipient is infrastructure that may have PHI",
    "mode:off": "the guard is switched off: mode = 'off' in the policy, install(mode=...), or PHIGUARD_MODE in the environment",
    "redaction:not-all-seen": "part of the call could not be looked at, and would have left unredacted beside the rest, so it was stopped",
    "redaction:still-telling": "the redacted call, looked at again, still told about somebody's health, so it was stopped",
    "redaction:unwritable": "the call could not be redacted and stay valid, so it was stopped",
}
_STANDARD = Limits()
_FAILURES = {
    "oversize": ("the body is longer than a limit", ("body_max_bytes",)),
    "budget": ("looking took longer than a limit, or there were more values", ("scan_budget_ms", "leaves_max")),
    "depth": ("it is nested deeper than a limit: layers in one another, or objects within one document", ("decode_depth", "nesting_depth")),
    "expansion": ("it grows beyond a limit when decompressed: in bytes, or in times its size", ("expand_max_bytes", "expand_max_ratio")),
    "undecodable": ("it is not what its headers say", ()),
    "opaque": ("part of it is binary that nothing here can read", ()),
    "stream": ("the body comes from an iterator that cannot be read twice", ()),
    "closed": ("the body is a file that is closed", ()),
    "no_engine": ("what would have to read it is not installed (brotli and zstd: pip install 'phiguard[codecs]')", ()),
    "error": ("phiguard itself failed on it: please report that, without the payload", ()),
    "recognizer_error": ("a recognizer failed on it: please report that, without the payload, unless it is your own", ()),
}


def meaning(rule: str) -> list[str]:
    """What *rule* means, one line a fact.

    Raises:
        ConfigurationError: there is no such rule.
    """
    kind, _, rest = rule.partition(":")
    if rule in _FIXED:
        return [_FIXED[rule]]
    if kind in {"table", "vacated"} and (lines := _cell(kind, rest)):
        return lines
    if kind == "failure" and rest in _FAILURES:
        return _failure(rest)
    if kind == "destination":
        return [f"the policy's own entry {rest!r} says what happens: its action"]
    msg = f"there is no rule {rule[:80]!r}; take it from the log line or from PHIBlocked.decision.rule"
    raise ConfigurationError(msg)


def _failure(reason: str) -> list[str]:
    why, limits = _FAILURES[reason]
    bounds = [f"- [limits] {name}, {getattr(_STANDARD, name):,} unless the policy says otherwise" for name in limits]
    return [
        f"not everything could be looked at: {why}",
        *bounds,
        "what happens then: [on_failure], or on_failure under its [[destination]] (docs/policy.md)",
    ]


def _cell(kind: str, cell: str) -> list[str]:
    category, _, rest = cell.partition("/")
    who, _, what = rest.partition("/")
    if category not in list(Category) or who not in _WHO or what not in _WHAT:
        return []
    met = f"{_WHO[who]} met {_WHAT[what]}, toward a recipient of category {category} without an agreement"
    if kind == "vacated":
        return [met, "AHA v. Becerra (N.D. Tex., June 2024) vacated this case: it is allowed and counted"]
    return [met, *(f"- {line}" for line in _TO_DO)]
