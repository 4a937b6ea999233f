"""The acts of the demonstration, in the order in which a worker does them."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from doorstep.assessment.answer import AnswerKey, Voice
from doorstep.assessment.change import ItemRef
from doorstep.assessment.people import Carer, Worker, voice_of
from doorstep.assessment.sharing import Audience, AudienceKind
from doorstep.copies.formats import FORMATS
from doorstep.demo.answering import Answering
from doorstep.demo.failure import DemoError
from doorstep.demo.hand import click, find, find_action, press, settle, wait_until, write
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

    from doorstep.assessment.facts import Visit
    from doorstep.assessment.people import Party
    from doorstep.definition.model import Topic
    from doorstep.demo.sample import SampleAnswer
    from doorstep.demo.stage import Stage
    from doorstep.demo.stretch import Stretch
    from doorstep.ui.assessment_page import AssessmentPage
    from doorstep.ui.home import Home
    from doorstep.ui.next_steps import NextStep
    from doorstep.ui.office_page import OfficePage
    from doorstep.ui.passphrase_ask import PassphraseAsk
    from doorstep.ui.person_card import PersonCard
    from doorstep.ui.window import MainWindow

S = TypeVar("S", bound=Sheet)
PAPERS: Final = ("clear-14", "large-18", "giant-24", "dyslexia-14", "coloured-paper-14", "contrast-18")
"""The ways of setting the person's copy that are left as PDF, beside the one that suits them and Easy Read."""


