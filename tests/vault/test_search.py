"""Search finds people by any of their names and by what was said, and nothing that is no longer there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doorstep.assessment.answer import ApproximateDate, AttachmentRef, Choices, Contact
from doorstep.assessment.facts import AnswerCleared, PartyPut, RowAdded, RowRemoved
from doorstep.assessment.people import Person
from vault.visits import START, WORKER, given, keep, key, started

if TYPE_CHECKING:
    from doorstep.vault.database import Vault

OTHER = Person("p2", "Zoë Müller", "", None, "987 654 4321")


@pytest.fixture
def two(vault: Vault) -> Vault:
    keep(vault, *started())
    keep(vault, *started("r2", OTHER), record="r2")
    return vault


@pytest.mark.parametrize(
    "words", ["Ann", "ann be", "BELL", "annie", "b", "943 476 5919", "9434765919", "943 4", "Priya", "bell, annie"]
)
def test_a_person_is_found_by_name_number_or_carer(two: Vault, words: str) -> None:
    assert two.search(words)[0] == "r1" if words != "Priya" else "r1" in two.search(words)


@pytest.mark.parametrize("words", ["zoe", "Zoë", "muller", "MÜLLER z"])
def test_accents_do_not_matter(two: Vault, words: str) -> None:
    assert two.search(words) == ("r2",)


@pytest.mark.parametrize("words", ["", "  ", "!?", "nobody", "annie müller", "ell", '"', "* OR *", "NEAR(", "Ann -"])
def test_what_is_not_there_is_not_found_and_nothing_breaks(two: Vault, words: str) -> None:
    assert two.search(words) in ((), ("r1",))
    if words != "Ann -":
        assert two.search(words) == ()


def test_a_worker_is_in_every_record_and_so_finds_none(two: Vault) -> None:
    assert two.search(WORKER.name) == ()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("The cat insists on breakfast", "breakf cat"),
        (Choices(("often", "=Mr Okoro"), {"often": "with the stairs"}), "okoro stairs"),
        (Contact("Dr Shah", "GP", "Elm Surgery", "01632 960001"), "elm 960001"),
        (ApproximateDate(words="the summer the pier burned"), "pier"),
        (AttachmentRef("a" * 64, "image/png", 1, 1, 1, "ramp by the door"), "ramp"),
    ],
)
def test_words_of_every_kind_of_answer_are_found(two: Vault, value: object, words: str) -> None:
    keep(two, given("na_any", value), record="r2")  # type: ignore[arg-type]
    assert two.search(words) == ("r2",)
    assert two.search(f"zoe {words}") == ("r2",)
    assert two.search(f"annie {words}") == ()


def test_codes_are_no_words(two: Vault) -> None:
    keep(two, given("na_any", Choices(("sometimes",))))
    assert two.search("sometimes") == ()


def test_what_was_replaced_cleared_or_removed_is_found_no_more(two: Vault) -> None:
    keep(two, given("na_any", "lighthouse"))
    keep(two, given("na_any", "windmill"))
    assert (two.search("lighthouse"), two.search("windmill")) == ((), ("r1",))
    keep(two, AnswerCleared(START, "w1", key("na_any")))
    assert two.search("windmill") == ()
    keep(two, RowAdded(START, "w1", "na_people", (), "x", 0), given("na_name", "Grace", path=("x",)))
    keep(two, RowRemoved(START, "w1", "na_people", (), "x"))
    assert two.search("grace") == ()
    keep(two, PartyPut(START, "w1", Person("p1", "Ann Dunmore")))
    assert (two.search("annie"), two.search("dunmore")) == ((), ("r1",))


def test_what_was_found_is_read_without_all_the_others(two: Vault) -> None:
    assert two.records(two.search("Zoë")) == tuple(line for line in two.records() if line.id == "r2")
    assert two.records(()) == ()


def test_the_list_does_not_walk_the_journal(two: Vault) -> None:
    """Exports and receipts are read through the index of milestones, however long the journal is."""
    asked = list[str]()
    two._database._opened.set_trace_callback(asked.append)
    two.records()
    two._database._opened.set_trace_callback(None)
    (statement,) = (sql for sql in asked if "FROM journal" in sql)
    plan = " ".join(row[3] for row in two._database.run(f"EXPLAIN QUERY PLAN {statement}"))
    assert "journal_milestones" in plan
