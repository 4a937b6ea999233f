"""The house rules, each as a test; and proof that a broken rule is noticed."""

from __future__ import annotations

import ast
import os
import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

import doorstep

PACKAGE = Path(doorstep.__file__).resolve().parent
ROOT = PACKAGE.parent.parent
MODULES = sorted(PACKAGE.rglob("*.py"))

LONGEST_FUNCTION = 60
LONGEST_MODULE = 500
MEDIAN_FUNCTION = 12
BANNED_MODULE_NAMES = {"utils", "helpers", "common", "manager", "managers", "misc", "util", "helper"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
UNKIND_WORDS = re.compile(r"\b(users?|clients?|submit(s|ted|ting)?|invalid|abort(s|ed|ing)?)\b", re.IGNORECASE)

planted_imports = pytest.mark.parametrize(
    ("module", "planted", "contract"),
    [
        ("assessment/answer.py", "from PySide6 import QtCore", "The core knows no Qt"),
        ("definition/model.py", "import sqlcipher3", "The core knows no Qt"),
        ("vault/__init__.py", "import doorstep.ui", "The flow is one way"),
        ("copies/__init__.py", "import doorstep.vault", "The flow is one way"),
        ("services/__init__.py", "import PySide6.QtCore", "Qt lives in ui"),
        ("office/__init__.py", "import doorstep.vault.database", "The office reaches a vault"),
        ("ui/__init__.py", "import sqlcipher3", "SQLCipher lives in vault"),
        ("services/__init__.py", "import cryptography", "age and signatures live in bundle and vault"),
        ("services/__init__.py", "import docx", "pikepdf and python-docx live in copies"),
        ("services/__init__.py", "import keyring", "The laptop's keystore lives in vault"),
    ],
)


def _lint_imports(source: Path, config: Path, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    linter = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "PYTHONPATH": str(source), "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, str(linter), "--config", str(config), "--no-cache"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_import_contracts_hold(tmp_path: Path) -> None:
    result = _lint_imports(PACKAGE.parent, ROOT / "pyproject.toml", tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr


@planted_imports
def test_a_forbidden_import_is_caught(tmp_path: Path, module: str, planted: str, contract: str) -> None:
    source = tmp_path / "app"
    shutil.copytree(PACKAGE, source / "doorstep", ignore=shutil.ignore_patterns("__pycache__"))
    path = source / "doorstep" / module
    path.write_text(f"{path.read_text('utf-8')}\n\n{planted}\n", "utf-8")
    result = _lint_imports(source, ROOT / "pyproject.toml", tmp_path)
    broken = [line for line in result.stdout.splitlines() if " BROKEN" in line]
    assert result.returncode != 0
    assert any(line.startswith(contract) for line in broken), result.stdout + result.stderr


CORE_ALONE = """
import sys
for name in "PySide6 shiboken6 sqlcipher3 sqlalchemy cryptography pyrage reportlab pypdfium2 PIL".split():
    sys.modules[name] = None
import pytest
options = "-q -W error -c /dev/null -p no:pytest-qt -p no:xdist -p no:cacheprovider".split()
random_play = ("-k", "not test_properties and not test_no_damage")  # long, and nothing new about imports
marks = ("-o", "markers=serves(*ids)")  # the one mark that these tests carry; pyproject.toml is not read here
sys.exit(pytest.main([*options, *marks, *random_play, "--rootdir", *sys.argv[1:]]))
"""


def test_the_core_passes_its_tests_with_qt_sql_crypto_and_pdf_out_of_reach() -> None:
    core = [str(ROOT / "tests" / name) for name in ("assessment", "definition", "packs")]
    result = subprocess.run(
        [sys.executable, "-c", CORE_ALONE, str(ROOT), *core], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def _functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_modules_and_functions_stay_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    assert [node.name for node in _functions(ast.parse(text)) if _length(node) > LONGEST_FUNCTION] == []


def test_functions_are_short_as_a_rule() -> None:
    lengths = [_length(node) for path in MODULES for node in _functions(ast.parse(path.read_text("utf-8")))]
    assert statistics.median(lengths) <= MEDIAN_FUNCTION


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_nothing_is_left_unfinished_or_named_after_nothing(path: Path) -> None:
    assert path.stem not in BANNED_MODULE_NAMES
    assert UNFINISHED.findall(path.read_text("utf-8")) == []


def _spoken_words(tree: ast.Module) -> list[str]:
    """The string constants that are sentences for a person: not docstrings, not names or keys."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and " " in node.value.strip()
    ]


@pytest.mark.parametrize("path", sorted((PACKAGE / "ui").rglob("*.py")), ids=_name)
def test_words_on_screen_are_kind(path: Path) -> None:
    words = _spoken_words(ast.parse(path.read_text("utf-8")))
    assert [text for text in words if UNKIND_WORDS.search(text)] == []


def test_an_unkind_word_would_be_noticed() -> None:
    tree = ast.parse('"""Docstring: the user."""\nlabel.setText("Invalid entry by the user")\nkey = "user"\n')
    assert [bool(UNKIND_WORDS.search(text)) for text in _spoken_words(tree)] == [True]


def test_every_exception_of_ours_is_in_one_tree_and_drawn_there() -> None:
    source = (PACKAGE / "errors.py").read_text("utf-8")
    tree = ast.parse(source)
    drawn = ast.get_docstring(tree) or ""
    classes = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
    assert [name for name in classes if name not in drawn] == []
