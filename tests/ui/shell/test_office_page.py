"""From the laptop to the office and back, through the window: joining, sending, the receipt."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from doorstep.assessment.answer import AnswerState
from doorstep.bundle.enrolment import read_enrolment
from doorstep.office.enrolling import enrol
from doorstep.office.folder import OfficeFolder
from doorstep.office.intake import take_in
from doorstep.office.lending import lend
from doorstep.office.store import Store
from ui.shell.hands import CONTROL, Hands

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from doorstep.ui.office_page import OfficePage
    from services.profiles import Clock


class Office:
    """The other end: lets a laptop in, opens what it sends, writes the receipt."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder = OfficeFolder.create(folder, "Brackwater Council", clock())
        self.store = Store.open(self.folder.database_url)
        self.clock = clock

    def let_in(self, request: Path) -> Path:
        self.folder.publish(enrol(self.folder.roster, read_enrolment(request.read_bytes()), self.clock()))
        return self.folder.roster_file

    def take_in(self, bundle: Path) -> Path:
        return take_in(self.folder, self.store, bundle, self.clock()).receipt


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Iterator[Office]:
    made = Office(tmp_path / "office", clock)
    yield made
    made.store.close()


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    return tmp_path / "outbox"


def office_page(hands: Hands) -> OfficePage:
    hands.key(Qt.Key.Key_E, CONTROL)
    return hands.office


def connect(hands: Hands, office: Office, outbox: Path) -> OfficePage:
    page = office_page(hands)
    page.write_request(outbox)
    hands.until(lambda: "The request is written" in page.notice.told)
    [request] = outbox.glob("*.doorstep-enrol")
    page.look_at_roster(office.let_in(request))
    hands.until(lambda: office.folder.roster.root.fingerprint in page.notice.told)
    hands.press("connect")
    hands.prove("office")
    hands.until(lambda: "Connected." in page.notice.told)
    return page


def sign(hands: Hands) -> str:
    assessment = hands.page.assessment
    for each in assessment.state.missing():
        assessment.leave_gap(each.ref.link_id, AnswerState.NOT_ASKED, reason="tired", path=each.ref.path)
    assessment.sign("True.")
    return assessment.record_id


def test_the_laptop_joins_after_the_fingerprint_was_compared(home: Hands, office: Office, outbox: Path):
    page = connect(home, office, outbox)
    assert "Connected to Brackwater Council" in page.connection.text()
    assert office.folder.roster.root.fingerprint in page.connection.text()


def test_a_fingerprint_that_differs_connects_nothing(home: Hands, office: Office, outbox: Path):
    page = office_page(home)
    page.look_at_roster(office.folder.roster_file)
    home.until(lambda: office.folder.roster.root.fingerprint in page.notice.told)
    assert "compare" in page.notice.told
    home.press("do_not_connect")
    assert home.workspace.export.office is None


def test_a_roster_that_does_not_let_this_laptop_in_says_what_to_do(home: Hands, office: Office):
    page = office_page(home)
    page.look_at_roster(office.folder.roster_file)
    home.until(lambda: page.findChild(QAbstractButton, "connect") is not None)
    home.press("connect")
    home.prove("office")
    home.until(lambda: "give them your request" in page.notice.told)


def test_a_file_that_is_no_roster_is_explained(home: Hands, tmp_path: Path):
    wrong = tmp_path / "holiday.doorstep-roster"
    wrong.write_bytes(b"not a roster at all")
    page = office_page(home)
    page.look_at_roster(wrong)
    home.until(lambda: "cannot be used" in page.notice.told or "cannot be read" in page.notice.told)
    assert home.workspace.export.office is None


def test_what_is_not_signed_is_signed_first(visit: Hands):
    record_id = visit.page.assessment.record_id
    visit.page.topics.setFocus()
    office_page(visit)
    visit.press(f"check_{record_id}")
    assert visit.sheet("check_and_sign").isVisible()


def test_sent_waiting_received_is_said_on_the_first_page(visit: Hands, office: Office, outbox: Path):
    record_id = sign(visit)
    visit.page.topics.setFocus()
    page = connect(visit, office, outbox)
    page.send(record_id, outbox)
    visit.prove("office")
    visit.until(lambda: "Sealed as number 1" in page.notice.told)
    [bundle] = outbox.glob("*.doorstep.age")
    assert str(bundle) in page.notice.told
    assert visit.sees("Waiting for the office's receipt")
    page.take_receipt(office.take_in(bundle))
    visit.until(lambda: "Safely received" in page.notice.told)
    assert "6 October 2026" in page.notice.told
    visit.key(Qt.Key.Key_Escape)
    assert visit.sees("Safely received by the office", visit.home.cards()[0])


