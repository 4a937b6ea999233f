"""The core runs with no screen, store, crypto or printer in reach."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
VISIT = """
import sys
from importlib.abc import MetaPathFinder

FORBIDDEN = {"PySide6", "shiboken6", "sqlcipher3", "sqlite3", "sqlalchemy", "reportlab", "cryptography", "pyrage",
             "PIL", "pypdfium2", "socket", "ssl"}


class Refuse(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in FORBIDDEN:
            raise ImportError(f"the core reached for {name}")
        return None


sys.meta_path.insert(0, Refuse())

if "--control" in sys.argv:
    import sqlite3

import importlib
import pkgutil
import doorstep.assessment, doorstep.definition, doorstep.errors

for package in (doorstep.assessment, doorstep.definition):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)

from small_form import FORM, NO, Journal
from doorstep.assessment.answer import WORKER, AnswerState
from doorstep.assessment.sharing import Audience, AudienceKind, share

session = Journal().session
session.answer("well", NO)
session.answer("why", "Sore knees")
for missing in session.state.missing():
    session.leave_gap(missing.ref.link_id, AnswerState.NOT_ASKED, reason="Tired", voice=WORKER, path=missing.ref.path)
session.sign()
copy = share(session.freeze(), FORM, Audience(AudienceKind.PERSON))
print([entry.answer.value for entry in copy.record.answers if entry.key.link_id == "why"])
print(sorted(FORBIDDEN & {name.partition(".")[0] for name in sys.modules}))
"""


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    import doorstep

    roots = os.pathsep.join((str(Path(doorstep.__file__).parents[1]), str(HERE)))
    return subprocess.run(
        [sys.executable, "-c", VISIT, *arguments],
        env={**os.environ, "PYTHONPATH": roots},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_visit_needs_nothing_but_the_core() -> None:
    done = _run()
    assert (done.stdout.splitlines(), done.returncode) == (["['Sore knees']", "[]"], 0), done.stderr


def test_the_guard_itself_works() -> None:
    done = _run("--control")
    assert done.returncode == 1
    assert "the core reached for sqlite3" in done.stderr
