"""A bundle is stored once and whole, with a receipt; what is refused leaves nothing."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from doorstep.assessment import facts as f
from doorstep.assessment.answer import Answer, AnswerKey, AnswerState, Provenance, SourceKind
from doorstep.bundle.receipt import expect_receipt, read_receipt
from doorstep.errors import (
    BundleConflictError,
    BundleUnreadableError,
    StorageError,
    UnknownSignerError,
    WrongOfficeError,
)
from doorstep.office import tables
from doorstep.office.enrolling import revoke
from doorstep.office.intake import take_in
from doorstep.office.store import Chain, Store
from vectors.making import AT, PHOTO, MadeOffice, contents, facts, given, journal_of, key, record_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from doorstep.bundle.writer import BundleInfo
    from doorstep.office.folder import OfficeFolder

    Send = Callable[..., BundleInfo]


NOT_BY_BUNDLE = (tables.recovery, tables.loan, tables.lent_record)


def rows(folder: OfficeFolder) -> dict[str, int]:
    """Count what lies in each table that a bundle can reach, past all our own code."""
    with sqlite3.connect(folder.path / "office.sqlite") as database:
        names = [table.name for table in tables.tables.sorted_tables if table not in NOT_BY_BUNDLE]
        counts = {name: database.execute(f"select count(*) from {name}").fetchone()[0] for name in names}
    database.close()
    return counts


def said_otherwise() -> dict[str, object]:
    """Return contents that differ from the usual ones: the person said something else."""
    happened = facts(best="Mornings on my own.")
    return {"record": record_of(happened), "journal": journal_of(happened)}


def nothing_stored(folder: OfficeFolder) -> bool:
    return not any(rows(folder).values()) and not folder.receipts.exists()


def test_what_was_typed_is_what_the_office_holds(folder: OfficeFolder, store: Store, send: Send):
    taken = take_in(folder, store, send().path, AT)
    sent = contents()
    assert store.record("rec-1") == sent.record
    (reference,) = sent.attachments
    assert store.attachment(reference) == PHOTO
    assert not taken.duplicate
    assert rows(folder) == {"bundle": 1, "record": 1, "answer": 7, "monitoring": 0, "attachment": 1, "quarantine": 0}


def test_answers_can_be_asked_for_across_records(folder: OfficeFolder, store: Store, send: Send):
    take_in(folder, store, send().path, AT)
    with sqlite3.connect(folder.path / "office.sqlite") as database:
        found = database.execute("select voice, value from answer where link_id = 'day_best'").fetchall()
    database.close()
    assert found == [("person", '"Tea in the garden — with Mo, “before ten”. ☕"')]


def test_what_nobody_confirmed_is_held_and_is_no_answer_to_count(folder: OfficeFolder, store: Store, send: Send):
    told = Provenance("w1", AT - timedelta(365), source=SourceKind.CARRIED_FORWARD, origin="rec-0")
    carried = Answer(AnswerState.ANSWERED, told, "Last year's words")
    key = AnswerKey("day_best")
    happened = (*facts(), f.AnswerGiven(AT, "w1", key, carried))
    take_in(folder, store, send(record=record_of(happened), journal=journal_of(happened)).path, AT)
    record = store.record("rec-1")
    assert record is not None
    assert record.by_key[key] == carried
    with sqlite3.connect(folder.path / "office.sqlite") as database:
        found = database.execute("select count(*) from answer where link_id = 'day_best'").fetchone()
    database.close()
    assert found == (0,)


def test_the_receipt_is_what_the_laptop_expects(folder: OfficeFolder, store: Store, send: Send):
    info = send()
    taken = take_in(folder, store, info.path, AT)
    receipt = read_receipt(taken.receipt.read_bytes(), folder.roster)
    expect_receipt(receipt, device="laptop-7", number=1, sha256=info.sha256)
    assert (receipt.office, receipt.received_at) == ("Harbour Council", AT)
    assert taken.receipt == folder.receipts / "laptop-7-1.doorstep-receipt"


def test_the_same_bundle_again_gives_the_same_receipt(folder: OfficeFolder, store: Store, send: Send):
    path = send().path
    first = take_in(folder, store, path, AT)
    page, counted = first.receipt.read_bytes(), rows(folder)
    first.receipt.unlink()
    again = take_in(folder, store, path, AT + timedelta(days=3))
    assert again.duplicate
    assert again.receipt.read_bytes() == page
    assert rows(folder) == counted
    assert take_in(folder, store, send(name="sealed anew").path, AT).duplicate


def test_eight_deliveries_at_once_store_one(folder: OfficeFolder, send: Send):
    path = send().path
    Store.open(folder.database_url).close()

    def deliver(_: int) -> bool:
        store = Store.open(folder.database_url)
        try:
            return take_in(folder, store, path, AT).duplicate
        finally:
            store.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(deliver, range(8))) == [False] + [True] * 7
    assert rows(folder)["bundle"] == 1


def test_other_content_under_the_same_number_is_a_conflict(folder: OfficeFolder, store: Store, send: Send):
    first = take_in(folder, store, send().path, AT)
    other = send(name="fork", **said_otherwise())
    for _ in range(2):
        with pytest.raises(BundleConflictError) as caught:
            take_in(folder, store, other.path, AT)
    assert caught.value.facts == {"device": "laptop-7", "number": 1}
    assert store.record("rec-1") == first.opened.record
    assert [waiting.reason for waiting in store.waiting()] == ["conflict"]
    assert rows(folder) | {"quarantine": 0} == {
        "bundle": 1,
        "record": 1,
        "answer": 7,
        "monitoring": 0,
        "attachment": 1,
        "quarantine": 0,
    }


def chains(store: Store) -> list[Chain]:
    return [bundle.chain for bundle in store.bundles()]


def test_a_missing_bundle_is_seen_until_it_comes(folder: OfficeFolder, store: Store, send: Send):
    first = send(1)
    second = send(2, first.sha256)
    third = send(3, second.sha256)
    take_in(folder, store, first.path, AT)
    assert take_in(folder, store, third.path, AT).stored.chain is Chain.GAP
    assert chains(store) == [Chain.WHOLE, Chain.GAP]
    take_in(folder, store, second.path, AT)
    assert chains(store) == [Chain.WHOLE] * 3


def test_a_first_bundle_that_never_came_is_a_gap(folder: OfficeFolder, store: Store, send: Send):
    assert take_in(folder, store, send(2, "ab" * 32).path, AT).stored.chain is Chain.GAP


def test_a_number_that_was_never_used_is_no_gap(folder: OfficeFolder, store: Store, send: Send):
    first = send(1)
    take_in(folder, store, first.path, AT)
    assert take_in(folder, store, send(3, first.sha256).path, AT).stored.chain is Chain.WHOLE


def test_an_old_copy_of_a_laptop_that_went_on_is_seen(folder: OfficeFolder, store: Store, send: Send):
    take_in(folder, store, send(1).path, AT)
    assert take_in(folder, store, send(2, "ab" * 32).path, AT).stored.chain is Chain.FORK


def test_the_newest_record_is_given_back(folder: OfficeFolder, store: Store, send: Send):
    first = send(1)
    happened = facts(given("day_best", "Changed my mind."), f.RecordSigned(AT, "w1"))
    second = send(2, first.sha256, record=record_of(happened), journal=journal_of(happened))
    take_in(folder, store, second.path, AT)
    take_in(folder, store, first.path, AT)
    assert store.record("rec-1") == record_of(happened)
    assert store.record("rec-2") is None
    assert store.attachment("00" * 32) is None


def test_what_is_refused_leaves_nothing(folder: OfficeFolder, store: Store, send: Send, tmp_path: Path):
    honest = send().path.read_bytes()
    path = tmp_path / "changed.doorstep.age"
    for at in range(0, len(honest), 499):
        changed = bytearray(honest)
        changed[at] ^= 1
        path.write_bytes(changed)
        with pytest.raises((BundleUnreadableError, WrongOfficeError)):
            take_in(folder, store, path, AT)
    path.write_bytes(honest[:-1])
    with pytest.raises(BundleUnreadableError):
        take_in(folder, store, path, AT)
    stranger = MadeOffice(name="Hill Council")
    with pytest.raises(WrongOfficeError):
        take_in(folder, store, stranger.bundle(path).path, AT)
    assert nothing_stored(folder)


def test_a_stranger_leaves_nothing(folder: OfficeFolder, store: Store, tmp_path: Path):
    """A laptop that this office never enrolled, sealing to it by a roster that somebody lent."""
    first, second = folder.identities
    stranger = MadeOffice(sealing=first, escrow=second, device=key("stranger"))
    with pytest.raises(UnknownSignerError, match="not on the roster"):
        take_in(folder, store, stranger.bundle(tmp_path / "stranger.doorstep.age").path, AT)
    assert nothing_stored(folder)


def test_a_signer_whose_time_ran_out_waits_for_a_person(folder: OfficeFolder, store: Store, send: Send):
    path = send().path
    with pytest.raises(UnknownSignerError, match="expired"):
        take_in(folder, store, path, AT + timedelta(days=800))
    assert [(waiting.reason, waiting.at) for waiting in store.waiting()] == [("expired", AT + timedelta(days=800))]
    assert rows(folder) == {"bundle": 0, "record": 0, "answer": 0, "monitoring": 0, "attachment": 0, "quarantine": 1}
    assert not take_in(folder, store, path, AT).duplicate


def test_a_revoked_signer_waits_for_a_person(folder: OfficeFolder, store: Store, send: Send):
    path = send().path
    folder.publish(revoke(folder.roster, "worker:rosa", AT))
    with pytest.raises(UnknownSignerError, match="revoked"):
        take_in(folder, store, path, AT)
    assert [waiting.reason for waiting in store.waiting()] == ["revoked"]


@pytest.mark.parametrize("table", ["record", "answer", "attachment"])
def test_a_database_that_fails_half_way_holds_nothing_of_it(folder: OfficeFolder, store: Store, send: Send, table: str):
    with sqlite3.connect(folder.path / "office.sqlite") as database:
        database.execute(f"create trigger full before insert on {table} begin select raise(fail, 'disk full'); end")
    database.close()
    path = send().path
    with pytest.raises(StorageError) as caught:
        take_in(folder, store, path, AT)
    assert "garden" not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert nothing_stored(folder)
    with sqlite3.connect(folder.path / "office.sqlite") as database:
        database.execute("drop trigger full")
    database.close()
    assert not take_in(folder, store, path, AT).duplicate


def test_a_receipt_that_could_not_be_written_comes_with_the_next_try(folder: OfficeFolder, store: Store, send: Send):
    folder.receipts.write_bytes(b"in the way")
    path = send().path
    with pytest.raises(StorageError):
        take_in(folder, store, path, AT)
    folder.receipts.unlink()
    taken = take_in(folder, store, path, AT)
    assert taken.duplicate
    assert read_receipt(taken.receipt.read_bytes(), folder.roster).number == 1


def test_a_file_that_is_no_database_is_reported(folder: OfficeFolder):
    (folder.path / "office.sqlite").write_bytes(b"not a database, but long enough to look at" * 50)
    with pytest.raises(StorageError):
        Store.open(folder.database_url)


def test_a_bundle_keeps_its_evidence(folder: OfficeFolder, store: Store, send: Send):
    path = send().path
    take_in(folder, store, path, AT)
    with sqlite3.connect(folder.path / "office.sqlite") as database:
        assert database.execute("select sealed from bundle").fetchone() == (path.read_bytes(),)
    database.close()
