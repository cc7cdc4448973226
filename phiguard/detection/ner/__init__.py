"""Free text: names, places, dates, numbers and health words in sentences, by a small tagger of our own or an engine of the user's."""

from phiguard.detection.ner.cache import LeafCache
from phiguard.detection.ner.engine import Engine, Mention, OwnEngine, default_engine
from phiguard.detection.ner.lane import FreeText, find, warm
from phiguard.detection.ner.prose import is_prose, prose, prose_possible

__all__ = [
    "Engine",
    "FreeText",
    "LeafCache",
    "Mention",
    "OwnEngine",
    "default_engine",
    "find",
    "is_prose",
    "prose",
    "prose_possible",
    "warm",
]
