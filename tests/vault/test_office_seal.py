"""The office's way into a vault: two keys at least, either of them enough, and only the envelope rewritten."""

from __future__ import annotations

import json
import os
import stat
from typing import TYPE_CHECKING

import msgspec
import pyrage
import pytest

from doorstep.errors import OfficeKeysError, RecoveryError, StorageError, VaultDamagedError
from doorstep.vault.keys import Envelope, decode_envelope, encode_envelope
from doorstep.vault.office_seal import seal_to, unseal
from vault.visits import CHEAP, PASSPHRASE, keep, started

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from doorstep.vault.database import Vault

    Reopen = Callable[..., Vault]

DATA_KEY = bytes(range(32))
PRIMARY, ESCROW, STRANGER = (pyrage.x25519.Identity.generate() for _ in range(3))


def of(*identities: pyrage.x25519.Identity) -> tuple[str, ...]:
    return tuple(str(identity.to_public()) for identity in identities)


def test_either_key_opens_and_says_which_it_was() -> None:
    seal = seal_to(of(PRIMARY, ESCROW), DATA_KEY)
    for identity in (PRIMARY, ESCROW):
        file = f"# created: today\n# public key: {identity.to_public()}\n{identity}\n"
        assert unseal(seal, [str(STRANGER), file]) == (DATA_KEY, str(identity.to_public()))


def test_no_other_key_opens() -> None:
    seal = seal_to(of(PRIMARY, ESCROW), DATA_KEY)
    with pytest.raises(RecoveryError) as caught:
        unseal(seal, [str(STRANGER)])
    assert caught.value.facts == {"what": "other keys"}


@pytest.mark.parametrize(
    "recipients",
    [
        (),
        of(PRIMARY),
        of(PRIMARY, PRIMARY),
        (*of(PRIMARY), "age1nonsense"),
        (*of(PRIMARY, ESCROW), "age1nonsense"),
    ],
)
def test_fewer_than_two_keys_are_refused(recipients: tuple[str, ...]) -> None:
    with pytest.raises(OfficeKeysError):
        seal_to(recipients, DATA_KEY)


def test_damage_and_nonsense_have_names_of_their_own() -> None:
    seal = seal_to(of(PRIMARY, ESCROW), DATA_KEY)
    cut = msgspec.structs.replace(seal, sealed=seal.sealed[:-1])
    foreign = msgspec.structs.replace(seal, sealed=pyrage.encrypt(b"not a key", [PRIMARY.to_public()]))
    for bad, text, what in ((cut, str(PRIMARY), "seal"), (foreign, str(PRIMARY), "seal"), (seal, "hello", "identity")):
        with pytest.raises(RecoveryError) as caught:
            unseal(bad, [text])
        assert caught.value.facts == {"what": what}


def test_an_envelope_without_an_office_is_byte_for_byte_what_it_always_was() -> None:
    """Envelopes of laptops that have joined no office, and of all programs before, still open."""
    written = encode_envelope(Envelope.seal(DATA_KEY, PASSPHRASE, device="laptop-7", kdf=CHEAP, entropy=os.urandom))
    assert list(json.loads(written)) == ["version", "device", "slots", "check"]
    assert decode_envelope(written).open(PASSPHRASE, floor=CHEAP) == DATA_KEY


def test_sealing_rewrites_the_envelope_alone_and_the_passphrase_still_opens(
    vault: Vault, reopen: Reopen, folder: Path
) -> None:
    keep(vault, *started())
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert vault.door.office_keys == ()
    vault.door.seal_to_office(of(PRIMARY, ESCROW))
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {name for name in after if after[name] != before.get(name)} == {"keys.json"}
    vault.set_setting("anything", b"else")
    assert (folder / "vault.db-wal").read_bytes() != before["vault.db-wal"]  # a change would have been seen
    vault.close()
    again = reopen()
    assert again.door.office_keys == of(PRIMARY, ESCROW)
    assert again.record("r1").person.called == "Annie"


def test_new_office_keys_replace_the_old_ones(vault: Vault, folder: Path) -> None:
    vault.door.seal_to_office(of(PRIMARY, ESCROW))
    vault.door.seal_to_office(of(STRANGER, ESCROW))
    office = decode_envelope((folder / "keys.json").read_bytes()).office
    assert office
    with pytest.raises(RecoveryError):
        unseal(office, [str(PRIMARY)])
    assert unseal(office, [str(STRANGER)])[1] == of(STRANGER)[0]


def test_a_refused_or_failed_sealing_leaves_the_envelope(
    vault: Vault, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.door.seal_to_office(of(PRIMARY, ESCROW))
    before = (folder / "keys.json").read_bytes()
    with pytest.raises(OfficeKeysError) as caught:
        vault.door.seal_to_office(of(STRANGER))
    assert caught.value.facts == {"found": 1}

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("doorstep.files.os.fsync", full)
    with pytest.raises(StorageError):
        vault.door.seal_to_office(of(STRANGER, ESCROW))
    monkeypatch.undo()
    assert (folder / "keys.json").read_bytes() == before
    assert vault.door.office_keys == of(PRIMARY, ESCROW)


@pytest.mark.parametrize("step", ["doorstep.files.os.open", "doorstep.files.os.fsync", "doorstep.files.Path.replace"])
def test_a_rewriting_that_is_cut_off_leaves_the_old_envelope_or_the_new(
    vault: Vault, reopen: Reopen, folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def cut(*_arguments: object, **_more: object) -> None:
        raise KeyboardInterrupt

    vault.door.seal_to_office(of(PRIMARY, ESCROW))
    with monkeypatch.context() as power:
        power.setattr(step, cut)
        with pytest.raises(KeyboardInterrupt):
            vault.door.seal_to_office(of(STRANGER, ESCROW))
    vault.abandon()
    assert reopen().door.office_keys in (of(PRIMARY, ESCROW), of(STRANGER, ESCROW))


def test_an_envelope_that_is_written_over_in_place_does_not_survive_that(
    vault: Vault, reopen: Reopen, folder: Path
) -> None:
    """The control: what half a file is worth."""
    vault.close()
    whole = (folder / "keys.json").read_bytes()
    (folder / "keys.json").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(VaultDamagedError):
        reopen()


def test_an_envelope_that_is_in_place_counts_although_the_last_flush_failed(
    vault: Vault, reopen: Reopen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever were told that the new passphrase was not taken would try the old one for ever."""
    flush = os.fsync

    def folders_fail(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(5, "Input/output error")
        flush(handle)

    monkeypatch.setattr(vault.door, "_prove", lambda _passphrase: None)  # it writes too, and would fail before
    with monkeypatch.context() as failing:
        failing.setattr("doorstep.files.os.fsync", folders_fail)
        vault.door.change_passphrase(PASSPHRASE, "harbour window borrowed kettle")
    vault.close()
    assert reopen("harbour window borrowed kettle").records() == ()


def test_a_new_passphrase_keeps_the_office_in(vault: Vault, reopen: Reopen, folder: Path) -> None:
    vault.door.seal_to_office(of(PRIMARY, ESCROW))
    vault.door.change_passphrase(PASSPHRASE, "harbour window borrowed kettle")
    vault.close()
    assert reopen("harbour window borrowed kettle").door.office_keys == of(PRIMARY, ESCROW)
    office = decode_envelope((folder / "keys.json").read_bytes()).office
    assert office
    assert unseal(office, [str(ESCROW)])[1] == of(ESCROW)[0]
