"""Turns findings into edits of one document, and has it rewritten: which member goes, which words are replaced by what."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from unicodedata import category

from phiguard.decoding import DROP, Replace
from phiguard.destinations.vendors import Treatment
from phiguard.errors import DecodeError
from phiguard.model.destination import Category
from phiguard.model.entities import Kind
from phiguard.redaction import recipe as recipes
from phiguard.redaction.placeholders import SCALARS, Placeholders
from phiguard.redaction.programs import beyond_reach, is_program
from phiguard.redaction.selection import is_prose, scope_of, to_remove
from phiguard.redaction.spans import Cut, cut_out, merged
from phiguard.redaction.spread import Spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from phiguard.decoding import Document, Edit
    from phiguard.destinations.vendors import Vendor
    from phiguard.model.decision import Disclosure
    from phiguard.model.destination import Destination
    from phiguard.model.finding import Finding
    from phiguard.model.leaf import Address, Leaf
    from phiguard.redaction.selection import Scope

__all__ = ["redact"]

_BINARY = "latin-1"
"""The encoding of bytes that no codec could open: each byte is one character."""


def redact(
    document: Document,
    findings: Sequence[Finding],
    disclosures: Sequence[Disclosure],
    *,
    vendor: Vendor | None,
    destination: Destination,
    side: str,
) -> Any:
    """*document*'s source without what makes it a disclosure, otherwise as it was.

    A disclosure needs an identifier and a health context (45 CFR 160.103), so one whole side has to go; the other may stay, and the
    call keeps its purpose.  From sentences both go, as a name that no engine was there to see may stand beside the health words.
    A labelled note or a prompt is not thrown away whole as long as there are words in it to replace.

    What is done to a value is, in this order: the vendor's recipe (``keep`` it, drop the member, cut the URL to its origin, a
    neutral name), else a replacement that the recipient can parse (`phiguard.redaction.placeholders`).  Where an identifier has to
    be kept (the number that a text message goes to), the health side goes from the whole message; where a health word has to (a
    name in a GraphQL document), the person goes.

    A pure function; the caller looks at the result again (`phiguard.redaction.residual`), as what was not found is not removed.

    Args:
        document: the opened message.
        findings: what was found in it.
        disclosures: one per event of the batch, or one for the message.  ``REDACT``: the event is edited.  ``BLOCK``: it is taken
            out of the batch, when others survive it.  ``ALLOW``: it is not touched.
        vendor: the recipient's vendor file, whose recipe comes first.
        destination: the recipient.
        side: ``identifiers``, ``health`` or ``both``: what goes where the disclosure does not force more.

    Returns:
        The rewritten source, of the type that was opened.

    Raises:
        DecodeError: nothing would change although a disclosure asks for it, or the document cannot be written.
    """
    scope = scope_of(disclosures, events=len(document.events), side=side)
    plan = _Plan(document, findings, scope, vendor)
    edits = plan.edits(Placeholders(numbered=destination.category is Category.LLM))
    if not edits:
        msg = "a redaction was asked for, but there is nothing that may be changed"
        raise DecodeError(msg)
    return document.rewrite(edits)


class _Plan:
    """What is to be done to one document."""

    def __init__(self, document: Document, findings: Sequence[Finding], scope: Scope, vendor: Vendor | None) -> None:
        self._document = document
        self._recipe = vendor.recipe if vendor else None
        self._found: defaultdict[Address, list[Finding]] = defaultdict(list)
        for finding in findings:
            self._found[finding.address].append(finding)
        self._leaves = {leaf.address: leaf for leaf in document.leaves if leaf.event in scope.sides}
        self._treated: dict[Address, recipes.Treated | None] = {}
        self._done: dict[Address, Mapping[Address, Edit]] = {}
        self._refuse_strays(document, findings, scope)
        self._scope = self._around_what_stays(scope)

    def edits(self, placeholders: Placeholders) -> dict[Address, Edit]:
        """Every edit, none inside another."""
        edits: dict[Address, Edit] = {self._event(number): DROP for number in self._scope.dropped}
        for address, cuts in self._cuts().items():
            edits |= self._edit(self._leaves[address], cuts, placeholders)
        return _outermost(edits)

    def _event(self, number: int) -> Address:
        if number >= len(self._document.events):
            msg = "a disclosure speaks of an event that is not in the document"
            raise DecodeError(msg)
        return self._document.events[number]

    @staticmethod
    def _refuse_strays(document: Document, findings: Iterable[Finding], scope: Scope) -> None:
        """A finding that has no leaf could not be removed: better no redaction than one that forgets it."""
        known = {leaf.address for leaf in document.leaves}
        if any(finding.event in scope.sides and finding.address not in known for finding in findings):
            msg = "a finding has no leaf in the document"
            raise DecodeError(msg)

    def _treatment(self, leaf: Leaf) -> recipes.Treated | None:
        if self._recipe is None:
            return None
        if leaf.address not in self._treated:
            self._treated[leaf.address] = recipes.treated(self._document, leaf, self._recipe)
        return self._treated[leaf.address]

    def _kept(self, leaf: Leaf) -> bool:
        found = self._treatment(leaf)
        return found is not None and found.treatment is Treatment.KEEP

    def _stays(self, address: Address) -> list[Finding]:
        """The findings at *address* that may not be taken out: in a field that the call is for, or in a program's names."""
        leaf = self._leaves.get(address)
        if leaf is None:
            return []
        return self._found[address] if self._kept(leaf) else beyond_reach(self._found[address], leaf)

    def _around_what_stays(self, scope: Scope) -> Scope:
        """When one side has to stay somewhere, the other goes; when both have, the second look will find them."""
        kinds = {finding.kind for address in list(self._found) for finding in self._stays(address)}
        if Kind.IDENTIFIER in kinds:
            return scope.health_only()
        return scope.person_too() if Kind.HEALTH in kinds else scope

    def _cuts(self) -> Mapping[Address, list[Cut]]:
        """What goes from each leaf: what was found there, and what was found elsewhere in the message."""
        cuts: dict[Address, list[Cut]] = {}
        spread = Spread()
        for address, found in self._found.items():
            leaf = self._leaves.get(address)
            if leaf is None:
                continue
            staying = self._stays(address)
            going = to_remove([finding for finding in found if finding not in staying], leaf, self._scope)
            spread.learn(going, leaf)
            if going:
                cuts[address] = [Cut(*span, finding.entity) for finding in going for span in finding.spans]
        for address, leaf in self._leaves.items():
            more = tuple(spread.cuts(leaf))
            if more and not self._kept(leaf) and not is_program(leaf):
                cuts[address] = [*cuts.get(address, ()), *more]
        return cuts

    def _edit(self, leaf: Leaf, cuts: Sequence[Cut], placeholders: Placeholders) -> Mapping[Address, Edit]:
        found = self._treatment(leaf)
        if found is not None:
            return self._by_recipe(found)
        return {leaf.address: Replace(_replaced(leaf, merged(cuts, leaf.text), placeholders))}

    def _by_recipe(self, found: recipes.Treated) -> Mapping[Address, Edit]:
        if found.node not in self._done:
            depth = len(found.node)
            within = [leaf for leaf in self._document.leaves if leaf.address[:depth] == found.node]
            self._done[found.node] = recipes.edits(found, within)
        return self._done[found.node]


