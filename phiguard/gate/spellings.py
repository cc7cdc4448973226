"""How one name is written on the wire: joiners between its words, delimiters around it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import cache
from urllib.parse import quote, quote_plus

__all__ = [
    "EVERYDAY",
    "after",
    "before",
    "between",
    "contexts",
    "delimited",
    "enclosed",
    "ends_everyday",
    "humps",
    "is_noisy",
    "joined",
    "key_joined",
    "raw_forms",
]

_JOINERS = ("_", "-", " ", "", ".", "+", "%20", "/", "'", "%2f")
_KEY_JOINERS = _JOINERS[:7]
_BEFORE = (*"\"' _-./=&?>,([|+:;\n\t{#@*", "%2f", "%3d", "%3a", "%2c", "%5b", "%7c", "%0a", "%2b", "%5cn", "\\n", "\\t", "\\r")
"""What may stand before a word; an escape that ends with a digit is the digit's business."""
_KEY_BEFORE = (*"\"'_.-[?& \n,;|\t1", "%22", "%5b", "%26", "+", "0")
_KEY_AFTER = (*"\"\\'=]:%,|\n", "1", "2", "3")
_DIGITS = tuple("0123456789")
_AFTER = (*"\"'\\=:],|/>\t\n\r;%?*", *_DIGITS, "_0", "_1", "_2", "_3", "-1", "-2")
_TEXT_BEFORE = (*"\"' _-/=&>,(+:\n", "0", "2", "8", "%2f", "%3d", "\\n")
_TEXT_AFTER = (*"\"'\\ _-./=&<,;:!?)%+\n#(*[", "s", *_DIGITS)
_LETTERS = tuple("abcdefghijklmnopqrstuvwxyz")
_ONWARD = 8
_CAPITALS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_HUMP_AFTER = (*"\"'\\=:],|/>\n%", *_DIGITS)
_AROUND = (
    ('"', '"'), ('"', "\\"), ("'", "'"), ("?", "="), ("&", "="), ("[", "]"), (" ", "="), (";", "="), ("\n", "="), (" ", ":"), ("\n", ":"),
    (",", ","), ("\n", ","), (",", "\n"), (",", "\r"), ("|", "|"), ("\n", "|"), ("|", "\n"), ("\t", "\t"), ("\n", "\t"), ("\t", "\n"),
    ("\t", "\r"), ("|", "\r"), ("%22", "%22"), ("%22", "%5c"), ("%26", "%3d"), ("%3f", "%3d"), ("%5b", "%5d"), (".", "="), (".", '"'),
    (".", "%"), ("{", ":"), (",", ":"), (">", "<"), ("<", ">"), ("/", "="), ("#", "="),
)  # fmt: skip
"""Delimiters on both sides, for a vendor's two-letter parameters: query, form, JSON, escaped and percent-encoded JSON, cookie, table."""

