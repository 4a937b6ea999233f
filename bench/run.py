"""Every measurement in one run: ratios against something a reader knows. Milliseconds belong to the machine.

Usage: python bench/run.py [NAME ...], for example ``python bench/run.py start pdf``.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

MEASURED = ("start", "save", "open", "pdf", "copies", "languages", "look", "bundle")


def main(names: list[str]) -> int:
    """Print one line a measurement. Return 2 for a name that is not measured."""
    unknown = [name for name in names if name not in MEASURED]
    if unknown:
        print(f"not measured: {', '.join(unknown)}; there are {', '.join(MEASURED)}", file=sys.stderr)
        return 2
    sys.path.insert(0, str(Path(__file__).parent))
    for name in names or MEASURED:
        print(importlib.import_module(name).report(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
