"""Settings survive people, other versions and full disks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from doorstep.errors import StorageError
from doorstep.settings import Folders, Settings, ThemeChoice, load_settings, save_settings

if TYPE_CHECKING:
    from pathlib import Path


def test_no_file_gives_the_normal_settings(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.toml") == Settings()


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    wanted = Settings(theme=ThemeChoice.DARK, text_scale=150, lock_after_minutes=3, copies_profile="large_print")
    save_settings(tmp_path / "new" / "settings.toml", wanted)
    assert load_settings(tmp_path / "new" / "settings.toml") == wanted


def test_what_a_newer_version_wrote_survives_a_save(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(
        'version = 7\ntext_scale = 120\n"odd key" = "a \\"quoted\\" line\\n"\nwhen = 2027-01-02T03:04:05Z\n'
        "share = 0.5\nlist = [1, [true]]\n[later]\nstrong = true\n[later.deep]\nday = 2027-01-02\n",
        "utf-8",
    )
    save_settings(path, load_settings(path))
    again = load_settings(path)
    assert (again.version, again.text_scale) == (7, 120)
    assert again.unknown == {
        "odd key": 'a "quoted" line\n',
        "when": dt.datetime(2027, 1, 2, 3, 4, 5, tzinfo=dt.UTC),
        "share": 0.5,
        "list": [1, [True]],
        "later": {"strong": True, "deep": {"day": dt.date(2027, 1, 2)}},
    }


@pytest.mark.parametrize(
    "line",
    [
        "text_scale = 5000",
        "text_scale = true",
        'text_scale = "big"',
        'theme = "pink"',
        "lock_after_minutes = 0",
        "directory_stale_after_days = 0",
        "equality_questions = 1",
    ],
)
def test_a_wrong_value_falls_back_and_leaves_the_rest(tmp_path: Path, line: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f"{line}\nbreak_after_minutes = 30\n", "utf-8")
    assert load_settings(path) == Settings(break_after_minutes=30)


def test_what_the_organisation_leaves_out_reaches_the_forms(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    save_settings(path, Settings(equality_questions=False, directory_stale_after_days=90))
    read = load_settings(path)
    assert (read.directory_stale_after_days, read.switches) == (90, {"no_equality_questions"})
    assert Settings().switches == frozenset()


def test_a_file_that_is_no_toml_is_set_aside_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"theme = \xff\xfe")
    assert load_settings(path) == Settings()
    save_settings(path, Settings(text_scale=110))
    assert load_settings(path).text_scale == 110
    assert path.with_suffix(".toml.unreadable").read_bytes() == b"theme = \xff\xfe"


def test_a_save_that_fails_says_so_and_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", "utf-8")
    with pytest.raises(StorageError):
        save_settings(tmp_path / "file" / "settings.toml", Settings())
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_profile_folder_holds_everything(tmp_path: Path) -> None:
    folders = Folders.within(tmp_path)
    assert all(path.is_relative_to(tmp_path) for path in (folders.profile, folders.settings, folders.log))


def test_the_standard_folders_lie_in_the_home_of_the_account(own_home: Path) -> None:
    folders = Folders.standard()
    assert all(path.is_relative_to(own_home) for path in (folders.profile, folders.settings, folders.log))
