"""`phiguard.detection.ner.loading`: only the files that belong to this version are read."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from phiguard.detection.ner import loading
from phiguard.detection.ner.loading import load
from phiguard.errors import InspectionError

DATA = Path(loading.__file__).parent / "data"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the data files."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.mark.parametrize("name", ["weights.bin", "words.bin", "tagger.json"])
def test_a_changed_file_is_refused(copy: Path, name: str) -> None:
    """One changed byte is an error that names the file."""
    data = bytearray((copy / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / name).write_bytes(data)
    with pytest.raises(InspectionError, match=name):
        load(copy)


def test_a_missing_file_is_an_error_of_ours(copy: Path) -> None:
    """A file that is not there is an InspectionError, not an OSError."""
    (copy / "words.bin").unlink()
    with pytest.raises(InspectionError, match=r"words\.bin"):
        load(copy)


def test_the_data_are_small_and_hold_no_pickle() -> None:
    """Three files of less than 3 MB together; none is a pickle or a program."""
    files = sorted(DATA.iterdir())
    assert [each.name for each in files] == ["tagger.json", "weights.bin", "words.bin"]
    assert sum(each.stat().st_size for each in files) <= 3_000_000
    assert all(each.read_bytes()[:1] in {b"{", b"x"} for each in files)


def test_importing_the_package_loads_neither_spacy_nor_presidio_nor_the_model() -> None:
    """The lane costs what it costs only when it is used."""
    code = (
        "import sys, phiguard.detection.ner as n; "
        "print([m for m in sys.modules if m in ('spacy', 'presidio_analyzer')], n.default_engine.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[] 0"
