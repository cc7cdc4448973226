"""Budget, screen cache, shell and registry: small state, told apart."""

from __future__ import annotations

import time

import pytest

from phiguard.gate import Screen, screen
from phiguard.model.signals import ALL_SIGNALS, Signal
from phiguard.runtime.budget import Budget
from phiguard.runtime.registry import activate, active, deactivate
from phiguard.runtime.screens import ScreenCache
from phiguard.runtime.shell import protected


def test_budget_runs_out_and_stays_out() -> None:
    """A spent budget says so from then on."""
    budget = Budget(5.0)
    assert budget.keep_going()
    end = time.thread_time() + 0.01
    while time.thread_time() < end:
        pass
    assert not budget.keep_going()
    assert budget.spent


def test_waiting_spends_nothing() -> None:
    """Time in which the thread did not run is not work that was done."""
    budget = Budget(20.0)
    time.sleep(0.05)
    assert budget.keep_going()
    assert not budget.spent


def _some_screen() -> Screen:
    return screen(b"\n{}\n")


def test_screens_are_remembered_by_bytes_and_mask() -> None:
    """The same bytes asked for other signals are another question."""
    cache = ScreenCache()
    wanted = _some_screen()
    cache.put(cache.key(b"abc", ALL_SIGNALS), wanted)
    assert cache.get(cache.key(b"abc", ALL_SIGNALS)) is wanted
    assert cache.get(cache.key(b"abc", Signal.HEALTH)) is None
    assert cache.get(cache.key(b"abd", ALL_SIGNALS)) is None


def test_screen_cache_is_bounded() -> None:
    """However many bodies pass, no more than the given number of screens is kept, and the newest stays."""
    cache = ScreenCache(entries=8)
    for n in range(100):
        cache.put(cache.key(b"%d" % n, ALL_SIGNALS), _some_screen())
    kept = [n for n in range(100) if cache.get(cache.key(b"%d" % n, ALL_SIGNALS))]
    assert len(kept) <= 8
    assert kept[-1] == 99


def test_screen_cache_keeps_no_payload() -> None:
    """What is kept holds no byte of what was screened, and two processes' caches share no key."""
    one, other = ScreenCache(), ScreenCache()
    body = b"canary-body-0123456789"
    assert one.key(body, ALL_SIGNALS) != other.key(body, ALL_SIGNALS)
    one.put(one.key(body, ALL_SIGNALS), _some_screen())
    assert b"canary" not in repr(one._store).encode()  # noqa: SLF001 -- what is kept is the subject of the test


def test_long_bodies_are_not_remembered() -> None:
    """A body of more than 64 KiB has no key."""
    assert ScreenCache().key(b"x" * 70_000, ALL_SIGNALS) is None


def test_the_shell_gives_the_error_kind_only() -> None:
    """When our work raises, the fallback hears the type's name, not the text."""

    def work() -> str:
        msg = "canary"
        raise ValueError(msg)

    fault = protected(work, lambda fault: fault)
    assert fault.kind == "ValueError"  # type: ignore[union-attr]
    assert "canary" not in repr(fault)


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_the_shell_lets_exits_pass(error: type[BaseException]) -> None:
    """A wish to stop the process is not a fault of ours."""

    def work() -> str:
        raise error

    with pytest.raises(error):
        protected(work, lambda fault: fault.kind)


def test_only_the_installed_guard_is_taken_out() -> None:
    """Deactivating a guard that was replaced leaves the one in force alone."""
    first, second = object(), object()
    activate(first)  # type: ignore[arg-type]
    activate(second)  # type: ignore[arg-type]
    deactivate(first)  # type: ignore[arg-type]
    try:
        assert active() is second
    finally:
        deactivate(second)  # type: ignore[arg-type]
    assert active() is None