class Acts:
    """Plays on a stage. Each stretch keeps what was given in it, and where that went, for the proof."""

    def __init__(self, stage: Stage, passphrase: str) -> None:
        self.stage = stage
        self.passphrase = passphrase
        self.office_log: list[str] = []

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

    def make_the_vault(self, stretch: Stretch) -> None:
        """First start: a passphrase, twice, and who the worker is."""
        self.stage.clock.go_to(stretch.sample.visits[0], "08:40")
        page = self.window.pages.currentWidget()
        if not isinstance(page, FirstStart):
            raise DemoError("the first start is not in sight")
        self.stage.picture("first-start")
        press(find(page, QAbstractButton, "suggest_passphrase"))
        self.stage.picture("six-words")
        write(page.passphrase.line, self.passphrase)
        write(page.again.line, self.passphrase)
        worker = next(party for party in stretch.sample.parties if isinstance(party, Worker))
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

    def begin_with_somebody_new(self, stretch: Stretch) -> None:
        """Somebody new: who they are, and what is begun with them."""
        self.stage.clock.go_to(stretch.sample.visits[0], stretch.sample.visits[0].started)
        home = self._home()
        press(find(home, QAbstractButton, "new_assessment"))
        person = stretch.sample.person
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
        home.new.form.choose(stretch.sample.form)
        self.stage.picture(f"new-{stretch.name}")
        press(find(home.new, QAbstractButton, "begin_assessment"))
        self._has_begun(stretch)

    def go_on_with(self, stretch: Stretch, carer: str = "", reason: str = "") -> None:
        """What comes next for somebody who is known, or a carer's own record; ``carer`` is the name of the carer."""
        self.stage.clock.go_to(stretch.sample.visits[0], stretch.sample.visits[0].started)
        card, wanted = self._what_comes_next(stretch, carer)
        card.menu.aboutToShow.emit()  # the menu itself would wait for a choice
        find_action(card.menu, f"next_{wanted.form}{wanted.carer}").trigger()
        begin = card.begin
        if begin is None:
            raise DemoError(f"{stretch.name} cannot be begun: {card.notice.told}")
        if carer:
            click(begin.yes)
        write(begin.reason, reason)
        self.stage.picture(f"next-{stretch.name}")
        press(find(begin, QAbstractButton, "begin_next_now"))
        self._has_begun(stretch)

    def _what_comes_next(self, stretch: Stretch, carer: str) -> tuple[PersonCard, NextStep]:
        """Return a person's card on the first page, and the entry of its menu; a carer's is with whom they care for."""
        for card in self._home().people():
            for step in card.steps():
                about = step.name == carer if carer else card.person.name == stretch.sample.person.name
                if about and step.form == stretch.sample.form:
                    return card, step
        raise DemoError(f"nothing on the first page leads to {stretch.name}")

    def _has_begun(self, stretch: Stretch) -> None:
        """Everybody who will speak in a record that was begun, and is not in it yet."""
        wait_until(lambda: self.window.assessment is not None, "the record to open")
        known = {party.name for party in self.page.assessment.state.parties}
        for party in stretch.sample.parties:
            if party.name not in known:
                self._add_party(party)
        self.page.middle.show_people()
        self.stage.picture(f"people-{stretch.name}")
        ids = {party.name: party.id for party in self.page.assessment.state.parties}
        voices = {party.id: ids[party.name] for party in stretch.sample.parties}
        stretch.begun(self.page.assessment.record_id, Answering(self.page, voices))

    # the visits

    def hold_the_visits(self, stretch: Stretch) -> None:
        """Hold every visit of a stretch; between two the laptop is locked."""
        for number, visit in enumerate(stretch.sample.visits):
            if number:
                self.lock_and_unlock(stretch)
            self.hold_the_visit(stretch, visit)

    def hold_the_visit(self, stretch: Stretch, visit: Visit) -> None:
        """Start the visit, give every answer of it, check what is left from before, end the visit."""
        self.stage.clock.go_to(visit, visit.started)
        self.page.middle.show_people()
        people = self._sheet(PeoplePage)
        press(people.visit_button)
        wait_until(lambda: visit.day in {each.day for each in self.page.assessment.state.visits}, "the visit to begin")
        # the ten outcomes come after the people and the home: "who helps?" offers who is on the map by then
        topics = self.page.assessment.definition.topics
        map_at = next((place for place, topic in enumerate(topics) if topic.link_id == "people"), 0)
        first = [topic for topic in topics[: map_at + 1] if topic.group is None]
        for topic in (*first, *(topic for topic in topics if topic not in first)):
            self._go_through(stretch, visit, topic)
        self.stage.clock.go_to(visit, visit.ended)
        self.page.middle.show_people()
        press(self._sheet(PeoplePage).end_button)

    def _go_through(self, stretch: Stretch, visit: Visit, topic: Topic) -> None:
        """Give the answers of one topic, then check what was said before in it."""
        definition = self.page.assessment.definition
        answers = [
            answer
            for answer in stretch.sample.answers
            if answer.visit == visit.id and definition.topic_of(answer.link_id) == topic
        ]
        if not answers and not self.page.assessment.state.topic_shown(topic):
            return
        self.page.open_topic(topic.link_id)
        settle()
        stretch.topics_opened.add(topic.link_id)
        if stretch.sample.confirms:
            self._check_from_before(stretch, topic, answers)
        for answer in answers:
            stretch.give(answer)
        if stretch.sample.confirms:
            self._check_from_before(stretch, topic, [])
        if answers:
            self._look_at(stretch, answers)
            self.stage.picture(f"{visit.id}-{topic.link_id.replace('_', '-')}")

    def _check_from_before(self, stretch: Stretch, topic: Topic, answers: list[SampleAnswer]) -> None:
        """Say of what was said before that it is still true, but for what is about to be answered anew."""
        anew = {answer.link_id for answer in answers}
        state = self.page.assessment.state
        while left := [each.key for each in state.to_confirm(topic) if each.key.link_id not in anew]:
            for key in left:
                stretch.answering.still_true(key)
                stretch.confirmed.append(key)

    def lock_and_unlock(self, stretch: Stretch) -> None:
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
            self.window.open_assessment(stretch.record_id)
        stretch.answering.page = self.page

    def show_other_looks(self) -> None:
        """Ctrl+K, and the sheet of keys, for the pictures of the guide."""
        self.page.middle.show_topics()
        self.page.middle.finder.open()
        self.stage.picture("go-to")
        self.page.middle.show_topics()
        self.window.over.show_keys()
        self.stage.picture("keys")
        self.window.over.show_keys()

    # after the visits

    def check_and_sign(self, stretch: Stretch) -> None:
        """What is missing is looked at; then the worker signs."""
        self.page.middle.show_check()
        self.stage.picture(f"check-{stretch.name}")
        missing = self.page.assessment.state.missing_count
        if missing:
            needed = [each.ref.link_id for each in self.page.assessment.state.missing()]
            raise DemoError(f"{missing} questions of {stretch.name} are still needed: {needed[:5]}")
        sheet = self._sheet(CheckAndSign)
        press(find(sheet, QAbstractButton, "ask_to_sign"))
        self.stage.picture(f"sign-{stretch.name}")
        self._show_who_it_is(sheet.signing.proof, "sign_now")
        wait_until(lambda: self.page.assessment.state.signed is not None, "the signature")
        self.stage.picture(f"signed-{stretch.name}")

    def make_copies(self) -> None:
        """The person's copy in every form, the one that suits them first; the carer's, as far as the ledger allows."""
        self.page.middle.show_copies()
        page = self._sheet(CopiesPage)
        self.stage.picture("copies")
        press(page.look)
        wait_until(lambda: not page.pages.picture.pixmap().isNull(), "the pages")
        page.bring_into_view(page.pages)
        self.stage.picture("copies-pages")
        carer = next(party for party in self.page.assessment.state.parties if isinstance(party, Carer))
        person = Audience(AudienceKind.PERSON)
        asked = page.choices.profile.value
        self._save_copies(page, person, asked, CopyFormat.PDF, CopyFormat.HTML)
        for profile in (*PAPERS, "easy-read"):
            if profile != asked:
                self._save_copies(page, person, profile, CopyFormat.PDF)
        others = (kind for kind in CopyFormat if kind not in (CopyFormat.PDF, CopyFormat.HTML))
        self._save_copies(page, person, PAPERS[0], *(kind for kind in others if FORMATS[kind].can_be_made()))
        self._save_copies(page, Audience(AudienceKind.CARER, carer.id), PAPERS[0], CopyFormat.PDF, CopyFormat.HTML)

    def say_plainly(self, stretch: Stretch) -> None:
        """Approve plain words for what was said: Easy Read prints no others."""
        for plain in stretch.sample.plain_words:
            item = self.page.assessment.definition.item(plain.link_id)
            key = AnswerKey(plain.link_id, (), Voice(item.asked_of))
            self.page.open_topic(self.page.assessment.definition.topic_of(plain.link_id).link_id)
            stretch.answering.say_plainly(key, plain.words, plain.plain)

    def send_to_the_office(self, stretch: Stretch) -> None:
        """Seal the record into a bundle; the office verifies it and takes it in."""
        page = self._office_page()
        page.send(stretch.record_id, self.stage.out / "outbox")
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

    def go_home(self, picture: str) -> None:
        """Home again."""
        self._home()
        self.stage.picture(picture)

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

    def _look_at(self, stretch: Stretch, answers: list[SampleAnswer]) -> None:
        """Go back to the first question that got an answer, at the top of its topic, for the picture."""
        first = next((each for each in answers if not each.rows), answers[0])
        self.page.go_to(ItemRef(first.link_id, stretch.answering.key_of(first).path))
        topic = self.page.pages.page()
        if topic is not None:
            topic.verticalScrollBar().setValue(0)

    def _add_party(self, party: Party) -> None:
        self.page.middle.show_people()
        people = self._sheet(PeoplePage)
        people.kind.choose(voice_of(party).kind)
        write(people.party_name, party.name)
        write(people.relationship, party.job if isinstance(party, Worker) else getattr(party, "relationship", ""))
        write(people.phone, getattr(party, "phone", ""))
        press(find(people, QAbstractButton, "add_party"))

    def _save_copies(self, page: CopiesPage, audience: Audience, profile: str, *kinds: CopyFormat) -> None:
        """Write copies and name each by how it is set or what it is; those for others by their reader too."""
        folder = self.stage.out / "copies"
        page.choices.audience.choose(audience)
        page.choices.profile.choose(profile)
        page.save(folder, *kinds)
        made = f"assessment-copy-{audience.kind.value}-{self.stage.clock().date().isoformat()}-"
        wait_until(lambda: len(list(folder.glob(f"{made}*"))) == len(kinds), f"the copies in {profile}")
        wait_until(lambda: "written" in page.notice.told, "the word that they are written")
        reader = "" if audience.kind is AudienceKind.PERSON else f"{audience.kind.value}-"
        for path in folder.glob(f"{made}*"):
            path.rename(folder / f"{reader}{path.name.removeprefix(made)}")

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
