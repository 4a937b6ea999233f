"""docs/formats/vault.md is enough: a vault is opened and checked by what stands there, with none of our code."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import struct
import unicodedata
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlcipher3 import dbapi2 as sqlcipher

from doorstep.errors import WrongPassphraseError
from vault.visits import PASSPHRASE, keep, whole_visit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from doorstep.vault.database import Vault


def compact(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def data_key_of(folder: Path) -> bytes:
    told = json.loads((folder / "keys.json").read_text("utf-8"))
    assert hashlib.sha256(compact({**told, "check": ""})).hexdigest() == told["check"]
    assert "office" not in told  # this laptop has joined none
    [slot] = told["slots"]
    kdf = slot["kdf"]
    salt, nonce, wrapped = (base64.b64decode(slot[name]) for name in ("salt", "nonce", "wrapped"))
    assert (len(salt), len(nonce), len(wrapped)) == (16, 12, 48)
    argon2 = Argon2id(salt=salt, length=32, iterations=kdf["passes"], lanes=kdf["lanes"], memory_cost=kdf["memory_kib"])
    wrapping_key = argon2.derive(unicodedata.normalize("NFKC", PASSPHRASE).encode())
    bound = compact([told["version"], told["device"], "argon2id", kdf, slot["salt"]])
    return AESGCM(wrapping_key).decrypt(nonce, wrapped, bound)


def subkey_of(data_key: bytes, label: str) -> bytes:
    return HKDF(SHA256(), 32, None, label.encode()).derive(data_key)


def test_a_vault_opens_by_its_specification_alone(vault: Vault, folder: Path) -> None:
    keep(vault, *whole_visit())
    vault.close()
    data_key = data_key_of(folder)

    connection = sqlcipher.connect(str(folder / "vault.db"))
    connection.execute(f"PRAGMA key = \"x'{subkey_of(data_key, 'doorstep/db').hex()}'\"")
    assert connection.execute("PRAGMA application_id").fetchall() == [(0x446F6F72,)]
    rows = connection.execute("SELECT seq, hash FROM journal ORDER BY seq").fetchall()
    [(saves, is_open)] = connection.execute("SELECT saves, is_open FROM sitting").fetchall()
    connection.close()
    assert len(rows) == len(whole_visit())
    assert not is_open

    head = (folder / "head").read_bytes()
    slot = head[(saves & 1) * 512 :][:80]
    assert struct.unpack(">QQ32s", slot[:48]) == (saves, *rows[-1])
    assert hmac.digest(subkey_of(data_key, "doorstep/head-mac"), slot[:48], "sha256") == slot[48:]


def test_the_count_of_wrong_passphrases_is_checked_by_its_specification_alone(
    vault: Vault, folder: Path, reopen: Callable[..., Vault]
) -> None:
    vault.close()
    for _ in range(3):
        with pytest.raises(WrongPassphraseError):
            reopen("kettle borrowed window harbor")
    told = json.loads((folder / "tries").read_text("utf-8"))
    assert set(told) == {"wrong", "at", "nonce", "link"}
    nonce, link = (base64.b64decode(told[name]) for name in ("nonce", "link"))
    expected = hmac.digest(subkey_of(data_key_of(folder), "doorstep/tries-mac"), nonce, "sha256")
    for _ in range(told["wrong"]):
        expected = hashlib.sha256(expected).digest()
    assert (told["wrong"], len(nonce), link) == (3, 16, expected)
