"""The acts of the demonstration, in the order in which a worker does them."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from doorstep.assessment.change import ItemRef
from doorstep.assessment.people import Carer, Person, Worker, voice_of
from doorstep.assessment.sharing import Audience, AudienceKind
from doorstep.demo.answering import Answering
from doorstep.demo.failure import DemoError
from doorstep.demo.hand import find, press, settle, wait_until, write
from doorstep.office import cli as office_cli
from doorstep.services.copies import CopyFormat
from doorstep.ui.check_and_sign import CheckAndSign
from doorstep.ui.copies_page import CopiesPage
from doorstep.ui.first_start import FirstStart
from doorstep.ui.people_page import PeoplePage
from doorstep.ui.sheet import Sheet
from doorstep.ui.unlock_page import UnlockPage

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.assessment.answer import AnswerKey
    from doorstep.assessment.facts import Visit
    from doorstep.assessment.people import Party
    from doorstep.demo.sample import FirstVisit, SampleAnswer
    from doorstep.demo.stage import Stage
    from doorstep.ui.assessment_page import AssessmentPage
    from doorstep.ui.home import Home
    from doorstep.ui.office_page import OfficePage
    from doorstep.ui.passphrase_ask import PassphraseAsk
    from doorstep.ui.window import MainWindow

S = TypeVar("S", bound=Sheet)


class Acts:
    """Plays on a stage. What was given, and where it went, is kept for the proof."""

    def __init__(self, stage: Stage, sample: FirstVisit, passphrase: str) -> None:
        self.stage = stage
        self.sample = sample
        self.passphrase = passphrase
        self.given: list[tuple[SampleAnswer, AnswerKey]] = []
        self.topics_opened: set[str] = set()
        self.record_id = ""
        self.office_log: list[str] = []
        self._answering: Answering | None = None

    @property
    def window(self) -> MainWindow:
        """The window."""
        return self.stage.window

    @property
    def page(self) -> AssessmentPage:
        """The open assessment."""
        if self.window.assessment is None:
            raise DemoError("no assessment is open")
        return self.window.assessment

    @property
    def office_folder(self) -> Path:
        """Where the office keeps its keys, roster, database and receipts."""
        return self.stage.out / "office"

    # before the visit

    def make_the_vault(self) -> None:
        """First start: a passphrase, twice, and who the worker is."""
        self.stage.clock.go_to(self.sample.visits[0], "08:40")
        page = self.window.pages.currentWidget()
        if not isinstance(page, FirstStart):
            raise DemoError("the first start is not in sight")
        self.stage.picture("first-start")
        press(find(page, QAbstractButton, "suggest_passphrase"))
        self.stage.picture("six-words")
        write(page.passphrase.line, self.passphrase)
        write(page.again.line, self.passphrase)
        worker = next(party for party in self.sample.parties if isinstance(party, Worker))
        for field, words in (
            (page.worker_name, worker.name),
            (page.worker_job, worker.job),
            (page.worker_phone, worker.phone),
        ):
            write(field, words)
        self.stage.picture("about-you")
        press(page.make)
        wait_until(lambda: self.window.workspace is not None, "the vault to be made")
        self.stage.picture("home-empty")

    def connect_to_the_office(self) -> None:
        """The laptop asks to join, the office lets it in, the worker compares the fingerprint."""
        self.office("init", "--name", "Brackwater Council, Adult Social Care")
        page = self._office_page()
        outbox = self.stage.out / "outbox"
        page.write_request(outbox)  # the choice of a folder is the system's own window
        self._wait_for_file(outbox, "*.doorstep-enrol")
        self.office("enrol", str(next(outbox.glob("*.doorstep-enrol"))))
        page.look_at_roster(self.office_folder / "roster.doorstep-roster")
        wait_until(lambda: page.findChild(QAbstractButton, "connect") is not None, "the fingerprint")
        self.stage.picture("office-fingerprint")
        press(find(page, QAbstractButton, "connect"))
        self._show_who_it_is(page.proof, "office_now")
        wait_until(lambda: _office_is_known(self.window), "the office to be known")
        self.stage.picture("office-connected")

    def begin_the_assessment(self) -> None:
        """A new assessment, and everybody who will speak in it."""
        home = self._home()
        press(find(home, QAbstractButton, "new_assessment"))
        person = self.sample.person
        write(home.new.name, person.name)
        write(home.new.preferred, person.preferred_name)
        if person.born is not None:
            born = home.new.born
            for field, number in (
                (born.day, person.born.day),
                (born.month, person.born.month),
                (born.year, person.born.year),
            ):
                write(field, str(number))
        self.stage.picture("new-assessment")
        press(find(home.new, QAbstractButton, "begin_assessment"))
        wait_until(lambda: self.window.assessment is not None, "the assessment to open")
        self.record_id = self.page.assessment.record_id
        for party in self.sample.parties[:]:
            if party.name != self.page.assessment.state.parties[0].name:
                self._add_party(party)
        self.stage.picture("people-visits-route")
        self._answering = Answering(self.page, self._voices())

    # the visits

    def hold_the_visit(self, visit: Visit) -> None:
        """Start the visit, give every answer of it, end the visit."""
        self.stage.clock.go_to(visit, visit.started)
        self.page.show_people()
        people = self._sheet(PeoplePage)
        press(people.visit_button)
        wait_until(lambda: bool(self.page.assessment.state.visits), "the visit to begin")
        # the ten outcomes come after the people and the home: "who helps?" offers who is on the map by then
        topics = self.page.assessment.definition.topics
        map_at = next(place for place, topic in enumerate(topics) if topic.link_id == "people")
        first = [topic for topic in topics[: map_at + 1] if topic.group is None]
        for topic in (*first, *(topic for topic in topics if topic not in first)):
            self._open_topic(topic.link_id)
            answers = [each for each in self._answers_of(visit) if self._topic_of(each) == topic.link_id]
            for answer in answers:
                self._give(answer)
            if answers:
                self._look_at(answers)
                self.stage.picture(f"{visit.id}-{topic.link_id.replace('_', '-')}")
        self.stage.clock.go_to(visit, visit.ended)
        self.page.show_people()
        press(self._sheet(PeoplePage).end_button)

    def lock_and_unlock(self) -> None:
        """Lock at the door, unlock at the next visit: everything is where it was."""
        wait_until(self._all_saved, "everything to be saved")
        QTest.keyClick(self.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        wait_until(lambda: isinstance(self.window.pages.currentWidget(), UnlockPage), "the lock")
        self.stage.picture("locked")
        page = self.window.pages.currentWidget()
        if not isinstance(page, UnlockPage):
            raise DemoError("the unlock page is not in sight")
        write(page.passphrase.line, self.passphrase)
        QTest.keyClick(page.passphrase.line, Qt.Key.Key_Return)
        wait_until(lambda: self.window.workspace is not None, "the vault to open")
        if self.window.assessment is None:
            self.stage.picture("home")
            self.window.open_assessment(self.record_id)
        if self._answering is not None:
            self._answering.page = self.page

    def show_other_looks(self) -> None:
        """Ctrl+K, and the sheet of keys, for the pictures of the guide."""
        self.page.show_topics()
        self.page.find_place()
        self.stage.picture("go-to")
        self.page.show_topics()
        self.window.show_keys()
        self.stage.picture("keys")
        self.window.show_keys()

    # after the visits

    def check_and_sign(self) -> None:
        """What is missing is looked at; then the worker signs."""
        self.page.show_check()
        self.stage.picture("check")
        missing = self.page.assessment.state.missing_count
        if missing:
            raise DemoError(f"{missing} questions are still needed")
        sheet = self._sheet(CheckAndSign)
        press(find(sheet, QAbstractButton, "ask_to_sign"))
        self.stage.picture("sign")
        self._show_who_it_is(sheet.signing.proof, "sign_now")
        wait_until(lambda: self.page.assessment.state.signed is not None, "the signature")
        self.stage.picture("signed")

    def make_copies(self) -> None:
        """The person's copy as they need it, and in clear print; the carer's, as far as the ledger allows."""
        self.page.show_copies()
        page = self._sheet(CopiesPage)
        self.stage.picture("copies")
        press(page.look)
        wait_until(lambda: bool(page.counts.text()), "the pages")
        page.bring_into_view(page.pages)
        self.stage.picture("copies-pages")
        carer = next(party for party in self.page.assessment.state.parties if isinstance(party, Carer))
        person = Audience(AudienceKind.PERSON)
        for audience, profile, name in (
            (person, page.profile.value, "person-as-asked"),
            (person, "clear-14", "person-clear-14"),
            (Audience(AudienceKind.CARER, carer.id), "clear-14", "carer-clear-14"),
        ):
            page.audience.choose(audience)
            page.profile.choose(profile)
            for kind in (CopyFormat.PDF, CopyFormat.HTML):
                self._save_copy(page, kind, name)

    def send_to_the_office(self) -> None:
        """Seal the record into a bundle; the office verifies it and takes it in."""
        page = self._office_page()
        page.send(self.record_id, self.stage.out / "outbox")
        self._show_who_it_is(page.proof, "office_now")
        bundle = self._wait_for_file(self.stage.out / "outbox", "*.doorstep.age")
        wait_until(lambda: "Sealed" in page.notice.told, "the seal")
        self.stage.picture("sent")
        self.office("verify", str(bundle))
        self.office("intake", str(bundle))
        self.office("list")

    def take_the_receipt(self) -> None:
        """The laptop takes the office's receipt: now the assessment is safely received."""
        page = self._office_page()
        page.take_receipt(self._wait_for_file(self.office_folder / "receipts", "*.doorstep-receipt"))
        wait_until(lambda: "received" in page.notice.told, "the receipt")
        self.stage.picture("received")

    def go_home(self) -> None:
        """Home again; then the window is closed."""
        self._home()
        self.stage.picture("home-received")
        self.stage.close()

    # the office

    def office(self, *words: str) -> None:
        """Run ``doorstep-office``. Raises DemoError unless it says that all is well."""
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = office_cli.main(["--office", str(self.office_folder), *words], self.stage.clock)
        self.office_log.append(f"doorstep-office {words[0]}: {code}")
        if code:
            raise DemoError(f"the office says: {said.getvalue().strip()}")

    # what the acts stand on

    def _give(self, answer: SampleAnswer) -> None:
        if self._answering is None:
            raise DemoError("no assessment is open")
        self._answering.give(answer)
        self.given.append((answer, self._key_of(answer)))

    def _key_of(self, answer: SampleAnswer) -> AnswerKey:
        if self._answering is None:
            raise DemoError("no assessment is open")
        return self._answering.key_of(answer)

    def _answers_of(self, visit: Visit) -> list[SampleAnswer]:
        return [answer for answer in self.sample.answers if answer.visit == visit.id]

    def _topic_of(self, answer: SampleAnswer) -> str:
        return self.page.assessment.definition.topic_of(answer.link_id).link_id

    def _open_topic(self, link_id: str) -> None:
        self.page.open_topic(link_id)
        settle()
        self.topics_opened.add(link_id)

    def _look_at(self, answers: list[SampleAnswer]) -> None:
        """Go back to the first question that got an answer, at the top of its topic, for the picture."""
        first = next((each for each in answers if not each.rows), answers[0])
        self.page.go_to(ItemRef(first.link_id, self._key_of(first).path))
        topic = self.page.pages.page()
        if topic is not None:
            topic.verticalScrollBar().setValue(0)

    def _add_party(self, party: Party) -> None:
        self.page.show_people()
        people = self._sheet(PeoplePage)
        people.kind.choose(voice_of(party).kind)
        write(people.party_name, party.name)
        write(people.relationship, party.job if isinstance(party, Worker) else getattr(party, "relationship", ""))
        write(people.phone, getattr(party, "phone", ""))
        press(find(people, QAbstractButton, "add_party"))

    def _voices(self) -> dict[str, str]:
        """The window gives everybody an id of its own; people are told apart by their names."""
        ids = {party.name: party.id for party in self.page.assessment.state.parties}
        return {party.id: ids[party.name] for party in self.sample.parties if not isinstance(party, Person)}

    def _save_copy(self, page: CopiesPage, kind: CopyFormat, name: str) -> None:
        folder = self.stage.out / "copies"
        before = set(folder.iterdir())
        page.save(folder, kind)
        wait_until(lambda: "written" in page.notice.told and set(folder.iterdir()) != before, f"the copy {name}")
        made = next(iter(set(folder.iterdir()) - before))
        made.rename(folder / f"{name}{made.suffix}")

    def _wait_for_file(self, folder: Path, pattern: str) -> Path:
        wait_until(lambda: any(folder.glob(pattern)), pattern)
        return next(iter(sorted(folder.glob(pattern))))

    def _show_who_it_is(self, proof: PassphraseAsk, button: str) -> None:
        """Type the passphrase where it is asked for once more."""
        write(proof.passphrase.line, self.passphrase)
        press(find(proof, QAbstractButton, button))

    def _all_saved(self) -> bool:
        return self.window.workspace is not None and self.window.workspace.save_state().pending == 0

    def _home(self) -> Home:
        home = self.window.show_home()
        if home is None:
            raise DemoError("the vault is locked")
        return home

    def _office_page(self) -> OfficePage:
        page = self.window.show_office()
        if page is None:
            raise DemoError("the vault is locked")
        return page

    def _sheet(self, kind: type[S]) -> S:
        """Return the sheet that stands in the middle of the assessment."""
        sheet = self.page.findChild(kind)
        if sheet is None or not sheet.isVisible():
            raise DemoError(f"{kind.__name__} is not in sight")
        return sheet


def _office_is_known(window: MainWindow) -> bool:
    return window.workspace is not None and window.workspace.export.office is not None
