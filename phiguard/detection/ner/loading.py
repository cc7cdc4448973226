"""Reads the tagger's data files and refuses them when they are not the ones that were written."""

from __future__ import annotations

import json
import zlib
from hashlib import sha256
from pathlib import Path

import numpy as np

from phiguard.detection.ner import gazetteer
from phiguard.detection.ner.features import BITS, REVISION
from phiguard.detection.ner.pinned import SHA256
from phiguard.detection.ner.tagger import Tagger, Weights
from phiguard.errors import InspectionError

__all__ = ["load"]

_DATA = Path(__file__).resolve().parent / "data"


def load(folder: Path = _DATA) -> Tagger:
    """The tagger that ships with the package; about 100 ms.

    Raises:
        InspectionError: a file is missing, is not the one that belongs to this version, or was made for other features.
    """
    head = json.loads(_read(folder, "tagger.json"))
    if head["revision"] != REVISION:
        msg = "the tagger's data files were made for another version of its features: run benchmarks.free_text.learn"
        raise InspectionError(msg)
    labels = tuple(head["labels"])
    table = np.frombuffer(zlib.decompress(_read(folder, "weights.bin")), np.int8).reshape(len(labels), 1 << BITS)
    return Tagger(
        Weights(
            table=np.ascontiguousarray(table.T, dtype=np.int16),
            steps=np.array(head["steps"], np.int32),
            labels=labels,
            gazetteer=gazetteer.unpack(_read(folder, "words.bin")),
            unit=float(head["unit"]),
        )
    )


def _read(folder: Path, name: str) -> bytes:
    try:
        data = (folder / name).read_bytes()
    except OSError as error:
        msg = f"the tagger's data file {name} cannot be read: {type(error).__name__}"
        raise InspectionError(msg) from error
    if sha256(data).hexdigest() != SHA256[name]:
        msg = f"the tagger's data file {name} is not the one that belongs to this version"
        raise InspectionError(msg)
    return data
