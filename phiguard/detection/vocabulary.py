"""Everything that detection can react to, in one place: the gate compiles it, the analyser reads it, and so they cannot differ."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache

from phiguard.destinations import vendors
from phiguard.detection import lexicons
from phiguard.detection.context import BARE
from phiguard.detection.keys import table
from phiguard.detection.recognizers import builtin
from phiguard.detection.surroundings import TRIGGERS
from phiguard.detection.types import Recognizer, Term
from phiguard.model.roles import Role

__all__ = ["bare", "contexts", "keys", "neighbours", "parameters", "quasi", "recognizers", "terms", "version"]


@cache
def keys() -> Mapping[str, Role]:
    """Key forms that count by themselves, as lower-case words joined by one blank, with abbreviations, typos and glued forms expanded.

    A key has a form's role when the form equals a suffix of its words (`phiguard.detection.keys.split_key`), digits at its end left away.
    Forms that count only beside another sign are in `quasi`: whatever makes them count has a form, shape or term of its own.
    """
    return {form: entry.role for form, entry in table().forms.items() if not entry.needs}


@cache
def quasi() -> Mapping[str, Role]:
    """Key forms that count only beside another identifier (``city``) or another sign of health (``condition``)."""
    return {form: entry.role for form, entry in table().forms.items() if entry.needs}


def contexts() -> frozenset[str]:
    """Words of keys for a person or somebody who gives care: `bare` keys beneath them are that person's."""
    return table().persons | table().providers


def bare() -> Mapping[str, Role]:
    """Key forms that are an identifier only beneath, beside or together with a sign of a person (``name`` beneath ``patient``)."""
    return BARE


def parameters() -> Mapping[str, Role]:
    """Parameters of all vendors, lower case as written, with their roles."""
    return vendors.parameters()


def terms() -> Mapping[str, Term]:
    """The health lexicon: lower-case words joined by one blank, with their terms."""
    return lexicons.terms()


def recognizers() -> tuple[Recognizer, ...]:
    """The built-in recognizers, each with its triggers."""
    return builtin()


def neighbours() -> tuple[tuple[str, str], ...]:
    """Raw texts in lower case (parts of code systems' URIs, FHIR's resource marker) that name the value beside them, and the entities."""
    return TRIGGERS


@cache
def version() -> str:
    """A digest of all of it: changes when anything that can be found changes."""
    digest = hashlib.blake2b(digest_size=12)
    for name, roles in (("keys", keys()), ("quasi", quasi()), ("bare", bare()), ("parameters", parameters())):
        digest.update(repr((name, sorted((form, role.use.value, role.entity) for form, role in roles.items()))).encode())
    digest.update(repr((sorted(contexts()), neighbours())).encode())
    digest.update(
        repr(sorted((text, term.entity, str(term.strength), term.ambiguous, term.unless) for text, term in terms().items())).encode()
    )
    digest.update(
        repr([(each.id, each.entity, each.pattern, each.shapes, each.literals, each.needs_context) for each in recognizers()]).encode()
    )
    return digest.hexdigest()
