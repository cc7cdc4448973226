"""The arithmetic of the score-board, and the request files it reads."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from benchmarks.quality.board import Line, wilson
from benchmarks.quality.http_files import read


def test_intervals_are_wilsons() -> None:
    """Known values: no failure in 150 still leaves 2.5 %; nothing measured leaves everything open."""
    assert wilson(150, 150) == (pytest.approx(97.50, abs=0.01), 100.0)
    assert wilson(0, 0) == (0.0, 100.0)


def test_a_bar_is_reached_from_its_own_side() -> None:
    """At least, or at most; nothing to measure misses no bar."""
    assert Line(name="x", good=99, of=100, bar=99.0).holds
    assert not Line(name="x", good=1, of=100, bar=0.5, most=True).holds
    assert Line(name="x", bar=99.0).holds
    assert "MISS" in str(Line(name="x", good=1, of=100, bar=99.0))


def test_requests_read_as_written(tmp_path: Path) -> None:
    """Headings say recipient, sender and person; headers are optional, bodies are JSON, forms or encoded."""
    file = tmp_path / "a.http"
    file.write_text(
        '# note\n\n### one | llm+baa | health | public\nPOST https://a.test/x\n{"a": 1}\n\n### two | unlisted | other | signed-in | gzip\n'
        "PUT https://b.test/\nX-Name: v\n\na=b\n",
        encoding="utf-8",
    )
    one, two = read(file)
    assert (one.category, one.health_service, one.signed_in, one.call.body) == ("llm+baa", True, False, b'{"a": 1}')
    assert dict(one.call.headers)["Content-Type"] == "application/json"
    assert gzip.decompress(two.call.body) == b"a=b"
    assert dict(two.call.headers) == {"X-Name": "v", "Content-Type": "application/x-www-form-urlencoded", "Content-Encoding": "gzip"}
