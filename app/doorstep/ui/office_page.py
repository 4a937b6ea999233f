"""The office: connecting this laptop to it, sending what is signed, taking in its receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from doorstep.assessment.record import RecordStatus
from doorstep.calendar import day_words
from doorstep.services.summary import Whereabouts
from doorstep.ui.background import Outcome, run_beside
from doorstep.ui.choosing_files import ask_file, ask_folder
from doorstep.ui.controls.buttons import Button, Fold, Weight
from doorstep.ui.controls.words import Words
from doorstep.ui.messages import message_for
from doorstep.ui.notice import Notice
from doorstep.ui.passphrase_ask import PassphraseAsk
from doorstep.ui.sheet import Sheet, bare_column, button, empty, flow_of, put_into
from doorstep.ui.whereabouts import whereabouts_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from doorstep.services.earlier_records import Accepted
    from doorstep.services.export import ExportResult
    from doorstep.services.office import OfficeInfo
    from doorstep.services.receipts import AcceptedReceipt
    from doorstep.services.summary import AssessmentSummary
    from doorstep.services.workspace import Workspace
    from doorstep.ui.theme import Theme

_ROSTER: Final = ".doorstep-roster"
_RECEIPT: Final = ".doorstep-receipt"
_VISIT_PACK: Final = ".doorstep-visit"
_HOW: Final = (
    "The office and this laptop get to know each other once. After that, only your office can open what you send, and "
    "anyone there can check that it comes from you."
)
_LENDING: Final = (
    "What the office holds leaves this laptop after a while. Before you see somebody again, your office can lend you "
    "their earlier records, so that they need not tell everything twice. You go on from them; nobody can change them "
    "here, and they go by themselves."
)
_COMPARE: Final = (
    "Ring your office on a number that you already have, and compare these letters and numbers. If one differs, do "
    "not connect."
)


class OfficePage(Sheet):
    """The page. ``check_wanted`` carries the id of a record that is not signed yet."""

    check_wanted = Signal(str)

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__("Your office", "office_page", theme, back="◂ Back to your people")
        self._workspace = workspace
        self.notice = Notice(theme, "office_notice")
        self.add(self.notice)
        self.proof = PassphraseAsk("office", workspace.confirm_passphrase, theme)
        self.add(self.proof)
        self.connection = self.words("", name="connection")
        self._joining = self._make_joining()
        self._renew = Fold("Connect again, or take in a newer office file", theme, self._joining)
        self.add(self._renew)
        self.add(self._joining)
        self.heading("Send")
        self.words("Each assessment goes into one sealed file. Take it to the office, or send it as they ask you to.")
        sending = QWidget()
        self._sending = bare_column(sending, theme.space("lanes"))
        self.add(sending)
        self.heading("Receipts")
        self.words("When the office has opened your file it gives you a receipt. Only then is it safely received.")
        self.row(self.button("Take in a receipt", "take_receipt", self.choose_receipt))
        self.heading("Earlier records")
        self.words(_LENDING)
        self.lending = self.words("", name="lending")
        self.row(self.button("Take in earlier records", "take_earlier", self.choose_earlier))
        self.refresh()

    def refresh(self) -> None:
        """Show how things stand."""
        office = self._workspace.export.office
        self.connection.setText(_connection_words(office))
        self.lending.setText(_lending_words(office))
        self.lending.setVisible(bool(self.lending.text()))
        self._renew.setVisible(office is not None)
        self._joining.setVisible(office is None or self._renew.isChecked())
        empty(self._sending)
        for summary in self._workspace.assessments.list():
            put_into(self._sending, self._sending_row(summary))
        if not self._sending.count():
            put_into(self._sending, Words("There is nothing to send yet.", self.theme, "body", "quiet"))

    def go_to(self, record_id: str) -> None:
        """Put the keyboard on the row of one assessment."""
        row = self.findChild(Button, f"send_{record_id}") or self.findChild(Button, f"check_{record_id}")
        if row is not None:
            self.bring_into_view(row)
            row.setFocus()

    # connecting

    def choose_request_folder(self) -> None:
        """Ask where to put the request to join."""
        folder = ask_folder(self, "Where shall the request go?")
        if folder is not None:
            self.write_request(folder)

    def write_request(self, folder: Path) -> None:
        """Write the request to join into a folder."""
        self._do("Writing the request …", lambda: self._workspace.export.enrolment_request(folder), self._requested)

    def choose_roster(self) -> None:
        """Ask for the office's file."""
        path = ask_file(self, "Choose the file from your office", _ROSTER)
        if path is not None:
            self.look_at_roster(path)

    def look_at_roster(self, path: Path) -> None:
        """Show whose file it is, and ask to compare the fingerprint before anything is taken in."""
        self._do(
            "Reading the file …",
            lambda: self._workspace.export.look_at_roster(path),
            lambda office: self._ask_to_connect(path, office),
        )

    def connect_to_office(self, path: Path) -> None:
        """Take the office's file in, after the passphrase: from then on the office's keys open the vault too."""
        self.notice.clear()
        self.proof.ask(
            "Connect to this office?",
            "From then on the office can open this vault with its own keys, should you lose your passphrase.",
            "Connect",
            lambda: self._connect(path),
        )

    def _connect(self, path: Path) -> None:
        self._do("Connecting …", lambda: self._workspace.export.install_roster(path), self._connected)

    # sending and receipts

    def choose_send_folder(self, record_id: str) -> None:
        """Ask where to put a sealed assessment."""
        folder = ask_folder(self, "Where shall the sealed file go?")
        if folder is not None:
            self.send(record_id, folder)

    def send(self, record_id: str, folder: Path) -> None:
        """Sign and seal an assessment into a file in a folder, after the passphrase."""
        self.notice.clear()
        self.proof.ask(
            "Sign and seal this assessment for the office?",
            f"It goes into one file in {folder}. Only your office can open it.",
            "Seal it",
            lambda: self._send(record_id, folder),
        )

    def _send(self, record_id: str, folder: Path) -> None:
        self._do("Signing and sealing …", lambda: self._workspace.export.export(record_id, folder), self._sent)

    def choose_receipt(self) -> None:
        """Ask for a receipt."""
        path = ask_file(self, "Choose the receipt from your office", _RECEIPT)
        if path is not None:
            self.take_receipt(path)

    def take_receipt(self, path: Path) -> None:
        """Check a receipt and mark its assessment as safely received."""
        self._do("Checking the receipt …", lambda: self._workspace.receipts.accept(path), self._received)

    def choose_earlier(self) -> None:
        """Ask for what the office lent."""
        path = ask_file(self, "Choose the file that your office lent you", _VISIT_PACK)
        if path is not None:
            self.take_earlier(path)

    def take_earlier(self, path: Path) -> None:
        """Take in earlier records of one person, to read from and go on from."""
        self._do("Checking the file …", lambda: self._workspace.earlier.accept(path), self._lent)

    def _do(self, waiting: str, work: Callable[[], object], then: Callable[..., None]) -> None:
        """Run one piece of work beside the window; its result goes to ``then``, its error onto the page."""

        def finish(outcome: Outcome) -> None:
            self.refresh()
            if outcome.error is not None:
                self.notice.tell(message_for(outcome.error))
                self.bring_into_view(self.notice)
                return
            then(outcome.value)

        self.notice.say("", heading=waiting, role="accent")
        self.bring_into_view(self.notice)
        run_beside(self, work, finish)

    def _requested(self, path: Path) -> None:
        self._say(f"Give this file to your office: {path}", "The request is written.")

    def _ask_to_connect(self, path: Path, office: OfficeInfo) -> None:
        self.notice.say(
            f"{_COMPARE}\n\n{office.fingerprint}",
            heading=f"This file says that it comes from {office.name}.",
            buttons=(
                self.button(
                    "They are the same: connect", "connect", lambda: self.connect_to_office(path), Weight.FIRST
                ),
                self.button("Do not connect", "do_not_connect", self.notice.clear),
            ),
        )
        self.notice.setFocus()

    def _connected(self, office: OfficeInfo) -> None:
        waits = "" if office.on_roster else " They still have to let this laptop in: give them your request."
        self._say(f"You can send to {office.name}.{waits}" if office.on_roster else waits.strip(), "Connected.")

    def _sent(self, result: ExportResult) -> None:
        again = " It was sent before; the office will see that." if result.resend else ""
        self._say(
            f"{result.path}\nBring it to the office. It counts as received when their receipt is here.{again}",
            f"Sealed as number {result.number}.",
        )

    def _received(self, receipt: AcceptedReceipt) -> None:
        day = day_words(receipt.received_at.astimezone().date())
        self._say(f"{receipt.office} has held it since {day}.", "Safely received.")

    def _lent(self, lent: Accepted) -> None:
        pictures = " Pictures stay at the office." if lent.pictures else ""
        self._say(
            f"{', '.join(lent.records)}: to read from until {day_words(lent.until)}.{pictures}\n"
            f"Begin the next record from {lent.person.called}’s card. What was said stands in it, to be checked.",
            f"{lent.person.called}’s earlier records are here.",
        )

    def _say(self, words: str, heading: str) -> None:
        self.notice.say(words, heading=heading, role="done")
        self.notice.setFocus()

    def _make_joining(self) -> QWidget:
        part = QWidget()
        column = bare_column(part, self.theme.space("lanes"))
        ask = button("Write the request", "write_request", self.theme, self.choose_request_folder)
        take = button("Choose the office's file", "choose_roster", self.theme, self.choose_roster)
        for widget in (
            Words(_HOW, self.theme),
            Words("1. Write a request and give it to your office.", self.theme, "body_strong"),
            flow_of(self.theme, ask),
            Words(f"2. The office gives you a file that ends in {_ROSTER}.", self.theme, "body_strong"),
            flow_of(self.theme, take),
        ):
            column.addWidget(widget)
        return part

    def _sending_row(self, summary: AssessmentSummary) -> QWidget:
        row = QWidget()
        column = bare_column(row, self.theme.space("inside"))
        column.addWidget(Words(summary.called, self.theme, "body_strong"))
        record_id = summary.record_id
        if summary.status is RecordStatus.IN_PROGRESS:
            column.addWidget(Words("In progress: sign it first, then send it.", self.theme, "guidance", "quiet"))
            made = button("Check and sign", f"check_{record_id}", self.theme, lambda: self.check_wanted.emit(record_id))
        else:
            words, colour = whereabouts_words(summary)
            column.addWidget(Words(words, self.theme, "guidance", colour))
            again = summary.whereabouts in (Whereabouts.SENT, Whereabouts.RECEIVED)
            verb = "Send again" if again else "Sign and seal it for the office"
            weight = Weight.PLAIN if again else Weight.FIRST
            made = button(verb, f"send_{record_id}", self.theme, lambda: self.choose_send_folder(record_id), weight)
        made.setAccessibleName(f"{made.words}: {summary.called}")
        column.addWidget(flow_of(self.theme, made))
        return row


def _lending_words(office: OfficeInfo | None) -> str:
    """Return what has to happen before the office can lend anything; empty when it can."""
    if office is not None and office.can_lend:
        return ""
    if office is None:
        return "Connect this laptop to your office first."
    return (
        "Your office cannot lend to this laptop yet. Under “Connect again” write a new request, give it to them, and "
        "take in the file that they give you."
    )


def _connection_words(office: OfficeInfo | None) -> str:
    if office is None:
        return "This laptop is not connected to an office yet."
    waits = "" if office.on_roster else " They have not let this laptop in yet: give them your request."
    return f"Connected to {office.name}.{waits}\nFingerprint: {office.fingerprint}"
