"""``make trace``: run every test that says what it shows, then write docs/requirements.md; fail on a row unserved."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from requirements.page import page
from requirements.tracing import TESTS, complaints, installed_forms, traced

PAGE = TESTS.parent / "docs" / "requirements.md"


def main() -> int:
    """Return 0 when the page was written, 1 when something is not served or not proved."""
    trace = traced(installed_forms())
    named = sorted({test for tests in trace.tests.values() for test in tests})
    outcomes = run(named)
    told = complaints(trace)
    told += [f"{test}: {outcomes.get(test, 'did not run')}" for test in named if outcomes.get(test) != "passed"]
    if told:
        print(*told, f"{len(told)} things to mend; docs/requirements.md stays as it was", sep="\n", file=sys.stderr)
        return 1
    PAGE.write_text(page(trace), encoding="utf-8")
    print(f"docs/requirements.md: {len(trace.rows)} rows and {len(trace.behaviours)} behaviours, all served")
    return 0


def run(tests: list[str]) -> dict[str, str]:
    """Run tests by ``file::name`` and return how each ended."""
    with tempfile.TemporaryDirectory() as folder:
        outcomes = Path(folder) / "outcomes.json"
        environment = {**os.environ, "PYTHONPATH": str(TESTS)}
        command = (sys.executable, "-m", "pytest", "-q", "-p", "requirements.recording", f"--outcomes={outcomes}")
        ids = [f"tests/{test}" for test in tests]
        subprocess.run([*command, *ids], cwd=TESTS.parent, env=environment, check=False)
        found: dict[str, str] = json.loads(outcomes.read_text(encoding="utf-8")) if outcomes.is_file() else {}
        return found


if __name__ == "__main__":
    sys.exit(main())
