"""Digests of the tagger's data files; written by ``benchmarks.free_text.learn``, checked when they are read."""

from __future__ import annotations

__all__ = ["SHA256"]

SHA256 = {
    "tagger.json": "e8d8b6dd86d9b6472b19db735eacd999505e2db4b734bb68a1bfa64a80d63de6",
    "weights.bin": "5b4de599daae45851ac2db1bad9e20fd2f7e37f815af4ebed8801ebc6ddc1529",
    "words.bin": "53e572eaf8eccd0aa01f8d8edd59b40a820466a04d9e2a8a255f8106ff4a28a4",
}
