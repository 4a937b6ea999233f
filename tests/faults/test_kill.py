"""kill -9 in the middle of typing, at random moments: nothing that was shown as saved is ever missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doorstep.vault.database import Vault
from faults.canaries import NAME, WORDS
from faults.kills import kill_the_writer, rounds_in, type_and_kill
from faults.laptop import Laptop, new_profile
from faults.typing_loop import CHEAP, DRAFT, PASSPHRASE, RECORD, begin, now
from faults.window_kills import kill_the_window

if TYPE_CHECKING:
    from pathlib import Path

CONTROLS = 10
LONG_ENOUGH = 0.12


def test_kills_lose_nothing_that_was_shown_as_saved(tmp_path: Path) -> None:
    told = kill_the_writer(tmp_path, 10)
    assert told.harmless, told
    assert told.states == 10


def test_kills_of_the_real_window_lose_nothing_that_was_shown_as_saved(tmp_path: Path) -> None:
    told = kill_the_window(tmp_path, 2)
    assert told.harmless, told


def test_after_a_kill_the_worker_is_told_where_they_were(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    begin(folder).close()
    type_and_kill(folder, 1, LONG_ENOUGH)
    with Vault.open(folder, PASSPHRASE, clock=now, kdf_floor=CHEAP) as vault:
        drafted, told = rounds_in(vault), vault.interrupted
        assert told is not None
        assert told.place is not None
        assert (told.place.record, told.place.link_id, told.place.cursor) == (RECORD, DRAFT.link_id, drafted)
        assert told.drafts[DRAFT].text == f"draft {drafted}"
        assert told.saved_at is not None
    with Vault.open(folder, PASSPHRASE, clock=now, kdf_floor=CHEAP) as vault:
        assert vault.interrupted is None


def test_plain_words_that_were_being_typed_come_back_after_a_kill(tmp_path: Path) -> None:
    profile, plain = new_profile(tmp_path / "profile"), "Something hums. We do not kn"
    with Laptop(profile) as laptop:
        laptop.unlock()
        laptop.ask("begin", NAME)
        laptop.ask("go", "wm_good_day")
        laptop.ask("type", WORDS)
        assert laptop.ask("say_plainly", len("the marmalade zeppelin")) == "plain_words"
        laptop.ask("type", plain)
        laptop.ask("settle")
        laptop.kill()
    with Laptop(profile) as laptop:
        laptop.unlock()
        laptop.ask("open_first")
        laptop.ask("go", "wm_good_day")
        assert laptop.ask("sees", f"Not yet kept: {plain}") == "yes"
        assert laptop.ask("sees", "In place of “the marmalade zeppelin”") == "yes"
        assert laptop.ask("sees", "In Easy Read:") == "no"
        assert laptop.ask("say_plainly", len("the marmalade zeppelin")) == "plain_words"
        assert laptop.ask("line") == plain


def test_a_program_that_says_saved_too_early_is_caught(tmp_path: Path) -> None:
    """The control: the same loop, which does not wait for COMMIT before it says so."""
    assert kill_the_writer(tmp_path, CONTROLS, "early").lost, "the control lost nothing, so the check proves nothing"


def test_a_disk_that_loses_what_it_had_kept_is_caught(tmp_path: Path) -> None:
    """The control: the log is gone, as after a power cut without a flush. The vault knows how much is missing."""
    folder, last = tmp_path / "vault", 0
    begin(folder).close()
    for _ in range(CONTROLS):
        shown = type_and_kill(folder, last + 1, LONG_ENOUGH)
        (folder / "vault.db-wal").unlink()
        with Vault.open(folder, PASSPHRASE, clock=now, kdf_floor=CHEAP) as vault:
            last = rounds_in(vault)
            if last < shown:
                assert vault.lost is not None
                assert vault.lost.entries >= shown - last
                return
    pytest.fail("the control lost nothing, so the check proves nothing")
