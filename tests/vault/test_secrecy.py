"""A used profile holds no word of a case and no key, in any file but the vault; and there it cannot be read."""

from __future__ import annotations

import base64
import sqlite3
import tempfile
from typing import TYPE_CHECKING

from doorstep.vault.database import Vault
from doorstep.vault.interruption import Place
from doorstep.vault.keys import Purpose, decode_envelope, subkey
from doorstep.vault.store import Save
from vault.visits import CHEAP, PASSPHRASE, given, keep, key, whole_visit

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from vault.visits import Clock

CANARIES = (
    "Zanzibar marmalade",
    "943 476 5919",
    "Priya Bell",
    "Aunt Grace",
    "Elm Surgery",
    "the cat insists",
    PASSPHRASE,
)
"""Long enough not to turn up in encrypted pages by chance."""


def forms_of(canary: bytes) -> set[bytes]:
    """Return the ways in which bytes are written down: as they are, in hex, in base64 at each of its three offsets."""
    return {canary, canary.hex().encode(), canary.hex().upper().encode(), *(_base64(canary, at) for at in range(3))}


def _base64(canary: bytes, offset: int) -> bytes:
    """Return the letters that stand for these bytes whatever is around them."""
    first, last = -(-offset * 8 // 6), (offset + len(canary)) * 8 // 6
    return base64.b64encode(bytes(offset) + canary)[first:last]


def patterns(folder: Path) -> dict[str, set[bytes]]:
    """Return what must not be found, by name: the words in three encodings, and every key."""
    sought: dict[str, set[bytes]] = {}
    for canary in CANARIES:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            sought[f"{canary} ({encoding})"] = forms_of(canary.encode(encoding))
    data_key = decode_envelope((folder / "keys.json").read_bytes()).open(PASSPHRASE, floor=CHEAP)
    sought["data key"] = forms_of(data_key)
    for purpose in Purpose:
        sought[f"{purpose} key"] = forms_of(subkey(data_key, purpose))
    return sought


def found(root: Path, sought: dict[str, set[bytes]]) -> set[str]:
    told = set[str]()
    for path in root.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            told |= {name for name, forms in sought.items() if any(form in content for form in forms)}
    return told


def use(folder: Path, clock: Clock) -> Vault:
    """Use everything a vault has, and leave it open, so that all its files are there."""
    with Vault.create(folder, PASSPHRASE, clock=clock, device_name="laptop-7", kdf=CHEAP) as vault:
        keep(vault, *whole_visit())
        vault.put_attachment(b"Zanzibar marmalade" * 1_000, "image/jpeg")
        vault.set_setting("worker", b"Zanzibar marmalade")
    vault = Vault.open(folder, PASSPHRASE, clock=clock, kdf_floor=CHEAP)
    for count in range(200):
        drafts = {key("na_day"): "Zanzibar marmalade " * count}
        vault.writer.submit(Save("r2", drafts=drafts, place=Place("r2", "na_day")))
    keep(vault, *whole_visit("r2")[:8], given("na_night", "Zanzibar marmalade"), record="r2")
    assert vault.search("marmalade") == ("r2",)
    assert vault.records()
    return vault


def test_no_file_holds_a_word_or_a_key(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "machine"
    (root / "temporary").mkdir(parents=True)
    monkeypatch.setenv("TMPDIR", str(root / "temporary"))
    monkeypatch.setenv("SQLITE_TMPDIR", str(root / "temporary"))
    monkeypatch.setattr(tempfile, "tempdir", str(root / "temporary"))
    folder = root / "profile" / "vault"
    vault = use(folder, clock)
    expected = {"vault.db", "vault.db-wal", "keys.json", "head", "tries", "vault.lock", "snapshots"}
    assert {path.name for path in folder.iterdir()} == expected
    assert found(root, patterns(folder)) == set()
    vault.close()
    assert found(root, patterns(folder)) == set()


def test_the_search_would_find_them(tmp_path: Path, clock: Clock) -> None:
    """The control: the same words in a plain database and in a text file, and a key in a log."""
    folder = tmp_path / "vault"
    use(folder, clock).close()
    sought = patterns(folder)
    plain = sqlite3.connect(tmp_path / "plain.db")
    plain.execute("CREATE TABLE answer (words)")
    plain.execute("INSERT INTO answer VALUES ('she said Zanzibar marmalade, twice')")
    plain.commit()
    plain.close()
    (tmp_path / "clip.txt").write_text("for Aunt Grace", "utf-16-le")
    data_key = decode_envelope((folder / "keys.json").read_bytes()).open(PASSPHRASE, floor=CHEAP)
    (tmp_path / "debug.log").write_text(f"opened with {data_key.hex()}")
    (tmp_path / "mail.txt").write_bytes(base64.b64encode(b"To Priya Bell, with thanks"))
    expected = {"Zanzibar marmalade (utf-8)", "Aunt Grace (utf-16-le)", "data key", "Priya Bell (utf-8)"}
    told = found(tmp_path, sought)
    assert told >= expected
    assert not any(name.startswith("Elm Surgery") for name in told)
