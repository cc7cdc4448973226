"""Forms of values that more than one rule needs: boundaries, dates, e-mail addresses, packed hashes and the harmless look-alikes."""

from __future__ import annotations

import re

from phiguard.detection.types import Span
from phiguard.model.patterns import late

__all__ = [
    "DATE", "DATE_CALL", "EMAIL", "FIRST", "HEX", "ISO_DATE", "LAST", "LATLON", "LEFT", "MAC", "MBI", "RIGHT", "SSN_DASHED", "STATES",
    "UUID", "emails", "harmless", "packed_hashes",
    "personal_mailbox",
]  # fmt: skip

LEFT = (" ", ":", "/", "+", ")")
"""What may stand before a value, in the folded alphabet."""
FIRST = r"(?<![\w.\-])"
"""Start of a value: no letter, digit, point or dash before it."""
LAST = r"(?![\w\-]|\.\d)"
"""End of a value: no letter, digit or dash after it, nor a decimal point."""
RIGHT = (" ", ".", ":", "/", "+", ")")
"""What may stand after a value, in the folded alphabet."""

UUID = late(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
ISO_DATE = late(r"(?:19|20)\d\d-\d\d-\d\d")
MAC = late(r"(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}")
SSN_DASHED = late(r"\d{3}-\d\d-\d{4}")
MBI = late(r"[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d-?[AC-HJKMNP-RT-Y]{2}\d\d")
LATLON = late(r"(?<![\w.])-?[1-8]?\d\.\d{3,15}[,; ]{1,2}-?(?:1[0-7]\d|\d{1,2})\.\d{3,15}(?![\w.])")
DATE_CALL = late(r"date(?:time)?\(((?:19|20)\d\d, ?\d{1,2}, ?\d{1,2})")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[a-zA-Z]{0,6}\.?"
DATE = (
    r"(?:(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d\d|(?:19|20)\d{6}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ -](?:of )?{_MONTH},?[ -](?:19|20)\d\d|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d|(?:19"
    rf"|20)\d\d, ?\d{{1,2}}, ?\d{{1,2}})"
)
"""A written date, as the source of a pattern."""
EMAIL = late(
    r"(?<![\w.%+\-])(?<![A-Za-z0-9]')(?<!//)[A-Za-z0-9_][A-Za-z0-9._%+'\-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9\-]{0,62}\.){1,5}[A-Za-z]{2,24}(?![A-Za-z0-9])"
)
HEX = late(r"[0-9a-fA-F]{16,128}")
STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN"
    "|TX|UT|VT|VA|WA|WV|WI|WY|PR"
)
_PACKED = late(r"(?<![a-z])(em|pn|ph|fn\d?|ln\d?|co|ct\d?|sa\d?|pc\d?|rg\d?)\.([A-Za-z0-9_\-]{43}|[0-9a-f]{64})(?![A-Za-z0-9])")
_PACKED_ENTITY = {
    "em": "EMAIL_HASH",
    "pn": "PHONE_HASH",
    "ph": "PHONE_HASH",
    "fn": "NAME_HASH",
    "ln": "NAME_HASH",
    "ct": "CITY_HASH",
    "pc": "ZIP_HASH",
}
_MAILBOX = frozenset(
    """abuse account accounts admin administrator alerts api app apps billing bot bounce bounces build builds care ci clinic compliance
    contact customerservice dev developer developers devops donotreply eng engineering enquiries feedback finance frontdesk git hello
    appointments bookings careers events facilities operations reception recruiting recruitment help helpdesk hi hostmaster hr
    info inquiries invoices it jobs legal mail mailer mailman marketing media members news newsletter
    no noc noreply notification notifications notify office oncall ops orders platform postmaster press privacy root sales security
    server service services shipping staff support svc sysadmin system team test tests updates vendor webmaster welcome you your user
    username name email example someone somebody""".split()  # noqa: SIM905 -- a table of words
)
_HARMLESS = late(
    r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
    r"|(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?(?:Z|[+-]\d\d:?\d\d|UTC))?)"
    r"|1[4-9]\d{8}(?:\d{3}|\d{6}|\d{9})?(?:\.\d{1,9})?"
    r"|-?\d{1,7}(?:\.\d{1,18})?"
    r"|v?\d{1,4}\.\d{1,4}(?:\.\d{1,5})?(?:[-+.][a-z][\w.]{0,30})?"
    r"|[0-9a-f]{32,128}|[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}"
)


def emails(text: str) -> list[tuple[str, Span]]:
    """The people's e-mail addresses in *text*, as readings."""
    return [("EMAIL_ADDRESS", match.span()) for match in EMAIL.finditer(text) if personal_mailbox(match[0])]


def personal_mailbox(address: str) -> bool:
    """Whether an address is somebody's: ``noreply@``, ``support@``, ``you@`` and their like are nobody's."""
    local = address.partition("@")[0].lower()
    return re.split(r"[._+\-]", local, maxsplit=1)[0].rstrip("0123456789") not in _MAILBOX and re.split(r"[._+\-]", local)[-1] not in {
        "ops",
        "team",
        "noreply",
        "reply",
        "support",
        "bot",
        "alerts",
    }


def packed_hashes(text: str) -> list[tuple[str, Span]]:
    """Hashes in Google's packed form ``tv.1~em.<hash>~pn.<hash>``, as readings."""
    if "." not in text[:4096]:
        return []
    return [
        (entity, match.span(2)) for match in _PACKED.finditer(text[:4096]) if (entity := _PACKED_ENTITY.get(match[1].rstrip("0123456789")))
    ]


def harmless(text: str) -> bool:
    """Whether the whole text is one of the clean look-alikes: UUID, ISO time, epoch, short number, float, version, digest, trace parent."""
    return len(text) <= 130 and _HARMLESS.fullmatch(text) is not None  # the longest of them is a SHA-512
