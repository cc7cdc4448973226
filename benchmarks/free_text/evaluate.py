"""Measures the tagger on the shared development sets, which it has never seen; nothing is learnt here.

Run: ``python -m benchmarks.free_text.evaluate --shared DIR [--show N]``.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import importlib.util
import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.free_text.material import Material
from phiguard.detection.ner.loading import load

_SCORED = {"PERSON": "NAME", "LOCATION": "GEO", "FACILITY": "GEO", "DATE": "DATE", "ID": "MRN", "AGE": "AGE_OVER_89", "CONTACT": "PHONE"}
_YEAR = re.compile(r"(in |year )?(19|20)\d{2}s?")
Spans = list[dict[str, Any]]


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a set."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def strings(value: Any) -> Iterator[str]:
    """String values of decoded JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


def leaves(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The distinct string leaves of clean JSON payloads."""
    found: set[str] = set()
    for row in rows:
        if row["class"] == "clean":
            try:
                found.update(strings(json.loads(row["body"])))
            except ValueError:
                continue
    return sorted(found)


def without_broad(rows: Sequence[dict[str, Any]], score: Any, broad: frozenset[str]) -> list[dict[str, Any]]:
    """*rows* with years, countries and states, which are no HIPAA identifiers, marked as such; so is any age."""
    marked = []
    for row in rows:
        spans = []
        for span in row["spans"]:
            text = row["text"][span["start"] : span["end"]]
            harmless = _YEAR.fullmatch(text) or (score.cat(span["label"]) == "GEO" and text.lower().split(" (")[0] in broad)
            spans.append({**span, "label": "OTHER"} if harmless else span)
        marked.append({**row, "spans": spans})
    return marked


def score_text(score: Any, rows: Sequence[dict[str, Any]], spans: Sequence[Spans]) -> dict[str, float]:
    """Recall, leaked characters, precision, documents fully found, documents flagged without PHI, by category."""
    found = {row["id"]: {"spans": each} for row, each in zip(rows, spans, strict=True)}
    gold, predicted, doc, _, _ = score.score_spans(rows, found, 0.5, {"IGNORE", "ORG", "AGE"}, None)
    total: collections.Counter[str] = sum(gold.values(), collections.Counter())
    mine: collections.Counter[str] = sum(predicted.values(), collections.Counter())
    result = {
        "recall": 100 * total["found"] / max(1, total["n"]), "leak": 100 * total["leaked"] / max(1, total["chars"]), "precision": 100 * mine["true"] / max(1, mine["n"]),
        "all": 100 * doc["fully_found"] / max(1, doc["with_gold"]), "flagged": 100 * doc["fp_docs"] / max(1, doc["without_gold"]),
    }  # fmt: skip
    result |= {f"R.{name}": 100 * each["found"] / each["n"] for name, each in gold.items() if each["n"] >= 10}
    result |= {f"P.{name}": 100 * each["true"] / each["n"] for name, each in predicted.items() if each["n"] >= 10}
    return result


def show(rows: Sequence[dict[str, Any]], spans: Sequence[Spans], score: Any, most: int) -> None:
    """A few misses and false finds, of the development sets only."""
    shown = 0
    for row, mine in zip(rows, spans, strict=True):
        text = row["text"]
        gold = [(s["start"], s["end"]) for s in row["spans"] if score.cat(s["label"]) not in {"IGNORE", "ORG", "AGE"}]
        soft = [(s["start"], s["end"]) for s in row["spans"]]
        missed = [text[a:b] for a, b in gold if score.cover(a, b, [(s["start"], s["end"]) for s in mine]) < 0.5 * (b - a)]
        false = [
            (text[s["start"] : s["end"]], s["label"])
            for s in mine
            if score.cover(s["start"], s["end"], soft) < 0.5 * (s["end"] - s["start"])
        ]
        if (missed or false) and shown < most:
            shown += 1
            sys.stdout.write(f"    MISS {missed} FALSE {false} << {text[:150]!r}\n")


def line(name: str, result: Mapping[str, float]) -> None:
    """One line of results."""
    sys.stdout.write(f"{name}: " + " ".join(f"{key} {value:.1f}" for key, value in result.items()) + "\n")


def speed(tag: Callable[[str], object], texts: Sequence[str]) -> None:
    """CPU time for one leaf of about 40, 200, 1,000 characters, words mostly new."""
    rng = random.Random(4)
    for size, count in ((40, 400), (200, 300), (1000, 80)):
        made = [" ".join(rng.choice(texts).replace("\n", " ") for _ in range(1 + size // 40))[:size] for _ in range(count)]
        took = []
        for text in made:
            began = time.process_time_ns()
            tag(text)
            took.append(time.process_time_ns() - began)
        took.sort()
        sys.stdout.write(
            f"{size} characters: median {took[count // 2] / 1000:.0f} us, p90 {took[count * 9 // 10] / 1000:.0f} us, best {took[0] / 1000:.0f} us\n"
        )


def main() -> None:
    """Print everything."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shared", type=Path, required=True)
    options.add_argument("--show", type=int, default=0)
    options.add_argument("--least", type=float, default=0.0, help="findings below this score are dropped")
    given = options.parse_args()
    base = given.shared / "corpora" / "datasets"
    spec = importlib.util.spec_from_file_location("score", base / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    began = time.process_time()
    tagger = load()
    sys.stdout.write(f"load {1000 * (time.process_time() - began):.0f} ms\n")

    def spans(texts: Sequence[str]) -> list[Spans]:
        return [
            [
                {"start": each.start, "end": each.end, "label": _SCORED[each.label]}
                for each in one
                if each.label in _SCORED and each.score >= given.least
            ]
            for one in tagger.tag_many(texts)
        ]

    own = Material().own
    broad = frozenset(name.lower() for name in (*own["country"], *own["state"])) | {"greenlander", "nan", "washington", "new york"}
    asq = read(base / "dev/text/asq_phi.ndjson.gz")
    for name, change in (("asq", str), ("asq lower", str.lower), ("asq UPPER", str.upper)):
        mine = spans([change(row["text"]) for row in asq])
        line(name, score_text(score, asq, mine))
        if given.show and name == "asq":
            show(asq, mine, score, given.show)
    prose = without_broad(read(base / "dev/text/presidio_research_v2.ndjson.gz"), score, broad)
    for name, change in (("v2", str), ("v2 lower", str.lower), ("v2 UPPER", str.upper)):
        kept = [row for row in prose if len(change(row["text"])) == len(row["text"])]
        mine = spans([change(row["text"]) for row in kept])
        line(name, score_text(score, kept, mine))
        if given.show and name == "v2":
            show(kept, mine, score, given.show * 2)
    phrases = read(base / "dev/clean/icd10cm_phrases.ndjson.gz")
    for name in ("body",):
        bad = [
            (row[name], [row[name][s["start"] : s["end"]] for s in one if s["label"] in {"NAME", "GEO"}])
            for row, one in zip(phrases, spans([row[name] for row in phrases]), strict=True)
        ]
        bad = [each for each in bad if each[1]]
        sys.stdout.write(f"icd: {len(bad)} of {len(phrases)} {[each[1] for each in bad][:8]}\n")
    texts = leaves(read(base / "dev/clean/payloads.ndjson.gz"))
    named = [
        (text, [(text[s["start"] : s["end"]], s["label"]) for s in one if s["label"] in {"NAME", "GEO"}])
        for text, one in zip(texts, spans(texts), strict=True)
    ]
    named = [each for each in named if each[1]]
    sys.stdout.write(f"clean leaves with a name or place: {len(named)} of {len(texts)} = {100 * len(named) / len(texts):.2f} %\n")
    if given.show:
        for text, found in random.Random(1).sample(named, min(len(named), given.show * 2)):
            sys.stdout.write(f"    {found} << {text[:90]!r}\n")
    speed(tagger.tag, [row["text"] for row in (*asq, *prose)])


if __name__ == "__main__":
    main()
