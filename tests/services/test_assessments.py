"""From the first passphrase to the next morning: what was told is kept, and nothing waits for the disk."""

from __future__ import annotations

import datetime as dt
import io
import threading
from typing import TYPE_CHECKING

import pytest
from PIL import ExifTags, Image

from doorstep.assessment.answer import PERSON, WORKER, AnswerKey, AnswerState, ApproximateDate, Choices, Voice
from doorstep.assessment.facts import RecordViewed, Route, Visit, decode_fact
from doorstep.assessment.people import Carer, Person
from doorstep.assessment.record import RecordStatus
from doorstep.definition.model import Speaker, Visibility
from doorstep.errors import (
    AttachmentError,
    StorageError,
    UnknownItemError,
    VaultDamagedError,
    VaultExistsError,
    VaultInUseError,
    WeakPassphraseError,
    WrongPassphraseError,
)
from doorstep.services import assessments
from doorstep.services.assessments import Whereabouts
from doorstep.vault.cipher import CipherFile
from doorstep.vault.store import Store
from services.profiles import JEAN, PASSPHRASE, ROSA

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.services.assessments import OpenAssessment
    from doorstep.services.unlock import Profile
    from doorstep.services.workspace import Workspace
    from services.profiles import Clock

HABITS = AnswerKey("ls_habits")
DAWN = Carer(id="dawn", name="Dawn Alder", relationship="daughter")


def _photo() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (51.0, 30.0, 12.0)})
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "JPEG", exif=exif)
    return out.getvalue()


def _fill(assessment: OpenAssessment) -> None:
    """Three voices, a row, a gap, a class, a date, a photo, an undo."""
    assessment.put_visit(Visit("v1", dt.date(2026, 10, 6), "10:30", present=("jean", "dawn", "rosa")))
    assessment.put_party(DAWN)
    assessment.answer("ls_habits", "A walk round the harbour before breakfast")
    assessment.answer("oc_nutrition_now", "She leaves the pan on", voice=Voice(Speaker.CARER, "dawn"))
    assessment.answer("oc_nutrition_now", "Two meals a day", voice=WORKER)
    assessment.answer("na_visit_date", ApproximateDate(2026, 10, 6))
    assessment.set_visibility(AnswerKey("oc_nutrition_now", (), Voice(Speaker.CARER, "dawn")), Visibility.SHARE)
    assessment.leave_gap("ais_best_way", AnswerState.CHOSE_NOT_TO_SAY, reason="tired")
    row = assessment.add_row("pe_ecomap").facts[0].row
    assessment.answer("pe_ecomap.name", "Dawn", path=(row,))
    assessment.answer("ab_address", "12 Quay Street")
    assessment.undo()


def test_a_new_laptop_has_no_vault_and_then_one(profile: Profile, workspace: Workspace) -> None:
    assert profile.exists()
    assert workspace.worker == ROSA
    assert workspace.assessments.list() == ()
    assert workspace.interruption is None
    workspace.close()
    with pytest.raises(VaultExistsError):
        profile.create(PASSPHRASE, ROSA)
    profile.open(PASSPHRASE).close()


def test_before_the_first_start_there_is_nothing(profile: Profile) -> None:
    assert not profile.exists()


def test_a_weak_passphrase_makes_no_vault(profile: Profile) -> None:
    with pytest.raises(WeakPassphraseError):
        profile.create("password1", ROSA)
    assert not profile.exists()


def test_a_suggested_passphrase_is_strong_and_never_the_same(profile: Profile) -> None:
    one, other = profile.suggest_passphrase(), profile.suggest_passphrase()
    assert one != other
    assert len(one.split()) == 6
    assert profile.strength(one).reason is None
    assert profile.strength("password").reason is not None


def test_the_worker_is_known_again_and_a_wrong_passphrase_opens_nothing(profile: Profile, workspace: Workspace) -> None:
    workspace.close()
    with pytest.raises(WrongPassphraseError):
        profile.open("harbour violet spoon candle thunder cap")
    again = profile.open(PASSPHRASE)
    assert again.worker == ROSA
    again.close()


def test_another_passphrase_can_take_over(profile: Profile, workspace: Workspace) -> None:
    workspace.change_passphrase(PASSPHRASE, "lantern copper meadow slow bridge nine")
    workspace.close()
    with pytest.raises(WrongPassphraseError):
        profile.open(PASSPHRASE)
    profile.open("lantern copper meadow slow bridge nine").close()


