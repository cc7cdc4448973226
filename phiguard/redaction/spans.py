"""Which stretches of one leaf's text go, as disjoint cuts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from phiguard.errors import DecodeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["Cut", "cut_out", "merged"]


_BLANKS = ("", " ", "\t", "\n")


class Cut(NamedTuple):
    """A stretch of text that goes: code points, end exclusive, and the entity that is named in its place."""

    start: int
    end: int
    entity: str


def merged(cuts: Iterable[Cut], text: str) -> list[Cut]:
    """Disjoint cuts in order: overlapping ones become one, named after the widest; so do those of one entity with only a blank between.

    Raises:
        DecodeError: a cut does not fit *text*: it was found in something else, and cutting would hit the wrong words.
    """
    done: list[Cut] = []
    for cut in _disjoint(cuts, text):
        if done and done[-1].entity == cut.entity and text[done[-1].end : cut.start] in _BLANKS:
            done[-1] = done[-1]._replace(end=cut.end)
        else:
            done.append(cut)
    return done


def _disjoint(cuts: Iterable[Cut], text: str) -> list[Cut]:
    done: list[Cut] = []
    widest = 0  # of the cuts that were taken into the last one: it gave the name
    for cut in sorted(set(cuts)):
        if not 0 <= cut.start < cut.end <= len(text):
            msg = "a finding does not fit its leaf"
            raise DecodeError(msg)
        width = cut.end - cut.start
        if done and cut.start < done[-1].end:
            done[-1] = Cut(done[-1].start, max(done[-1].end, cut.end), cut.entity if width > widest else done[-1].entity)
            widest = max(widest, width)
        else:
            done.append(cut)
            widest = width
    return done


def cut_out(text: str, cuts: Sequence[Cut], replacement: Callable[[Cut], str]) -> str:
    """*text* with each of *cuts* (disjoint, in order) replaced."""
    pieces, at = [], 0
    for cut in cuts:
        pieces += [text[at : cut.start], replacement(cut)]
        at = cut.end
    return "".join([*pieces, text[at:]])