def test_sending_again_is_said(visit: Hands, office: Office, outbox: Path):
    record_id = sign(visit)
    visit.page.topics.setFocus()
    page = connect(visit, office, outbox)
    page.send(record_id, outbox)
    visit.prove("office")
    visit.until(lambda: "Sealed as number 1" in page.notice.told)
    page.send(record_id, outbox)
    visit.prove("office")
    visit.until(lambda: "Sealed as number 2" in page.notice.told)
    assert "It was sent before" in page.notice.told


def test_sending_without_an_office_explains_and_sends_nothing(visit: Hands, outbox: Path):
    record_id = sign(visit)
    visit.page.topics.setFocus()
    page = office_page(visit)
    page.send(record_id, outbox)
    visit.prove("office")
    visit.until(lambda: "cannot be used" in page.notice.told or "not connected" in page.notice.told)
    assert not outbox.exists() or list(outbox.iterdir()) == []


def test_a_receipt_for_something_else_leaves_the_assessment_waiting(
    visit: Hands, office: Office, outbox: Path, tmp_path: Path
):
    record_id = sign(visit)
    visit.page.topics.setFocus()
    page = connect(visit, office, outbox)
    page.send(record_id, outbox)
    visit.prove("office")
    visit.until(lambda: "Sealed" in page.notice.told)
    [bundle] = outbox.glob("*.doorstep.age")
    receipt = tmp_path / "changed.doorstep-receipt"
    genuine = office.take_in(bundle).read_text()
    changed = re.sub(r"(number\W+)1", r"\g<1>7", genuine, count=1)
    assert changed != genuine
    receipt.write_text(changed)
    page.take_receipt(receipt)
    visit.until(lambda: "does not belong to anything that left this laptop" in page.notice.told)
    assert visit.sees("Waiting for the office's receipt")


def test_nothing_leaves_without_the_passphrase(visit: Hands, office: Office, outbox: Path):
    record_id = sign(visit)
    visit.page.topics.setFocus()
    page = connect(visit, office, outbox)
    page.send(record_id, outbox)
    visit.prove("office", "somebody who found it open")
    visit.until(lambda: "does not open this vault" in page.proof.notice.told)
    visit.press("office_not_yet")
    assert list(outbox.glob("*.doorstep.age")) == []
    assert page.proof.heading == ""


def test_the_office_gets_no_key_without_the_passphrase(home: Hands, office: Office):
    page = office_page(home)
    page.look_at_roster(office.folder.roster_file)
    home.until(lambda: page.findChild(QAbstractButton, "connect") is not None)
    home.press("connect")
    home.prove("office", "somebody who found it open")
    home.until(lambda: "does not open this vault" in page.proof.notice.told)
    assert home.workspace.export.office is None
    assert home.workspace.risk.now().office_keys == 0


def test_earlier_records_come_back_and_the_next_one_begins_with_them(visit: Hands, office: Office, outbox: Path):
    record_id = sign(visit)
    visit.page.topics.setFocus()
    page = connect(visit, office, outbox)
    workspace = visit.workspace
    path = workspace.export.export(record_id, outbox).path
    workspace.receipts.accept(office.take_in(path))
    workspace.assessments.leave(record_id)
    workspace.removal.remove(record_id)
    [laptop] = office.folder.roster.laptops
    until = date(2026, 11, 6)
    lent = lend(
        office.folder,
        office.store,
        [record_id],
        laptop=laptop,
        by="Ann Lee",
        at=office.clock(),
        until=until,
        out=outbox,
    )
    assert not page.lending.text()
    page.take_earlier(lent.path)
    visit.until(lambda: "earlier records are here" in page.notice.told)
    assert "6 November 2026" in page.notice.told
    page.take_earlier(lent.path)
    visit.until(lambda: "on this laptop already" in page.notice.told)
    visit.key(Qt.Key.Key_Escape)
    [card] = visit.home.people()
    assert card.cards == ()
    assert visit.sees("From the office, to read from until 6 November 2026", card)
    step = next(step for step in card.steps() if step.form == "needs-assessment")
    assert step.words == "Assess again"
    card.go_on(step)
    assert card.begin is not None
    visit.home.refresh()
    page.take_earlier(outbox / "nothing.doorstep-visit")
    visit.until(lambda: "cannot be read" in page.notice.told)


def test_a_laptop_that_cannot_be_lent_to_says_what_to_do(home: Hands, office: Office):
    page = office_page(home)
    assert "Connect this laptop" in page.lending.text()
    home.workspace.export.install_roster(office.folder.roster_file)
    page.refresh()
    assert "write a new request" in page.lending.text()
