"""The writer keeps its word: nothing waits for the disk, nothing is called saved too early, nothing is dropped."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from doorstep.assessment.facts import RowAdded, RowRemoved
from doorstep.errors import RecordFrozenError, StorageError, VaultDamagedError, WriterEndedError
from doorstep.vault.store import Save
from doorstep.vault.writer import SaveState, Writer
from vault.visits import START, Clock, given, keep, key, started, whole_visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from doorstep.vault.database import Vault

SOON = 20.0
"""Seconds that nothing here takes; a failing test gives up after them."""


class SlowStore:
    """A store whose disk does one commit each time it is let go on."""

    def __init__(self) -> None:
        self.kept: list[list[Save]] = []
        self.failures: list[Exception] = []
        self.recoveries: list[bool | Exception] = []
        self.reached = threading.Semaphore(0)
        self.go_on = threading.Semaphore(0)

    def commit(self, saves: Sequence[Save]) -> None:
        self.reached.release()
        assert self.go_on.acquire(timeout=SOON)
        if self.failures:
            raise self.failures.pop(0)
        self.kept.append(list(saves))

    def recover(self) -> bool:
        found = self.recoveries.pop(0) if self.recoveries else False
        if isinstance(found, Exception):
            raise found
        return found

    def let_go(self) -> None:
        """Let everything be committed without waiting from now on."""
        for _ in range(1_000):
            self.go_on.release()


@pytest.fixture
def store() -> SlowStore:
    return SlowStore()


@pytest.fixture
def writer(store: SlowStore, clock: Clock) -> Iterator[Writer]:
    made = Writer(store, clock, delays=(0.001,))
    yield made
    store.let_go()
    made.abandon()


def wait_for(condition: Callable[[], bool]) -> None:
    """Look until a condition holds; a failing test gives up."""
    pause, tries = threading.Event(), range(int(SOON * 1_000))
    assert any(condition() or pause.wait(0.001) for _ in tries)


def words(count: int) -> Save:
    return Save("r1", drafts={key("na_day"): "x" * count})


def test_handing_over_does_not_wait_and_is_not_called_saved(writer: Writer, store: SlowStore, clock: Clock) -> None:
    writer.submit(words(1))
    assert store.reached.acquire(timeout=SOON)
    # the disk is busy with the first one, for as long as we like
    for count in range(2, 100):
        writer.submit(words(count))
    assert writer.state() == SaveState(None, 99)
    assert not writer.flush(0.01)
    before = clock.now
    store.let_go()
    assert writer.flush(SOON)
    state = writer.state()
    assert (state.pending, state.error, state.retrying) == (0, None, False)
    assert state.saved_at is not None
    assert state.saved_at > before


def test_what_came_while_busy_is_merged_in_order(writer: Writer, store: SlowStore) -> None:
    saves = [words(count) for count in range(1, 50)]
    writer.submit(saves[0])
    assert store.reached.acquire(timeout=SOON)
    for save in saves[1:]:
        writer.submit(save)
    store.let_go()
    assert writer.flush(SOON)
    assert store.kept == [saves[:1], saves[1:]]


def test_a_failing_disk_loses_nothing_and_says_so(writer: Writer, store: SlowStore) -> None:
    store.failures = [StorageError(what="full"), StorageError(what="full")]
    saves = [words(count) for count in range(1, 4)]
    writer.submit(saves[0])
    for _ in range(2):
        assert store.reached.acquire(timeout=SOON)
        store.go_on.release()
    assert store.reached.acquire(timeout=SOON)  # the third try has begun
    assert writer.state() == SaveState(None, 1, "vault.storage", retrying=True)
    for save in saves[1:]:
        writer.submit(save)
    store.let_go()
    assert writer.flush(SOON)
    assert store.kept == [saves[:1], saves[1:]]
    assert writer.state().error is None
    assert not writer.state().retrying


def test_a_commit_that_arrived_although_it_failed_is_not_done_twice(writer: Writer, store: SlowStore) -> None:
    store.failures = [StorageError(what="input or output")]
    store.recoveries = [True]
    store.let_go()
    writer.submit(words(1))
    assert writer.flush(SOON)
    assert store.kept == []
    writer.submit(words(2))
    assert writer.flush(SOON)
    assert store.kept == [[words(2)]]


def test_a_database_that_cannot_be_reopened_yet_is_tried_again(writer: Writer, store: SlowStore) -> None:
    store.failures = [StorageError(what="input or output"), StorageError(what="closed")]
    store.recoveries = [VaultDamagedError(file="vault.db", what="structure"), False]
    store.let_go()
    writer.submit(words(1))
    assert writer.flush(SOON)
    assert store.kept == [[words(1)]]


def test_a_flush_does_not_sit_out_the_pause_between_tries(store: SlowStore, clock: Clock) -> None:
    writer = Writer(store, clock, delays=(SOON * 100,))
    store.failures = [StorageError(what="full")]
    store.let_go()
    writer.submit(words(1))
    wait_for(lambda: writer.state().retrying)
    assert writer.flush(SOON)
    assert store.kept == [[words(1)]]
    assert writer.stop(SOON)


def test_stopping_saves_what_is_queued_and_takes_nothing_more(writer: Writer, store: SlowStore) -> None:
    store.let_go()
    for count in range(1, 20):
        writer.submit(words(count))
    assert writer.stop(SOON)
    assert [save for batch in store.kept for save in batch] == [words(count) for count in range(1, 20)]
    with pytest.raises(WriterEndedError):
        writer.submit(words(20))


def test_stopping_gives_up_on_a_dead_disk_without_dropping_anything(writer: Writer, store: SlowStore) -> None:
    writer.submit(words(1))
    assert not writer.stop(0.01)
    assert writer.state().pending == 1
    store.let_go()
    assert writer.stop(SOON)
    assert store.kept == [[words(1)]]


def test_one_refused_save_does_not_take_the_others_with_it(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(vault, *started())
    keep(vault, *whole_visit("r2"), record="r2")
    gate = threading.Event()
    real = vault._store.commit

    def commit(saves: Sequence[Save]) -> None:
        assert gate.wait(SOON)
        real(saves)

    monkeypatch.setattr(vault._store, "commit", commit)
    vault.writer.submit(Save("r1", (given("na_one", "first"),)))
    vault.writer.submit(Save("r1", (given("na_two", "second"),)))
    vault.writer.submit(Save("r2", (given("na_day", "after the signature"),)))
    vault.writer.submit(Save("r1", (given("na_three", "third"),)))
    gate.set()
    assert not vault.writer.flush(SOON)
    told = {entry.key.link_id: entry.answer.value for entry in vault.record("r1").answers}
    assert told == {"na_one": "first", "na_two": "second", "na_three": "third"}
    state = vault.writer.state()
    assert (state.pending, state.error) == (1, "vault.refused")
    vault.verify_chain()
    vault.close()


def test_a_fault_of_ours_is_not_silent(store: SlowStore, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    hook: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", hook.append)
    writer = Writer(store, clock, delays=(0.001,))
    store.failures = [TypeError("a mistake")]
    store.let_go()
    writer.submit(words(1))
    assert not writer.flush(0.5)
    writer._thread.join(SOON)
    assert writer.state() == SaveState(None, 1, "vault.writer_ended")
    with pytest.raises(WriterEndedError):
        writer.submit(words(2))
    assert len(hook) == 1


# ---- with a real database


def test_a_really_full_disk_is_survived(vault: Vault) -> None:
    keep(vault, *started())
    pages = vault._database.run("PRAGMA page_count")[0][0]
    vault._database.run(f"PRAGMA max_page_count = {pages}")
    long_words = "The cat insists. " * 5_000
    vault.writer.submit(Save("r1", (given("na_day", long_words),), {key("na_night"): "and then"}))
    vault.writer.submit(Save("r1", (given("na_more", "afterwards"),)))
    seen = set[str | None]()
    while not vault.writer.flush(0.01):  # the fresh connection has room again
        seen.add(vault.writer.state().error)
    assert vault.writer.state().error is None
    told = {entry.key.link_id: entry.answer.value for entry in vault.record("r1").answers}
    assert told == {"na_day": long_words, "na_more": "afterwards"}
    assert vault.differing_records() == ()
    vault.verify_chain()
    assert "vault.storage" in seen


def test_a_connection_that_dies_is_replaced(vault: Vault) -> None:
    keep(vault, *started())
    vault._database._opened.close()
    vault._database._opened = None
    with pytest.raises(StorageError):
        vault.record("r1")
    keep(vault, given("na_day", "after all"))
    assert vault.record("r1").by_key[key("na_day")].value == "after all"


def test_a_real_commit_that_arrived_although_it_failed_stands_once(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(vault, *started())
    real = vault._database.transaction
    _fail_after(real, vault, monkeypatch)
    keep(vault, given("na_day", "once"))
    answers = [entry for entry in vault.journal("r1") if entry.kind == "answer"]
    assert len(answers) == 1
    keep(vault, given("na_day", "twice"))
    vault.verify_chain()


def _fail_after(real: Callable[[], object], vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the next COMMIT reach the disk and then be reported as failed."""
    left = [1]
    run = vault._database.run

    def failing(sql: str, *values: object) -> object:
        told = run(sql, *values)
        if sql == "COMMIT" and left[0]:
            left[0] -= 1
            raise StorageError(what="input or output")
        return told

    monkeypatch.setattr(vault._database, "run", failing)


