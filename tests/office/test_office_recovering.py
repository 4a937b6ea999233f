"""`doorstep-office recover`: a forgotten passphrase costs nothing but a trip to the office, and is never unseen."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from doorstep import errors
from doorstep.assessment.people import Person
from doorstep.bundle.keys import SealingIdentity
from doorstep.errors import VaultExistsError, WeakPassphraseError, WrongPassphraseError
from doorstep.office.cli import main
from doorstep.office.messages import Exit, explanation_of
from doorstep.office.store import Recovery, Store
from doorstep.vault.database import Vault
from vault.visits import CHEAP, PASSPHRASE, Clock, keep, started
from vectors.making import AT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from doorstep.errors import DoorstepError
    from doorstep.office.folder import OfficeFolder

NEW = "harbour window borrowed kettle"


@pytest.fixture
def lost(folder: OfficeFolder, tmp_path: Path) -> Path:
    """The vault of laptop-7, which is enrolled, copied from it to a stick."""
    made = tmp_path / "laptop" / "vault"
    person = Person("p1", "Ann Bell", "Annie")
    with Vault.create(made, PASSPHRASE, clock=Clock(), device_name="laptop-7", kdf=CHEAP) as vault:
        keep(vault, *started("r1", person))
        vault.door.seal_to_office(folder.roster.recipients)
    stick = tmp_path / "stick"
    shutil.copytree(made, stick)
    return stick


@pytest.fixture
def recover(folder: OfficeFolder, lost: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    monkeypatch.setattr("doorstep.vault.recovery.calibrate", lambda: CHEAP)
    chosen = tmp_path / "new passphrase"
    chosen.write_text(f"{NEW}\r\nits second line\n")

    def run(*words: object, ask: bool = False) -> int:
        asked = () if ask else ("--passphrase-file", chosen)
        command = ("--office", folder.path, "recover", lost, "--by", "Jane Cole", "--out", tmp_path / "out")
        return main([str(word) for word in (*command, *asked, *words)], lambda: AT)

    return run


def opened(path: Path, passphrase: str = NEW) -> Vault:
    return Vault.open(path, passphrase, clock=Clock(), kdf_floor=CHEAP)


def notes(folder: OfficeFolder) -> tuple[Recovery, ...]:
    store = Store.open(folder.database_url)
    try:
        return store.recoveries()
    finally:
        store.close()


def test_the_vault_opens_again_and_everyone_is_told(
    recover: Callable[..., int], folder: OfficeFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert recover() == Exit.OK
    said = capsys.readouterr().out
    assert "laptop-7" in said
    assert "with 1 assessment." in said
    assert NEW not in said
    key = folder.roster.recipients[0]
    with opened(tmp_path / "out") as vault:
        assert vault.record("r1").person.name == "Ann Bell"
        [deed] = vault.deeds
        assert (deed.at, deed.by, deed.office, deed.key) == (AT, "Jane Cole", "Harbour Council", key)
    assert notes(folder) == (Recovery(AT, "Jane Cole", "laptop-7", key, 1),)
    main(["--office", str(folder.path), "list"])
    assert "laptop-7 by Jane Cole, 6 October 2026 at 09:30 UTC: 1 assessment, key age1" in capsys.readouterr().out


def test_the_key_from_the_safe_is_enough(recover: Callable[..., int], folder: OfficeFolder, tmp_path: Path) -> None:
    safe = tmp_path / "from the safe.txt"
    (folder.path / "keys" / "escrow.txt").rename(safe)
    (folder.path / "keys" / "sealing.txt").unlink()
    assert recover("--identity", safe) == Exit.OK
    assert notes(folder)[0].key == folder.roster.recipients[1]
    with pytest.raises(WrongPassphraseError):
        opened(tmp_path / "out", PASSPHRASE)


def test_without_the_right_key_there_is_no_copy_and_no_note(
    recover: Callable[..., int], folder: OfficeFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stranger = tmp_path / "stranger.txt"
    stranger.write_text(SealingIdentity.generate().file_text())
    assert recover("--identity", stranger) == Exit.VAULT
    assert "sealed to other keys" in capsys.readouterr().err
    assert recover("--identity", tmp_path / "nowhere") == Exit.OFFICE_FOLDER
    assert not (tmp_path / "out").exists()
    assert notes(folder) == ()


def test_an_opening_that_led_to_no_copy_is_noted_too(
    recover: Callable[..., int], folder: OfficeFolder, tmp_path: Path
) -> None:
    """The vault was open for a moment: an office that is asked about it must find that out."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("Dear all")
    assert recover() == Exit.VAULT
    assert [(note.by, note.assessments) for note in notes(folder)] == [("Jane Cole", None)]


