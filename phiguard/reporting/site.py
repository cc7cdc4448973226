"""Where in the code something happened, as ``package/file.py:line``: the application's call, or a failure of ours."""

from __future__ import annotations

import sys
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

_SKIPPED = PLUMBING | frozenset(sys.stdlib_module_names)
_OURS = frozenset({"phiguard", "wrapt"})
_DEEPEST = 400


def call_site() -> str:
    """The innermost frame that belongs to the application, as ``package/file.py:line``; empty when there is none.

    Frames of phiguard, the standard library and client libraries (`PLUMBING`) are passed over.  A call from a library's own
    thread has no frame of the application: the outermost frame of that library is given, which tells at least which SDK it was.
    A directory is named only when it is a package's, so that no home directory gets into a report.

    Walks the stack: some microseconds, meant for calls that are reported.
    """
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 -- documented, and inspect.stack() reads source files
    fallback = ""
    for _ in range(_DEEPEST):
        if frame is None:
            break
        top = _module(frame).partition(".")[0]
        if top not in _SKIPPED:
            return _place(frame)
        if top in PLUMBING and top not in _OURS:
            fallback = _place(frame)
        frame = frame.f_back
    return fallback


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
