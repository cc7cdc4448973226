"""What only stands for a value: empty, a boolean, masked, a template, an object's repr, or the name of the field itself."""

from __future__ import annotations

from phiguard.detection.keys import split_key, table
from phiguard.model.patterns import late
from phiguard.model.roles import Use

__all__ = ["filler", "placeholder"]

_LONGEST, _LOOKED_AT = 80, 300
_PLACEHOLDER = late(
    r"(?i)\W*(?:true|false|yes|no|y|n|null|none|nil|nan|n/?a|unknown|undefined|not set|unset|empty|blank|redacted|masked|removed"
    r"|hidden|filtered|anonymous|anon|guest|test|string|"
    r"text|example|sample|default|other|pending|todo|tbd|xxx+|select|please select|required|optional|any|all|\[?object object\]?"
    r"|deleted|encrypted)?\W*"
)
_MASK = late(r"[*xX#\u2022.\-\s()/+]{3,}[\dxX]{0,4}|(?:.{0,3}[*\u2022]{3,}.{0,40})")
_TEMPLATE = late(
    r"\{[^{}]{0,60}\}|<[A-Za-z][^<>]{0,120}>|\$\{|%\([a-z_]{1,40}\)s|%[sd]|^:[a-z_]{1,40}$|^\[[A-Za-z_ ]{1,40}\]$|\[\[|<%"
    r"|^\$[A-Za-z_.]{1,40}$|^/.{0,200}/[a-z]?$|REDACTED"
)


def filler(text: str) -> bool:
    """Whether *text* is a word that forms and programs put where a value is missing."""
    return len(text) <= _LONGEST and _PLACEHOLDER.fullmatch(text) is not None


def placeholder(text: str) -> bool:
    """Whether *text* stands for a value without being one: empty, a boolean, masked, a template, a repr, or the name of a field."""
    if len(text) <= _LONGEST and (_PLACEHOLDER.fullmatch(text) or _MASK.fullmatch(text)):
        return True
    return bool(_TEMPLATE.search(text[:_LOOKED_AT])) or _labels(text)


def _labels(text: str) -> bool:
    return (
        len(text) < _LONGEST
        and not any(char.isdigit() for char in text)
        and (entry := table().forms.get(" ".join(split_key(text)))) is not None
        and entry.role.use is Use.VALUE
    )
