"""The stored state of a record is always what its journal says, whatever happened and in whatever order."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.assessment import facts as f
from doorstep.assessment.people import Carer, Person, Supporter
from doorstep.assessment.record import RecordBuilder
from doorstep.errors import AssessmentError
from doorstep.vault.database import Vault
from doorstep.vault.store import Save
from vault import visits
from vault.visits import CARER_LANE, CHEAP, PASSPHRASE, START, Clock, keep, started, whole_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROWS = st.sampled_from(["a", "b", "c", "a/b", '"'])
_PATHS = st.one_of(st.just(()), st.tuples(_ROWS), st.tuples(_ROWS, _ROWS))
_ITEMS = st.sampled_from(["na_one", "na_two"])
_VOICES = st.sampled_from([visits.PERSON, CARER_LANE])
_WHEN = st.datetimes(min_value=START.replace(tzinfo=None), timezones=st.just(START.tzinfo))
_FACTS = st.one_of(
    st.builds(
        lambda item, path, voice, words, at: visits.given(item, words, path=path, voice=voice, at=at),
        *(_ITEMS, _PATHS, _VOICES, st.text(max_size=30), _WHEN),
    ),
    st.builds(
        lambda item, path, voice: f.AnswerCleared(START, "w1", visits.key(item, path, voice)), _ITEMS, _PATHS, _VOICES
    ),
    st.builds(
        lambda item, path, row, at: f.RowAdded(START, "w1", item, path, row, at),
        _ITEMS,
        _PATHS,
        _ROWS,
        st.integers(0, 3),
    ),
    st.builds(
        lambda item, path, row, at: f.RowMoved(START, "w1", item, path, row, at),
        _ITEMS,
        _PATHS,
        _ROWS,
        st.integers(0, 3),
    ),
    st.builds(lambda item, path, row: f.RowRemoved(START, "w1", item, path, row), _ITEMS, _PATHS, _ROWS),
    st.builds(lambda who, name: f.PartyPut(START, "w1", Carer(who, name)), _ROWS, st.text(max_size=9)),
    st.builds(lambda who, name: f.PartyPut(START, "w1", Supporter(who, name)), _ROWS, st.text(max_size=9)),
    st.builds(lambda name: f.PartyPut(START, "w1", Person("p1", name)), st.text(max_size=9)),
    st.builds(lambda which, day: f.VisitPut(START, "w1", f.Visit(which, day)), _ROWS, st.dates(date(2020, 1, 1))),
    st.builds(lambda route: f.RouteChosen(START, "w1", route, "because"), st.sampled_from(f.Route)),
    st.builds(lambda words: f.AddendumAdded(START, "w1", "x", "na_one", words, "corrected"), st.text(max_size=9)),
    st.just(f.RecordSigned(START, "w1", "as agreed")),
    st.just(f.CopyMade(START, "w1", "person", ("day",), "clear", "application/pdf", "c" * 64, "d" * 64)),
    st.builds(lambda number: f.BundleExported(START, "w1", number, "b" * 64), st.integers(1, 3)),
    st.builds(lambda number: f.ReceiptAccepted(START, "w1", number, "b" * 64, START, "office"), st.integers(1, 3)),
    st.builds(f.RecordViewed, _WHEN, st.just("w1")),
)


@pytest.fixture(scope="module")
def shared_vault() -> Iterator[Vault]:
    folder = Path(tempfile.mkdtemp())
    vault = Vault.create(
        folder, PASSPHRASE, clock=Clock(), entropy=secrets.token_bytes, device_name="laptop-7", kdf=CHEAP
    )
    vault._database.run("PRAGMA synchronous = OFF")  # what is asked here is not about the disk
    yield vault
    vault.abandon()
    shutil.rmtree(folder)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=st.lists(_FACTS, max_size=25))
def test_any_history_is_stored_as_it_folds(shared_vault: Vault, facts: list[f.Fact]) -> None:
    record = secrets.token_hex(8)
    builder = RecordBuilder.of(started(record))
    shared_vault._store.commit([Save(record, started(record))])
    for fact in facts:
        try:
            builder.apply(fact)
        except AssessmentError as refused:
            with pytest.raises(type(refused)):
                shared_vault._store.commit([Save(record, (fact,))])
        else:
            shared_vault._store.commit([Save(record, (fact,))])
    assert shared_vault.record(record) == builder.freeze()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE answer SET answer = (SELECT answer FROM answer WHERE link_id = 'na_surgery') WHERE link_id = 'na_day'",
        "DELETE FROM answer WHERE link_id = 'na_day'",
        "UPDATE record SET status = 'in_progress'",
        "UPDATE repeat_rows SET rows = '[]'",
        "DELETE FROM party",
    ],
)
def test_a_state_that_strayed_from_its_journal_is_found(vault: Vault, statement: str) -> None:
    keep(vault, *whole_visit())
    keep(vault, *whole_visit("r2"), record="r2")
    assert vault.differing_records() == ()
    number = vault._database.run("SELECT number FROM record WHERE id = 'r2'")[0][0]
    column = "number" if "record SET" in statement else "record"
    glue = " AND " if "WHERE link_id = 'na_day'" in statement else " WHERE "
    vault._database.run(f"{statement}{glue}{column} = {number}")
    assert vault.differing_records() == ("r2",)


def test_a_record_without_a_journal_is_found(vault: Vault) -> None:
    keep(vault, *started())
    vault._database.run(
        "INSERT INTO record SELECT 99, 'ghost', form, person, route, status, started_at, started_by, changed_at,"
        " last_visit, content_seq, export_seq, due FROM record"
    )
    assert vault.differing_records() == ("ghost",)
