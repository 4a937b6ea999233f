"""The window: first start, unlock, the people, an assessment; and what works on every page.

Its title is “Doorstep” and nothing else, for whoever sees the task bar (TB-01).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from shiboken6 import delete, isValid

from doorstep.errors import DoorstepError, StorageError
from doorstep.settings import Settings
from doorstep.ui.beginning import Beginning
from doorstep.ui.clipboard import secret_clipboard
from doorstep.ui.controls.ring import FocusRing
from doorstep.ui.damage_notice import DamageNotice
from doorstep.ui.dates import local_now
from doorstep.ui.deeds import Deeds
from doorstep.ui.going_away import GoingAway
from doorstep.ui.idle import IdleWatch
from doorstep.ui.look import stepped, theme_for
from doorstep.ui.messages import fault_message, message_for
from doorstep.ui.notice import Notice
from doorstep.ui.over_pages import OverPages
from doorstep.ui.page_stack import PageStack
from doorstep.ui.screen_capture import keep_out_of_pictures
from doorstep.ui.sheet import bare_column, button
from doorstep.ui.shortcuts import shortcuts
from doorstep.ui.sitting import Sitting
from doorstep.ui.theme import apply_theme
from doorstep.ui.typed import type_into, typed_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from PySide6.QtGui import QCloseEvent, QShowEvent

    from doorstep.faults import Fault
    from doorstep.services.unlock import Profile
    from doorstep.services.workspace import Workspace
    from doorstep.ui.assessment_page import AssessmentPage
    from doorstep.ui.home import Home
    from doorstep.ui.messages import Message
    from doorstep.ui.office_page import OfficePage
    from doorstep.ui.shortcuts import Deed
    from doorstep.ui.theme import Theme


class MainWindow(QMainWindow):
    """The window over one profile.

    ``keep_settings`` is told when the worker changes how the window looks. ``start_anew`` replaces the program by a
    fresh one after locking, so that no key stays in memory; without it the window asks for the passphrase itself.
    ``now`` gives the aware local time.
    """

    def __init__(
        self,
        profile: Profile,
        settings: Settings | None = None,
        keep_settings: Callable[[Settings], None] | None = None,
        start_anew: Callable[[], None] | None = None,
        now: Callable[[], datetime] = local_now,
    ) -> None:
        super().__init__()
        self.setWindowTitle("Doorstep")
        self.setObjectName("doorstep")
        self.settings = settings or Settings()
        self.assessment: AssessmentPage | None = None
        self.home: Home | None = None
        self._office: OfficePage | None = None
        self._ring: FocusRing | None = None
        self._shown = False
        self._sitting = Sitting(self)
        self._profile = profile
        self._keep_settings = keep_settings
        self._start_anew = start_anew
        self._now = now
        self._table = shortcuts()
        self.over = OverPages(self, self._table)
        self._beginning = Beginning(self)
        self._build()
        self._deeds = Deeds(self, self._table)
        self._sitting.saved.connect(self._show_saved)
        self._sitting.trouble.connect(self._show_trouble)
        self._idle = IdleWatch(self.settings.lock_after_minutes, self)
        self._idle.idle.connect(self.lock)
        self._going_away = GoingAway(self)
        self._going_away.away.connect(self.lock)
        self.resize(1180, 720)
        self.show_first()

    @property
    def workspace(self) -> Workspace | None:
        """What the passphrase opened; None while the vault is locked."""
        return self._sitting.workspace

    # pages

    def show_first(self) -> None:
        """Show what comes before anything else: making a vault, or unlocking it."""
        if self._profile.exists():
            self.show_unlock()
            return
        from doorstep.ui.first_start import FirstStart  # once in the life of a laptop

        page = FirstStart(self._profile, self.theme)
        page.created.connect(self._enter)
        self.pages.show_page(page)

    def show_unlock(self) -> None:
        """Show where the passphrase goes."""
        from doorstep.ui.unlock_page import UnlockPage  # not needed on the first start

        page = UnlockPage(self._profile, self.theme)
        page.unlocked.connect(self._enter)
        self.pages.show_page(page)
        page.begin()

    def show_home(self) -> Home | None:
        """Show the people. None while the vault is locked."""
        if self.workspace is None:
            return None
        self._settle()
        if self.home is None:
            from doorstep.ui.home import Home  # after unlocking

            self.home = Home(self.workspace, self.theme, self.today())
            self.home.opened.connect(self.open_assessment)
            self.home.copies_wanted.connect(partial(self._open_at, "copies_page"))
            self.home.send_wanted.connect(self.send)
            self.home.office_wanted.connect(self.show_office)
            self.home.safety_wanted.connect(self.show_safety)
            self.home.look_wanted.connect(self.over.show_look)
            self.home.wanted.connect(self.do)
            self.home.begun.connect(self._beginning.begin_new)
            self.home.next_begun.connect(self._beginning.begin_next)
            self.home.together_wanted.connect(self.over.show_together)
        self.home.refresh()
        self.pages.show_page(self.home, keep=True)
        self.home.focus_first()
        return self.home

    def open_assessment(self, record_id: str) -> AssessmentPage | None:
        """Show an assessment at the question where the worker was last. None when it cannot be opened."""
        if self.workspace is None:
            return None
        if self.assessment is None or self.assessment.assessment.record_id != record_id:
            from doorstep.ui.assessment_page import AssessmentPage  # after unlocking

            try:
                opened = self.workspace.assessments.open(record_id)
            except DoorstepError as error:
                self.tell(message_for(error))
                return None
            self._leave_assessment()
            self.assessment = AssessmentPage(self.workspace, opened, self.theme, self._table, self._now, self.settings)
            self.assessment.wanted.connect(self.do)
            self.assessment.show_saved(self._sitting.said)
        self.pages.show_page(self.assessment, keep=True)
        self.assessment.start()
        return self.assessment

    def show_office(self) -> OfficePage | None:
        """Show the office: connecting, sending, receipts. None while the vault is locked."""
        if self.workspace is None:
            return None
        self._settle()
        if self._office is None:
            from doorstep.ui.office_page import OfficePage  # brings signatures and age

            self._office = OfficePage(self.workspace, self.theme)
            self._office.closed.connect(self.show_home)
            self._office.check_wanted.connect(partial(self._open_at, "check_and_sign"))
        self._office.refresh()
        self.pages.show_page(self._office, keep=True)
        self._office.focus_first()
        return self._office

    def send(self, record_id: str) -> None:
        """Show the office with the keyboard where one assessment is sent."""
        office = self.show_office()
        if office is not None:
            office.go_to(record_id)

    def show_safety(self, *, at_copies: bool = False) -> None:
        """Show what would be at stake if the laptop were stolen now, or at once the snapshots and second copies."""
        if self.workspace is None:
            return
        self._settle()
        from doorstep.ui.safety_pages import SafetyPages  # only when asked for

        safety = SafetyPages(self.workspace, self._profile, self.theme, self.today, self.pages)
        safety.restored.connect(lambda: self._abandon(self._locked))
        (safety.show_copies if at_copies else safety.show_risk)()

    def today(self) -> date:
        """Return the day it is here."""
        return self._now().date()

    # what can be asked for on every page

    def do(self, deed: Deed) -> None:
        """Do what a key, a button or a menu asks for, where it makes sense."""
        self._deeds.do(deed)

    def change_size(self, steps: int) -> None:
        """Make the words larger, or smaller below 0, by so many steps."""
        self.set_look(msgspec.structs.replace(self.settings, text_scale=stepped(self.settings.text_scale, steps)))

    def lock(self) -> None:
        """Keep what is typed, close the vault and ask for the passphrase."""
        if self.workspace is not None:
            shown = self.assessment if self.pages.holds(self.assessment) else None
            if shown is not None:
                self.workspace.come_back_to(shown.assessment.record_id, shown.middle.sheet_name)
            else:
                self.workspace.come_back_to("")
            if self._close_workspace("Lock anyway", self._locked):
                self._locked()

    def set_look(self, settings: Settings) -> None:
        """Show the window in other colours or another text size, at the same place and with what is typed in it."""
        with self.over.shown_again():
            self.settings = settings
            self._build_again()
        if self._keep_settings is not None:
            try:
                self._keep_settings(settings)
            except DoorstepError as error:
                self.tell(message_for(error))

    def tell(self, message: Message) -> None:
        """Say at the foot of the window what happened, what is safe and what to do."""
        self.notice.tell(message, buttons=(button("Close this", "close_notice", self.theme, self.notice.clear),))

    def tell_fault(self, fault: Fault) -> None:
        """Say that something failed that nobody foresaw, with a mark to read out to whoever looks after the program."""
        self.tell(fault_message(fault.mark))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is typed and close the vault; when the disk does not take it, stay and say so."""
        if self._close_workspace("Close anyway", self.close):
            super().closeEvent(event)
        else:
            event.ignore()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to watch for signs of life and of going away, and stay out of pictures of the screen."""
        super().showEvent(event)
        self._idle.watch(self.windowHandle())
        if not event.spontaneous() and not self._shown:
            self._shown = True
            window_id = int(self.winId())
            keep_out_of_pictures(window_id)
            QTimer.singleShot(0, self, lambda: self._going_away.watch(window_id))  # once it is painted

    # coming in and going out

    def _enter(self, workspace: Workspace) -> None:
        """Go in with an open vault: to where the worker locked it, else to the people."""
        self._sitting.begin(workspace)
        sheet, record_id = workspace.sheet_to_come_back_to(), workspace.place_to_come_back_to()
        page = self.open_assessment(record_id) if record_id else None
        if page is not None:
            page.middle.show_sheet(sheet)
            return
        home = self.show_home()
        if home is not None and workspace.interruption is not None:
            home.tell_interruption(workspace.interruption)

    def _close_workspace(self, verb: str, then: Callable[[], object]) -> bool:
        """Keep what is typed and close the vault; tell whether it is closed.

        When the disk does not take everything, ``verb`` is offered: whoever presses it loses what is not saved yet,
        knowing it, and ``then`` follows.
        """
        if self.over.turned is not None:
            self.over.turned.commit()
        if self.assessment is not None:
            self.assessment.commit_typing()
            if self.pages.holds(self.assessment):
                self.assessment.keep_place()
        try:
            self._sitting.end()
            secret_clipboard().clear()
        except StorageError as error:
            anyway = button(verb, "leave_anyway", self.theme, lambda: self._abandon(then))
            self.trouble.tell(message_for(error), buttons=(anyway,))
            return False
        return True

    def _abandon(self, then: Callable[[], object]) -> None:
        self._sitting.abandon()
        then()

    def _locked(self) -> None:
        """Begin anew: in a fresh process where one can be had, else on a fresh page."""
        self._build()
        self.show_unlock()
        if self._start_anew is not None:
            self._start_anew()

    def _settle(self) -> None:
        """Let what was typed reach the disk before a list is read from there; not when the disk is in trouble."""
        if self.assessment is not None:
            self.assessment.commit_typing()
        self._sitting.settle()

    # parts of pages

    def _open_at(self, sheet: str, record_id: str) -> None:
        page = self.open_assessment(record_id)
        if page is not None:
            page.middle.show_sheet(sheet)

    def _leave_assessment(self) -> None:
        if self.assessment is not None and self.workspace is not None:
            self.assessment.commit_typing()
            self.workspace.assessments.leave(self.assessment.assessment.record_id)
            self.pages.drop(self.assessment)
            self.assessment = None

    def _show_saved(self, words: str) -> None:
        if self.assessment is not None:
            self.assessment.show_saved(words)

    def _show_trouble(self, trouble: Message | None) -> None:
        if trouble is None:
            self.trouble.clear()
        else:
            self.trouble.tell_beside(trouble)

    # the frame

    def _build(self) -> None:
        """Make the frame in which pages are shown, in the look of the settings."""
        application = QApplication.instance()
        theme = theme_for(self.settings)
        if isinstance(application, QApplication):
            theme = apply_theme(application, theme, self.settings.text_scale / 100)
        self.theme: Theme = theme
        self.pages = PageStack()
        self.notice = Notice(theme, "window_notice")
        self.trouble = Notice(theme, "saving_trouble")
        self.damage = DamageNotice(self.over.attended, theme)
        self.damage.copies_wanted.connect(lambda: self.show_safety(at_copies=True))
        frame = QWidget()
        column = bare_column(frame, 0)
        column.addWidget(self.pages, 1)
        column.addWidget(self.notice)
        column.addWidget(self.trouble)
        column.addWidget(self.damage)
        self.setCentralWidget(frame)
        frame.show()  # else it is in sight, and takes the keyboard, a moment later only
        if self._ring is not None and isValid(self._ring):
            delete(self._ring)  # at once: it would follow the focus on the new pages as long as it lives
        self._ring = FocusRing(self, theme)
        self.home = self._office = self.assessment = None

    def _build_again(self) -> None:
        """Build the page in sight anew, in the look of the settings."""
        words, name = typed_in(self.pages), self.pages.page_name
        record_id, sheet = "", ""
        if self.assessment is not None:
            record_id, sheet = self.assessment.assessment.record_id, self.assessment.middle.sheet_name
            self._leave_assessment()
        self._build()
        if self.workspace is None:
            self.show_first()
        elif name == "assessment":
            again = self.open_assessment(record_id)
            if again is not None:
                again.middle.show_sheet(sheet)
        elif name == "office_page":
            self.show_office()
        else:
            self.show_home()
        type_into(self.pages, words)
