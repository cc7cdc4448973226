"""The elements of HTML, by what they do to the text around them (WHATWG HTML, section 4): part it, or name it."""

from __future__ import annotations

from typing import Final

__all__ = ["ELEMENTS", "INLINE", "LABELS", "RAW_TEXT"]

_BLOCKS: Final = """
br address area article aside audio base blockquote body button canvas caption center col colgroup dd details dialog div dl dt
fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe img input label legend
li link main map menu meta meter nav noscript object ol optgroup option output p param picture pre progress script section select
source style summary svg table tbody td template textarea tfoot th thead title tr track ul video
"""
_IN_LINES: Final = """
a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark nobr q s samp small span strike strong sub sup time tt u var
wbr
"""
INLINE: Final = frozenset(_IN_LINES.split())
"""Elements inside a sentence: its text goes on through their tags."""

RAW_TEXT: Final = frozenset({"script", "style"})
"""Elements whose content is no markup."""

LABELS: Final = frozenset({"th", "dt", "label"})
"""Elements that name what follows them."""

ELEMENTS: Final = INLINE | frozenset(_BLOCKS.split())