def test_a_copy_without_a_note_cannot_be_made(
    recover: Callable[..., int], folder: OfficeFolder, tmp_path: Path
) -> None:
    (folder.path / "office.sqlite").write_bytes(b"no database at all, but long enough to be looked at")
    assert recover() == Exit.STORAGE
    assert not (tmp_path / "out").exists()


def test_the_new_passphrase_is_asked_for_until_it_is_typed_the_same_twice(
    recover: Callable[..., int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter([NEW, NEW + "e", NEW, NEW])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    assert recover(ask=True) == Exit.OK
    opened(tmp_path / "out").close()


def test_a_weak_passphrase_or_nobody_to_ask_makes_no_copy(
    recover: Callable[..., int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nobody(_prompt: str) -> str:
        raise EOFError

    for asked in (nobody, lambda _prompt: "qwertyuiop"):
        monkeypatch.setattr("getpass.getpass", asked)
        assert recover(ask=True) == Exit.VAULT
        assert "too easy to guess" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_damaged_vault_is_salvaged_when_asked(
    recover: Callable[..., int], lost: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = bytearray((lost / "vault.db").read_bytes())
    whole[:64] = bytes(64)
    (lost / "vault.db").write_bytes(whole)
    assert recover() == Exit.VAULT
    assert "--salvage" in capsys.readouterr().err
    assert recover("--salvage") == Exit.OK
    with opened(tmp_path / "out") as vault:
        assert vault.record("r1").person.called == "Annie"


def test_a_damaged_envelope_is_told_from_a_damaged_database(
    recover: Callable[..., int], lost: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (lost / "keys.json").write_bytes((lost / "keys.json").read_bytes()[:-40])
    assert recover("--salvage") == Exit.VAULT
    assert "another copy of keys.json" in capsys.readouterr().err


def test_on_a_clean_machine_in_a_process_of_its_own(lost: Path, folder: OfficeFolder, tmp_path: Path) -> None:
    """At full strength, with nothing but the office's folder and the vault's."""
    chosen, out = tmp_path / "new passphrase", tmp_path / "out"
    chosen.write_text(NEW)
    words = ("recover", lost, "--out", out, "--by", "Jane Cole", "--passphrase-file", chosen)
    command = [sys.executable, "-m", "doorstep.office.cli", "--office", str(folder.path), *map(str, words)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, env={"HOME": str(tmp_path)})
    assert told.returncode == Exit.OK, told.stderr
    with Vault.open(out, NEW, clock=Clock()) as vault:
        assert vault.record("r1").person.called == "Annie"


def _errors_below(kind: type[DoorstepError]) -> set[type[DoorstepError]]:
    return {kind}.union(*(_errors_below(below) for below in kind.__subclasses__()))


@pytest.mark.parametrize("kind", sorted(_errors_below(errors.VaultError), key=lambda kind: kind.code))
def test_every_refusal_of_a_vault_has_words(kind: type[DoorstepError]) -> None:
    words = explanation_of(kind(file="keys.json", what="x", folder="F", missing="vault.db", row=3))
    for sentence in (words.happened, words.safe, words.do):
        assert sentence.endswith(".")
        assert "{" not in sentence
        assert "?" not in sentence
    assert words.exit in (Exit.VAULT, Exit.STORAGE)


def test_a_refusal_that_can_be_mended_says_how() -> None:
    told = {explanation_of(kind()).do for kind in (VaultExistsError, WeakPassphraseError, errors.VaultInUseError)}
    assert len(told) == 3
