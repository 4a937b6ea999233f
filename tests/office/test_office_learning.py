"""The learning summary counts people by what was ticked, and tells nothing that anybody said or is called (TB-25)."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.assessment import facts as f
from doorstep.assessment.answer import (
    PERSON,
    WORKER,
    Answer,
    AnswerKey,
    AnswerState,
    ApproximateDate,
    Choices,
    Contact,
    Provenance,
    Value,
    Voice,
)
from doorstep.assessment.people import Carer, Person, Worker
from doorstep.assessment.record import Record, RecordBuilder
from doorstep.definition.model import AnswerOption, FormDefinition, Item, ItemType, Section, Speaker
from doorstep.office.cli import main
from doorstep.office.intake import take_in
from doorstep.office.learning import Summary, Theme, as_csv, as_json, summarise
from doorstep.office.messages import Exit
from doorstep.office.suppression import FEWEST
from vectors.making import AT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from doorstep.bundle.writer import BundleInfo
    from doorstep.office.folder import OfficeFolder
    from doorstep.office.store import Store

MADE_ON = date(2026, 11, 2)


def options(*codes: str) -> tuple[AnswerOption, ...]:
    return tuple(AnswerOption(code, code.capitalize(), detail="Which?") for code in codes)


def form(name: str = "needs-assessment") -> FormDefinition:
    """Return a form with one question of every kind that could leak."""
    topic = Item("in_given.topic", ItemType.SINGLE_CHOICE, "Topic", options=options("charges", "advocacy"))
    about = Item("di_items.about", ItemType.SINGLE_CHOICE, "About", options=options("decision", "money"))
    words = Item("di_items.in_their_words", ItemType.LONG_TEXT, "In their words")
    everyone = (Speaker.PERSON, Speaker.WORKER)
    asked = (
        Item("ab_full_name", ItemType.TEXT, "What is your full name?"),
        Item("ab_dob", ItemType.DATE, "When were you born?"),
        Item("ab_gp", ItemType.CONTACT, "Who is your doctor?"),
        Item("el_decision", ItemType.SINGLE_CHOICE, "Decision", options=options("eligible", "not_eligible")),
        Item("wb_most", ItemType.MULTI_CHOICE, "What matters most?", options=options("home", "safe"), voices=everyone),
        Item("oc_toilet_helpers", ItemType.MULTI_CHOICE, "Who helps?", options_from=("ab_full_name",)),
        Item("oc_toilet_unable", ItemType.SINGLE_CHOICE, "Unable?", options=options("able", "unable")),
        Item("el_unmet", ItemType.LONG_TEXT, "Needs with no fitting service here"),
        Item("in_given", ItemType.REPEAT_GROUP, "Information", items=(topic,)),
        Item("di_items", ItemType.REPEAT_GROUP, "What is it?", items=(about, words)),
    )
    ethnicity = Item("eq_ethnicity", ItemType.SINGLE_CHOICE, "Ethnic group", options=options("caribbean", "roma"))
    sections = (
        Section("S01", "all", "All", asked, "All"),
        Section("S09E", "counting", "Counting", (ethnicity,), "Counting", monitoring=True),
    )
    return FormDefinition(name, "Needs assessment", "1", "en-GB", sections, digest="d" * 64)


FORM = form()
REFERENCE = f.FormReference(FORM.form, FORM.version, FORM.digest)


def said(link_id: str, value: Value, path: tuple[str, ...] = (), voice: Voice = PERSON) -> f.AnswerGiven:
    return f.AnswerGiven(AT, "w1", AnswerKey(link_id, path, voice), Answer(AnswerState.ANSWERED, _from(), value))


def _from() -> Provenance:
    return Provenance("w1", AT)


def record(number: int, *facts: f.Fact, person: str = "", days: int = 0, form_name: str = "") -> Record:
    reference = f.FormReference(form_name or FORM.form, FORM.version, FORM.digest)
    whose = Person(person or f"p{number}", f"zq-name-{number}", f"zq-called-{number}", date(1941, 3, 9), "943 476 5919")
    at = AT + timedelta(days=days)
    started = f.RecordStarted(at, "w1", f"rec-{number}", reference, whose, f.Route.FULL)
    return RecordBuilder.of((started, f.PartyPut(at, "w1", Worker("w1", "zq-worker")), *facts)).freeze()


def decided(number: int, code: str, **more: str) -> Record:
    return record(number, said("el_decision", Choices((code,))), **more)


def summary(*records: Record) -> Summary:
    return summarise(((each, FORM) for each in records), MADE_ON)


def cells(found: Summary, question: str) -> dict[str, int | None]:
    (table,) = [table for table in found.tables if table.question == question]
    return {cell.code: cell.people for cell in table.cells}


def test_people_are_counted_by_what_was_ticked() -> None:
    found = summary(*(decided(number, "eligible" if number < 30 else "not_eligible") for number in range(50)))
    assert cells(found, "el_decision") == {"eligible": 30, "not_eligible": 20, "several": 0, "no_answer": 0}
    assert cells(found, "people") == {"people": 50}
    assert cells(found, "route")["full"] == 50
    assert cells(found, "signed")["not_signed"] == 50


def test_a_small_number_is_hidden_with_another_beside_it() -> None:
    found = summary(*(decided(number, "eligible" if number < 47 else "not_eligible") for number in range(50)))
    assert cells(found, "el_decision") == {"eligible": None, "not_eligible": None, "several": 0, "no_answer": 0}


def test_nine_people_are_nobody() -> None:
    assert summary(*(decided(number, "eligible") for number in range(9))).tables == ()
    assert summary(*(decided(number, "eligible") for number in range(10))).tables != ()


def test_a_person_counts_once_with_the_newest_record() -> None:
    old = [decided(number, "not_eligible", person=f"p{number}") for number in range(20)]
    new = [
        record(100 + number, said("el_decision", Choices(("eligible",))), person=f"p{number}", days=400)
        for number in range(20)
    ]
    assert cells(summary(*new, *old), "el_decision")["eligible"] == 20
    assert cells(summary(*old, *old), "people") == {"people": 20}


def test_every_theme_has_its_table() -> None:
    def whole(number: int) -> Record:
        rows = [f.RowAdded(AT, "w1", repeat, (), "r1", 0) for repeat in ("in_given", "di_items")]
        return record(
            number,
            *rows,
            said("in_given.topic", Choices(("charges",)), ("r1",)),
            said("di_items.about", Choices(("money",)), ("r1",)),
            said("wb_most", Choices(("home",))),
            said("wb_most", Choices(("safe",)), voice=WORKER),
            said("oc_toilet_unable", Choices(("unable",))),
            said("el_unmet", "zq-unmet"),
            said("eq_ethnicity", Choices(("roma",))),
        )

    found = summary(*map(whole, range(20)))
    told = {table.theme for table in found.tables}
    assert told >= {Theme.NEEDS, Theme.UNMET, Theme.DISAGREEMENTS, Theme.INFORMATION, Theme.COUNTING, Theme.TIMINGS}
    assert cells(found, "in_given.topic=charges") == {"ticked": 20, "not_ticked": 0}
    assert cells(found, "di_items.about=money")["ticked"] == 20
    assert cells(found, "wb_most=home")["ticked"] == cells(found, "wb_most=safe")["ticked"] == 20
    assert cells(found, "el_unmet") == {"ticked": 20, "not_ticked": 0}
    assert cells(found, "eq_ethnicity")["roma"] == 20


def test_feedback_is_counted_whole() -> None:
    listened = Item("fb_listened", ItemType.SCALE, "Did we listen?", options=options("0", "4"))
    feedback = FormDefinition("feedback", "Feedback", "1", "en-GB", (Section("S01", "how", "How", (listened,), "How"),))
    records = [record(n, said("fb_listened", Choices(("4",))), form_name="feedback") for n in range(20)]
    found = summarise(((each, feedback) for each in records), MADE_ON)
    assert cells(found, "fb_listened")["4"] == 20


NEEDLE = st.text("abcdefghijklmnop", min_size=6, max_size=12).map(lambda text: f"zq{text}zq")
NHS = "943 476 5919"


@st.composite
def people(draw: st.DrawFn) -> list[Record]:
    """Draw enough people to be told of, who say secrets in every place that takes words."""
    secret = draw(NEEDLE)
    number_of_people = draw(st.integers(FEWEST, 24))
    found = []
    for number in range(number_of_people):
        code = draw(st.sampled_from(("eligible", "not_eligible")))
        repeat = [f.RowAdded(AT, "w1", "di_items", (), secret, 0)]
        found.append(
            record(
                number,
                f.PartyPut(AT, "w1", Carer(f"c{number}", secret, secret, NHS, secret)),
                f.RouteChosen(AT, "w1", f.Route.FULL, secret),
                f.VisitPut(AT, "w1", f.Visit(secret, AT.date(), secret, secret)),
                f.JotNoted(AT, "w1", "j1", secret),
                *repeat,
                said("ab_full_name", secret),
                said("ab_dob", ApproximateDate(1941, 3, 9, words=secret)),
                said("ab_gp", Contact(secret, secret, secret, secret, secret, secret)),
                said("el_decision", Choices((code,), {code: secret})),
                said("wb_most", Choices(("home",), {"home": secret})),
                said("oc_toilet_helpers", Choices((f"={secret}",))),
                said("oc_toilet_unable", Choices((f"={secret}",))),
                said("el_unmet", secret),
                said("di_items.about", Choices(("money",)), (secret,)),
                said("di_items.in_their_words", secret, (secret,)),
                f.RecordSigned(AT, "w1", secret),
                f.AddendumAdded(AT, "w1", "a1", "", secret, secret),
            )
        )
    return found


@pytest.mark.serves("TB-25")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(people())
def test_no_word_name_date_of_birth_or_number_ever_comes_out(records: list[Record]) -> None:
    found = summary(*records)
    assert found.tables, "the control: there is something to tell"
    for out in (as_json(found).decode(), as_csv(found).decode()):
        for secret in ("zq", "1941", NHS, NHS.replace(" ", ""), "9 March", "rec-", '"p1"'):
            assert secret not in out


def test_the_needles_would_be_found_if_words_were_counted() -> None:
    """The control of the test above: what it looks for is in the records."""
    drawn = record(1, said("el_unmet", "zqsecretzq"))
    assert "zq" in str(drawn)
    assert "1941" in str(drawn) or drawn.person.born == date(1941, 3, 9)


def test_a_table_reads_as_json_and_as_csv() -> None:
    found = summary(*(decided(number, "eligible" if number < 47 else "not_eligible") for number in range(50)))
    told = json.loads(as_json(found))
    assert (told["made_on"], told["fewest"], told["rounded_to"]) == ("2026-11-02", 10, 5)
    lines = list(csv.DictReader(io.StringIO(as_csv(found).decode())))
    (hidden,) = [line for line in lines if (line["question"], line["answer"]) == ("el_decision", "eligible")]
    assert (hidden["people"], hidden["of_people"]) == ("", "50")


@pytest.mark.serves("TB-25")
def test_the_command_is_off_until_the_organisation_turns_it_on(
    folder: OfficeFolder,
    store: Store,
    send: Callable[..., BundleInfo],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    take_in(folder, store, send().path, AT)
    out = tmp_path / "summary.json"
    command = ["--office", str(folder.path), "learning", "--out", str(out)]
    assert main(command, lambda: AT) == Exit.LEARNING_OFF
    assert "office.toml" in capsys.readouterr().err
    assert not out.exists()
    (folder.path / "office.toml").write_text('learning_summary = "yes"\n')
    assert main(command, lambda: AT) == Exit.LEARNING_OFF
    (folder.path / "office.toml").write_text("learning_summary = true\n")
    assert main(command, lambda: AT) == Exit.OK
    assert json.loads(out.read_bytes())["tables"] == [], "one person is too few to tell of"
    assert main([*command[:-1], str(tmp_path / "summary.csv")], lambda: AT) == Exit.OK
    assert (tmp_path / "summary.csv").read_text().startswith("theme,form,")


def test_only_the_newest_of_a_record_is_read(
    folder: OfficeFolder, store: Store, send: Callable[..., BundleInfo]
) -> None:
    first = send()
    take_in(folder, store, first.path, AT)
    take_in(folder, store, send(2, first.sha256).path, AT + timedelta(days=1))
    ((newest, definition),) = store.newest_records()
    assert newest == store.record("rec-1")
    assert definition.form == "small"
