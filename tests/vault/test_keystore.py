"""A second key in the laptop's keystore: needed when the worker wants it, never the only way in."""

from __future__ import annotations

import secrets
import sys
from typing import TYPE_CHECKING

import pyrage
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError, PasswordDeleteError

from doorstep.errors import (
    KeystoreError,
    KeystoreMissingError,
    StorageError,
    TooManyTriesError,
    VaultDamagedError,
    VaultNewerError,
    WrongPassphraseError,
)
from doorstep.vault import keys, keystore
from doorstep.vault.database import Vault
from doorstep.vault.door import Door
from doorstep.vault.keys import BoundSlot, decode_envelope, encode_envelope
from doorstep.vault.keystore import SERVICE, Keystore
from doorstep.vault.recovery import open_seal, recover
from doorstep.vault.restore import from_copy
from vault.visits import CHEAP, PASSPHRASE, START, Clock, keep, started

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

OTHER = "lantern orchard pebble saddle"


class Memory(KeyringBackend):
    """A keystore that holds what it is given as long as the test runs."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.shut = self.forgetful = False

    def get_password(self, service: str, username: str) -> str | None:
        self._ask()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._ask()
        if not self.forgetful:
            self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._ask()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)

    def _ask(self) -> None:
        if self.shut:
            raise KeyringError("locked")


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def office() -> tuple[str, str]:
    identities = [pyrage.x25519.Identity.generate() for _ in range(2)]
    return tuple(str(identity) for identity in identities)  # type: ignore[return-value]


@pytest.fixture
def bound(folder: Path, clock: Clock, memory: Memory, office: tuple[str, str]) -> Iterator[Vault]:
    """An open vault that is sealed to an office, and needs a second key."""
    vault = Vault.create(
        folder, PASSPHRASE, clock=clock, device_name="laptop-7", kdf=CHEAP, keystore=Keystore(lambda: memory)
    )
    keep(vault, *started())
    vault.door.seal_to_office(tuple(str(pyrage.x25519.Identity.from_str(text).to_public()) for text in office))
    vault.door.need_second_key(PASSPHRASE)
    yield vault
    if not vault.closed:
        vault.abandon()


def unlock(folder: Path, clock: Clock, memory: Memory, passphrase: str = PASSPHRASE) -> Vault:
    return Vault.open(folder, passphrase, clock=clock, kdf_floor=CHEAP, keystore=Keystore(lambda: memory))


def test_with_passphrase_and_second_key_it_opens(bound: Vault, folder: Path, clock: Clock, memory: Memory) -> None:
    assert bound.door.needs_second_key
    bound.close()
    vault = unlock(folder, clock, memory)
    assert len(vault.records()) == 1
    assert vault.door.needs_second_key
    vault.close()
    with pytest.raises(WrongPassphraseError):
        unlock(folder, clock, memory, OTHER)


def test_the_passphrase_alone_gives_nothing_elsewhere(bound: Vault, folder: Path, clock: Clock) -> None:
    bound.close()
    elsewhere = Memory()
    with pytest.raises(KeystoreMissingError):
        unlock(folder, clock, elsewhere)
    envelope = decode_envelope((folder / "keys.json").read_bytes())
    entry = envelope.entry
    assert entry is not None
    with pytest.raises(KeystoreMissingError):
        envelope.open(PASSPHRASE, floor=CHEAP)
    with pytest.raises(WrongPassphraseError):
        envelope.open(PASSPHRASE, floor=CHEAP, second=keys.SecondKey(entry, secrets.token_bytes(32)))


def test_without_the_second_key_in_the_wrapping_the_passphrase_would_do(
    folder: Path, clock: Clock, memory: Memory, office: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what keeps a stranger out is the key and not the name of the slot."""
    monkeypatch.setattr(keys, "_key_of", lambda slot, text, _second: keys._wrapping_key(text, slot.kdf, slot.salt))
    vault = Vault.create(
        folder, PASSPHRASE, clock=clock, device_name="laptop-7", kdf=CHEAP, keystore=Keystore(lambda: memory)
    )
    vault.door.seal_to_office(tuple(str(pyrage.x25519.Identity.from_str(text).to_public()) for text in office))
    vault.door.need_second_key(PASSPHRASE)
    vault.close()
    assert decode_envelope((folder / "keys.json").read_bytes()).open(PASSPHRASE, floor=CHEAP)