def _replaced(leaf: Leaf, cuts: Sequence[Cut], placeholders: Placeholders) -> str:
    if _BINARY in leaf.encodings and any(category(char) == "Cc" and char not in "\t\r\n" for char in leaf.text):
        msg = "bytes that no codec could open cannot be redacted: what else they hold was not seen"
        raise DecodeError(msg)
    whole = len(cuts) == 1 and not (leaf.text[: cuts[0].start] + leaf.text[cuts[0].end :]).strip()
    if whole or leaf.type in SCALARS:
        return placeholders.alone(leaf, cuts[0].entity)
    prose = is_prose(leaf)
    return cut_out(leaf.text, cuts, lambda cut: placeholders.within(leaf, cut.entity, leaf.text[cut.start : cut.end], prose=prose))


def _outermost(edits: Mapping[Address, Edit]) -> dict[Address, Edit]:
    """*edits* without those inside a node that goes or is replaced as a whole (the key of member *i* stands at ``~i``)."""
    return {address: edit for address, edit in edits.items() if not _inside(address, edits)}


def _inside(address: Address, edits: Mapping[Address, Edit]) -> bool:
    if any(address[:depth] in edits for depth in range(1, len(address))):
        return True
    own_member = (*address[:-1], ~address[-1]) if address and address[-1] < 0 else None
    return own_member is not None and edits.get(own_member) is DROP
