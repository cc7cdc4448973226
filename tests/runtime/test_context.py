"""The ambient context: who a request is about, without leaking into the next one."""

from __future__ import annotations

import asyncio
import contextvars
from concurrent.futures import ThreadPoolExecutor

from phiguard.model.context import CallContext
from phiguard.runtime.context import ambient, bind, bind_subject, health_context, merge, subject


def test_subject_holds_inside_and_ends_outside() -> None:
    """The subject and its known values hold in the block only."""
    with subject("patient-4711", values={"email": "mona.reyes@example.org"}):
        assert ambient().context.subject == "patient-4711"
        assert len(ambient().known) == 1
    assert ambient().context.subject is None
    assert ambient().known == ()


def test_subjects_nest() -> None:
    """Inside a second subject both people's values are known, and the inner one is the subject."""
    with subject("a", values={"email": "a.person@example.org"}), subject("b", values={"email": "b.person@example.org"}):
        assert ambient().context.subject == "b"
        assert len(ambient().known) == 2


def test_bind_holds_for_the_rest_of_its_context() -> None:
    """What middleware binds holds to the end of its own context, and not in its parent's."""

    def request() -> str | None:
        bind_subject("patient-1")
        bind(route="/intake/<step>", authenticated=True)
        return ambient().context.subject

    assert contextvars.copy_context().run(request) == "patient-1"
    assert ambient().context == CallContext()


def test_tasks_do_not_see_each_other() -> None:
    """Two tasks that run interleaved keep their own subjects."""

    async def request(name: str) -> str | None:
        with subject(name, values={"email": f"{name}@example.org"}):
            for _ in range(5):
                await asyncio.sleep(0)
            assert len(ambient().known) == 1
            return ambient().context.subject

    async def both() -> list[str | None]:
        return list(await asyncio.gather(*(request(f"patient-{n}") for n in range(50))))

    assert asyncio.run(both()) == [f"patient-{n}" for n in range(50)]


def test_threads_start_without_context() -> None:
    """A pool's thread knows nothing of the request that submitted the work."""
    with subject("patient-1"), ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: ambient().context.subject).result() is None


def test_health_context_is_declared_and_taken_back() -> None:
    """A declared relation to care holds in its block."""
    with health_context("intake"):
        assert ambient().context.health_context == "intake"
    assert ambient().context.health_context is None


def test_explicit_fields_win() -> None:
    """Each field given with a call wins over the ambient one; fields left unknown come from around."""
    around = CallContext(authenticated=True, route="/a", subject="p", health_context="portal")
    assert merge(None, around) is around
    assert merge(CallContext(authenticated=False, route="/b"), around) == CallContext(
        authenticated=False, route="/b", subject="p", health_context="portal"
    )


def test_reprs_hide_the_subject() -> None:
    """The ambient state shows neither the subject's id nor its values."""
    with subject("canary-subject", values={"email": "canary@example.org"}):
        assert "canary" not in repr(ambient())
        assert "canary" not in repr(ambient().known)
