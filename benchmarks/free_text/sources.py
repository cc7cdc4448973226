"""Brings the freely licensed originals into ``sources/``: short text files that the generator reads, one entry a line.

Run: ``python -m benchmarks.free_text.sources --terms DIR --docs DIR``, once, when an original has a new version.  What is not a public register stays
out of the repository: see README.md.

* DIR of ``--terms``: Census 1990 names (US public domain), ICD-10-CM (public domain), RxNorm displays and hospital names (Apache-2.0).
* names and streets of other countries: Faker (MIT); towns: geodata of phonenumbers (Apache-2.0).
* English words by frequency: symspellpy (MIT), from SCOWL and Google Books.
* sentences without people: documentation in botocore's service descriptions (Apache-2.0) and the docstrings of the standard library (PSF).
"""

from __future__ import annotations

import argparse
import ast
import collections
import functools
import gzip
import importlib
import json
import pkgutil
import random
import re
import sys
import sysconfig
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent / "sources"
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ'’.\- ]{2,30}")
_TAG = re.compile(r"<[^<>]{1,200}>")
_SENTENCE = re.compile(r"(?<=[.!?]) +")
_ODD = re.compile(
    r">>>|[@=|{}<>]|\bby\b [A-Z]|autho?r|copyright|written|©|thanks|\bMr\b|\bJohn\b|\bJane\b|\bAlice\b|\bBob\b|\bStreet\b|Seattle|Drive\b",
    re.IGNORECASE,
)
_DOCSTRINGS = 14_000
_DOCUMENTATION = 22_000


def rows(path: Path) -> list[dict[str, str]]:
    """The objects of a gzipped NDJSON file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def write(name: str, lines: Iterable[str]) -> None:
    """Write *lines* to ``sources/<name>.txt.gz``, the same bytes each time."""
    data = "\n".join(lines).encode()
    (HERE / f"{name}.txt.gz").write_bytes(gzip.compress(data, 9, mtime=0))
    sys.stderr.write(f"{name}: {data.count(10) + 1} lines\n")


def census(terms: Path) -> None:
    """Given names and surnames by falling frequency."""
    table = rows(terms / "us_census_1990_names.ndjson.gz")
    for kind, name, most in (("given", {"first", "female", "male", "given"}, 5200), ("surname", {"last", "surname"}, 42_000)):
        best: dict[str, float] = {}
        for row in table:
            if row["kind"] in name or row["kind"].split("_")[0] in name:
                word = row["name"].lower()
                best[word] = max(best.get(word, 0.0), float(row["freq_pct"]))
        ordered = sorted(best, key=lambda word: (-best[word], zlib.crc32(word.encode())))[:most]
        write(f"census_{kind}", [f"{word}\t{best[word]:g}" for word in ordered])


def health(terms: Path, dropped: frozenset[str]) -> None:
    """ICD-10-CM descriptions, RxNorm displays, hospitals with their towns."""
    descriptions = sorted({row["desc"] for row in rows(terms / "icd10cm_2026_04_tabular.ndjson.gz")} - dropped)
    write("icd10cm", sorted(random.Random(1).sample(descriptions, 24_000)))
    write("rxnorm", sorted({row["display"] for row in rows(terms / "synthea_rxnorm_displays.ndjson.gz")}))
    hospitals = {f"{row['name']}\t{row['city']}" for row in rows(terms / "us_hospital_names.ndjson.gz")}
    write("hospitals", sorted(hospitals))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | tuple | list):
        for each in value:
            yield from _strings(each)


def _latin(values: Iterable[str]) -> Iterator[str]:
    for each in values:
        text = unicodedata.normalize("NFC", each).strip()
        if _LATIN.fullmatch(text) and text[:1].isupper() and "{" not in text:
            yield text


def faker() -> None:
    """First names, last names, towns and street words of all of Faker's locales that use the Latin script."""
    import faker.providers.address as addresses  # type: ignore[import-not-found]
    import faker.providers.person as people  # type: ignore[import-not-found]

    lists: dict[str, set[str]] = collections.defaultdict(set)
    for package, wanted in ((people, {"first": "first_name", "last": "last_name"}), (addresses, {"town": "cit", "street": "street_name"})):
        for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
            provider = importlib.import_module(module.name).Provider
            for attribute in dir(provider):
                for name, part in wanted.items():
                    if attribute.startswith(part) and not attribute.endswith("formats") and not callable(getattr(provider, attribute)):
                        if name in {"first", "last"} and len(lists[name]) > 40_000:
                            continue
                        found = sorted(set(_latin(_strings(getattr(provider, attribute)))))
                        lists[name].update(random.Random(attribute + module.name).sample(found, min(len(found), 500)))
    for name, entries in lists.items():
        write(f"world_{name}", sorted(each for each in entries if len(each) > 1))