def test_a_draft_goes_when_its_answer_comes(vault: Vault) -> None:
    field, other = key("na_day"), key("na_night")
    vault.writer.submit(Save("r1", started(), {field: "I get u", other: "I sleep"}))
    vault.writer.submit(Save("r1", drafts={field: "I get up at six"}))
    assert vault.writer.flush(SOON)
    assert {at: draft.text for at, draft in vault.drafts("r1").items()} == {field: "I get up at six", other: "I sleep"}
    keep(vault, given("na_day", "I get up at six"))
    assert set(vault.drafts("r1")) == {other}
    vault.writer.submit(Save("r1", dropped_drafts=(other,)))
    assert vault.writer.flush(SOON)
    assert vault.drafts("r1") == {}


def test_an_answer_and_the_end_of_its_draft_are_one_step(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the one is not kept, the other is not lost."""
    field = key("na_day")
    vault.writer.submit(Save("r1", started(), {field: "I get up at six"}))
    assert vault.writer.flush(SOON)
    run = vault._database.run

    def failing(sql: str, *values: object) -> object:
        if sql == "COMMIT":
            raise StorageError(what="full")
        return run(sql, *values)

    with monkeypatch.context() as full:
        full.setattr(vault._database, "run", failing)
        with pytest.raises(StorageError):
            vault._store.commit([Save("r1", (given("na_day", "I get up at six"),))])
    assert vault.drafts("r1")[field].text == "I get up at six"
    assert vault.record("r1").answers == ()


@pytest.mark.parametrize("merged", [True, False])
def test_the_last_word_of_a_field_wins(vault: Vault, merged: bool) -> None:
    field = key("na_day")
    saves = [
        Save("r1", started()),
        Save("r1", drafts={field: "one"}),
        Save("r1", (given("na_day", "one"),)),
        Save("r1", drafts={field: "one and two"}),
    ]
    for batch in [saves] if merged else [[save] for save in saves]:
        vault._store.commit(batch)
    assert {at: draft.text for at, draft in vault.drafts("r1").items()} == {field: "one and two"}


def test_the_typing_in_a_row_goes_with_the_row(vault: Vault) -> None:
    inside, outside = key("na_name", ("row1", "inner")), key("na_name", ("row2",))
    keep(vault, *started(), *(RowAdded(START, "w1", "na_people", (), row, 0) for row in ("row1", "row2")))
    vault.writer.submit(Save("r1", drafts={inside: "Gra", outside: "Bo"}))
    keep(vault, RowRemoved(START, "w1", "na_people", (), "row1"))
    assert set(vault.drafts("r1")) == {outside}


def test_a_row_that_comes_back_keeps_what_is_typed_in_it_then(vault: Vault) -> None:
    """Removed, brought back by undo, and typed in again, all while the disk was busy with something else."""
    field = key("na_name", ("row1",))
    vault._store.commit(
        [
            Save("r1", (*started(), RowAdded(START, "w1", "na_people", (), "row1", 0)), {field: "Gra"}),
            Save("r1", (RowRemoved(START, "w1", "na_people", (), "row1"),)),
            Save("r1", (RowAdded(START, "w1", "na_people", (), "row1", 0),)),
        ]
    )
    assert vault.drafts("r1") == {}
    vault._store.commit(
        [
            Save("r1", (RowRemoved(START, "w1", "na_people", (), "row1"),)),
            Save("r1", (RowAdded(START, "w1", "na_people", (), "row1", 0),), {field: "Grace"}),
        ]
    )
    assert vault.drafts("r1")[field].text == "Grace"


def test_a_refused_batch_leaves_nothing_behind(vault: Vault) -> None:
    keep(vault, *whole_visit())
    with pytest.raises(RecordFrozenError):
        vault._store.commit([Save("r9", started("r9")), Save("r1", (given("na_day", "late"),))])
    assert [summary.id for summary in vault.records()] == ["r1"]
    keep(vault, *started("r9"), record="r9")
    vault.verify_chain()