def test_what_was_told_is_the_same_the_next_morning(profile: Profile, workspace: Workspace, clock: Clock) -> None:
    assessment = workspace.assessments.start(JEAN)
    _fill(assessment)
    told = assessment.freeze()
    assert len(told.answers) >= 6
    workspace.close()

    clock.move(days=1)
    again = profile.open(PASSPHRASE)
    found = again.assessments.open(assessment.record_id)
    assert found.freeze() == told
    assert found.definition == assessment.definition
    assert found.state.person == JEAN
    again.close()


def test_the_journal_is_exactly_the_record(workspace: Workspace) -> None:
    assessment = workspace.assessments.start(JEAN)
    _fill(assessment)
    record, definition, entries = workspace.assessments.with_journal(assessment.record_id)
    assert record == assessment.freeze()
    assert definition.digest == record.form.digest
    assert len(entries) > len(record.answers)


def test_the_list_says_who_how_far_and_where(workspace: Workspace, clock: Clock) -> None:
    first = workspace.assessments.start(JEAN, Route.URGENT_FIRST)
    clock.move(minutes=5)
    second = workspace.assessments.start(Person(id="", name="Tom Birch"))
    clock.move(minutes=5)
    _fill(first)
    first.answer("na_decision_due", ApproximateDate(2026, 11, 3))
    workspace.assessments.settle()
    top, below = workspace.assessments.list()
    assert (top.record_id, top.called, top.route) == (first.record_id, "Jean", Route.URGENT_FIRST)
    assert (top.status, top.whereabouts) == (RecordStatus.IN_PROGRESS, Whereabouts.ONLY_HERE)
    assert top.last_visit == dt.date(2026, 10, 6)
    assert [due.day for due in top.due] == [dt.date(2026, 11, 3)]
    assert top.due[0].words == first.definition.item("na_decision_due").text
    assert below.record_id == second.record_id
    assert second.state.person.id


def test_a_promise_in_a_row_is_told_in_the_words_of_the_row(workspace: Workspace) -> None:
    assessment = workspace.assessments.start(JEAN)
    (row,) = [fact.row for fact in assessment.add_row("nx_steps").facts]
    assessment.answer("nx_steps.by_when", ApproximateDate(2026, 11, 3), path=(row,), voice=WORKER)
    workspace.assessments.settle()
    assert [due.words for due in workspace.assessments.list()[0].due] == ["What happens next"]
    assessment.answer("nx_steps.what", "Ring the falls team", path=(row,), voice=WORKER)
    assessment.answer("nx_steps.by_when", ApproximateDate(2026, 11, 4), path=(row,), voice=WORKER)
    workspace.assessments.settle()
    assert [due.words for due in workspace.assessments.list()[0].due] == ["Ring the falls team"]


def test_search_finds_names_and_words_of_answers(workspace: Workspace) -> None:
    assessment = workspace.assessments.start(JEAN)
    workspace.assessments.start(Person(id="tom", name="Tom Birch"))
    _fill(assessment)
    workspace.assessments.settle()
    assert [line.name for line in workspace.assessments.list("harbour")] == ["Jean Alder"]
    assert [line.name for line in workspace.assessments.list("birch")] == ["Tom Birch"]
    assert workspace.assessments.list("nobody") == ()
    assert len(workspace.assessments.list("  ")) == 2


def test_a_record_is_open_once(workspace: Workspace) -> None:
    assessment = workspace.assessments.start(JEAN)
    assert workspace.assessments.open(assessment.record_id) is assessment


def test_that_a_record_was_looked_at_is_journalled(profile: Profile, workspace: Workspace) -> None:
    record_id = workspace.assessments.start(JEAN).record_id
    workspace.close()
    again = profile.open(PASSPHRASE)
    again.assessments.open(record_id)
    again.assessments.leave(record_id)
    again.assessments.open(record_id)
    _, _, entries = again.assessments.with_journal(record_id)
    views = [fact for fact in (decode_fact(entry.fact) for entry in entries) if isinstance(fact, RecordViewed)]
    assert [fact.by for fact in views] == ["rosa", "rosa"]
    again.close()


# typing


