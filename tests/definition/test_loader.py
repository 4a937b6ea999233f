"""Loading, digests, and the compiled copy that must never be stale."""

from __future__ import annotations

import hashlib
import shutil
import time
from typing import TYPE_CHECKING

import pytest

from doorstep import resources
from doorstep.definition import loader
from doorstep.definition.loader import cached_form, decode_form, encode_form, installed_form, load_form
from doorstep.errors import FormInvalidError, FormNotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_form_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FormNotFoundError) as caught:
        load_form(tmp_path / "carers")
    assert caught.value.facts == {"form": "carers"}


def test_a_form_with_mistakes_is_refused_with_all_of_them(example: Path) -> None:
    section = example / "S01-household.yaml"
    section.write_text(section.read_text().replace("type: scale", "type: scael").replace("faces: yes", "face: yes"))
    with pytest.raises(FormInvalidError) as caught:
        load_form(example)
    problems = caught.value.facts["problems"]
    assert isinstance(problems, tuple)
    assert any("scael" in problem for problem in problems)
    assert any("face" in problem for problem in problems)


def test_a_form_survives_its_bytes(example: Path) -> None:
    form = load_form(example)
    data = encode_form(form)
    assert decode_form(data) == form
    assert encode_form(decode_form(data)) == data


def test_the_digest_is_the_same_wherever_the_form_lies(example: Path, tmp_path: Path) -> None:
    elsewhere = shutil.copytree(example, tmp_path / "other" / example.name)
    assert load_form(example).digest == load_form(elsewhere).digest
    assert len(load_form(example).digest) == 64


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("S01-household.yaml", "Who sleeps here?", "Who sleeps in this house?"),
        ("S01-household.yaml", "    faces: yes\n", ""),
        ("form.yaml", "window: A window", "window: One of the windows"),
        ("form.yaml", "version: 1.0.0", "version: 1.0.1"),
        ("rooms.yaml", "How do you cook?", "Who cooks?"),
    ],
)
def test_an_edit_changes_the_digest(example: Path, file: str, old: str, new: str) -> None:
    before = load_form(example).digest
    path = example / file
    path.write_text(path.read_text().replace(old, new))
    assert load_form(example).digest != before


def test_a_comment_changes_nothing(example: Path) -> None:
    before = load_form(example).digest
    path = example / "form.yaml"
    path.write_text("# A remark.\n" + path.read_text())
    assert load_form(example).digest == before


@pytest.mark.parametrize("damage", [b"", b"{}", b"not json", b'{"form":"fire"'])
def test_bytes_that_are_no_form_are_refused(damage: bytes) -> None:
    with pytest.raises(FormInvalidError):
        decode_form(damage)


def test_a_compiled_form_that_was_altered_is_refused(example: Path) -> None:
    data = encode_form(load_form(example))
    with pytest.raises(FormInvalidError):
        decode_form(data.replace(b"How do you cook?", b"How do you cope?"))


def test_a_form_of_another_version_still_opens(example: Path) -> None:
    """A field that this version does not know must not make an old record unreadable."""
    form = load_form(example)
    older = encode_form(form).replace(b'"title":', b'"dropped_later":true,"title":', 1)
    blank = older.replace(form.digest.encode(), b"")
    older = older.replace(form.digest.encode(), hashlib.sha256(blank).hexdigest().encode())
    assert decode_form(older).sections == form.sections


def test_the_cached_form_equals_the_fresh_one(example: Path, tmp_path: Path) -> None:
    fresh = load_form(example)
    first, second = cached_form(example, tmp_path / "cache"), cached_form(example, tmp_path / "cache")
    assert first == second == fresh
    assert second.topics == fresh.topics
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_the_cache_is_used(example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = cached_form(example, tmp_path / "cache")

    def not_again(folder: Path) -> None:
        pytest.fail(f"compiled {folder.name} again")

    monkeypatch.setattr(loader, "load_form", not_again)
    assert cached_form(example, tmp_path / "cache") == expected


def test_the_cache_is_never_stale(example: Path, tmp_path: Path) -> None:
    cached_form(example, tmp_path / "cache")
    path = example / "rooms.yaml"
    path.write_text(path.read_text().replace("How do you cook?", "Who cooks?"))
    assert cached_form(example, tmp_path / "cache").item("fs_kitchen_now").text == "Who cooks?"
    assert len(list((tmp_path / "cache").iterdir())) == 1, "the form of yesterday is cleared away"


def test_a_damaged_cache_is_made_anew(example: Path, tmp_path: Path) -> None:
    fresh = cached_form(example, tmp_path / "cache")
    (kept,) = (tmp_path / "cache").iterdir()
    kept.write_bytes(kept.read_bytes().replace(b"How do you cook?", b"How do you cope?"))
    assert cached_form(example, tmp_path / "cache") == fresh
    assert b"How do you cook?" in kept.read_bytes()


def test_a_cache_that_cannot_be_written_costs_only_time(example: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert cached_form(example, tmp_path / "cache") == load_form(example)


def test_the_installed_form_is_kept_in_the_cache_of_this_account(
    own_home: Path, record_property: Callable[[str, object], None]
) -> None:
    started = time.perf_counter()
    cold = installed_form("needs-assessment")
    middle = time.perf_counter()
    warm = installed_form("needs-assessment")
    ended = time.perf_counter()
    record_property("cold_ms", round((middle - started) * 1000, 1))
    record_property("warm_ms", round((ended - middle) * 1000, 1))
    assert warm == cold == load_form(resources.forms_folder() / "needs-assessment")
    assert [path.name.startswith("needs-assessment-") for path in own_home.rglob("*.json")] == [True]


def test_a_form_that_is_not_installed(own_home: Path) -> None:
    with pytest.raises(FormNotFoundError):
        installed_form("no-such-form")
    assert not list(own_home.rglob("*.json"))
