"""Wrong passphrases make the next one wait, whatever is done to the program, the clock or the file."""

from __future__ import annotations

import dataclasses
import json
import os
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from doorstep.errors import TooManyTriesError, VaultDamagedError, VaultReadOnlyError, WrongPassphraseError
from doorstep.vault import throttle
from doorstep.vault.database import Vault
from doorstep.vault.throttle import FREE, LONGEST_WAIT, TRIES, Guesses, Throttle, wait_after
from vault.visits import CHEAP, PASSPHRASE, Clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WRONG = "kettle borrowed window harbor"


@dataclasses.dataclass
class SinceStart:
    """The seconds since a machine was started, which only a test moves."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> SinceStart:
    return SinceStart()


@pytest.fixture
def try_out(vault: Vault, folder: Path, clock: Clock, seconds: SinceStart) -> Callable[[str], Guesses]:
    """Try a passphrase as a program that was started just for it would."""
    vault.close()

    def once(passphrase: str) -> Guesses:
        with Vault.open(folder, passphrase, clock=clock, kdf_floor=CHEAP, monotonic=seconds) as opened:
            return opened.guesses

    return once


def wrong_tries(try_out: Callable[[str], Guesses], count: int, seconds: SinceStart) -> int:
    """Try a wrong passphrase so often, waiting as long as is asked; return the wait that is asked in the end."""
    wait = 0
    for _ in range(count):
        seconds.now += wait
        with pytest.raises(WrongPassphraseError) as caught:
            try_out(WRONG)
        assert not isinstance(caught.value, TooManyTriesError)
        wait = int(str(caught.value.facts["wait_seconds"]))
    return wait


def test_five_tries_are_free_and_then_each_waits_longer(try_out: Callable[[str], Guesses], seconds: SinceStart) -> None:
    waits = [wrong_tries(try_out, 1, seconds)]
    for _ in range(15):
        seconds.now += waits[-1]
        waits.append(wrong_tries(try_out, 1, seconds))
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    assert wait_after(10**6) == LONGEST_WAIT


def test_a_try_before_its_time_is_not_tried_even_if_it_is_right(
    try_out: Callable[[str], Guesses], seconds: SinceStart, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert wrong_tries(try_out, FREE + 3, seconds) == 8
    seconds.now += 7.5
    with monkeypatch.context() as worked:
        worked.setattr("doorstep.vault.keys._wrapping_key", lambda *_arguments: pytest.fail("it was tried"))
        with pytest.raises(TooManyTriesError) as caught:
            try_out(PASSPHRASE)
    assert caught.value.facts == {"wait_seconds": 1}
    seconds.now += 0.5
    assert try_out(PASSPHRASE) == Guesses(FREE + 3, counted=True)
    assert try_out(PASSPHRASE) == Guesses(0, counted=True)


def test_setting_the_clock_shortens_nothing(
    try_out: Callable[[str], Guesses], clock: Clock, seconds: SinceStart, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong_tries(try_out, FREE + 5, seconds)
    monkeypatch.setattr(time, "time", lambda: 0.0)
    for years in (20, -40):
        clock.now += timedelta(days=365 * years)
        with pytest.raises(TooManyTriesError):
            try_out(PASSPHRASE)


def test_a_machine_that_was_started_anew_has_only_waited_since_then(
    try_out: Callable[[str], Guesses], seconds: SinceStart
) -> None:
    assert wrong_tries(try_out, FREE + 5, seconds) == 32
    seconds.now = 12.0
    with pytest.raises(TooManyTriesError) as caught:
        try_out(PASSPHRASE)
    assert caught.value.facts == {"wait_seconds": 20}
    seconds.now = 32.0
    assert try_out(PASSPHRASE) == Guesses(FREE + 5, counted=True)


def test_ending_the_program_in_the_middle_of_a_try_does_not_take_it_back(
    try_out: Callable[[str], Guesses], seconds: SinceStart, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_arguments: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as ended:
        ended.setattr("doorstep.vault.keys._wrapping_key", killed)
        for _ in range(FREE):
            with pytest.raises(KeyboardInterrupt):
                try_out(WRONG)
    with pytest.raises(TooManyTriesError):
        try_out(PASSPHRASE)
    seconds.now += 1
    assert try_out(PASSPHRASE).wrong == FREE


def test_a_count_that_was_lowered_is_found_out(
    try_out: Callable[[str], Guesses], folder: Path, seconds: SinceStart
) -> None:
    wrong_tries(try_out, FREE, seconds)
    told = json.loads((folder / TRIES).read_text())
    (folder / TRIES).write_text(json.dumps({**told, "wrong": 1}))
    assert not try_out(PASSPHRASE).counted
    assert try_out(PASSPHRASE) == Guesses(0, counted=True)  # from now on it counts again


@pytest.mark.parametrize("content", [None, b"", b"{}", b'{"wrong":-1}', b"\xff\xfe"])
def test_without_the_file_the_free_tries_are_used_up_and_it_is_found_out(
    try_out: Callable[[str], Guesses], folder: Path, seconds: SinceStart, content: bytes | None
) -> None:
    def meddle() -> None:
        (folder / TRIES).unlink() if content is None else (folder / TRIES).write_bytes(content)

    meddle()
    assert wrong_tries(try_out, 1, seconds) == 2
    with pytest.raises(TooManyTriesError):
        try_out(WRONG)
    meddle()
    assert not try_out(PASSPHRASE).counted


def test_an_earlier_copy_put_back_is_not_noticed(
    try_out: Callable[[str], Guesses], folder: Path, seconds: SinceStart
) -> None:
    """The honest limit: whoever can do this can also take the folder away and guess without us."""
    earlier = (folder / TRIES).read_bytes()
    wrong_tries(try_out, FREE + 1, seconds)
    (folder / TRIES).write_bytes(earlier)
    assert try_out(PASSPHRASE) == Guesses(0, counted=True)


def test_a_damaged_envelope_is_no_wrong_passphrase(
    try_out: Callable[[str], Guesses], folder: Path, clock: Clock, seconds: SinceStart
) -> None:
    for _ in range(FREE + 1):
        with pytest.raises(VaultDamagedError):
            Vault.open(folder, PASSPHRASE, clock=clock, monotonic=seconds)  # a derivation below the floor
    assert try_out(PASSPHRASE) == Guesses(0, counted=True)


def test_what_cannot_be_counted_is_not_tried(
    try_out: Callable[[str], Guesses], monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_arguments: object, **_more: object) -> tuple[int, str]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("doorstep.files.tempfile.mkstemp", closed)
    monkeypatch.setattr("doorstep.vault.keys._wrapping_key", lambda *_arguments: pytest.fail("it was tried"))
    with pytest.raises(VaultReadOnlyError):
        try_out(PASSPHRASE)


def test_an_open_vault_counts_wrong_confirmations_too(
    folder: Path, clock: Clock, seconds: SinceStart, try_out: Callable[[str], Guesses]
) -> None:
    with Vault.open(folder, PASSPHRASE, clock=clock, kdf_floor=CHEAP, monotonic=seconds) as vault:
        assert vault.door.confirm(PASSPHRASE)
        assert [vault.door.confirm(WRONG) for _ in range(FREE)] == [False] * FREE
        with pytest.raises(TooManyTriesError) as caught:
            vault.door.confirm(PASSPHRASE)
        assert caught.value.facts == {"wait_seconds": 1}
        with pytest.raises(TooManyTriesError):
            vault.door.change_passphrase(PASSPHRASE, "harbour window borrowed kettle")
    with pytest.raises(TooManyTriesError):
        try_out(PASSPHRASE)
    seconds.now += 1
    assert try_out(PASSPHRASE).wrong == FREE


def test_these_tests_notice_a_count_that_lives_in_memory_alone(
    try_out: Callable[[str], Guesses], seconds: SinceStart, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: take the file away from the program, and nothing ever waits."""
    monkeypatch.setattr(Throttle, "_write", lambda *_arguments: None)
    waits = {wrong_tries(try_out, 1, seconds) for _ in range(FREE + 5)}
    assert LONGEST_WAIT not in waits
    assert try_out(PASSPHRASE).wrong == 0


def test_the_links_depend_on_the_key_and_on_every_try(folder: Path, seconds: SinceStart) -> None:
    folder.mkdir()
    counting = Throttle(folder / TRIES, seconds)
    counting.begin(b"k" * 32, os.urandom)
    state = json.loads((folder / TRIES).read_text())
    links = {state["link"]}
    for _ in range(3):
        with pytest.raises(WrongPassphraseError), counting.one_try():
            raise WrongPassphraseError(wait_seconds=0)
        links.add(json.loads((folder / TRIES).read_text())["link"])
    assert len(links) == 4
    with counting.one_try():
        pass
    assert counting.passed(b"another key".ljust(32), os.urandom) == Guesses(3, counted=False)
    assert throttle.TRIES == "tries"  # part of the format