def test_when_the_key_is_gone_no_passphrase_is_tried_and_none_is_counted(
    bound: Vault, folder: Path, clock: Clock, memory: Memory
) -> None:
    bound.close()
    kept = dict(memory.kept)
    memory.kept.clear()
    for _ in range(8):
        with pytest.raises(KeystoreMissingError):
            unlock(folder, clock, memory)
    memory.kept.update(kept)
    vault = unlock(folder, clock, memory)
    assert vault.guesses.wrong == 0
    vault.close()


@pytest.mark.parametrize("spoilt", ["", "no base64!", "AAAA"])
def test_a_spoilt_entry_is_not_taken_for_a_wrong_passphrase(
    bound: Vault, folder: Path, clock: Clock, memory: Memory, spoilt: str
) -> None:
    bound.close()
    for name in memory.kept:
        memory.kept[name] = spoilt
    with pytest.raises(KeystoreMissingError):
        unlock(folder, clock, memory)


def test_a_keystore_that_is_shut_says_so(bound: Vault, folder: Path, clock: Clock, memory: Memory) -> None:
    bound.close()
    memory.shut = True
    with pytest.raises(KeystoreError) as caught:
        unlock(folder, clock, memory)
    assert not isinstance(caught.value, KeystoreMissingError)
    memory.shut = False
    unlock(folder, clock, memory).close()


@pytest.mark.parametrize("which", [0, 1])
def test_the_office_still_opens_it_without_the_keystore(
    bound: Vault, folder: Path, tmp_path: Path, clock: Clock, memory: Memory, office: tuple[str, str], which: int
) -> None:
    bound.close()
    memory.kept.clear()
    out = tmp_path / "recovered"
    recover(open_seal(folder, [office[which]]), out, OTHER, by="Jane Cole", office="Borchester", at=START, kdf=CHEAP)
    vault = Vault.open(out, OTHER, clock=clock, kdf_floor=CHEAP, keystore=Keystore(lambda: memory))
    assert len(vault.records()) == 1
    assert not vault.door.needs_second_key
    vault.close()


def test_it_is_never_the_only_way_in(vault: Vault, folder: Path) -> None:
    before = (folder / "keys.json").read_bytes()
    with pytest.raises(KeystoreError):
        vault.door.need_second_key(PASSPHRASE)
    assert (folder / "keys.json").read_bytes() == before


def test_turning_it_off_rewrites_the_envelope_and_empties_the_keystore(
    bound: Vault, folder: Path, clock: Clock, memory: Memory
) -> None:
    bound.door.need_no_second_key(PASSPHRASE)
    assert memory.kept == {}
    [slot] = decode_envelope((folder / "keys.json").read_bytes()).slots
    assert not isinstance(slot, BoundSlot)
    bound.close()
    unlock(folder, clock, Memory()).close()


def test_it_is_turned_off_even_when_the_keystore_has_lost_its_key(
    bound: Vault, folder: Path, clock: Clock, memory: Memory
) -> None:
    memory.kept.clear()
    assert bound.door.confirm(PASSPHRASE)
    bound.door.need_no_second_key(PASSPHRASE)
    bound.close()
    unlock(folder, clock, memory).close()


def test_a_new_passphrase_still_needs_the_second_key(bound: Vault, folder: Path, clock: Clock, memory: Memory) -> None:
    bound.door.change_passphrase(PASSPHRASE, OTHER)
    bound.close()
    with pytest.raises(KeystoreMissingError):
        unlock(folder, clock, Memory(), OTHER)
    unlock(folder, clock, memory, OTHER).close()


