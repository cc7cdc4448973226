"""Where in the code something happened, as ``package/file.py:line``: the application's call, or a failure of ours."""

from __future__ import annotations

import re
import sys
import threading
import traceback
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

__all__ = ["PLUMBING", "call_site", "own_place"]

PLUMBING = frozenset(
    {
        "phiguard",
        "wrapt",
        "opentelemetry",
        "requests",
        "urllib3",
        "httpx",
        "httpx2",
        "httpcore",
        "h11",
        "h2",
        "aiohttp",
        "anyio",
        "sniffio",
        "trio",
        "curio",
        "eventlet",
        "gevent",
        "greenlet",
        "tenacity",
        "backoff",
        "requests_toolbelt",
        "niquests",
        "pycurl",
        "curl_cffi",
        "websocket",
        "websockets",
        "wsproto",
        "uvloop",
        "grpc",
        "botocore",
        "boto3",
        "aiobotocore",
        "s3transfer",
        "awscrt",
        "google",
        "googleapiclient",
        "segment",
        "rudderstack",
        "rudder_analytics",
        "sentry_sdk",
        "posthog",
        "mixpanel",
        "amplitude",
        "snowplow_tracker",
        "customerio",
        "facebook_business",
        "datadog",
        "ddtrace",
        "newrelic",
        "rollbar",
        "bugsnag",
        "openai",
        "anthropic",
        "cohere",
        "mistralai",
        "litellm",
        "langchain_core",
        "twilio",
        "sendgrid",
        "slack_sdk",
        "stripe",
    }
)
"""Top-level modules that make calls on the application's behalf.  The standard library is skipped as a whole."""

_OURS = frozenset({"phiguard", "wrapt"})
_DEEPEST = 400
_THREAD = "background thread"
_INSTALLED = ("/site-packages/", "/dist-packages/")
_SCRIPT = re.compile(r"/(?:bin/[^/.]{1,80}|Scripts/[^/]{1,80}\.exe/__main__\.py)$")
"""What a distribution's command starts with: a server's, as often as the application's."""


def call_site() -> str:
    """The innermost frame that belongs to the application, as ``package/file.py:line``; empty when there is none.

    Frames of phiguard, the standard library, client libraries (`PLUMBING`) and whatever else is installed are passed over.  Where
    all that is left is installed, an application that was itself installed is under some server or framework: the innermost frame of
    several libraries is given.  A call from one library's own thread is told by that library's name (``sentry_sdk, background
    thread``); a line within it would say nothing to those who use it.
    A directory is named only when it is a package's, so that no home directory gets into a report.

    Walks the stack: some microseconds, meant for calls that are reported.
    """
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 -- documented, and inspect.stack() reads source files
    seen = _Seen()
    for _ in range(_DEEPEST):
        if frame is None:
            break
        top = _module(frame).partition(".")[0]
        if top in PLUMBING:
            seen.plumbing = seen.plumbing if top in _OURS else top
        elif top not in sys.stdlib_module_names and not seen.passed_over(frame, top):
            return _place(frame)
        frame = frame.f_back
    return seen.place()


class _Seen:
    """What was passed over on the way out: the next best answers."""

    def __init__(self) -> None:
        self.installed = ""
        self.libraries: set[str] = set()
        self.script = ""
        self.plumbing = ""

    def passed_over(self, frame: FrameType, top: str) -> bool:
        """Whether *frame* is no frame of the application's; noted then."""
        file = frame.f_code.co_filename.replace("\\", "/")
        if any(folder in file for folder in _INSTALLED):
            self.installed = self.installed or _place(frame)
            self.libraries.add(top)
            return True
        if top == "__main__" and _SCRIPT.search(file):
            self.script = _place(frame)
            return True
        return False

    def place(self) -> str:
        """The best of them."""
        background = threading.get_ident() != threading.main_thread().ident
        if background and len(self.libraries) == 1:
            return f"{next(iter(self.libraries))}, {_THREAD}"
        name = f"{self.plumbing}, {_THREAD}" if background and self.plumbing else self.plumbing
        return self.installed or self.script or name


def own_place(error: BaseException) -> str:
    """Where in phiguard *error* came from, as ``package/file.py:line``; empty when it passed no frame of phiguard.

    Unlike a traceback this holds no source line and no text of the error, which may quote what was being parsed.
    """
    own = [
        (frame.f_code.co_filename.replace("\\", "/"), line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if _module(frame).partition(".")[0] == "phiguard"
    ]
    return f"{'/'.join(own[-1][0].rsplit('/', 2)[-2:])}:{own[-1][1]}" if own else ""


def _module(frame: FrameType) -> str:
    name = frame.f_globals.get("__name__")
    return name if isinstance(name, str) else ""


def _place(frame: FrameType) -> str:
    file = frame.f_code.co_filename.replace("\\", "/")
    parts = file.rsplit("/", 2)
    in_package = bool(frame.f_globals.get("__package__"))
    return f"{'/'.join(parts[-2:] if in_package and len(parts) > 1 else parts[-1:])}:{frame.f_lineno}"
