"""The health lexicon: words of conditions, drugs, procedures and care, found in prose, URLs and identifiers.

`find` matches, `terms` lists what it can match, `supported` drops everyday words that nothing around them makes a health word.
"""

from __future__ import annotations

from phiguard.detection.lexicons.lexicon import terms
from phiguard.detection.lexicons.matching import find
from phiguard.detection.lexicons.support import supported

__all__ = ["find", "supported", "terms"]
