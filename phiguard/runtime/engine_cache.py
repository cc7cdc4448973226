"""Compiled gate databases, kept per user as bytes, and the background thread that brings them.

Until the databases are there the gate runs on the standard library's engine, with the same verdicts.  A cache that is missing, read-only
or damaged costs a compilation, never an error.  A database is native memory once it is loaded, so a file is only read when it and its
folder belong to this user and nobody else can write there.
"""

from __future__ import annotations

import os
import platform
import stat
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from phiguard import gate
from phiguard.gate import engine_hyperscan
from phiguard.gate.engine_hyperscan import HyperscanEngine
from phiguard.gate.plan import Plan

__all__ = ["EngineCache", "attach", "folder", "wait"]

_MAGIC = b"phiguard-gate-1\n"
_DIGEST = 32
_LARGEST = 64 * 1024 * 1024
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_VARIABLE = "PHIGUARD_CACHE_DIR"


def folder(environ: Mapping[str, str] = os.environ) -> Path | None:
    """Where databases are kept: ``$PHIGUARD_CACHE_DIR`` (``off``: nowhere), else ``$XDG_CACHE_HOME/phiguard``, else ``~/.cache/phiguard``.

    None when it is switched off or there is no home.
    """
    own = environ.get(_VARIABLE, "")
    if own:
        return None if own == "off" else Path(own)
    base = environ.get("XDG_CACHE_HOME", "")
    if Path(base).is_absolute():
        return Path(base) / "phiguard"
    home = environ.get("HOME") or environ.get("USERPROFILE") or ""
    return Path(home) / ".cache" / "phiguard" if Path(home).is_absolute() else None


class EngineCache:
    """One file a plan, library and kind of machine.

    Args:
        place: the folder; made with access for this user only when the first file is written.  None keeps nothing.
    """

    def __init__(self, place: Path | None) -> None:
        self._place = place

    def load(self, plan: Plan) -> bytes | None:
        """The serialised engine of *plan*, if it is there and can be trusted."""
        if self._place is None:
            return None
        try:
            if not _private(self._place.lstat(), stat.S_ISDIR):
                return None
            content = _read(self._file(plan))
        except OSError:
            return None
        head = _MAGIC + _key(plan)
        body = content[len(head) + _DIGEST :]
        return body if content.startswith(head) and sha256(body).digest() == content[len(head) : len(head) + _DIGEST] else None

    def store(self, plan: Plan, blob: bytes) -> bool:
        """Keep *blob*; whole or not at all, also when several processes do it at once.  False when that is not possible here."""
        if self._place is None:
            return False
        try:
            self._place.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _private(self._place.lstat(), stat.S_ISDIR):
                return False
            with NamedTemporaryFile(dir=self._place, delete=False) as file:
                try:
                    file.write(_MAGIC + _key(plan) + sha256(blob).digest() + blob)
                    file.flush()
                    Path(file.name).replace(self._file(plan))
                except OSError:
                    Path(file.name).unlink()
                    raise
        except OSError:
            return False
        return True

    def _file(self, plan: Plan) -> Path:
        return Path(self._place or ".") / f"{_key(plan).hex()[:32]}.gate"


def _key(plan: Plan) -> bytes:
    """What a database is good for: this plan, this library, this kind of machine."""
    parts = (plan.digest, engine_hyperscan.platform(), sys.platform, platform.machine(), platform.processor())
    return sha256("\n".join(parts).encode()).digest()


def _read(path: Path) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not _private(os.fstat(descriptor), stat.S_ISREG):
            return b""
        return file.read(_LARGEST)


def _private(status: os.stat_result, kind: object) -> bool:
    """Whether it is of that kind, this user's own, and nobody else can write to it."""
    if not callable(kind) or not kind(status.st_mode):
        return False
    if not hasattr(os, "geteuid"):  # Windows: the user's profile is private by its access list
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & _OTHERS_WRITE


_working: list[threading.Thread] = []


def attach(cache: EngineCache | None = None) -> None:
    """Bring the fast engine as soon as the gate is first used, from *cache* (default: the user's) or by compiling.

    Costs nothing until then.  A child process that was forked in the meantime starts over.
    """
    chosen = cache if cache is not None else EngineCache(folder())

    def started(plan: Plan) -> None:
        thread = threading.Thread(target=_bring, args=(plan, chosen), name="phiguard-engine", daemon=True)
        _working[:] = [thread]
        thread.start()

    gate.on_first_use(started)


def wait(seconds: float) -> bool:
    """Wait for the thread that `attach` started; whether the fast engine is in use then.  For benchmarks and tests."""
    for thread in tuple(_working):
        with suppress(RuntimeError):  # another process' thread, after a fork
            thread.join(seconds)
    return gate.engine() == HyperscanEngine.name


def _bring(plan: Plan, cache: EngineCache) -> None:
    if not engine_hyperscan.available():
        return
    engine = _cached(plan, cache)
    if engine is None:
        try:
            engine = HyperscanEngine.build(plan)
            cache.store(plan, engine.serialize())
        except engine_hyperscan.error():
            return
    gate.adopt(plan, engine)


def _cached(plan: Plan, cache: EngineCache) -> HyperscanEngine | None:
    """The engine of a cached database that really works here; None when it has to be compiled."""
    blob = cache.load(plan)
    if blob is None:
        return None
    try:
        engine = HyperscanEngine.load(blob)
        works = len(engine.scanner().words(plan.words.texts[0])) > 0
    except (ValueError, engine_hyperscan.error()):
        return None
    return engine if works else None
