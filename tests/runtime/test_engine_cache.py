"""The disk cache of gate databases and the thread that brings them."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from phiguard.gate.plan import Literals, Meaning, Plan
from phiguard.runtime.engine_cache import EngineCache, folder

pytest.importorskip("hyperscan")


def _plan(text: bytes) -> Plan:
    table = Literals.of({(False, text): [Meaning(0, 0, 0)]})
    return Plan(table, table, table, (), 0)


PLAN, OTHER = _plan(b"abcd"), _plan(b"abce")


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"PHIGUARD_CACHE_DIR": "/x"}, "/x"),
        ({"PHIGUARD_CACHE_DIR": "off", "HOME": "/h"}, None),
        ({"XDG_CACHE_HOME": "/c", "HOME": "/h"}, "/c/phiguard"),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/h"}, "/h/.cache/phiguard"),
        ({"HOME": "/h"}, "/h/.cache/phiguard"),
        ({"HOME": ""}, None),
        ({}, None),
    ],
)
def test_folder(environ: dict[str, str], expected: str | None) -> None:
    """Own variable first, then XDG, then the home; nowhere when there is none."""
    assert folder(environ) == (Path(expected) if expected else None)


def test_store_and_load(tmp_path: Path) -> None:
    """What was stored comes back, for the same plan only, readable by its owner only."""
    place = tmp_path / "a" / "b"
    cache = EngineCache(place)
    assert cache.load(PLAN) is None
    assert cache.store(PLAN, b"blob")
    assert cache.load(PLAN) == b"blob"
    assert cache.load(OTHER) is None
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    (file,) = place.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_damage_is_no_entry(tmp_path: Path) -> None:
    """A changed, cut or foreign file is compiled again."""
    cache = EngineCache(tmp_path / "c")
    cache.store(PLAN, b"blob" * 100)
    (file,) = (tmp_path / "c").iterdir()
    good = file.read_bytes()
    for bad in (b"", good[:-1], good[:40], good[:-1] + b"?", b"x" + good[1:], good + b"x"):
        file.write_bytes(bad)
        assert cache.load(PLAN) is None
    file.write_bytes(good)
    assert cache.load(PLAN) == b"blob" * 100


@pytest.mark.parametrize("where", ["file", "folder"])
def test_what_others_can_write_is_not_read(tmp_path: Path, where: str) -> None:
    """A database is native memory: a file or folder open to others is ignored, and not written to."""
    place = tmp_path / "c"
    cache = EngineCache(place)
    cache.store(PLAN, b"blob")
    (file,) = place.iterdir()
    target = file if where == "file" else place
    target.chmod(target.stat().st_mode | stat.S_IWOTH)
    assert cache.load(PLAN) is None
    if where == "folder":
        assert not cache.store(OTHER, b"blob")


def test_links_are_not_followed(tmp_path: Path) -> None:
    """Neither a linked file nor a linked folder is read."""
    real = EngineCache(tmp_path / "real")
    real.store(PLAN, b"blob")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert EngineCache(tmp_path / "link").load(PLAN) is None
    (file,) = (tmp_path / "real").iterdir()
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    assert real.load(PLAN) is None


def test_no_place_is_fine(tmp_path: Path) -> None:
    """Nowhere, a file in the way, and a folder that cannot be made: no entry, no error."""
    (tmp_path / "file").write_bytes(b"")
    for place in (None, tmp_path / "file" / "below", tmp_path / "file"):
        cache = EngineCache(place)
        assert not cache.store(PLAN, b"blob")
        assert cache.load(PLAN) is None


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    """Storing again replaces the one file."""
    cache = EngineCache(tmp_path / "c")
    for blob in (b"one", b"two"):
        assert cache.store(PLAN, blob)
    assert len(list((tmp_path / "c").iterdir())) == 1
    assert cache.load(PLAN) == b"two"


_PROCESS = """
    import sys
    from phiguard import gate
    from phiguard.runtime import engine_cache
    engine_cache.attach()
    first = gate.screen(b'{"patient_dob":"1980-01-02"}')
    print(first.engine)
    print(engine_cache.wait(100), gate.engine())
    print(gate.screen(b'{"patient_dob":"1980-01-02"}').signals == first.signals)
"""


def _process(environ: dict[str, str]) -> list[str]:
    code = textwrap.dedent(_PROCESS)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, timeout=120, check=False, env=environ
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.split()


def test_the_fast_engine_comes_by_itself(tmp_path: Path) -> None:
    """The first screen runs at once, the databases come from a thread, and the next process loads them."""
    environ = {**os.environ, "PHIGUARD_CACHE_DIR": str(tmp_path / "c")}
    for _ in range(2):
        assert _process(environ) == ["stdlib", "True", "hyperscan", "True"]
        assert len(list((tmp_path / "c").iterdir())) == 1


def test_without_a_home(tmp_path: Path) -> None:
    """No home and no cache folder: the databases are compiled and kept in memory only."""
    environ = {
        name: value for name, value in os.environ.items() if name not in {"HOME", "XDG_CACHE_HOME", "PHIGUARD_CACHE_DIR", "USERPROFILE"}
    }
    assert _process(environ) == ["stdlib", "True", "hyperscan", "True"]
    assert not list(tmp_path.iterdir())
