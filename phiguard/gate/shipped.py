"""The plan that comes with the package: compiling the vocabulary takes most of a second, reading this takes milliseconds.

It is believed to be that of the vocabulary beside it, as both are of one distribution; a test compares them.  After an edit of the
vocabulary ``python -m phiguard.gate.shipped`` writes it anew (``make tables``, which also writes what the vocabulary itself is read from).
"""

from __future__ import annotations

import sys
import zlib
from pathlib import Path

from phiguard.gate.plan import Plan

__all__ = ["read", "write"]

_FILE = Path(__file__).with_name("plan.gz")
_GZIP = 16 + zlib.MAX_WBITS
_ABOUT = 1 << 21


def read() -> Plan | None:
    """The shipped plan; None when there is none, or none of this format."""
    try:
        return Plan.load(zlib.decompress(_FILE.read_bytes(), _GZIP, _ABOUT))
    except (OSError, ValueError, zlib.error):
        return None


def write() -> Plan:
    """Compile the vocabulary and write the plan beside this file."""
    from phiguard.detection import vocabulary
    from phiguard.gate.literals import compile_plan

    plan = compile_plan(vocabulary)
    packer = zlib.compressobj(9, wbits=_GZIP)  # unlike `gzip`, which needs an import more, it writes no time
    _FILE.write_bytes(packer.compress(plan.dump()) + packer.flush())
    return plan


if __name__ == "__main__":
    sys.stdout.write(f"{write()!r}\n")
