"""Call sites: the application's frame is found under whatever library made the call, and shows no home directory."""

from __future__ import annotations

import threading
from functools import partial
from types import CodeType
from typing import Any

import pytest

from phiguard.errors import DecodeError
from phiguard.reporting.site import PLUMBING, call_site, own_place

ASK = "def ask(then=None):\n    return then() if then else call_site()\n"


def library(name: str, file: str) -> Any:
    """A function ``ask(then)`` that stands in module *name*."""
    code: CodeType = compile(ASK, file, "exec")
    space: dict[str, Any] = {"__name__": name, "__package__": name.rpartition(".")[0], "call_site": call_site}
    exec(code, space)
    return space["ask"]


def test_the_application_is_found_below_clients_and_ourselves() -> None:
    """Frames of phiguard, clients and the standard library are passed over."""
    chain: Any = call_site
    for name in (
        "phiguard.runtime.shell",
        "urllib3.connectionpool",
        "requests.adapters",
        "segment.analytics.client",
        "concurrent.futures.thread",
    ):
        chain = partial(library(name, f"/usr/lib/{name.replace('.', '/')}.py"), chain)
    app = library("shop.intake.views", "/home/mona.reyes/srv/shop/intake/views.py")
    assert app(chain) == "intake/views.py:2"


def test_a_file_outside_packages_is_named_without_its_directory() -> None:
    """The directory of a script may be somebody's home."""
    assert library("__main__", "/home/mona.reyes/run.py")() == "run.py:2"


def test_windows_paths_are_cut_too() -> None:
    """A backslash is a separator."""
    assert library("shop.views", r"C:\Users\mona\shop\views.py")() == "shop/views.py:2"


def test_a_librarys_own_thread_names_the_library() -> None:
    """Where no frame is the application's, the outermost library's tells which SDK it was."""
    results: list[str] = []
    space: dict[str, Any] = {
        "__name__": "queue",
        "results": results,
        "inner": library("requests.adapters", "/lib/requests/adapters.py"),
        "outer": library("segment.analytics.consumer", "/lib/segment/analytics/consumer.py"),
    }
    exec(compile("def run():\n    results.append(outer(inner))\n", "/usr/lib/queue.py", "exec"), space)
    thread = threading.Thread(target=space["run"])
    thread.start()
    thread.join()
    assert results == ["analytics/consumer.py:2"]


@pytest.mark.parametrize("name", ["requests", "httpx", "httpx2", "urllib3", "segment", "sentry_sdk", "phiguard", "wrapt"])
def test_the_clients_that_are_guarded_are_plumbing(name: str) -> None:
    """A call site is never inside a client that phiguard patches."""
    assert name in PLUMBING


def test_our_own_place_is_the_innermost_frame_of_ours() -> None:
    """A failure is located by file and line, not by its text."""
    raiser = compile("def fail():\n    raise DecodeError('Mona Reyes')\n", "/site-packages/phiguard/decoding/opener.py", "exec")
    space: dict[str, Any] = {"__name__": "phiguard.decoding.opener", "DecodeError": DecodeError}
    exec(raiser, space)
    with pytest.raises(DecodeError) as caught:
        space["fail"]()
    assert own_place(caught.value) == "decoding/opener.py:2"
    with pytest.raises(ZeroDivisionError) as other:
        _ = 1 / 0
    assert own_place(other.value) == ""
