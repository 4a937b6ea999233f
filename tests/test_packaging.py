"""What leaves the checkout: the wheel and the locks."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted((ROOT / "packaging" / "locks").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pinned(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as opened:
        yield opened


def test_the_wheel_brings_program_forms_and_resources(wheel):
    names = set(wheel.namelist())
    source = {
        f"doorstep/_data/{path.relative_to(ROOT).as_posix()}"
        for folder in ("forms", "resources")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }
    assert source, "the checkout has forms and resources"
    assert source <= names
    assert "doorstep/ui/window.py" in names


def test_the_wheel_installs_both_commands(wheel):
    entry_points = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    text = wheel.read(entry_points).decode()
    assert "doorstep = doorstep.__main__:main" in text
    assert "doorstep-office = doorstep.office.cli:main" in text


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_each_pin_has_hashes_and_no_lock_names_a_host(lock):
    text = lock.read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert blocks
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert not re.search(r"://|index-url|find-links", text)


def test_the_locks_agree_with_each_other_and_keep_pyside_at_the_safe_version():
    run, dev = (pinned(ROOT / "packaging" / "locks" / f"{name}.txt") for name in ("run", "dev"))
    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}
    assert run["pyside6-essentials"] == "6.11.3"
    assert set(PROJECT["optional-dependencies"]) >= {"office", "dev"}