def test_half_a_sentence_is_there_after_the_battery_died(profile: Profile, workspace: Workspace, clock: Clock) -> None:
    assessment = workspace.assessments.start(JEAN)
    assessment.remember_place("ls_habits", (), PERSON, 14)
    assessment.type_draft(HABITS, "A walk round t")
    workspace.assessments.settle()
    workspace.abandon()  # no proper end, as when the battery dies

    again = profile.open(PASSPHRASE)
    left = again.interruption
    assert left is not None
    assert (left.record_id, left.called, left.link_id) == (assessment.record_id, "Jean", "ls_habits")
    assert left.drafts == {"ls_habits@person": "A walk round t"}
    assert left.saved_at == clock.now
    assert left.lost_saves == 0
    found = again.assessments.open(assessment.record_id)
    assert dict(found.drafts) == {HABITS: "A walk round t"}
    assert found.place is not None
    assert (found.place.link_id, found.place.voice, found.place.cursor) == ("ls_habits", PERSON, 14)
    again.close()


def test_an_answer_takes_the_place_of_what_was_typed(profile: Profile, workspace: Workspace) -> None:
    assessment = workspace.assessments.start(JEAN)
    assessment.type_draft(HABITS, "A walk")
    assessment.answer("ls_habits", "A walk")
    assert dict(assessment.drafts) == {}
    workspace.close()
    again = profile.open(PASSPHRASE)
    assert dict(again.assessments.open(assessment.record_id).drafts) == {}
    again.close()


def test_typing_that_ends_where_it_began_leaves_no_draft(workspace: Workspace) -> None:
    assessment = workspace.assessments.start(JEAN)
    assessment.answer("ls_habits", "A walk")
    assessment.type_draft(HABITS, "A walk and")
    assessment.type_draft(HABITS, "A walk")
    assert assessment.answer("ls_habits", "A walk").facts == ()
    workspace.assessments.settle()
    assert workspace.assessments.list()[0].drafts == 0


def test_other_voices_keep_what_they_were_saying(workspace: Workspace) -> None:
    assessment = workspace.assessments.start(JEAN)
    mine = AnswerKey("oc_nutrition_now", (), WORKER)
    assessment.type_draft(mine, "Two me")
    assessment.answer("oc_nutrition_now", "Toast", voice=PERSON)
    assert dict(assessment.drafts) == {mine: "Two me"}
    assessment.drop_draft(mine)
    workspace.assessments.settle()
    assert workspace.assessments.list()[0].drafts == 0


def test_a_row_that_goes_takes_its_drafts_with_it(workspace: Workspace) -> None:
    assessment = workspace.assessments.start(JEAN)
    row = assessment.add_row("pe_ecomap").facts[0].row
    assessment.type_draft(AnswerKey("pe_ecomap.name", (row,)), "Daw")
    assessment.remove_row("pe_ecomap", row)
    workspace.assessments.settle()
    assert (dict(assessment.drafts), workspace.assessments.list()[0].drafts) == ({}, 0)