def towns() -> None:
    """Towns that telephone area codes are named after."""
    found: collections.Counter[str] = collections.Counter()
    from phonenumbers import geodata

    for module in pkgutil.iter_modules(geodata.__path__, geodata.__name__ + "."):
        for names in getattr(importlib.import_module(module.name), "data", {}).values():
            for name in _latin([names.get("en", "").partition(",")[0].partition("/")[0]] if isinstance(names, dict) else []):
                found[name] += 1
    write("towns", [name for name, _ in sorted(found.items(), key=lambda item: (-item[1], item[0]))[:16_000]])


@functools.cache
def _people() -> frozenset[str]:
    lines = gzip.decompress((HERE / "census_given.txt.gz").read_bytes()).decode().split("\n")
    return frozenset(line.partition("\t")[0] for line in lines[:1500]) - {
        "will",
        "may",
        "april",
        "june",
        "august",
        "mark",
        "grant",
        "rose",
        "joy",
        "love",
        "an",
        "so",
        "see",
        "king",
        "my",
        "in",
        "long",
    }


def _given_name(word: str) -> bool:
    return word in _people()


def english(docs: Path) -> None:
    """Words of general English by falling frequency."""
    lines = (docs / "symspellpy" / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig").splitlines()
    counted = sorted(
        ((int(count), word) for word, count in (line.split() for line in lines) if word.isalpha() and word.isascii() and len(word) > 1),
        reverse=True,
    )
    write("english", [word for _, word in counted[:50_000]])
    everyday = {word for _, word in counted[:20_000]}
    follow: dict[str, list[tuple[int, str]]] = collections.defaultdict(list)
    for line in (docs / "symspellpy" / "frequency_bigramdictionary_en_243_342.txt").read_text(encoding="utf-8-sig").splitlines():
        first, second, count = line.split()
        if first in everyday and second in everyday and not _given_name(first) and not _given_name(second):
            follow[first].append((int(count), second))
    write("pairs", [f"{word}\t{' '.join(each for _, each in sorted(follow[word], reverse=True)[:40])}" for word in sorted(follow)])


def _sentences(text: str) -> Iterator[str]:
    for sentence in _SENTENCE.split(" ".join(_TAG.sub(" ", text).split())):
        words = sentence.split()
        if 3 < len(words) < 40 and not _ODD.search(sentence) and sum(word.rstrip(".,;:").isalpha() for word in words) > 0.7 * len(words):
            yield sentence


def documentation(docs: Path) -> None:
    """Sentences of API documentation: names of products, upper-case words and all, but no people."""
    found: set[str] = set()
    for path in sorted((docs / "botocore" / "data").rglob("service-2.json*")):
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for shape in json.loads(raw).get("operations", {}).values():
            found.update(_sentences(shape.get("documentation", "")))
        for shape in json.loads(raw).get("shapes", {}).values():
            found.update(_sentences(shape.get("documentation", "")))
    write("documentation", random.Random(2).sample(sorted(found), _DOCUMENTATION))


def docstrings() -> None:
    """Sentences of the standard library's docstrings with at most one capital after the first."""
    found: set[str] = set()
    for path in sorted(Path(sysconfig.get_paths()["stdlib"]).rglob("*.py")):
        if any(part in {"test", "tests", "idlelib", "site-packages", "dist-packages"} for part in path.parts):
            continue
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except (SyntaxError, UnicodeDecodeError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
                for paragraph in (ast.get_docstring(node) or "").split("\n\n"):
                    found.update(each for each in _sentences(paragraph) if sum(word[0].isupper() for word in each.split()[1:]) <= 1)
    write("docstrings", random.Random(3).sample(sorted(found), min(len(found), _DOCSTRINGS)))


def main() -> None:
    """Write all of ``sources/``."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--terms", type=Path, required=True)
    options.add_argument("--docs", type=Path, required=True, help="a folder that holds the packages botocore and symspellpy")
    options.add_argument("--drop", type=Path, help="NDJSON whose bodies hold ICD descriptions that are measured with")
    given = options.parse_args()
    HERE.mkdir(exist_ok=True)
    dropped = {part.strip() for row in rows(given.drop) for part in row["body"].split(";")} if given.drop else set()
    census(given.terms)
    health(given.terms, frozenset(dropped))
    faker()
    towns()
    documentation(given.docs)
    docstrings()
    english(given.docs)


if __name__ == "__main__":
    main()
