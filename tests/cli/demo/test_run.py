"""The demo end to end: real clients, real SDKs, real servers; PHI arrives unguarded and does not arrive guarded."""

from __future__ import annotations

import io
import logging
import socket
import threading
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console

from phiguard.cli import main
from phiguard.cli.demo import run as demo
from phiguard.cli.demo.scenario import RECIPIENTS, load
from phiguard.cli.demo.tally import Fate


@pytest.mark.parametrize("mode", ["block", "redact"])
def test_the_demo_keeps_its_promises(mode: str, tmp_path: Path) -> None:
    """PHI arrived at every recipient unguarded, none guarded; clean events arrived byte for byte; nothing was lost without need."""
    text = io.StringIO()
    page = tmp_path / "page.html"
    status = demo.run(out=page, mode=mode, console=Console(file=text, width=120))
    lines = text.getvalue().splitlines()
    assert status == 0, text.getvalue()
    assert lines[-2].startswith("unguarded: ")
    assert int(lines[-2].split()[1]) > 50
    assert lines[-1] == "guarded: 0 requests with PHI arrived"
    assert "by the default profile: " in " ".join(text.getvalue().split())
    check_page(page.read_text(encoding="utf-8"))


def test_every_recipient_is_spared() -> None:
    """Each recorder learned about patients before, and about nobody after; what is redacted still arrives."""
    result = demo.run_both(load(), mode="redact")
    assert [recipient.id for recipient, before, after in result.rows if before.with_phi and not after.with_phi] == [
        each.id for each in RECIPIENTS
    ]
    assert any(judged.fate is Fate.REDACTED for judged in result.after)
    assert set(result.by_default) == {each.id for each in RECIPIENTS}
    assert result.guarded <= sum(result.by_default.values()) < result.unguarded
    assert all(judged.fate is Fate.UNCHANGED for judged in result.after if judged.delivery.event.clean)


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    """Threads end, loggers are as before, the clients are unguarded again, and no other host was connected to."""
    loggers = [logging.getLogger(name) for name in ("phiguard", "segment", "urllib3")]
    before = [(each.propagate, list(each.handlers)) for each in loggers]
    running = set(threading.enumerate())
    main(["demo", "--out", str(tmp_path / "page.html")])
    assert [(each.propagate, list(each.handlers)) for each in loggers] == before
    assert not [thread.name for thread in set(threading.enumerate()) - running if "recorder" in thread.name or "onsumer" in thread.name]


def test_it_stays_on_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No connection but to loopback, also where the environment names a proxy."""
    connect = socket.socket.connect
    peers: set[str] = set()

    def watched(self: socket.socket, address: tuple[str, int]) -> None:
        peers.add(address[0])
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", watched)
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    main(["demo", "--out", str(tmp_path / "page.html")])
    assert peers == {"127.0.0.1"}


def check_page(text: str) -> None:
    """One page that loads nothing, is well-formed, and shows both drawings."""
    tags: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            names = {name for name, _ in attrs}
            assert not names & {"src", "href", "srcset", "onload"}, tag
            assert tag not in {"script", "link", "img", "iframe"}
            if tag not in {"meta", "line", "rect"}:
                tags.append(tag)

        def handle_endtag(self, tag: str) -> None:
            if tag not in {"line", "rect"}:
                assert tags.pop() == tag

        def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag in {"line", "rect"}
            assert attrs

    Reader().feed(text)
    assert tags == []
    assert text.count("<svg") >= 2
    assert "url(" not in text
    assert "@import" not in text