def test_no_verb_waits_for_the_disk(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assessment = workspace.assessments.start(JEAN)
    workspace.assessments.settle()
    askers: set[str] = set()
    run = CipherFile.run

    def watched_run(self: CipherFile, sql: str, *values: object) -> list[tuple[object, ...]]:
        askers.add(threading.current_thread().name)
        return run(self, sql, *values)

    monkeypatch.setattr(CipherFile, "run", watched_run)
    _fill(assessment)
    assessment.type_draft(HABITS, "and then")
    assessment.drop_draft(HABITS)
    assessment.remember_place("ls_habits")
    assessment.redo()
    assert workspace.save_state().error is None
    workspace.assessments.settle()
    assert askers == {"vault writer"}
    workspace.assessments.list()  # which does ask the disk: the watch is awake
    assert threading.current_thread().name in askers


def test_nothing_is_said_to_be_saved_before_it_is(workspace: Workspace, clock: Clock) -> None:
    assessment = workspace.assessments.start(JEAN)
    workspace.assessments.settle()
    saved_at = workspace.save_state().saved_at
    clock.move(minutes=1)
    with workspace._vault._database._turn:  # the disk is busy: no commit can return
        assessment.answer("ls_habits", "A walk")
        state = workspace.save_state()
        assert (state.pending, state.saved_at) == (1, saved_at)
    workspace.assessments.settle()
    assert workspace.save_state().saved_at == clock.now


def test_a_request_that_is_refused_saves_nothing(workspace: Workspace) -> None:
    assessment = workspace.assessments.start(JEAN)
    workspace.assessments.settle()
    with pytest.raises(UnknownItemError):
        assessment.answer("no_such_item", "x")
    assert workspace.save_state().pending == 0


def test_undo_and_redo_are_kept_like_everything_else(profile: Profile, workspace: Workspace) -> None:
    assessment = workspace.assessments.start(JEAN)
    assert (assessment.can_undo, assessment.undo()) == (False, None)
    assessment.answer("ls_habits", "A walk")
    assessment.undo()
    assert assessment.can_redo
    assessment.redo()
    assessment.answer("ls_habits", "A swim")
    assessment.undo()
    workspace.close()
    again = profile.open(PASSPHRASE)
    answer = again.assessments.open(assessment.record_id).state.current(HABITS)
    assert answer is not None
    assert answer.value == "A walk"
    again.close()


# pictures


def test_a_photo_is_kept_without_its_place_and_found_again(
    profile: Profile, workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "IMG_0001.JPG"
    path.write_bytes(_photo())
    assert b"Exif" in path.read_bytes()
    assessment = workspace.assessments.start(JEAN)
    reference = assessment.take_photo(path, "The back step")
    assert (reference.media_type, reference.width, reference.height) == ("image/jpeg", 60, 40)
    assert reference.caption == "The back step"
    workspace.close()
    again = profile.open(PASSPHRASE)
    data = again.assessments.open(assessment.record_id).attachment(reference.sha256)
    assert len(data) == reference.size
    assert b"Exif" not in data
    again.close()


def test_a_drawing_is_kept(workspace: Workspace) -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 90), "white").save(out, "PNG")
    assessment = workspace.assessments.start(JEAN)
    reference = assessment.keep_drawing(out.getvalue())
    assert (reference.media_type, reference.width, reference.height) == ("image/png", 300, 90)


@pytest.mark.parametrize("content", [None, b"dear diary"])
def test_a_file_that_is_no_picture_is_refused(workspace: Workspace, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "picture.jpg"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AttachmentError):
        workspace.assessments.start(JEAN).take_photo(path)


def test_choices_survive_as_they_were(profile: Profile, workspace: Workspace) -> None:
    assessment = workspace.assessments.start(JEAN)
    options = assessment.state.options_of("ais_format")
    wanted = Choices((options[0].code,), {})
    assessment.answer("ais_format", wanted)
    workspace.close()
    again = profile.open(PASSPHRASE)
    lanes = again.assessments.open(assessment.record_id).state.answers_of("ais_format")
    assert [answer.value for _, answer in lanes] == [wanted]
    again.close()


def test_a_vault_cannot_be_opened_twice(profile: Profile, workspace: Workspace) -> None:
    with pytest.raises(VaultInUseError):
        profile.open(PASSPHRASE)


def test_an_opening_that_fails_lets_go_of_the_vault(profile: Profile, workspace: Workspace) -> None:
    workspace._vault._database.run("DELETE FROM setting")
    workspace.close()
    for _ in range(2):  # the second time it would be "in use" if the first had held on
        with pytest.raises(VaultDamagedError):
            profile.open(PASSPHRASE)


def test_what_was_locked_is_shown_again_once(profile: Profile, workspace: Workspace) -> None:
    assert workspace.place_to_come_back_to() == ""
    workspace.come_back_to("id1")
    workspace.close()
    again = profile.open(PASSPHRASE)
    assert [again.place_to_come_back_to(), again.place_to_come_back_to()] == ["id1", ""]
    again.close()


def test_a_disk_that_takes_nothing_stops_the_opening_and_keeps_what_was_typed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = workspace.assessments.start(JEAN)
    second = workspace.assessments.start(Person(id="tom", name="Tom Birch"))
    workspace.assessments.settle()
    workspace.assessments.leave(second.record_id)
    monkeypatch.setattr(assessments, "_PATIENCE", 0.2)
    with monkeypatch.context() as disk:
        disk.setattr(Store, "commit", _full_disk)
        first.answer("ls_habits", "A walk")
        with pytest.raises(StorageError):
            workspace.assessments.open(second.record_id)
        assert workspace.save_state().error == "vault.storage"
    workspace.assessments.settle()
    assert workspace.save_state().error is None
    assert workspace._vault.record(first.record_id) == first.freeze()


def _full_disk(*_: object) -> None:
    raise StorageError(what="full")