EVERYDAY = frozenset(
    """
    about accept access account action active address agent alert amount analytics api app application archive array article asset attribute
    attributes audio auth author avatar average backend balance banner base batch beta bill billing block blog body boolean branch brand
    browser bucket budget build bundle button cache campaign cancel cancelled capacity card cart case catalog category cause cell
    certificate
    change channel chart checkout city class click client close cloud cluster code cohort collection color column comment commit company
    complete component condition config consistent consumer contact container content context control conversion cookie copy cost count
    country coupon crash created creator credit currency cursor custom customer daily dashboard data database date day debug default delete
    delivery deploy description design desktop detail device digest dimension direct directory disabled discount display distinct document
    domain domains download draft driver duration edge edit element email empty enabled encoding end endpoint engine entity entry
    environment error event events example exception experiment expires export extension external factor failure feature fee feed field
    fields file filter first flag flow folder font footer form format forward frame frequency full function funnel gateway general geo
    global goal graph grid group guide handler hash header headers height hidden hidden history home host hour html http icon id image
    impression index info initial input insert install instance integer integration interest interval inventory invoice item items job join
    key keyword label labels landing language large last latency layout lead length level library license limit line link list listing load
    local locale location lock log logger login logo logout long low machine mail manage manager map market mask master match max measure
    media medium member memory menu merge message meta metadata method metric middle migration min minute missing mobile modal mode model
    modified module money monitor month name namespace native network new news next no node normal note notes notification null number
    object offer offset on open operation option order organization origin output owner package page pages pagination parent parse partner
    password path pattern payload payment peer pending percent percentage period permission phase pixel plan platform player plugin point
    policy pool popup port position post preview price primary priority private process processing product profile program progress project
    promotion property protocol provider proxy public publish purchase push quality quantity query queue quote random range rank rate ratio
    reason receipt record recovery redirect ref reference referrer refresh region register regular release remote render replica reply
    report repository request required resource response result results resume retry return revenue review reward role room root route row
    rule sale sample scale schedule schema score scope screen script scroll search season second secret section security select selection
    self sender series server service session set settings setup severity shape share shipment shipping shop show shutdown side signal
    signup simple site size skip sku slot small snapshot social sort source space spec speed split stack staff stage standard start state
    static statistics status step stock stop storage store stream street string style subject submit subscription subtotal success summary
    support switch symbol sync system tab table tag tags target task tax team template tenant term test text theme thread ticket tier time
    timeout timestamp timezone title to token tool topic total trace track tracking traffic transaction transfer transport trial trigger
    type types unit update upgrade upload url usage user username user_agent utm validation value values variant vendor verified version
    video view viewport visibility visit visitor volume warning web webhook website week weight width window word work worker workflow
    workspace write year yield zone item scheme message image language zip gzip ship description ai romania membership tip graph product
    for in of on by use us from and pay visit center exam
    messageid anonymousid requestid sessionid traceid spanid pageid nodeid typeid sourceid eventid deviceid userid useragent createdat
    updatedat
    sentat receivedat hostname filename classname typename applewebkit iphone mozilla overview
    consistent existent persistent assistant insisted citation rapid hotel system carrier archived cdn crashed cookies sdk lib framework
    """.split()  # noqa: SIM905 -- six hundred quoted words are harder to read
)
"""Words that keys and values of clean API traffic are full of: a literal that is one of them, or hides in one, needs delimiters."""


_EVERYDAY_TEXT = f" {' '.join(EVERYDAY)} "


def joined(words: Sequence[str]) -> Iterator[str]:
    """*words* as snake, kebab, blank, glued (camel is that in another case), dotted and percent- or plus-encoded name."""
    if len(words) == 1:
        return iter(words)
    return iter(dict.fromkeys(joiner.join(words) for joiner in _JOINERS))


@cache
def is_noisy(literal: str) -> bool:
    """Whether everyday words hide *literal*, so that it must come with its delimiters."""
    return literal in _EVERYDAY_TEXT and any(literal in word and word != literal for word in EVERYDAY)


@cache
def begins_everyday(literal: str) -> bool:
    """Whether an everyday word begins with *literal* and is more than it."""
    return f" {literal}" in _EVERYDAY_TEXT and any(word.startswith(literal) and word != literal for word in EVERYDAY)


@cache
def ends_everyday(literal: str) -> bool:
    """Whether an everyday word ends with *literal* and is more than it."""
    return f"{literal} " in _EVERYDAY_TEXT and any(word.endswith(literal) and word != literal for word in EVERYDAY)


def key_joined(words: Sequence[str]) -> Iterator[str]:
    """As `joined`, in the ways that keys are written."""
    if len(words) == 1:
        return iter(words)
    return iter(dict.fromkeys(joiner.join(words) for joiner in _KEY_JOINERS))


def between(word: str) -> Iterator[tuple[str, int, int]]:
    """As `before`: *word* as the last word of a key, between every pair of delimiters that keys have."""
    return ((left + word + right, len(left), len(right)) for left in _KEY_BEFORE for right in _KEY_AFTER)


def onward(word: str) -> Iterator[tuple[str, int, int]]:
    """As `before`: *word* with everything that may follow it, letters too, but the rest of an everyday word."""
    for text in _continued(word):
        tail = len(text) - len(word)
        if is_noisy(text) or text in EVERYDAY:
            yield from ((literal, lead, tail) for literal, lead, _ in before(text))
        else:
            yield text, 0, tail


