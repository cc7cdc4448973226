"""Call sites: the application's frame is found under whatever library made the call, and shows no home directory."""

from __future__ import annotations

import subprocess
import sys
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


def stacked(*frames: tuple[str, str]) -> Any:
    """A function that asks for the call site below these (module, file) frames, the innermost first."""
    chain: Any = call_site
    for name, file in frames:
        chain = partial(library(name, file), chain)
    return chain


def in_a_thread(ask: Any) -> str:
    """What *ask* says in a thread whose outermost frames are the standard library's."""
    results: list[str] = []
    space: dict[str, Any] = {"__name__": "queue", "results": results, "ask": ask}
    exec(compile("def run():\n    results.append(ask())\n", "/usr/lib/queue.py", "exec"), space)
    thread = threading.Thread(target=space["run"])
    thread.start()
    thread.join()
    return results[0]


REQUESTS = ("requests.adapters", "/v/site-packages/requests/adapters.py")
DJANGO = ("django.core.handlers.base", "/v/site-packages/django/core/handlers/base.py")
SHOP = ("shop.views", "/v/lib/python3.12/site-packages/shop/views.py")
SDK = ("acme_sdk.worker", r"C:\v\Lib\site-packages\acme_sdk\worker.py")


@pytest.mark.parametrize(
    ("frames", "site"),
    [
        ((REQUESTS, ("sentry_sdk.worker", "/v/site-packages/sentry_sdk/worker.py")), "sentry_sdk, background thread"),
        ((REQUESTS, SDK), "acme_sdk, background thread"),
        ((REQUESTS, SDK, ("jobs", "/srv/app/jobs.py")), "jobs.py:2"),
        ((REQUESTS, SHOP, DJANGO), "shop/views.py:2"),
        ((REQUESTS, ("sentry_sdk.worker", "/usr/lib/python3/dist-packages/sentry_sdk/worker.py"), SHOP), "shop, background thread"),
    ],
    ids=["known SDK", "any SDK", "the application's job", "an installed application under a framework", "an installed application alone"],
)
def test_a_thread_of_a_library_names_the_library(frames: tuple[tuple[str, str], ...], site: str) -> None:
    """Where no frame is the application's, the library's name tells which SDK it was; a line in somebody else's file tells nothing."""
    assert in_a_thread(stacked(*frames)) == site


SCRIPT = ("__main__", "/v/bin/gunicorn")
OTHER_SCRIPT = ("__main__", r"C:\v\Scripts\gunicorn.exe\__main__.py")


@pytest.mark.parametrize(
    ("frames", "site"),
    [
        ((REQUESTS, SDK, ("shop.views", "/srv/app/shop/views.py"), DJANGO, SCRIPT), "shop/views.py:2"),
        ((REQUESTS, SHOP, DJANGO, SCRIPT), "shop/views.py:2"),
        ((REQUESTS, SHOP, DJANGO, OTHER_SCRIPT), "shop/views.py:2"),
        ((REQUESTS, SCRIPT), "gunicorn:2"),
        ((REQUESTS, ("__main__", "/srv/app/bin/run.py")), "run.py:2"),
    ],
)
def test_what_is_installed_is_not_the_application(frames: tuple[tuple[str, str], ...], site: str) -> None:
    """A library between the application and its client is passed over, and so is the command that started a server."""
    assert in_a_thread(stacked(*frames)) == site


def test_the_main_thread_is_no_background_thread() -> None:
    """What is sent at exit is told by file and line where the application is installed, and by name where only a library is there."""
    program = f"""
import atexit
from phiguard.reporting.site import call_site
for name, file in {(REQUESTS, SHOP)!r}:
    space = {{"__name__": name, "__package__": name.rpartition(".")[0], "call_site": call_site}}
    exec(compile({ASK!r} + "def tell():\\n    print(ask())\\n", file, "exec"), space)
    atexit.register(space["tell"])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["shop/views.py:2", "requests"]


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
