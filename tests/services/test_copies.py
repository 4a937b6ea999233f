"""Copies are looked at, saved and journalled; and hold nothing that their reader may not see."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest

from doorstep.assessment.answer import WORKER, AnswerKey, ApproximateDate, Choices
from doorstep.assessment.facts import CopyMade, CopyWay
from doorstep.assessment.people import Carer
from doorstep.assessment.sharing import Audience, AudienceKind
from doorstep.copies.languages import tongue_of
from doorstep.definition.model import Visibility
from doorstep.errors import CopyError, CopyPasswordError, StorageError
from doorstep.services.copies import CopyFormat, CopyRequest, InLanguage
from services.profiles import JEAN, PASSPHRASE

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.services.assessments import OpenAssessment
    from doorstep.services.unlock import Profile
    from doorstep.services.workspace import Workspace

FOR_JEAN = CopyRequest(Audience(AudienceKind.PERSON))
WELSH = InLanguage("cy", accept_machine_made=True)
OWN_WORDS = "A walk round the harbour before breakfast"
SECRET = "I have not told my sister about the money"


@pytest.fixture
def assessment(workspace: Workspace) -> OpenAssessment:
    opened = workspace.assessments.start(JEAN)
    opened.answer("na_visit_date", ApproximateDate(2026, 10, 6))
    opened.answer("ls_habits", OWN_WORDS)
    opened.answer("ab_address", SECRET, visibility=Visibility.PRIVATE_PERSON)
    return opened


def _words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)
    finally:
        document.close()


def test_a_preview_is_the_copy_and_leaves_no_trace(workspace: Workspace, assessment: OpenAssessment) -> None:
    preview = workspace.copies.preview(assessment.record_id, FOR_JEAN)
    assert OWN_WORDS in _words(preview.pdf)
    assert OWN_WORDS in preview.html.decode()
    assert preview.sheets == (preview.pages + 1) // 2
    assert len(preview.answers_sha256) == 64
    width, height, pixels = workspace.copies.picture_of_page(preview, 0, 0.5)
    assert len(pixels) == width * height * 4
    assert assessment.freeze().copies == ()


def test_what_the_reader_may_not_see_is_not_there(workspace: Workspace, assessment: OpenAssessment) -> None:
    preview = workspace.copies.preview(assessment.record_id, FOR_JEAN)
    assert preview.withheld == 1
    assert SECRET not in _words(preview.pdf)
    assert SECRET not in preview.html.decode()


def test_answers_that_are_not_saved_yet_are_in_the_copy(workspace: Workspace, assessment: OpenAssessment) -> None:
    with workspace._vault._database._turn:
        assessment.answer("ls_habits", "Only said a moment ago")
        assert "Only said a moment ago" in workspace.copies.preview(assessment.record_id, FOR_JEAN).html.decode()


def test_a_part_can_be_chosen(workspace: Workspace, assessment: OpenAssessment) -> None:
    parts = workspace.copies.parts(assessment.record_id)
    visit = assessment.definition.place("na_visit_date").section.link_id
    assert visit in [part.code for part in parts]
    preview = workspace.copies.preview(assessment.record_id, CopyRequest(Audience(AudienceKind.PERSON), (visit,)))
    assert OWN_WORDS not in _words(preview.pdf)


def test_a_saved_copy_is_journalled_with_its_hashes(
    profile: Profile, workspace: Workspace, assessment: OpenAssessment, tmp_path: Path
) -> None:
    paths = workspace.copies.save(assessment.record_id, FOR_JEAN, tmp_path, (CopyFormat.PDF, CopyFormat.HTML))
    assert [path.name for path in paths] == [
        "assessment-copy-person-2026-10-06-clear-14.pdf",
        "assessment-copy-person-2026-10-06-clear-14.html",
    ]
    workspace.close()
    again = profile.open(PASSPHRASE)
    made = again.assessments.open(assessment.record_id).freeze().copies
    assert [fact.sha256 for fact in made] == [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    assert [fact.media_type for fact in made] == ["application/pdf", "text/html"]
    assert {(fact.audience, fact.profile, fact.by) for fact in made} == {("person", "clear-14", "rosa")}
    assert len({fact.answers_sha256 for fact in made}) == 1
    again.close()


def test_no_name_stands_in_a_file_name_and_nothing_is_written_over(
    workspace: Workspace, assessment: OpenAssessment, tmp_path: Path
) -> None:
    first = workspace.copies.save(assessment.record_id, FOR_JEAN, tmp_path)[0]
    before = first.read_bytes()
    assessment.answer("ls_habits", "Something else")
    second = workspace.copies.save(assessment.record_id, FOR_JEAN, tmp_path)[0]
    assert second.name == "assessment-copy-person-2026-10-06-clear-14-2.pdf"
    assert first.read_bytes() == before
    assert not any("jean" in path.name.lower() or "alder" in path.name.lower() for path in tmp_path.iterdir())


def test_a_folder_that_takes_nothing_leaves_nothing_and_journals_nothing(
    workspace: Workspace, assessment: OpenAssessment, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(StorageError):
        workspace.copies.save(assessment.record_id, FOR_JEAN, tmp_path / "file")
    assert assessment.freeze().copies == ()


@pytest.mark.serves("TB-18")
def test_the_size_that_the_person_asked_for_is_offered_first(workspace: Workspace, assessment: OpenAssessment) -> None:
    assert workspace.copies.suggested_profile(assessment.record_id).size == 14
    large = assessment.state.options_of("ais_print_size")
    wanted = next(option.code for option in large if option.code.isdigit() and int(option.code) >= 18)
    _ask_for_large_print(assessment, wanted)
    assert workspace.copies.suggested_profile(assessment.record_id).size == int(wanted)


def _ask_for_large_print(assessment: OpenAssessment, size: str) -> None:
    assessment.answer("ais_format", Choices(("large_print",)))
    assessment.answer("ais_print_size", Choices((size,)))


def test_a_profile_that_nobody_knows_is_refused(workspace: Workspace, assessment: OpenAssessment) -> None:
    request = CopyRequest(Audience(AudienceKind.PERSON), None, "tiny-4")
    with pytest.raises(CopyError):
        workspace.copies.preview(assessment.record_id, request)


def test_a_worker_only_answer_stays_with_the_worker(workspace: Workspace, assessment: OpenAssessment) -> None:
    assessment.answer("oc_nutrition_now", SECRET, voice=WORKER, visibility=Visibility.WORKER_ONLY)
    assert SECRET not in workspace.copies.preview(assessment.record_id, FOR_JEAN).html.decode()


def test_easy_read_is_offered_to_whom_asked_for_it_and_its_long_sentences_are_told(
    workspace: Workspace, assessment: OpenAssessment
) -> None:
    assessment.answer("ais_format", Choices(("easy_read", "bsl_video")))
    assert workspace.copies.suggested_profile(assessment.record_id).name == "easy-read"
    assert "British Sign Language" in workspace.copies.suggestion(assessment.record_id).missing[0]
    assessment.answer("ls_habits", "I get up at six and feed the cat.")
    plain = "You get up at six in the morning and then you feed the cat that lives with you."
    assessment.say_plainly(AnswerKey("ls_habits"), 0, 16, plain)
    preview = workspace.copies.preview(assessment.record_id, FOR_JEAN)
    assert preview.too_long == (plain,)
    assert plain in preview.html.decode()


def test_every_format_that_can_be_made_is_saved_under_a_name_of_its_own(
    workspace: Workspace, assessment: OpenAssessment, tmp_path: Path
) -> None:
    kinds = tuple(kind for kind, about in workspace.copies.formats() if about.can_be_made())
    paths = workspace.copies.save(assessment.record_id, FOR_JEAN, tmp_path, kinds)
    assert "assessment-copy-person-2026-10-06-read-aloud.txt" in [path.name for path in paths]
    assert len({path.name for path in paths}) == len(kinds) >= 5
    assert len({made.answers_sha256 for made in assessment.freeze().copies}) == 1


@pytest.mark.serves("TB-26")
def test_what_was_looked_at_is_what_is_shown_again_and_saved(
    workspace: Workspace, assessment: OpenAssessment, tmp_path: Path
) -> None:
    first = workspace.copies.preview(assessment.record_id, FOR_JEAN)
    assert workspace.copies.preview(assessment.record_id, FOR_JEAN).pdf is first.pdf
    assert workspace.copies.save(assessment.record_id, FOR_JEAN, tmp_path)[0].read_bytes() == first.pdf
    assert workspace.copies.preview(assessment.record_id, FOR_JEAN).pdf is first.pdf, "being logged changes no copy"
    assessment.answer("ls_habits", "Said a moment ago")
    assert "Said a moment ago" in _words(workspace.copies.preview(assessment.record_id, FOR_JEAN).pdf)


def test_a_password_locks_the_pdf_and_is_kept_nowhere(
    profile: Profile, workspace: Workspace, assessment: OpenAssessment, tmp_path: Path
) -> None:
    password = "kettle harbour plum"
    formats = (CopyFormat.PDF, CopyFormat.TEXT)
    pdf, text = workspace.copies.save(assessment.record_id, FOR_JEAN, tmp_path, formats, password)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(pdf.read_bytes()))
    with pikepdf.open(BytesIO(pdf.read_bytes()), password=password) as opened:
        assert len(opened.pages) > 0
    assert OWN_WORDS in text.read_text("utf-8")
    noted = assessment.freeze().copies
    assert [fact.locked for fact in noted] == [True, False]
    assert password not in str(noted)
    workspace.close()
    assert not any(password.encode() in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_a_password_that_is_guessed_at_once_writes_nothing(
    workspace: Workspace, assessment: OpenAssessment, tmp_path: Path
) -> None:
    with pytest.raises(CopyPasswordError):
        workspace.copies.save(assessment.record_id, FOR_JEAN, tmp_path, (CopyFormat.PDF,), "1234")
    assert [path for path in tmp_path.iterdir() if path.suffix == ".pdf"] == []
    assert assessment.freeze().copies == ()


def test_files_that_are_done_stay_when_the_rest_is_not_wanted_any_more(
    workspace: Workspace, assessment: OpenAssessment, tmp_path: Path
) -> None:
    formats, asked = (CopyFormat.TEXT, CopyFormat.READ_ALOUD, CopyFormat.HTML), list[int]()

    def go_on(done: int) -> bool:
        asked.append(done)
        return done < 2

    paths = workspace.copies.save(assessment.record_id, FOR_JEAN, tmp_path / "out", formats, go_on=go_on)
    assert asked == [0, 1, 2]
    assert sorted(path.name for path in paths) == sorted(path.name for path in (tmp_path / "out").iterdir())
    assert [fact.kind for fact in assessment.freeze().copies] == ["plain-text", "read-aloud"]


@pytest.mark.serves("TB-07")
def test_every_copy_is_told_with_its_reader_parts_form_way_and_day(
    workspace: Workspace, assessment: OpenAssessment, tmp_path: Path
) -> None:
    assessment.put_party(Carer(id="sam", name="Sam Alder"))
    copies, record = workspace.copies, assessment.record_id
    part = copies.parts(record)[0]
    copies.save(record, CopyRequest(Audience(AudienceKind.CARER, "sam"), (part.code,)), tmp_path, (CopyFormat.HTML,))
    preview = copies.preview(record, CopyRequest(Audience(AudienceKind.PERSON), (part.code,), "large-18"))
    copies.note_printed(record, preview, "1-2")
    copies.note_read_aloud(record, FOR_JEAN)
    read, printed, saved = copies.log(record)
    assert (read.to, read.parts, read.form, read.way) == ("Jean", None, "Script to read aloud", CopyWay.READ_ALOUD)
    assert (printed.to, printed.parts, printed.pages) == ("Jean", (part.title,), "1-2")
    assert printed.form == "PDF, to print or to read on a screen; Large print, 18 point"
    assert printed.way is CopyWay.PRINTED
    assert (saved.to, saved.parts, saved.way) == ("Sam Alder", (), CopyWay.SAVED), "Jean has agreed to nothing yet"
    assert saved.form.startswith("Web page, one file")
    assert {line.at.date().isoformat() for line in (read, printed, saved)} == {"2026-10-06"}


def test_a_copy_from_before_formats_were_noted_by_name_is_still_told(
    workspace: Workspace, assessment: OpenAssessment
) -> None:
    old = CopyMade(
        workspace.copies._surroundings.clock(),
        "rosa",
        "provider:Canal Side Surgery",
        ("gone",),
        "clear-14",
        "application/pdf",
        "0",
        "0",
    )
    workspace.assessments.note(assessment.record_id, old)
    (line,) = workspace.copies.log(assessment.record_id)
    assert (line.to, line.form) == ("Canal Side Surgery", "PDF, to print or to read on a screen; Clear print, 14 point")


def test_the_script_says_what_the_copy_holds(workspace: Workspace, assessment: OpenAssessment) -> None:
    script = workspace.copies.script(assessment.record_id, FOR_JEAN)
    assert OWN_WORDS in script
    assert SECRET not in script
    assert assessment.freeze().copies == ()


def test_a_copy_in_another_language_is_made_where_a_format_can_be(
    workspace: Workspace, assessment: OpenAssessment, tmp_path: Path
) -> None:
    request = CopyRequest(Audience(AudienceKind.PERSON), profile="clear-14", language=WELSH)
    assert "cy" in [language.code for language in workspace.copies.languages()]
    formats = (CopyFormat.HTML, CopyFormat.READ_ALOUD)
    page, script = workspace.copies.save(assessment.record_id, request, tmp_path, formats)
    assert page.name.endswith("clear-14-cy.html")
    assert "Ble rydw i?" in page.read_text("utf-8")
    assert script.name.endswith("read-aloud.txt")
    assert "Where am I?" in script.read_text("utf-8")
    record, _form = workspace.assessments.current(assessment.record_id)
    assert [made.language for made in record.copies] == ["cy", "en-GB"]
    assert len({made.answers_sha256 for made in record.copies}) == 1


def test_easy_read_is_in_another_language_too(workspace: Workspace, assessment: OpenAssessment) -> None:
    request = CopyRequest(Audience(AudienceKind.PERSON), profile="easy-read", language=WELSH)
    preview = workspace.copies.preview(assessment.record_id, request)
    assert preview.language == "cy"
    _record, form = workspace.assessments.current(assessment.record_id)
    assert tongue_of(WELSH, form).phrases["Hard words"] in preview.html.decode()
    assert preview.too_long == ()