def _continued(word: str) -> Iterator[str]:
    if word not in EVERYDAY:
        yield from (word + right for right in _TEXT_AFTER)
    for letter in _LETTERS:
        longer = word + letter
        if any(each.startswith(longer) for each in EVERYDAY):
            if len(longer) < _ONWARD:
                yield from _continued(longer)
        else:
            yield longer


def delimited(word: str) -> Iterator[tuple[str, int, int]]:
    """As `before`: *word* in text, with a delimiter on the side on which everyday words do not go on, or on both."""
    if not begins_everyday(word):
        return before(word)
    if not ends_everyday(word):
        return ((word + right, 0, len(right)) for right in _TEXT_AFTER)
    return ((left + word + right, len(left), len(right)) for left in _TEXT_BEFORE for right in _TEXT_AFTER)


def before(word: str) -> Iterator[tuple[str, int, int]]:
    """(literal, bytes of it before the word, bytes after it): *word* after each delimiter."""
    return ((left + word, len(left), 0) for left in (*_BEFORE, *_DIGITS))


def after(word: str) -> Iterator[tuple[str, int, int]]:
    """As `before`: *word* before everything that can end a key."""
    return ((word + right, 0, len(right)) for right in _AFTER)


def humps(word: str, *, bare: bool) -> Iterator[tuple[str, int, int]]:
    """As `before`, to be compared with case: *word* as a hump of a camel-case name; *bare* in the midst of one, else as its end."""
    onward = ("",) if bare and not begins_everyday(word) else _CAPITALS if bare else _HUMP_AFTER
    lower = (word,) if bare and begins_everyday(word) else ()
    for form in dict.fromkeys((word[0].upper() + word[1:], word.upper(), *lower)):
        for right in onward:
            yield form + right, 0, len(right)


def enclosed(word: str) -> Iterator[tuple[str, int, int]]:
    """As `before`: *word* between the delimiters of each container."""
    return ((left + word + right, len(left), len(right)) for left, right in _AROUND)


def raw_forms(text: str) -> tuple[str, ...]:
    r"""*text* as it is, percent-encoded, as form text, and with ``\/``."""
    return tuple(dict.fromkeys((text, quote(text, safe=""), quote_plus(text), text.replace("/", "\\/"))))


_LEAF = " "
_COLON = ":"
_STARTS = (" ", ":", "/", "+", " 00", " 0A", " 0a", " a", " 0Aa")
r"""What a blank at the head of a shape stands for: any delimiter, a number's colon, a path's slash, a form's plus, %22 %3D %3d \n %5Cn."""
_ENDS = (" ", "/", "+", ":")
_WIRES: tuple[dict[str, str], ...] = (
    {},
    {" ": "+", "/": " 0A", ":": " 0A", "+": " 0A", ")": " 00"},
    {" ": "+", "/": " 0a", ":": " 0a", "+": " 0a", ")": " 00"},
    {" ": " 00", "/": " 0A", ":": " 0A", "+": " 0A", ")": " 00"},
    {" ": " 00", "/": " 0a", ":": " 0a", "+": " 0a", ")": " 00"},
    {"/": " /"},
)
"""What becomes of a separator inside a shape: as it is, form text, percent-encoded in either case, JSON with an escaped slash."""
_COMMA = (("  ", " 0A+"), ("  ", " 0A 00"))


def contexts(folded: str, *, whole: bool = False) -> set[str]:
    """A shape's trigger with every neighbour and every encoding of its separators that the wire may give it.

    Args:
        folded: the trigger as its recognizer declares it.
        whole: whether it is all of a value, so that the value's delimiters stand around it.
    """
    head, tail = whole or folded.startswith(_LEAF), whole or (folded.endswith(_LEAF) and len(folded) > 1)
    core = folded.strip() if whole else folded[head : len(folded) - tail]
    cores = {"".join(wire.get(char, char) for char in core) for wire in _WIRES}
    cores |= {core.replace(old, new) for old, new in _COMMA}
    pairs = itertools.product(_STARTS if head else ("",), cores, _ENDS if tail else ("",))
    # ":00:" is in every time of day.  A value that holds colons is quoted or stands after a blank; no bare number has one.
    timely = head and _COLON in core
    return {"".join(parts) for parts in pairs if not (timely and parts[0] == _COLON)}
