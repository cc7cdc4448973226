"""Addresses on the public internet; private ranges, documentation ranges and four-part versions are nobody's."""

from __future__ import annotations

import ipaddress

from phiguard.detection import checks
from phiguard.detection.types import BuiltIn, spell

__all__ = ["RECOGNIZERS"]

_GROUP = ("0", "00", "000")
_HEX = ("0", "A", "a")
_HIGH, _MIDDLE = 100, 16


def _address(text: str) -> bool:
    """Public, and no version: an address has a large number in it, or two middling ones."""
    parts = [int(part) for part in text.split(".")]
    likely = max(parts) >= _HIGH or sum(part >= _MIDDLE for part in parts) > 1
    return likely and checks.global_ip(text)


def _address6(text: str) -> bool:
    try:
        return ipaddress.IPv6Address(text).is_global and any(char.isdigit() for char in text)
    except ValueError:
        return False


RECOGNIZERS = (
    BuiltIn(
        id="ipv4",
        entity="IP_ADDRESS",
        score=0.85,
        pattern=r"(?<![\w.\-/])(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?![\w\-/]|\.\d)",
        shapes=spell((" ", ":", "+", ")"), _GROUP, ".", _GROUP, ".", _GROUP, ".0"),
        check=_address,
        not_after=("version", "ver", "v", "release", "build", "rev", "firmware", "sdk", "section"),
        hits=("from 26.184.3.77 port 80", "ip=29.1.200.3"),
        misses=("Chrome/126.0.0.0", "version 26.184.3.77", "10.2.33.4", "1.2.3.4", "26.184.3.777", "192.0.2.7", "26.184.3.77/24"),
    ),
    BuiltIn(
        id="ipv6",
        entity="IP_ADDRESS",
        score=0.85,
        pattern=r"(?<![\w:.])[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:])",
        shapes=spell((" ", ":", "+", ")", "/", "-"), _HEX, ("", *_HEX), ("", *_HEX), ("", *_HEX), ":"),
        check=_address6,
        hits=("from 2600:1f18:4a:9::17 port",),
        misses=("12:34:56", "fe80::1", "::1", "arn:aws:s3::bucket", "2001:db8::1", "00:00:00:00:00:00"),
    ),
)
