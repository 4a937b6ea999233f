"""What stands in the middle of an assessment: the topic in sight, or a sheet in its place; “go to” lies over either.

Checking, copies, people and “then and now” are sheets. Each is made when it is first wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from doorstep.assessment.change import ItemRef
from doorstep.ui.finder import PlaceWanted, find
from doorstep.ui.go_to import GoTo
from doorstep.ui.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.services.workspace import Workspace
    from doorstep.ui.check_and_sign import CheckAndSign
    from doorstep.ui.copies_page import CopiesPage
    from doorstep.ui.finder import Match
    from doorstep.ui.people_page import PeoplePage
    from doorstep.ui.theme import Theme
    from doorstep.ui.then_and_now import ThenAndNow
    from doorstep.ui.topic_pages import TopicPages


class Middle(QStackedWidget):
    """The topics and the sheets of one assessment. ``changed`` tells each Change that was made on a sheet.

    ``go_wanted`` asks for a question (ItemRef), ``waiting_wanted`` for the next answer from before that nobody has
    checked, ``sheet_closed`` for the question that the worker came from. ``finder`` is “go to”.
    """

    changed = Signal(object)
    go_wanted = Signal(object)
    waiting_wanted = Signal()
    sheet_closed = Signal()

    def __init__(
        self,
        topics: TopicPages,
        workspace: Workspace,
        assessment: OpenAssessment,
        theme: Theme,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._topics = topics
        self._workspace = workspace
        self._assessment = assessment
        self._theme = theme
        self._now = now
        self._check: CheckAndSign | None = None
        self._people: PeoplePage | None = None
        self._then_and_now: ThenAndNow | None = None
        self._copies: CopiesPage | None = None
        self.addWidget(topics)
        self.finder = GoTo(assessment.state, theme, self)

    def show_topics(self) -> None:
        """Put the topic back."""
        self.finder.hide()
        self.setCurrentWidget(self._topics)

    def show_check(self) -> CheckAndSign:
        """Show checking and signing."""
        if self._check is None:
            from doorstep.ui.check_and_sign import CheckAndSign  # not before it is wanted

            self._check = CheckAndSign(self._assessment, self._workspace.confirm_passphrase, self._theme)
            self._check.changed.connect(self.changed)
            self._check.go_wanted.connect(self.go_wanted)
            self._check.signing.then_and_now_wanted.connect(self.show_then_and_now)
            self._check.signing.addendum.choose_wanted.connect(self._choose_for_addendum)
        self._put(self._check, self._check.refresh)
        return self._check

    def show_then_and_now(self) -> ThenAndNow:
        """Show what stood at the signature, and what was added since."""
        if self._then_and_now is None:
            from doorstep.ui.then_and_now import ThenAndNow  # not before it is wanted

            self._then_and_now = ThenAndNow(self._workspace.assessments, self._assessment, self._theme)
        self._put(self._then_and_now, self._then_and_now.refresh)
        return self._then_and_now

    def show_people(self) -> PeoplePage:
        """Show people, visits and route."""
        if self._people is None:
            from doorstep.ui.people_page import PeoplePage  # not before it is wanted

            self._people = PeoplePage(self._assessment, self._theme, self._now)
            self._people.changed.connect(self.changed)
            self._people.from_before.check_wanted.connect(self.waiting_wanted)
        self._put(self._people, self._people.refresh)
        return self._people

    def show_copies(self) -> CopiesPage:
        """Show the copies."""
        if self._copies is None:
            from doorstep.ui.copies_page import CopiesPage  # brings the PDF writer

            self._copies = CopiesPage(self._workspace, self._assessment, self._theme)
            self._copies.ask_wanted.connect(lambda link_id: self.go_wanted.emit(ItemRef(link_id)))
        self._put(self._copies, self._copies.refresh)
        return self._copies

    def show_sheet(self, name: str) -> None:
        """Show the sheet of that name; a topic stays when there is none."""
        show: dict[str, Callable[[], object]] = {
            "check_and_sign": self.show_check,
            "people_page": self.show_people,
            "copies_page": self.show_copies,
            "then_and_now_page": self.show_then_and_now,
        }
        show.get(name, self.show_topics)()

    def sheet(self) -> Sheet | None:
        """Return the sheet in sight, or None when a topic is there."""
        widget = self.currentWidget()
        return widget if isinstance(widget, Sheet) else None

    @property
    def sheet_name(self) -> str:
        """The name of the sheet in sight; empty when a topic is there."""
        sheet = self.sheet()
        return sheet.objectName() if sheet is not None else ""

    def _put(self, sheet: Sheet, refresh: Callable[[], None]) -> None:
        self._topics.commit_typing()
        refresh()
        self.finder.hide()
        if self.indexOf(sheet) < 0:
            self.addWidget(sheet)
            sheet.closed.connect(self.sheet_closed)
        self.setCurrentWidget(sheet)
        sheet.verticalScrollBar().setValue(0)
        sheet.focus_first()

    def _choose_for_addendum(self) -> None:
        self.finder.pick(PlaceWanted("Which question is it about?", find, self._take_for_addendum))

    def _take_for_addendum(self, match: Match) -> None:
        if self._check is not None and match.link_id is not None:
            self._check.signing.addendum.is_about(match.link_id, match.question)
