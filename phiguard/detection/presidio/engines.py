"""Presidio's recognizers as objects, without its engine: no NLP model, no decision log, nothing fetched.

Importing ``presidio_analyzer`` imports spaCy whatever is used of it (a second of CPU and 100 MB), so it happens when first asked for.
"""

from __future__ import annotations

import copy
import logging
import sys
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import Any, Protocol

from phiguard.errors import ConfigurationError

__all__ = ["Engine", "chosen", "engines"]

_CHOSEN = (
    "AbaRoutingRecognizer",
    "CreditCardRecognizer",
    "EmailRecognizer",
    "IbanRecognizer",
    "IpRecognizer",
    "MacAddressRecognizer",
    "MedicalLicenseRecognizer",
    "UsBankRecognizer",
    "UsItinRecognizer",
    "UsMbiRecognizer",
    "UsNpiRecognizer",
    "UsPassportRecognizer",
    "UsSsnRecognizer",
)
"""What is worth its time on traffic.

Left out: ``UrlRecognizer`` (a millisecond a byte on ``a.a.a.``; URLs are taken apart by the decoder), ``PhoneRecognizer`` (two thirds of
the whole pass), ``UsLicenseRecognizer``, ``DateRecognizer`` and ``UuidRecognizer`` (they match nearly every machine's message).
"""
_REFUSED = frozenset({"UrlRecognizer"})
_OFFLINE = frozenset({"EmailRecognizer"})
_MODELS = frozenset({"SpacyRecognizer", "RemoteRecognizer", "LMRecognizer"})
"""Classes whose recognizers read a model's output, or ask a service."""


class Engine(Protocol):
    """What is used of an ``EntityRecognizer``."""

    name: str
    supported_entities: list[str]
    context: list[str] | None

    def analyze(self, text: str, entities: list[str], nlp_artifacts: None) -> Iterable[Any]:
        """Results with ``entity_type``, ``start``, ``end`` and ``score``."""
        ...


@cache
def engines() -> tuple[Engine, ...]:
    """Presidio's own recognizers that are worth their time.

    Raises:
        ConfigurationError: ``presidio-analyzer`` is not installed.
    """
    library = _library()
    return tuple(_offline(getattr(library, name)()) for name in _CHOSEN if hasattr(library, name))


def chosen(source: Any) -> tuple[Engine, ...]:
    """The recognizers of *source* (one, an iterable, or a ``RecognizerRegistry``) that work by themselves.

    Those that read a model's output or ask a service are left out, and so is Presidio's own for URLs.
    """
    found = getattr(source, "recognizers", source)
    each = found if isinstance(found, Iterable) else (found,)
    return tuple(_offline(engine) for engine in each if not _classes(engine) & (_MODELS | _REFUSED))


def _library() -> Any:
    first = "presidio_analyzer" not in sys.modules
    try:
        library = import_module("presidio_analyzer.predefined_recognizers")
    except ImportError as error:
        msg = "Presidio's recognizers need the package presidio-analyzer"
        raise ConfigurationError(msg) from error
    if first:  # on import it hangs a handler that prints texts on a logger of its own; whoever uses it imported it before
        logging.getLogger("decision_process").setLevel(logging.CRITICAL + 1)
    return library


def _classes(engine: Engine) -> set[str]:
    return {each.__name__ for each in type(engine).__mro__}


def _offline(engine: Engine) -> Engine:
    """*engine*, or a copy whose check of a domain reads the list of suffixes that tldextract ships, and never fetches another."""
    if not _classes(engine) & _OFFLINE:
        return engine
    extract = import_module("tldextract").TLDExtract(suffix_list_urls=(), cache_dir=None)
    own = copy.copy(engine)
    own.validate_result = lambda text: extract(text).fqdn != ""  # type: ignore[attr-defined]  # a method of pattern recognizers
    return own
