"""Addresses of machines in any range, and of pages: whoever scans a text wants to see those of a private network as well."""

from __future__ import annotations

import ipaddress

from phiguard.detection.types import BuiltIn

__all__ = ["RECOGNIZERS"]

_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_V4 = rf"(?:{_OCTET}\.){{3}}{_OCTET}"
_DOMAIN = (
    "com|org|net|edu|gov|mil|int|info|biz|io|co|us|uk|ca|de|fr|es|it|nl|eu|mx|br|au|nz|jp|kr|in|cn|ru|il|ch|se|app|dev|ai|health|clinic"
    "|care|online|site|cloud|me|tv"
)


def _six(text: str) -> bool:
    """A valid IPv6 address, with or without zone and prefix length; ``::`` stands for any address."""
    address, _, prefix = text.partition("/")
    try:
        ipaddress.IPv6Address(address)
    except ValueError:
        return False
    return not prefix or int(prefix) <= 128  # its bits


def _mac(text: str) -> bool:
    digits = "".join(char for char in text.lower() if char.isalnum())
    return digits not in {"0" * 12, "f" * 12}


RECOGNIZERS = (
    BuiltIn(
        id="text_ipv6",
        entity="IP_ADDRESS",
        score=0.75,
        pattern=rf"(?<![\w:.])(?=[0-9A-Fa-f:]{{0,40}}:[0-9A-Fa-f:]{{0,40}})[0-9A-Fa-f:]{{2,39}}"
        rf"(?:(?<=:){_V4})?(?:%[0-9A-Za-z]{{1,15}})?(?:/\d{{1,3}}(?!\d))?(?![\w:]|\.\d)",
        literals=("::", ":"),
        check=_six,
        hits=("fe80::1%eth0", "0:0:0:0:0:FFFF:129.144.52.38", "to [2001:db8::1]:8080", "::ffff:10.0.0.1", "any ::", "2001:db8::/32"),
        misses=("12:34:56", "std::cout", "1:2:3:4", "aa:bb:cc:dd:ee:ff", "2001::db8::1", ":::", "::ffff:256.0.0.1"),
    ),
    BuiltIn(
        id="text_ipv4",
        entity="IP_ADDRESS",
        score=0.7,
        pattern=rf"(?<![\w.\-/]){_V4}(?:/(?:3[0-2]|[12]?\d)(?!\d))?(?![\w\-])",
        fewest=4,
        literals=(".",),
        not_after=("version", "ver", "v", "release", "build", "firmware", "sdk", "section"),
        hits=("from 192.168.0.1.", "10.0.0.0/8", "10.0.0.0/123"),
        misses=("Chrome/126.0.0.0", "version 10.2.33.4", "192.168.1.256", "192.168.1", "x192.168.1.1"),
    ),
    BuiltIn(
        id="text_mac",
        entity="DEVICE_ID",
        score=0.7,
        pattern=r"(?<![\w:\-.])(?:[0-9A-Fa-f]{2}(?P<s>[:\-])[0-9A-Fa-f]{2}(?:(?P=s)[0-9A-Fa-f]{2}){4}"
        r"|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4})(?![\w:\-]|\.\w)",
        check=_mac,
        hits=("AA:BB:CC:DD:EE:FF", "0012.3456.789a", "00-1A-2B-3C-4D-5E"),
        misses=("00:1A:2B:3C:4D", "FF:FF:FF:FF:FF:FF", "10:2F:33-AC-29-C3"),
    ),
    BuiltIn(
        id="text_url",
        entity="URL",
        score=0.6,
        pattern=r"(?<![\w.@/\-])(?:https?://(?:[A-Za-z0-9\-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w\-])(?::\d{1,5})?(?:[/?#][^\s\"'<>]{0,2000})?"
        rf"|(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{{0,61}}[A-Za-z0-9])?\.){{1,5}}(?:{_DOMAIN})(?![\w\-]|\.\w|@)(?:/[^\s\"'<>]{{0,2000}})?)",
        literals=(".",),
        hits=("see https://www.care.test/a?b=1", "microsoft.com google.co.il"),
        misses=("http://microsoft", "www.microsoft", "main.py", "a@example.com", "e.g. this"),
    ),
)
