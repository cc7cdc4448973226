"""What is built is what stands in the folders: packages, data files, declared dependencies, entry points."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

import phiguard

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path(phiguard.__file__).parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SETUPTOOLS: dict[str, Any] = PROJECT["tool"]["setuptools"]


@pytest.fixture
def distribution() -> metadata.Distribution:
    """The installed distribution; a checkout that is only on the path has none."""
    try:
        return metadata.distribution("phiguard")
    except metadata.PackageNotFoundError:
        pytest.skip("phiguard is on the path, but not installed")


def folders() -> Iterator[tuple[str, Path, list[str]]]:
    """(dotted name, folder, names of the files in it) of each folder below the package; the link to the integrations is followed."""
    for place, below, names in os.walk(PACKAGE, followlinks=True):
        below[:] = sorted(name for name in below if name != "__pycache__")
        folder = Path(place)
        yield ".".join(("phiguard", *folder.relative_to(PACKAGE).parts)), folder, names


def sources() -> Iterator[Path]:
    """Every source file of the package."""
    for _, folder, names in folders():
        yield from (folder / name for name in names if name.endswith(".py"))


def test_every_folder_with_sources_is_a_listed_package() -> None:
    """The explicit list of packages names exactly the folders that hold Python files."""
    assert sorted(SETUPTOOLS["packages"]) == sorted(name for name, _, names in folders() if any(each.endswith(".py") for each in names))


@pytest.mark.parametrize("package", SETUPTOOLS["packages"])
def test_every_package_has_an_init_file(package: str) -> None:
    """A package without one is a namespace that any other distribution could write into."""
    assert PACKAGE.joinpath(*package.split(".")[1:], "__init__.py").is_file()


def test_every_data_file_is_packaged() -> None:
    """A file that is not source is matched by its package's package-data, else the wheel lacks it."""
    patterns: dict[str, list[str]] = SETUPTOOLS["package-data"]
    missing = []
    for name, folder, files in folders():
        owner = next(
            name[: len(package)]
            for package in sorted(SETUPTOOLS["packages"], key=len, reverse=True)
            if f"{name}.".startswith(f"{package}.")
        )
        inside = folder.relative_to(PACKAGE.joinpath(*owner.split(".")[1:]))
        data = [(inside / each).as_posix() for each in files if not each.endswith((".py", ".pyc", ".so"))]
        missing += [f"{owner}: {each}" for each in data if not any(fnmatch(each, pattern) for pattern in patterns.get(owner, ()))]
    assert missing == []


def test_what_is_imported_is_declared() -> None:
    """Each distribution that the sources import is a dependency, or belongs to an extra."""
    project = PROJECT["project"]
    named = [*project["dependencies"], *(each for extra in project["optional-dependencies"].values() for each in extra)]
    declared = {canonical(re.split(r"[<>=!~;\[ ]", each, maxsplit=1)[0]) for each in named}
    owners = metadata.packages_distributions()
    own = {"phiguard", *sys.stdlib_module_names}
    found = {module for path in sources() for module in imported(path) if module not in own}
    undeclared = {module for module in found if not {canonical(each) for each in owners.get(module, [module])} & declared}
    assert undeclared == set()


def imported(path: Path) -> Iterator[str]:
    """Top-level modules that a source file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def canonical(name: str) -> str:
    """A distribution's name in its one form (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_each_declared_entry_point_loads(distribution: metadata.Distribution) -> None:
    """Nothing is declared that does not exist; the console script leads to the command line."""
    entries = distribution.entry_points
    assert all(callable(entry.load()) for entry in entries)
    assert "phiguard" in {entry.name for entry in entries if entry.group == "console_scripts"}


def test_types_are_published() -> None:
    """The marker of PEP 561 is part of the package."""
    assert (PACKAGE / "py.typed").is_file()


def test_import_is_lean() -> None:
    """Importing phiguard imports no client, no framework, no language model and no terminal library."""
    heavy = ["spacy", "presidio_analyzer", "numpy", "requests", "httpx", "httpx2", "aiohttp", "rich", "segment", "sentry_sdk", "pytest"]
    program = f"import sys, phiguard; print(*[name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == []


@pytest.mark.parametrize("path", [pytest.param(path, id=path.relative_to(PACKAGE).as_posix()) for path in sources()])
def test_sources_know_no_machine(path: Path) -> None:
    """A source file names no path of the machine it was written on."""
    assert re.search(r"""["' ](/work|/home|/root|/Users)/""", path.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("path", [pytest.param(path, id=path.relative_to(PACKAGE).as_posix()) for path in sources()])
def test_sources_say_what_they_are_for(path: Path) -> None:
    """A file opens with a docstring whose first line is a sentence."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert text
    assert text.split("\n\n")[0].rstrip()[-1] in ".:!?"


def test_licence_and_notice_are_distributed(distribution: metadata.Distribution) -> None:
    """The wheel carries the licence and the notices that third-party data ask for."""
    files = {Path(str(path)).name for path in distribution.files or ()}
    assert {"LICENSE", "NOTICE"} <= files
