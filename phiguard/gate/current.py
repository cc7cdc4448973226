"""The gate of this process: the standard library's engine at once, a faster one as soon as somebody hands it in."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

from phiguard.gate.engine import Engine
from phiguard.gate.engine_stdlib import StdlibEngine
from phiguard.gate.judges import Judges
from phiguard.gate.plan import Plan
from phiguard.gate.screening import Gate, Screen
from phiguard.gate.vocabulary import Vocabulary
from phiguard.model.signals import ALL_SIGNALS, Signal

__all__ = ["adopt", "current", "engine", "on_first_use", "screen"]


class _State:
    """What changes: references that are swapped whole."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.first: Gate | None = None
        self.gate: Gate | None = None
        self.started: Callable[[Plan], None] | None = None


_state = _State()


def screen(data: bytes, mask: Signal = ALL_SIGNALS, *, locate: bool = False) -> Screen:
    """Which of the signals in *mask* could be in *data*, and where.

    Args:
        data: raw bytes of a message: URL, headers and body as `join` puts them together, or a body alone.
        mask: the signals that matter toward this recipient.
        locate: list every place (64 at most) in place of stopping when every asked signal is set.
    """
    gate = _state.gate
    return (gate if gate is not None else current()).screen(data, mask, locate=locate)


def current() -> Gate:
    """The gate in use; the first call reads the plan and tells who wants to bring a faster engine."""
    gate = _state.gate
    if gate is not None:
        return gate
    with _state.lock:
        gate = _state.gate
        if gate is None:
            _state.first = _state.first or _first()
            gate = _state.gate = _state.first
            started = _state.started
        else:
            started = None
    if started is not None:
        started(gate.plan)
    return gate


def _first() -> Gate:
    from phiguard.gate import shipped  # a program too (``python -m``), which wants not to be imported with its package

    plan = shipped.read() or _compiled()
    return Gate(plan, StdlibEngine(plan), Judges(plan, _vocabulary))


def _vocabulary() -> Vocabulary:
    from phiguard.detection import vocabulary

    return vocabulary


def _compiled() -> Plan:
    from phiguard.gate.literals import compile_plan

    return compile_plan(_vocabulary())


def adopt(plan: Plan, engine: Engine) -> bool:
    """Use *engine* from now on, if it was built from the plan in use.  Scans that are under way end with the engine they began with."""
    gate = current()
    if gate.plan.digest != plan.digest:
        return False
    _state.gate = gate.with_engine(engine)
    return True


def on_first_use(started: Callable[[Plan], None]) -> None:
    """Have *started* called with the plan as soon as a gate is in use, and again in a child process that was forked before `adopt`."""
    _state.started = started
    gate = _state.gate
    if gate is not None and gate is _state.first:
        started(gate.plan)


def engine() -> str:
    """Name of the engine in use, for reports; does not start one."""
    gate = _state.gate
    return gate.engine if gate is not None else "none"


def _forked() -> None:
    """The parent's lock may be held and its background thread is gone: the next screen starts that again."""
    _state.lock = threading.Lock()
    if _state.gate is _state.first:
        _state.gate = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)
