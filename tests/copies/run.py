"""The whole sample in every profile and every language, judged by veraPDF, as a table.

    python -m copies.run          (from tests/; ``make verapdf``)

The tests do the same with a part of the sample. A control comes first: the six planted breakages, which must be found.
The run fails when a copy breaks a rule of PDF/UA-1, or when a breakage is missed.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from copies.every_copy import LANGUAGES, pdfs_in
from copies.test_self_check import PLANTED, VERAPDF_SAYS, broken
from copies.verapdf import verdicts
from doorstep.copies.preview import page_count


def missed_breakages() -> list[str]:
    """Return the planted breakages that veraPDF does not find."""
    with tempfile.TemporaryDirectory() as folder:
        found = verdicts({name: broken(plant) for name, (plant, _rule) in PLANTED.items()}, Path(folder))
    return [name for name, rules in found.items() if rules & VERAPDF_SAYS[name] != VERAPDF_SAYS[name]]


def run() -> bool:
    """Judge every copy, print a line each, and tell whether all came out as they must."""
    missed = missed_breakages()
    print(f"planted breakages: {len(PLANTED)}, missed: {', '.join(missed) or 'none'}")
    print(f"{'language':10}{'profile':20}{'pages':>7}{'kB':>7}{'seconds':>9}  verdict")
    well = not missed
    for code in LANGUAGES:
        began, made, told = time.monotonic(), {}, {}
        for name, pdf in pdfs_in(code):
            told[name] = (page_count(pdf), len(pdf) // 1024, time.monotonic() - began)
            made[name], began = pdf, time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            rules = verdicts(made, Path(folder))
        for name, (pages, size, seconds) in told.items():
            verdict = f"breaks {', '.join(sorted(rules[name]))}" if rules[name] else "passes"
            print(f"{code:10}{name:20}{pages:>7}{size:>7}{seconds:>9.1f}  {verdict}", flush=True)
        well = well and not any(rules.values())
    return well


if __name__ == "__main__":
    sys.exit(0 if run() else 1)
