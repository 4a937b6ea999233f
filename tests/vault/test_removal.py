"""A record leaves the laptop only when the office holds it as it stands; then nothing of its text is left."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.assessment.answer import AttachmentRef
from doorstep.assessment.beside import PackReference
from doorstep.assessment.facts import (
    AddendumAdded,
    BundleExported,
    CopyMade,
    PacksNoted,
    ReceiptAccepted,
    RecordRemoved,
    RecordSigned,
    RecordViewed,
)
from doorstep.errors import ChainBrokenError, RemovalRefusedError, StorageError, VaultError
from doorstep.vault.cipher import CipherFile
from doorstep.vault.database import Vault
from doorstep.vault.interruption import Place
from doorstep.vault.store import Save
from vault import visits
from vault.visits import CHEAP, PASSPHRASE, START, keep, key, started

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from doorstep.assessment.facts import Fact

    Reopen = Callable[..., Vault]

SHA = "b" * 64
REMOVED = RecordRemoved(START, "w1", 1, SHA, START, "Borchester")
RECEIPT = ReceiptAccepted(START, "w1", 1, SHA, START, "Borchester")
SECRET = "quiddlesticks"


def sent(vault: Vault, *, sha256: str = SHA, number: int = 1) -> BundleExported:
    """Leave in a bundle that holds all that the journal holds."""
    exported = BundleExported(START, "w1", number, sha256, up_to=vault.journal("r1")[-1].seq)
    keep(vault, exported)
    return exported


def received(vault: Vault, *more: Fact) -> str:
    """Fill a vault with a signed record that the office holds, and another; return the hash of the first's picture.

    ``more`` happened to the first one as well.
    """
    picture = vault.put_attachment(f"a picture of {SECRET}".encode(), "image/png")
    keep(vault, *started("r2"), record="r2")
    keep(vault, *started(), *more, visits.given("na_day", f"I said {SECRET} first"))
    keep(vault, visits.given("na_day", f"I said {SECRET}"), visits.given("na_pet", "a cat"))
    keep(vault, visits.given("na_stairs", AttachmentRef(picture, "image/png", 10, 4, 3, SECRET)))
    keep(vault, visits.given("na_day", "the garden"), record="r2")
    keep(vault, RecordSigned(START, "w1", SECRET))
    sent(vault)
    keep(vault, RECEIPT)
    return picture


def everything_in(vault: Vault) -> bytes:
    """Return what every table holds."""
    tables = [row[0] for row in vault._database.run("SELECT name FROM sqlite_master WHERE type = 'table'")]
    words = [str(vault._database.run(f"SELECT * FROM {name}")).encode() for name in tables]
    return b"".join(words)


def test_what_is_left_is_a_tombstone_and_a_whole_chain(vault: Vault, reopen: Reopen) -> None:
    picture = received(vault)
    entries = vault.journal("r1")
    assert SECRET.encode() in everything_in(vault)  # the control: the search sees it while it is there
    vault.remove("r1", REMOVED)
    for each in (vault, None):
        opened = each or reopen()
        assert SECRET.encode() not in everything_in(opened)
        assert [line.id for line in opened.records()] == ["r2"]
        assert opened.search(SECRET) == ()
        assert opened.search("garden") == ("r2",)
        with pytest.raises(KeyError):
            opened.attachment(picture)
        opened.verify_chain()
        assert opened.differing_records() == ()
        [stone] = opened.tombstones()
        assert (stone.record, stone.entries, stone.hash, stone.removed) == (
            *("r1", len(entries), entries[-1].hash),
            REMOVED,
        )
        opened.close()


def test_the_words_are_gone_from_the_search_index_too(vault: Vault) -> None:
    received(vault)

    def terms() -> set[str]:
        vault._database.run("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, 'answer_words', 'row')")
        found = {row[0] for row in vault._database.run("SELECT term FROM temp.terms")}
        vault._database.run("DROP TABLE temp.terms")
        return found

    assert {SECRET, "cat", "garden"} <= terms()
    vault.remove("r1", REMOVED)
    assert terms() & {SECRET, "cat", "garden"} == {"garden"}


def test_a_picture_that_another_record_shows_too_stays(vault: Vault) -> None:
    picture = received(vault)
    keep(vault, visits.given("na_stairs", AttachmentRef(picture, "image/png", 10, 4, 3, "")), record="r2")
    vault.remove("r1", REMOVED)
    assert SECRET.encode() in vault.attachment(picture)


def test_a_pack_that_the_record_was_made_under_stays(vault: Vault) -> None:
    pack = vault.put_attachment(b"pack: legal", "application/yaml")
    named = PackReference("legal", "2026.9", START.date(), pack)
    received(vault, PacksNoted(START, "w1", (named,)))
    vault.remove("r1", REMOVED)
    assert vault.attachment(pack) == b"pack: legal"


def test_where_the_worker_was_is_forgotten_with_the_record(vault: Vault) -> None:
    received(vault)
    vault.writer.submit(Save("r1", place=Place("r1", "na_day")))
    vault.writer.flush(5)
    vault.remove("r1", REMOVED)
    assert vault.place is None


def _never_sent(vault: Vault) -> None:
    keep(vault, *started())


def _no_receipt(vault: Vault) -> None:
    keep(vault, *started())
    sent(vault)


def _receipt_for_another_bundle(vault: Vault) -> None:
    keep(vault, *started())
    sent(vault)
    keep(vault, RECEIPT)
    sent(vault, sha256="c" * 64, number=2)


def _changed_since(vault: Vault) -> None:
    received(vault)
    keep(vault, AddendumAdded(START, "w1", "a1", "", "It was Tuesday", "a slip"))


def _typed_while_it_was_being_sent(vault: Vault) -> None:
    keep(vault, *started())
    exported = BundleExported(START, "w1", 1, SHA, up_to=vault.journal("r1")[-1].seq)
    keep(vault, visits.given("na_day", "one more thing"))
    keep(vault, exported, RECEIPT)


def _not_known_what_the_bundle_held(vault: Vault) -> None:
    keep(vault, *started(), BundleExported(START, "w1", 1, SHA), RECEIPT)


def _half_a_sentence(vault: Vault) -> None:
    received(vault)
    vault.writer.submit(Save("r1", drafts={key("na_night"): "half a sent"}))


@pytest.mark.parametrize(
    "prepare",
    [
        _never_sent,
        _no_receipt,
        _receipt_for_another_bundle,
        _changed_since,
        _typed_while_it_was_being_sent,
        _not_known_what_the_bundle_held,
        _half_a_sentence,
    ],
)
def test_what_the_office_does_not_hold_as_it_stands_stays(vault: Vault, prepare: Callable[[Vault], None]) -> None:
    prepare(vault)
    vault.writer.flush(5)
    before = vault.record("r1"), vault.journal("r1")
    with pytest.raises(RemovalRefusedError):
        vault.remove("r1", REMOVED)
    assert (vault.record("r1"), vault.journal("r1")) == before
    assert vault.tombstones() == ()
    keep(vault, RecordViewed(START, "w1"))  # and saving goes on
    vault.verify_chain()


def test_a_record_that_is_not_there_is_refused(vault: Vault) -> None:
    with pytest.raises(RemovalRefusedError):
        vault.remove("r9", REMOVED)


EVENTS = st.lists(
    st.sampled_from(["answer", "export", "receipt", "old receipt", "other receipt", "copy", "view", "draft"]),
    max_size=10,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS)
def test_nothing_unsent_is_ever_removed(tmp_path_factory: pytest.TempPathFactory, events: list[str]) -> None:
    """Whatever happened in whatever order: removed is only what was in the last bundle, wholly, with its receipt."""
    folder = tmp_path_factory.mktemp("unsent") / "vault"
    vault = Vault.create(folder, PASSPHRASE, clock=visits.Clock(), device_name="l", kdf=CHEAP)
    try:
        keep(vault, *started())
        number, holds, has_receipt, typing = 0, False, False, False
        for event in events:
            match event:
                case "answer":
                    keep(vault, visits.given("na_day", f"words {number}"))
                    holds = False
                case "draft":
                    vault.writer.submit(Save("r1", drafts={key("na_night"): "half"}))
                    typing = True
                case "export":
                    number += 1
                    sent(vault, sha256=f"{number:064}", number=number)
                    holds, has_receipt = True, False
                case "receipt" if number:
                    keep(vault, ReceiptAccepted(START, "w1", number, f"{number:064}", START, "B"))
                    has_receipt = True
                case "old receipt" if number > 1:
                    keep(vault, ReceiptAccepted(START, "w1", number - 1, f"{number - 1:064}", START, "B"))
                case "other receipt" if number:
                    keep(vault, ReceiptAccepted(START, "w1", number, "f" * 64, START, "B"))
                case "copy":
                    keep(vault, CopyMade(START, "w1", "person", (), "clear", "text/html", SHA, SHA))
                case _:
                    keep(vault, RecordViewed(START, "w1"))
        may_go = bool(number) and holds and has_receipt and not typing
        try:
            vault.remove("r1", RecordRemoved(START, "w1", number, f"{number:064}", START, "B"))
        except RemovalRefusedError:
            assert not may_go
            assert vault.record("r1").person.name == "Ann Bell"
        else:
            assert may_go
    finally:
        vault.abandon()


def test_cut_before_any_statement_it_leaves_the_record_or_the_tombstone(
    vault: Vault, reopen: Reopen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Raise at the first statement, then at the second, and so on, until none is left to raise at."""
    received(vault)
    before = vault.record("r1")
    run, allowed, left = CipherFile.run, 0, 0

    def cut(self: CipherFile, sql: str, *values: object) -> list[tuple[object, ...]]:
        nonlocal left
        if left == 0 and not sql.startswith("PRAGMA"):
            raise StorageError(what="input or output")
        left -= 1
        return run(self, sql, *values)

    while True:
        left = allowed
        with monkeypatch.context() as broken:
            broken.setattr(CipherFile, "run", cut)
            try:
                vault.remove("r1", REMOVED)
                break
            except StorageError:
                pass
        assert vault.record("r1") == before
        assert vault.tombstones() == ()
        allowed += 1
    assert allowed > 15
    assert [stone.record for stone in vault.tombstones()] == ["r1"]
    keep(vault, visits.given("na_day", "and on"), record="r2")
    vault.close()
    again = reopen()
    again.verify_chain()
    assert again.lost is None


