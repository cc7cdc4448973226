"""Derives ``terms.txt`` from public code systems and the hand-written lists in ``source/``.

Run: ``python -m phiguard.detection.lexicons.build --icd icd10cm.ndjson.gz --rxnorm rxnorm.ndjson.gz --names census.ndjson.gz``

* ICD-10-CM tabular list (NCHS/CMS, public domain): rows ``{"code", "desc"}``.  Words that speak for themselves, and short phrases of
  words that do not.
* RxNorm displays (as shipped with Synthea, Apache-2.0): rows ``{"display"}``.  Ingredients and brands.
* Census names (public domain): rows ``{"name"}``.  A registry's word that is also somebody's name is left out.
* ``source/registry.txt``: drug names derived from DrugBank Open Data (CC0) and the FDA's UNII list (public domain).
* ``source/generic.txt``: words of those systems that are no health words on their own.
* all other files of ``source/``: ours; they win over what is derived.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import re
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from phiguard.detection.lexicons.index import dump
from phiguard.detection.lexicons.lexicon import INDEX, endings, parse
from phiguard.detection.lexicons.senses import read_classes
from phiguard.detection.lexicons.words import fold
from phiguard.errors import ConfigurationError
from phiguard.model.entities import Strength

__all__ = ["HERE", "Draft", "build", "icd_phrases", "icd_words", "main", "rxnorm_words", "spellings"]

HERE = Path(__file__).resolve().parent
CURATED = ("assessments", "reproductive", "substances", "medications", "symptoms", "procedures", "conditions", "anatomy", "care", "spanish")
"""Files of ``source/``; the first to name a term wins."""
_SHORTEST = 6
_FEWEST = 5
_LONGEST_PHRASE = 3
_CATEGORY = 3
_OFTEN = 2
_WORD = re.compile(r"[a-z]+")
_NO_HEALTH = "VWXYZ"
"""Chapters of ICD-10-CM whose own words are not health words: external causes, and contact with services."""
_DRUGS = re.compile(r"T(3[6-9]|4\d|50)")
_SUBSTANCES = re.compile(r"F1\d")
_SUFFIX = re.compile(
    r"(itis|osis|emia|oma|omas|pathy|algia|plegia|phobia|uria|rrhea|rrhage|ectomy|otomy|ostomy|plasia|mania|sepsis|lepsy|paresis|penia|philia"
    r"|megaly|iasis|edema|rexia|pnea|opsia|cytosis|malacia|ectasis)$"
)
_QUALIFIER_TEXT = """
unspecified other specified initial subsequent sequela encounter left right bilateral unilateral upper lower primary secondary
type not elsewhere classified due with without and or of the in to by for from on at as is be no non use all any acute chronic
mild moderate severe recurrent partial complete current first second third fourth single multiple single early late level part
region site sites certain following during related cause effect effects
"""
_QUALIFIER = frozenset(_QUALIFIER_TEXT.split())
_CUT = re.compile(r"[,;:(\[]| (?:of|with|without|due|in|and|or|by|to|from|following|during|affecting|as|complicating|involving) ")
_AILMENTS_TEXT = """
abuse anomaly anomalies blindness block burn clot cyst cysts damage defect defects deficiency deficiencies deformity dependence
disease diseases disorder disorders dislocation displacement dysfunction failure fever fistula fracture fractures gain graft
hallucinations hernia ideation ideations impairment impairments incompatibility infarction infection infections injury injuries
insufficiency intolerance irritation labor loss malformation malformations maltreatment murmur obstruction overdose pain palsy
paralysis perforation poisoning polyp pox prolapse rash reaction rejection retardation rupture sickness spasm sprain stroke
syndrome syndromes tear tic tics toe tumor tumors ulcer ulcers wart warts wound wounds lesion lesions degeneration rhythm seizure
seizures attack tremor weakness bleeding bite drop finger pregnancy distress withdrawal behavior delay arrest shock twins
"""
_AILMENTS = frozenset(_AILMENTS_TEXT.split())


@dataclass(frozen=True, slots=True)
class Draft:
    """What a term will say beside its text."""

    entity: str
    strength: Strength = Strength.CLINICAL
    ambiguous: bool = False
    classes: str = ""

    @property
    def section(self) -> str:
        """The heading that the term stands under."""
        return f"[{self.entity} {self.strength}{' ambiguous' if self.ambiguous else ''}]"


def _rows(path: Path, field: str) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if field in row:
                yield row


def _plain(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def spellings(text: str) -> Iterator[str]:
    """The text of a curated term, and its forms that no ending makes.

    >>> sorted(spellings("hashimoto's disease")), sorted(spellings("food allergy")), sorted(spellings("phq9"))
    (['hashimoto s disease', 'hashimotos disease'], ['food allergies', 'food allergy'], ['phq9'])
    """
    if "'" in text:
        yield text.replace("'", " ")
        yield text.replace("'", "")
        return
    yield text
    if re.search(r"[a-z]{3}[^aeiou\W\d]y$", text):
        yield f"{text[:-1]}ies"
    if re.search(r"[a-z]{3}[so]sis$", text):
        yield f"{text[:-2]}es"


def _curated(folder: Path) -> dict[str, Draft]:
    known = read_classes(_plain(HERE / "senses.txt"))
    drafts: dict[str, Draft] = {}
    for name in CURATED:
        for text, entity, strength, ambiguous, classes in parse(_plain(folder / f"{name}.txt")):
            if unknown := set(classes.split()) - set(known):
                raise ConfigurationError(f"{name}: {text}: unknown classes {sorted(unknown)}")  # noqa: EM102
            for form in spellings(" ".join(fold(text).lower().split())):
                drafts.setdefault(form, Draft(entity, strength, ambiguous, classes))
    return drafts


def _registry(folder: Path) -> Iterator[str]:
    for line in _plain(folder / "registry.txt"):
        if not line.startswith(("#", "[")):
            yield from line.split()


def rxnorm_words(displays: Iterable[str], generic: Callable[[str], bool]) -> Iterator[str]:
    """Ingredients and brands of RxNorm displays."""
    for display in displays:
        for word in _WORD.findall(display.lower()):
            if len(word) >= _SHORTEST and not generic(word):
                yield word


def _entity(codes: Iterable[str]) -> str:
    """The entity that most of the codes under which a word stands speak for."""
    votes = collections.Counter(_vote(code) for code in codes)
    return votes.most_common(1)[0][0]


def _vote(code: str) -> str:
    if _DRUGS.match(code):
        return "MEDICATION"
    if _SUBSTANCES.match(code):
        return "SUBSTANCE_USE"
    return {"O": "REPRODUCTIVE_HEALTH", "R": "SYMPTOM"}.get(code[0], "CONDITION")


def _head(desc: str) -> list[str]:
    """The words of a description before its first comma, bracket, ``of``, ``with`` and the like, without leading qualifiers."""
    words = re.findall(r"[a-z0-9']+", _CUT.split(fold(desc).lower())[0])
    while words and words[0] in _QUALIFIER:
        words.pop(0)
    return words


def icd_words(rows: Iterable[Mapping[str, str]], generic: Callable[[str], bool]) -> dict[str, str]:
    """Words of ICD-10-CM that speak for themselves, with their entity.

    Taken are words with the ending of a disease, words that name one (the last of a head), and those of the broad categories.
    """
    codes: dict[str, list[str]] = collections.defaultdict(list)
    naming: set[str] = set()
    broad: set[str] = set()
    for row in rows:
        if row["code"][0] in _NO_HEALTH:
            continue
        words = set(_WORD.findall(fold(row["desc"]).lower()))
        if len(row["code"]) == _CATEGORY:
            broad |= words
        naming.update(_head(row["desc"])[-1:])
        for word in words:
            codes[word].append(row["code"])
    worth = broad | {word for word in naming if len(codes[word]) >= _OFTEN}
    return {word: _entity(found) for word, found in codes.items() if not generic(word) and _long_enough(word, worth)}


def _long_enough(word: str, worth: Container[str]) -> bool:
    """Whether a word is worth a place; one with the ending of a disease always is."""
    return len(word) >= _FEWEST if _SUFFIX.search(word) else word in worth and len(word) >= _SHORTEST


def icd_phrases(rows: Iterable[Mapping[str, str]], strong: Callable[[str], bool]) -> dict[str, str]:
    """Heads of ICD-10-CM descriptions of which no word speaks for itself but the last is a kind of ailment (``low back pain``)."""
    phrases: dict[str, list[str]] = collections.defaultdict(list)
    for row in rows:
        code, words = row["code"], _head(row["desc"])
        if code[0] in _NO_HEALTH or _DRUGS.match(code) or not 2 <= len(words) <= _LONGEST_PHRASE:
            continue
        if len(words) == _LONGEST_PHRASE and words[-1] not in ("syndrome", "disease", "disorder"):
            continue
        if words[-1] not in _AILMENTS or any(
            strong(word) or word in _QUALIFIER or not word.isalpha() or len(word) == 1 for word in words[:-1]
        ):
            continue
        phrases[" ".join(words)].append(code)
    return {text: _entity(codes) for text, codes in phrases.items()}


def build(icd: Path, rxnorm: Path, names: Path, *, folder: Path = HERE / "source") -> dict[str, Draft]:
    """Every term with its draft.

    Raises:
        ConfigurationError: a hand-written list names a class of neighbours that is not there.
    """
    drafts = _curated(folder)
    generic = frozenset(word for line in _plain(folder / "generic.txt") if not line.startswith("#") for word in line.split())
    people = frozenset(row["name"].lower() for row in _rows(names, "name"))

    def common(word: str) -> bool:
        return word in generic or word in people

    def strong(word: str) -> bool:
        draft = drafts.get(word) or drafts.get(word.removesuffix("s"))
        return draft is not None and not draft.ambiguous

    for word in (*_registry(folder), *rxnorm_words((row["display"] for row in _rows(rxnorm, "display")), common)):
        drafts.setdefault(word, Draft("MEDICATION"))
    rows = list(_rows(icd, "desc"))
    for word, entity in sorted(icd_words(rows, common).items()):
        if word.removesuffix("s") not in drafts:
            drafts.setdefault(word, Draft(entity))
    for text, entity in icd_phrases(rows, strong).items():
        drafts.setdefault(text, Draft(entity))
    return {text: draft for text, draft in drafts.items() if not _plural(text, drafts)}


def _plural(text: str, drafts: Mapping[str, Draft]) -> bool:
    """Whether another term says the same with an ending that `find` adds anyway."""
    return any(text in endings(stem) and drafts.get(stem) == drafts[text] for stem in (text[:-1], text[:-2]))


def _lines(drafts: Mapping[str, Draft]) -> Iterator[str]:
    yield "# Written by build.py; do not edit."
    sections: dict[str, list[str]] = collections.defaultdict(list)
    for text, draft in drafts.items():
        sections[draft.section].append(f"{text} | {draft.classes}" if draft.classes else text)
    for heading in sorted(sections):
        yield heading
        yield from sorted(sections[heading])


def main(argv: list[str] | None = None) -> None:
    """Write ``terms.txt`` and its index beside this file, and print what they hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("icd", "rxnorm", "names"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=HERE / "terms.txt")
    options = parser.parse_args(argv)
    drafts = build(options.icd, options.rxnorm, options.names)
    lines = list(_lines(drafts))
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    options.out.with_name(INDEX.name).write_text(dump(lines), encoding="utf-8")
    short = sum(len(text) <= _FEWEST for text in drafts)
    sys.stdout.write(f"{len(drafts)} terms, {short} of at most {_FEWEST} letters, {options.out.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
