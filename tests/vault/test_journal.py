"""The journal only grows, and any other change is found and named."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from doorstep.assessment.facts import decode_fact
from doorstep.errors import ChainBrokenError, VaultError
from doorstep.vault import journal
from vault.visits import given, keep, started, whole_visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.vault.database import Vault


REST = "record, kind, at, fact, digest"


@pytest.fixture
def grown(vault: Vault) -> Vault:
    """A vault with two records whose facts came in turn."""
    keep(vault, *started())
    keep(vault, *started("r2"), record="r2")
    for count in range(10):
        keep(vault, given("na_day", f"words {count}"))
        keep(vault, given("na_day", f"other words {count}"), record="r2")
    return vault


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET fact = x'00' WHERE seq = 5",
        "UPDATE journal SET seq = 500 WHERE seq = 5",
        "DELETE FROM journal WHERE seq = 5",
        "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 5",
        f"INSERT INTO journal SELECT 900, {REST}, prev, before, x'01' FROM journal WHERE seq = 5",
        f"INSERT INTO journal SELECT max(seq) + 1, {REST}, zeroblob(32), before, x'01' FROM journal",
    ],
)
def test_nothing_but_a_next_entry_is_let_in(grown: Vault, statement: str) -> None:
    with pytest.raises(VaultError):
        grown._database.run(statement)
    grown.verify_chain()


@pytest.mark.parametrize(
    "edit",
    [
        "fact = CAST(replace(CAST(fact AS TEXT), 'words', 'swords') AS BLOB)",
        "record = 'r3'",
        "kind = 'viewed'",
        "at = '2020-01-01T00:00:00Z'",
        "digest = zeroblob(32)",
        "before = zeroblob(32)",
        "hash = zeroblob(32)",
    ],
)
def test_an_edit_by_someone_with_the_key_is_named_by_row(grown: Vault, edit: str) -> None:
    grown._database.run("DROP TRIGGER journal_no_update")
    grown._database.run(f"UPDATE journal SET {edit} WHERE seq = 17")
    with pytest.raises(ChainBrokenError) as caught:
        grown.verify_chain()
    assert caught.value.facts["row"] == 17


def test_an_edit_with_a_new_digest_and_hash_is_named_by_the_next_row(grown: Vault) -> None:
    entry = grown.journal("r1")[-2]
    fact = entry.fact.replace(b"words", b"swords")
    digest = hashlib.sha256(fact).digest()
    forged = journal.entry_hash(entry.seq, entry.record, entry.kind, entry.at, digest, entry.prev, entry.before)
    grown._database.run("DROP TRIGGER journal_no_update")
    grown._database.run(
        "UPDATE journal SET fact = ?, digest = ?, hash = ? WHERE seq = ?", fact, digest, forged, entry.seq
    )
    with pytest.raises(ChainBrokenError) as caught:
        grown.verify_chain()
    assert caught.value.facts["row"] == entry.seq + 1


def test_an_entry_taken_out_is_named(grown: Vault) -> None:
    grown._database.run("DROP TRIGGER journal_no_delete")
    grown._database.run("DELETE FROM journal WHERE seq = 12")
    with pytest.raises(ChainBrokenError) as caught:
        grown.verify_chain()
    assert caught.value.facts["row"] == 12


def test_the_chain_of_one_record_can_be_checked_from_its_lines_alone(vault: Vault) -> None:
    """As an office does with a bundle, knowing nothing but docs/formats/vault.md."""
    keep(vault, *started("r2"), record="r2")
    keep(vault, *whole_visit())
    keep(vault, given("na_day", "something else"), record="r2")
    keep(vault, given("na_day", "in between"), record="r2")
    lines = [json.loads(entry.line()) for entry in vault.journal("r1")]
    assert _checks(lines)
    told = next(line for line in lines if "Mr Okoro" in line["fact"])
    told["fact"] = told["fact"].replace("Mr Okoro", "Mr Okafor")
    assert not _checks(lines)


def _checks(lines: list[dict[str, str]]) -> bool:
    before = "00" * 32
    for line in lines:
        digest = hashlib.sha256(line["fact"].encode()).hexdigest()
        texts = ("doorstep-journal-1", str(line["seq"]), line["record"], line["kind"], line["at"])
        hashes = (line["digest"], line["prev"], line["before"])
        fields = [*(text.encode() for text in texts), *map(bytes.fromhex, hashes)]
        whole = hashlib.sha256(b"".join(len(field).to_bytes(4, "big") + field for field in fields)).hexdigest()
        if (digest, before, whole) != (line["digest"], line["before"], line["hash"]):
            return False
        decode_fact(line["fact"].encode())
        before = line["hash"]
    return True


def test_fields_that_run_into_each_other_hash_differently() -> None:
    """Length prefixes: "ab" + "c" is not "a" + "bc"."""
    zero = bytes(32)
    assert journal.entry_hash(1, "ab", "c", "t", zero, zero, zero) != journal.entry_hash(
        1, "a", "bc", "t", zero, zero, zero
    )


def test_a_long_journal_is_read_in_parts(grown: Vault) -> None:
    whole = journal.entries(grown._database)
    assert tuple(journal.batches(grown._database, size=7)) == whole
    journal.verify(whole)


def edit_as_someone_with_the_key(vault: Vault, row: int) -> None:
    """Drop the trigger, change what was said, and put the trigger back."""
    [(trigger,)] = vault._database.run("SELECT sql FROM sqlite_master WHERE name = 'journal_no_update'")
    vault._database.run("DROP TRIGGER journal_no_update")
    vault._database.run(
        "UPDATE journal SET fact = CAST(replace(CAST(fact AS TEXT), 'words', 'swords') AS BLOB) WHERE seq = ?", row
    )
    vault._database.run(trigger)


def test_an_edit_is_found_when_the_vault_is_opened(grown: Vault, reopen: Callable[..., Vault]) -> None:
    edit_as_someone_with_the_key(grown, 17)
    grown.close()
    with pytest.raises(ChainBrokenError) as caught:
        reopen()
    assert caught.value.facts["row"] == 17


def test_without_the_check_at_opening_the_edit_would_pass(
    grown: Vault, reopen: Callable[..., Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: every other check is content."""
    edit_as_someone_with_the_key(grown, 17)
    grown.close()
    monkeypatch.setattr(journal, "verify_newest", lambda *_: None)
    assert any(b"swords" in entry.fact for entry in journal.entries(reopen()._database))


@pytest.mark.parametrize("count", [1, 3, 7, 28, 100])
def test_an_opening_checks_the_newest_entries(grown: Vault, count: int) -> None:
    journal.verify_newest(grown._database, count)
    edit_as_someone_with_the_key(grown, 22)
    newest = journal.head(grown._database).seq
    if newest - count >= 22:
        journal.verify_newest(grown._database, count)
    else:
        with pytest.raises(ChainBrokenError) as caught:
            journal.verify_newest(grown._database, count)
        assert caught.value.facts["row"] == 22