def killed(folder: Path, statement: int) -> None:
    """Remove in a process of its own that is killed before so many statements, or at the end."""
    child = os.fork()
    if child:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        return
    run, left = CipherFile.run, statement

    def cut(self: CipherFile, sql: str, *values: object) -> list[tuple[object, ...]]:
        nonlocal left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return run(self, sql, *values)

    try:
        opened = Vault.open(folder, PASSPHRASE, clock=visits.Clock(), kdf_floor=CHEAP)
        CipherFile.run = cut  # type: ignore[method-assign]
        opened.remove("r1", REMOVED)
    finally:
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_killed_at_any_moment_it_leaves_the_record_or_the_tombstone(vault: Vault, reopen: Reopen, folder: Path) -> None:
    received(vault)
    before = vault.record("r1")
    vault.close()
    removed = False
    for statement in range(100):
        killed(folder, statement)
        opened = reopen()
        opened.verify_chain()
        assert opened.differing_records() == ()
        assert opened.lost is None
        removed = bool(opened.tombstones())
        assert removed or opened.record("r1") == before
        assert [line.id for line in opened.records() if line.id == "r1"] == ([] if removed else ["r1"])
        opened.close()
        if removed:
            break
    assert removed


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET fact = x'' WHERE record = 'r2'",  # not removed
        "UPDATE journal SET fact = x'41' WHERE record = 'r1'",
        "UPDATE journal SET fact = x'', at = '2020' WHERE record = 'r1'",
        "UPDATE journal SET fact = x'' WHERE kind = 'removed'",
        "DELETE FROM tombstone",
        "UPDATE tombstone SET record = 'r2'",
        "INSERT INTO tombstone VALUES ('r2', 1)",
    ],
)
def test_the_triggers_let_nothing_else_be_emptied(vault: Vault, statement: str) -> None:
    received(vault)
    vault.remove("r1", REMOVED)
    with pytest.raises(VaultError):
        vault._database.run(statement)
    vault.verify_chain()


def test_emptying_without_a_tombstone_is_found_and_named(vault: Vault) -> None:
    received(vault)
    vault._database.run("DROP TRIGGER journal_no_update")
    vault._database.run("UPDATE journal SET fact = x'' WHERE seq = 6")
    with pytest.raises(ChainBrokenError) as caught:
        vault.verify_chain()
    assert caught.value.facts["row"] == 6
