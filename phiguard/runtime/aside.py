"""Work off the event loop, on threads of our own: the application's executor may be busy waiting for the very call that is looked at."""

from __future__ import annotations

import os
from asyncio import wrap_future
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import cache
from typing import TypeVar

__all__ = ["aside"]

T = TypeVar("T")


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="phiguard")


async def aside(work: Callable[[], T]) -> T:
    """The result of *work*, done on another thread in a copy of the current context; in line where no thread can be had any more."""
    try:
        future = _threads().submit(copy_context().run, work)
    except RuntimeError:  # the interpreter is ending
        return work()
    return await wrap_future(future)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_threads.cache_clear)  # its threads stayed in the parent
