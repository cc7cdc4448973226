"""What is derived from the code systems, and what wins over it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from phiguard.detection.lexicons.build import HERE, build, icd_phrases, icd_words, main, rxnorm_words, spellings
from phiguard.detection.lexicons.lexicon import parse
from phiguard.errors import ConfigurationError

ICD = [
    {"code": "J20", "desc": "Acute bronchitis"},
    {"code": "J20.0", "desc": "Acute bronchitis due to Mycoplasma pneumoniae"},
    {"code": "M54.5", "desc": "Back pain"},
    {"code": "O21.0", "desc": "Mild hyperemesis gravidarum"},
    {"code": "F11.1", "desc": "Opioidism disorder, uncomplicated"},
    {"code": "R51", "desc": "Cephalgia"},
    {"code": "T45.0", "desc": "Poisoning by antiallergics, accidental"},
    {"code": "V00", "desc": "Snowboarder injured in collision"},
]


def test_words_of_icd() -> None:
    """Names of diseases are taken with the entity of their chapter; external causes are not."""
    words = icd_words(ICD, lambda word: word in {"acute", "poisoning", "accidental", "disorder"})
    assert words["bronchitis"] == "CONDITION"
    assert words["cephalgia"] == "SYMPTOM"
    assert "snowboarder" not in words
    assert "acute" not in words


def test_phrases_of_icd() -> None:
    """A phrase is taken when none of its words speaks for itself and the last is a kind of ailment."""
    assert icd_phrases(ICD, lambda word: word == "bronchitis") == {"back pain": "CONDITION", "opioidism disorder": "SUBSTANCE_USE"}
    assert icd_phrases(ICD, lambda word: word == "back") == {"opioidism disorder": "SUBSTANCE_USE"}


def test_words_of_rxnorm() -> None:
    """Ingredients and brands are taken, salts, forms and short words are not."""
    assert list(rxnorm_words(["lisinopril 10 MG Oral Tablet [Prinivil]"], lambda word: word == "tablet")) == ["lisinopril", "prinivil"]


def test_spellings() -> None:
    """Forms that no ending makes are spelled out."""
    assert list(spellings("crohn's disease")) == ["crohn s disease", "crohns disease"]
    assert list(spellings("biopsy")) == ["biopsy", "biopsies"]
    assert list(spellings("diagnosis")) == ["diagnosis", "diagnoses"]
    assert list(spellings("x ray")) == ["x ray"]


def _write(path: Path, rows: list[dict[str, str]]) -> str:
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(f"{json.dumps(row)}\n" for row in rows)
    return str(path)


def test_main(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The script writes a file that reads back, names out, hand-written terms first, and says how much it holds."""
    out = tmp_path / "terms.txt"
    lists = {
        "--icd": _write(tmp_path / "icd.gz", [*ICD, {"code": "E70", "desc": "Halvorsenosis"}]),
        "--rxnorm": _write(tmp_path / "rx.gz", [{"display": "fictivastatin 5 MG"}, {"display": "Marisolita 1 MG"}]),
        "--names": _write(tmp_path / "names.gz", [{"name": "MARISOLITA"}]),
    }
    main([*(part for pair in lists.items() for part in pair), "--out", str(out)])
    rows = {row[0]: row for row in parse(out.read_text(encoding="utf-8").splitlines())}
    assert rows["fictivastatin"][1] == "MEDICATION"
    assert rows["halvorsenosis"][1] == "CONDITION"
    assert rows["depression"][3]
    assert "marisolita" not in rows
    assert f"{len(rows)} terms" in capsys.readouterr().out


def test_unknown_class(tmp_path: Path) -> None:
    """A class of neighbours that is not there stops the script, and the message names it."""
    (tmp_path / "assessments.txt").write_text("[ASSESSMENT clinical]\nscale | nowhere\n", encoding="utf-8")
    missing = tmp_path / "none"
    with pytest.raises(ConfigurationError, match="nowhere"):
        build(missing, missing, missing, folder=tmp_path)


def test_shipped_file_is_what_the_script_writes(tmp_path: Path, shared: Path) -> None:
    """The shipped terms are those that the script derives from the lists."""
    lists = shared / "corpora" / "datasets" / "dev" / "terms"
    out = tmp_path / "terms.txt"
    names = {"icd": "icd10cm_2026_04_tabular", "rxnorm": "synthea_rxnorm_displays", "names": "us_census_1990_names"}
    main([*(part for key, name in names.items() for part in (f"--{key}", str(lists / f"{name}.ndjson.gz"))), "--out", str(out)])
    assert out.read_bytes() == (HERE / "terms.txt").read_bytes()
