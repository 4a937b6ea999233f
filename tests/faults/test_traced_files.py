"""Every file that the real program writes during a short visit is traced: only the vault holds anything of a case."""

from __future__ import annotations

import base64
import sys
from typing import TYPE_CHECKING

import pytest

from faults.canaries import NAME, WORDS, found_in_file, sought
from faults.laptop import Laptop, new_profile
from faults.outcome import tracing_refused
from faults.traced_files import strace, written

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's")


PAPER = "printed.pdf"
"""Where the copy comes out that is printed."""


@pytest.fixture
def trace(tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> set[Path]:
    """Hold a visit: unlock, begin, type, leave a field, look at a copy, print it, search, lock, unlock, close.

    Plain words for Easy Read are left half typed on the way.
    """
    refused = tracing_refused()
    if refused:
        pytest.skip(refused)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")  # the interpreter's own caches hold program text
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    profile, log = new_profile(tmp_path / "profile"), tmp_path / "strace.log"
    with Laptop(profile, *strace(log)) as laptop:
        laptop.unlock()
        laptop.ask("begin", NAME)
        laptop.ask("go", "wm_good_day")
        laptop.ask("type", WORDS)
        laptop.ask("go", "wm_bad_day")
        laptop.ask("type", WORDS)
        assert laptop.ask("say_plainly", 12) == "plain_words"
        laptop.ask("type", WORDS)
        assert laptop.ask("copy", str(tmp_path / PAPER)) == "copies_page"
        assert laptop.ask("search", "marmalade zeppelin") == "1"
        laptop.lock()
        laptop.unlock()
        laptop.close()
    return written(log)


def test_no_file_but_the_vault_holds_a_word_of_the_case(trace: set[Path], tmp_path: Path, own_home: Path) -> None:
    vault = tmp_path / "profile" / "vault"
    forms = sought(vault)
    assert vault / "vault.db" in trace, "the control: the trace sees what is written"
    assert tmp_path / PAPER in trace, "the control: the trace sees what is printed"
    outside = {path for path in trace if not path.is_relative_to(vault)} - {tmp_path / PAPER}
    assert {path for path in outside if path.is_relative_to(tmp_path / "temporary")} == set()
    places = (tmp_path / "profile", own_home)
    assert {path for path in outside if not any(path.is_relative_to(place) for place in places)} == set()
    left = {path for place in places for path in place.rglob("*")}
    told = {path: found_in_file(path, forms) for path in left | outside if path.is_file()}
    assert {path: names for path, names in told.items() if names} == {}


def test_the_search_would_find_words_in_a_file(tmp_path: Path) -> None:
    """The control: what a log, a clipboard file or a mail draft would look like."""
    vault = new_profile(tmp_path / "profile") / "vault"
    forms = sought(vault)
    planted = {
        "log": (f"opened the record of {NAME}".encode(), {"name"}),
        "clip": (f"<{WORDS}>".encode("utf-16-le"), {"words"}),
        "mail": (base64.b64encode(f"Dear office, {WORDS}!".encode()), {"words"}),
        "empty": (b"nothing", set[str]()),
    }
    for name, (content, expected) in planted.items():
        (tmp_path / name).write_bytes(content)
        assert found_in_file(tmp_path / name, forms) == expected
