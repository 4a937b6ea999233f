"""Each way in which a vault cannot be opened has its own words and a way out, and never makes a new vault."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from doorstep.errors import VaultError
from doorstep.ui.messages import message_for
from doorstep.vault.cipher import CipherFile
from doorstep.vault.database import Vault
from doorstep.vault.keys import Purpose, decode_envelope, subkey
from services.profiles import CHEAP, JEAN, PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from doorstep.services.unlock import Profile
    from doorstep.services.workspace import Workspace

    Prepare = Callable[[Path, pytest.MonkeyPatch], None]


def _wrong_passphrase(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """The folder is as it should be."""


def _damaged(folder: Path, patch: pytest.MonkeyPatch) -> None:
    content = bytearray((folder / "vault.db").read_bytes())
    content[9000] ^= 1
    (folder / "vault.db").write_bytes(content)


def _missing_database(folder: Path, patch: pytest.MonkeyPatch) -> None:
    (folder / "vault.db").unlink()


def _missing_keys(folder: Path, patch: pytest.MonkeyPatch) -> None:
    (folder / "keys.json").unlink()


def _newer(folder: Path, patch: pytest.MonkeyPatch) -> None:
    envelope = decode_envelope((folder / "keys.json").read_bytes())
    key = subkey(envelope.open(PASSPHRASE, floor=CHEAP), Purpose.DATABASE)
    database = CipherFile(folder / "vault.db", key)
    database.run("PRAGMA user_version = 9000")
    database.close()


def _edited(folder: Path, patch: pytest.MonkeyPatch) -> None:
    envelope = decode_envelope((folder / "keys.json").read_bytes())
    key = subkey(envelope.open(PASSPHRASE, floor=CHEAP), Purpose.DATABASE)
    database = CipherFile(folder / "vault.db", key)
    database.run("DROP TRIGGER journal_no_update")
    database.run("UPDATE journal SET kind = 'viewed' WHERE seq = 2")
    database.close()


def _in_use(folder: Path, patch: pytest.MonkeyPatch) -> None:
    _fails(patch, "doorstep.vault.lock._take", OSError(errno.EAGAIN, "held"))


def _read_only(folder: Path, patch: pytest.MonkeyPatch) -> None:
    _fails(patch, "doorstep.vault.lock.os.open", OSError(errno.EROFS, "read-only"))


def _full_disk(folder: Path, patch: pytest.MonkeyPatch) -> None:
    _fails(patch, "doorstep.vault.lock.os.open", OSError(errno.ENOSPC, "No space left on device"))


def _fails(patch: pytest.MonkeyPatch, name: str, error: OSError) -> None:
    def fail(*_: object) -> None:
        raise error

    patch.setattr(name, fail)


FAILURES: dict[str, tuple[Prepare, str]] = {
    "wrong passphrase": (_wrong_passphrase, "vault.wrong_passphrase"),
    "damaged": (_damaged, "vault.damaged"),
    "missing database": (_missing_database, "vault.missing"),
    "missing keys": (_missing_keys, "vault.missing"),
    "newer": (_newer, "vault.newer"),
    "edited": (_edited, "vault.chain_broken"),
    "in use": (_in_use, "vault.in_use"),
    "read-only": (_read_only, "vault.read_only"),
    "full disk": (_full_disk, "vault.storage"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_it_is_told_with_a_way_out_and_nothing_is_made_anew(
    workspace: Workspace, profile: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    prepare, code = FAILURES[name]
    workspace.assessments.start(JEAN)
    workspace.close()
    folder = tmp_path / "profile" / "vault"
    with monkeypatch.context() as patch:
        prepare(folder, patch)
        before = _files(folder)
        passphrase = "quite another one" if name == "wrong passphrase" else PASSPHRASE
        with pytest.raises(VaultError) as caught:
            profile.open(passphrase)
    assert caught.value.code == code
    message = message_for(caught.value)
    assert message.happened
    assert message.do
    assert _files(folder) == before
    assert profile.exists()
    with pytest.raises(VaultError):
        Vault.create(folder, PASSPHRASE, clock=_never, device_name="l", kdf=CHEAP)
    assert _files(folder) == before


def test_every_failure_has_words_of_its_own() -> None:
    codes = {code for _, code in FAILURES.values()}
    words = {message_for(_error(code)).happened for code in codes}
    assert len(words) == len(codes) == 8


def _error(code: str) -> VaultError:
    found = next(each for each in _leaves(VaultError) if each.code == code)
    return found()


def _leaves(kind: type[VaultError]) -> list[type[VaultError]]:
    return [kind, *(leaf for child in kind.__subclasses__() for leaf in _leaves(child))]


def _files(folder: Path) -> dict[str, bytes]:
    """Return what counts: a wrong try may be counted, and the lock file may come and go."""
    return {name: (folder / name).read_bytes() for name in ("vault.db", "keys.json") if (folder / name).exists()}


def _never() -> datetime:
    raise AssertionError("no vault may be made here")
