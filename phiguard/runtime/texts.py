"""Scanning and redacting text and objects that are not going anywhere yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any, TypeVar

from phiguard.decoding import Document, Replace, open_object, open_text
from phiguard.detection import analyse
from phiguard.model.entities import Kind
from phiguard.model.finding import Finding
from phiguard.model.leaf import Address
from phiguard.redaction import residual
from phiguard.redaction.spans import Cut, cut_out, merged

__all__ = ["redact", "scan"]

T = TypeVar("T")


def scan(text_or_obj: Any, *, kinds: Collection[str] = ("identifier", "health"), free_text: bool = True) -> tuple[Finding, ...]:
    """What is found in a text, or in an object's keys and values.

    Args:
        text_or_obj: a string, or JSON-like data (dicts, lists, strings, numbers), which may hold encoded payloads.
        kinds: ``identifier``, ``health`` or both.
        free_text: whether names and notes in prose are looked for as well, where an engine for that is installed.

    Returns:
        Findings in document order; spans are code points in the decoded leaf.
    """
    return _found(_open(text_or_obj), kinds, free_text=free_text)


def redact(text_or_obj: T, *, kinds: Collection[str] = ("identifier",), free_text: bool = True) -> T:
    """A copy of a text or object in which what `scan` finds is replaced by ``[ENTITY]``.

    Args:
        text_or_obj: as in `scan`; never mutated.
        kinds: what is replaced.
        free_text: as in `scan`.

    Raises:
        DecodeError: the object cannot be written again, as when a finding stands in a key that would then collide.
    """
    document = _open(text_or_obj)
    cuts: defaultdict[Address, list[Cut]] = defaultdict(list)
    for finding in _found(document, kinds, free_text=free_text):
        cuts[finding.address] += [Cut(*span, finding.entity) for span in finding.spans]
    texts = {leaf.address: leaf.text for leaf in document.leaves}
    edits = {address: Replace(_covered(texts[address], found)) for address, found in cuts.items()}
    return document.rewrite(edits)  # type: ignore[no-any-return]  # a document rewrites to its source's own type


def _open(source: Any) -> Document:
    return open_text(source) if isinstance(source, str) else open_object(source)


def _found(document: Document, kinds: Collection[str], *, free_text: bool) -> tuple[Finding, ...]:
    wanted = {Kind(kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)}
    found = residual(document, analyse(document, texts=True, free_text=free_text).findings)  # what an earlier redaction wrote is nobody's
    return tuple(finding for finding in found if finding.kind in wanted)


def _covered(text: str, cuts: list[Cut]) -> str:
    return cut_out(text, merged(cuts, text), lambda cut: f"[{cut.entity}]")