@pytest.mark.parametrize("change", [Door.need_second_key, Door.need_no_second_key])
def test_a_wrong_passphrase_changes_nothing(
    bound: Vault, folder: Path, memory: Memory, change: Callable[[Door, str], None]
) -> None:
    before, kept = (folder / "keys.json").read_bytes(), dict(memory.kept)
    with pytest.raises(WrongPassphraseError):
        change(bound.door, OTHER)
    assert ((folder / "keys.json").read_bytes(), memory.kept) == (before, kept)


def test_guesses_are_slowed_here_too(bound: Vault) -> None:
    for _ in range(5):
        with pytest.raises(WrongPassphraseError):
            bound.door.need_no_second_key(OTHER)
    with pytest.raises(TooManyTriesError):
        bound.door.need_no_second_key(OTHER)


def test_twice_is_as_good_as_once(bound: Vault, memory: Memory) -> None:
    bound.door.need_second_key(PASSPHRASE)
    assert len(memory.kept) == 1
    assert all(service == SERVICE for service, _ in memory.kept)


@pytest.mark.parametrize("trouble", ["shut", "forgetful"])
def test_a_keystore_that_does_not_keep_the_key_changes_nothing(
    bound: Vault, folder: Path, clock: Clock, memory: Memory, trouble: str
) -> None:
    bound.door.need_no_second_key(PASSPHRASE)
    setattr(memory, trouble, True)
    with pytest.raises(KeystoreError):
        bound.door.need_second_key(PASSPHRASE)
    bound.close()
    unlock(folder, clock, Memory()).close()


def test_a_full_disk_changes_nothing_and_leaves_no_entry(
    bound: Vault, folder: Path, clock: Clock, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound.door.need_no_second_key(PASSPHRASE)

    def full(*_arguments: object) -> None:
        raise StorageError(what="full")

    with monkeypatch.context() as disk:
        disk.setattr("doorstep.vault.door.write_whole", full)
        with pytest.raises(StorageError):
            bound.door.need_second_key(PASSPHRASE)
    assert memory.kept == {}
    assert not bound.door.needs_second_key
    bound.close()
    unlock(folder, clock, Memory()).close()


def test_a_second_copy_opens_on_its_own_laptop_only(bound: Vault, tmp_path: Path, clock: Clock, memory: Memory) -> None:
    copy = bound.copy_to(tmp_path / "stick")
    bound.close()
    with pytest.raises(KeystoreMissingError):
        from_copy(copy, tmp_path / "elsewhere", PASSPHRASE, kdf_floor=CHEAP, keystore=Keystore(Memory))
    from_copy(copy, tmp_path / "here", PASSPHRASE, kdf_floor=CHEAP, keystore=Keystore(lambda: memory))
    unlock(tmp_path / "here", clock, memory).close()


def test_an_older_program_says_that_it_is_too_old(bound: Vault, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = (folder / "keys.json").read_bytes()
    monkeypatch.setattr(keys, "VERSION", 1)
    with pytest.raises(VaultNewerError):
        decode_envelope(content)


def test_the_name_of_the_entry_cannot_be_changed_unseen(bound: Vault, folder: Path) -> None:
    content = (folder / "keys.json").read_bytes()
    entry = decode_envelope(content).entry
    assert entry is not None
    with pytest.raises(VaultDamagedError):
        decode_envelope(content.replace(entry.encode(), b"vault-0123456789abcdef"))
    assert encode_envelope(decode_envelope(content)) == content


def test_no_key_stands_in_any_words(bound: Vault) -> None:
    assert bound.door._second is not None
    assert "secret" not in repr(bound.door._second)


@pytest.mark.skipif(sys.platform != "linux", reason="each system has its own")
def test_only_the_systems_own_keystore_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not one that a setting of the environment names, which may keep what it is given in a plain file."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setattr("keyring.backends.SecretService.Keyring.viable", True, raising=False)
    assert type(keystore.system_backend()).__module__ == "keyring.backends.SecretService"
    monkeypatch.setattr("keyring.backends.SecretService.Keyring.viable", False, raising=False)
    with pytest.raises(KeystoreError):
        keystore.system_backend()
