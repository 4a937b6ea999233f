"""A fault is told without a word of what was typed."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from doorstep import __version__
from doorstep.errors import StorageError, WrongValueError
from doorstep.faults import catch_faults, fault_of, start_log

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from doorstep.faults import Fault

CANARY = "Mrs Canary takes the 07:45 bus"


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "log" / "doorstep.log"
    yield path
    start_log(path / "not a folder")


@pytest.fixture
def _hooks_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    monkeypatch.setattr(threading, "excepthook", threading.__excepthook__)


def _fail_with(words: str) -> BaseException:
    try:
        int(words)
    except ValueError as error:
        return error
    raise AssertionError


def _raised() -> BaseException:
    try:
        raise StorageError(what=CANARY) from _fail_with(CANARY)
    except StorageError as error:
        return error


def test_a_fault_names_code_cause_place_and_version_and_no_content() -> None:
    fault = fault_of(_raised())
    assert fault.code == "vault.storage from ValueError"
    assert fault.version == __version__
    assert fault.places[-1].startswith("test_faults.py:")
    assert CANARY not in str(fault)


def test_the_mark_is_the_same_for_the_same_fault_and_differs_for_another() -> None:
    assert fault_of(_raised()).mark == fault_of(_raised()).mark
    assert fault_of(_raised()).mark != fault_of(_fail_with("x")).mark


def test_the_log_holds_the_fault_and_not_the_words(log_file: Path) -> None:
    log = start_log(log_file)
    assert CANARY in str(_fail_with(CANARY))
    log.error("saving failed", exc_info=_fail_with(CANARY))
    written = log_file.read_text("utf-8")
    assert "ValueError" in written
    assert CANARY not in written


def test_the_log_stays_small(log_file: Path) -> None:
    log = start_log(log_file)
    for _ in range(200):
        log.info("%s", "x" * 10_000)
    assert sum(path.stat().st_size for path in log_file.parent.iterdir()) < 1_200_000


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    start_log(tmp_path / "file" / "doorstep.log").error("said to nobody")


@pytest.mark.usefixtures("_hooks_put_back")
def test_what_nobody_caught_is_logged_and_told_from_any_thread(log_file: Path) -> None:
    told: list[Fault] = []
    catch_faults(start_log(log_file), told.append)
    error = _raised()
    sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=int, args=(CANARY,))
    thread.start()
    thread.join()
    assert [fault.code for fault in told] == ["vault.storage from ValueError", "ValueError"]
    assert all(fault.mark in log_file.read_text("utf-8") for fault in told)
    assert CANARY not in log_file.read_text("utf-8")


@pytest.mark.usefixtures("_hooks_put_back")
def test_a_fault_while_telling_is_logged_too(log_file: Path) -> None:
    def tell(fault: Fault) -> None:
        raise WrongValueError(link_id=fault.code)

    catch_faults(start_log(log_file), tell)
    error = _raised()
    sys.excepthook(type(error), error, error.__traceback__)
    assert "assessment.wrong_value" in log_file.read_text("utf-8")


@pytest.mark.usefixtures("_hooks_put_back")
def test_ctrl_c_is_no_fault(log_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told: list[Fault] = []
    catch_faults(start_log(log_file), told.append)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert told == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_other_libraries_do_not_write_into_the_log(log_file: Path) -> None:
    start_log(log_file)
    logging.getLogger("PIL").error(CANARY)
    assert not log_file.exists() or CANARY not in log_file.read_text("utf-8")
