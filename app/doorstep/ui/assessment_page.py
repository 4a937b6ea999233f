"""One assessment: the topics, the topic in sight, and around them what has to be there all the time.

The communication needs stay on top, the saved state and the time at the bottom. Checking, copies and people open in
the middle, where the topic was, so that nothing is ever covered.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from doorstep.assessment.change import ItemRef
from doorstep.assessment.stages import TOLD_BY
from doorstep.errors import StorageError, WriterEndedError
from doorstep.ui.assessment_header import NARROW, AssessmentHeader
from doorstep.ui.bottom_bar import BottomBar
from doorstep.ui.controls.words import Words
from doorstep.ui.desk import Desk
from doorstep.ui.finder import PlaceWanted, fileable
from doorstep.ui.middle import Middle
from doorstep.ui.place import cursor_now, put_cursor, scroll_to
from doorstep.ui.plain_words import PlainWords
from doorstep.ui.sheet import bare_column
from doorstep.ui.shortcuts import Deed
from doorstep.ui.topic_pages import TopicPages
from doorstep.ui.topics_list import TopicsList
from doorstep.ui.visit_time import VisitTime

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtGui import QResizeEvent

    from doorstep.assessment.answer import Voice
    from doorstep.assessment.change import Change
    from doorstep.assessment.stages import Stage
    from doorstep.definition.model import Topic
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.services.workspace import Workspace
    from doorstep.settings import Settings
    from doorstep.ui.finder import Match
    from doorstep.ui.shared_view.page import SharedView
    from doorstep.ui.shortcuts import Shortcut
    from doorstep.ui.theme import Theme
    from doorstep.ui.topic_page.page import TopicPage

_TOPICS_WIDE: Final = 280

_COMMITTED: Final = 400
"""Milliseconds after which a change is on the disk, from where the stages are read with the person's other records."""


class AssessmentPage(QWidget):
    """The page. ``wanted`` carries a Deed that the window has to do."""

    wanted = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        assessment: OpenAssessment,
        theme: Theme,
        table: tuple[Shortcut, ...],
        now: Callable[[], datetime],
        settings: Settings,
    ) -> None:
        super().__init__()
        self.setObjectName("assessment")
        self.assessment = assessment
        self._workspace = workspace
        self._theme = theme
        self._table = table
        self._place: tuple[ItemRef, Voice] | None = None
        definition = assessment.definition
        self._topics = {topic.link_id: topic for topic in definition.topics}
        self._neighbours: tuple[Topic | None, Topic | None] = (None, None)
        self._order = {link_id: place for place, link_id in enumerate(definition.places)}
        self._topic_of = {link_id: definition.topic_of(link_id).link_id for link_id in definition.places}
        self.header = AssessmentHeader(theme, table)
        self.topics = TopicsList(theme)
        self._plain_words = PlainWords(workspace.packs, self)
        self._plain_words.ready.connect(self.update)
        self.pages = TopicPages(assessment, theme, whole=settings.all_questions, terms=self._plain_words.terms)
        self.bar = BottomBar(theme)
        self.needed = Words("", theme, "guidance", "quiet")
        self.needed.setObjectName("needed_count")
        self.middle = Middle(self.pages, workspace, assessment, theme, now)
        self.desk = Desk(self.middle, assessment, theme, now)
        self._lay_out()
        self._connect()
        self._stages: tuple[Stage, ...] = ()
        self._standing = (len(assessment.state.visits), assessment.state.signed is not None)
        self._stages_timer = QTimer(self)
        self._stages_timer.setSingleShot(True)
        self._stages_timer.timeout.connect(self._tell_stages)
        self._stages_timer.timeout.connect(self._plain_words.read)
        self.time = VisitTime(assessment, self.bar, now, settings.break_after_minutes)
        self.time.rest_wanted.connect(lambda: self.wanted.emit(Deed.CURTAIN))
        self.topics.fill(assessment.state)
        self._show_state()

    def _lay_out(self) -> None:
        self._side = QWidget()
        self._side.setFixedWidth(_TOPICS_WIDE)
        side = bare_column(self._side, self._theme.space("related"))
        side.addWidget(self.topics, 1)
        side.addWidget(self.needed)
        self.needed.setContentsMargins(self._theme.space("lanes"), 0, 0, self._theme.space("related"))
        panes = QHBoxLayout()
        panes.setSpacing(0)
        panes.addWidget(self._side)
        panes.addWidget(self.desk, 1)
        column = bare_column(self, 0)
        column.addWidget(self.header)
        column.addLayout(panes, 1)
        column.addWidget(self.bar)

    def _connect(self) -> None:
        self.header.wanted.connect(self.wanted)
        self.header.topics_wanted.connect(self._switch_topics)
        self.topics.looked_at.connect(self._look_at)
        self.topics.entered.connect(lambda link_id: self._enter(self.open_topic(link_id)))
        self.pages.changed.connect(self.after_change)
        self.pages.go_wanted.connect(self.go_to)
        self.pages.place_wanted.connect(self.middle.finder.pick)
        self.middle.changed.connect(self.after_change)
        self.middle.go_wanted.connect(self.go_to)
        self.middle.waiting_wanted.connect(self.go_to_waiting)
        self.middle.sheet_closed.connect(self.back_to_topics)
        self.middle.finder.chosen.connect(self._go_to_match)
        self.bar.visit_wanted.connect(self.middle.show_people)
        self.bar.jot_wanted.connect(self.desk.switch_pad)
        self.desk.changed.connect(self.after_change)
        self.desk.go_wanted.connect(lambda key: self.go_to(ItemRef(key.link_id, key.path), key.voice))
        self.desk.place_wanted.connect(self._pick_for_jot)
        self.bar.before.connect(lambda: self.go_to_neighbour(-1))
        self.bar.after.connect(lambda: self.go_to_neighbour(1))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._remember_place)

    # going places

    def start(self) -> None:
        """Show the question where the worker was last, or the first topic."""
        self._stages_timer.start(0)  # once the page is painted: the person's other records are read for it
        place = self.assessment.place
        if place is not None and place.link_id in self.assessment.definition.places:
            self.go_to(ItemRef(place.link_id, place.path), place.voice)
            self._take_up(place.cursor, place.scroll, place.in_sight)
        else:
            self._enter(self.open_topic(self.topics.order()[0]))

    def open_topic(self, link_id: str) -> TopicPage:
        """Show a topic, and name its neighbours below: those that are part of the conversation as it stands."""
        order, form = self.topics.order(), list(self._topics)
        here = form.index(link_id)
        before = next((self._topics[each] for each in reversed(form[:here]) if each in order), None)
        after = next((self._topics[each] for each in form[here + 1 :] if each in order), None)
        self.middle.show_topics()
        page = self.pages.open(self._topics[link_id], after)
        self.topics.mark_current(link_id)
        self._neighbours = (before, after)
        self.bar.show_neighbours(before, after)
        self._fold(open_topics=False)
        return page

    def go_to(self, ref: ItemRef, voice: Voice | None = None) -> None:
        """Show a question and put the cursor into it."""
        self.open_topic(self.assessment.definition.topic_of(ref.link_id).link_id).go_to(ref, voice)

    def _enter(self, page: TopicPage, *, last: bool = False) -> None:
        """Put the cursor into the first question of a topic, or into its last."""
        questions = page.visible_questions()
        if questions:
            page.go_to(questions[-1 if last else 0])

    def go_to_neighbour(self, step: int) -> None:
        """Show the topic after (1) or before (-1) the one in sight, with the cursor in its first or last question."""
        neighbour = self._neighbours[0 if step < 0 else 1]
        if neighbour is not None:
            self._enter(self.open_topic(neighbour.link_id), last=step < 0)

    def go_to_question(self, step: int) -> None:
        """Put the cursor into the next (1) or the last (-1) question; beyond the end of a topic, the next topic."""
        page = self.pages.page()
        if page is None or self.middle.sheet() is not None:
            return
        questions, focused = page.visible_questions(), page.focused()
        place = questions.index(focused[0]) + step if focused and focused[0] in questions else 0
        if page.more.button.hasFocus():
            place = len(questions) - 1 if step < 0 else len(questions) + 1
        if 0 <= place < len(questions):
            page.go_to(questions[place])
        elif place == len(questions) and page.more.isVisible():
            page.more.button.setFocus()
        else:
            self.go_to_neighbour(step)

    def open_more(self) -> None:
        """Show all questions of the topic in sight."""
        page = self.pages.page()
        if page is not None and self.middle.sheet() is None:
            page.open_more()

    def go_to_needed(self) -> None:
        """Put the cursor into the next question that is still needed, from here on and round; else show the check."""
        self.commit_typing()
        missing = [each.ref for each in self.assessment.state.missing()]
        if not missing:
            self.middle.show_check()
            return
        here = self._here()
        self.go_to(next((ref for ref in missing if self._order[ref.link_id] > here), missing[0]))

    def go_to_waiting(self) -> None:
        """Go to the next answer from before that nobody has checked, from this topic on and round."""
        order = self.topics.order()
        here = self.topics.current()
        place = order.index(here) + 1 if here in order else 0
        for link_id in (*order[place:], *order[:place]):
            waiting = self.assessment.state.to_confirm(self._topics[link_id])
            if waiting:
                self.open_topic(link_id).go_to_checking(waiting[0].key)
                return

    def back_to_topics(self) -> None:
        """Go back to the question that the worker came from."""
        self.middle.show_topics()
        if self._place is not None:
            self.go_to(*self._place)
        else:
            self._enter(self.open_topic(self.topics.current() or self.topics.order()[0]))

    def shared_view(self) -> SharedView:
        """Return the page to turn to the person, at the question where the worker is."""
        from doorstep.ui.shared_view.page import SharedView  # not before it is wanted

        page = self.pages.page()
        focused = page.focused() if page is not None else None
        first = page.visible_questions()[:1] if page is not None else ()
        last = (self._place[0],) if self._place is not None else ()
        place = next(iter(((focused[0],) if focused else ()) + (last if self.middle.sheet() else first) + last), None)
        start = place or ItemRef(next(iter(self._order)))
        view = SharedView(
            self.assessment, self._theme, start, self._table, self._tell_stages(), self._plain_words.terms
        )
        view.changed.connect(self.after_change)
        return view

    # changes

    def after_change(self, change: Change) -> None:
        """Show everywhere what a change did."""
        self.pages.repaint_change(change)
        self.desk.repaint_change(change)
        names = _names(change)
        if names & TOLD_BY:
            self._tell_stages_soon()
        touched = {self._topic_of.get(link_id, "") for link_id in names}
        self.topics.refresh(self.assessment.state, touched)
        self._show_state()

    def commit_typing(self) -> None:
        """Make answers of all that is typed and not yet left."""
        self.pages.commit_typing()

    def undo(self) -> None:
        """Take back the last change."""
        self.commit_typing()
        self._repaint_and_go(self.assessment.undo())

    def redo(self) -> None:
        """Bring back what was taken back."""
        self.commit_typing()
        self._repaint_and_go(self.assessment.redo())

    def _repaint_and_go(self, change: Change | None) -> None:
        """Show what was taken back or brought back; go there when it is on another topic, or nobody would see it."""
        if change is None:
            return
        self.after_change(change)
        places = [ItemRef(key.link_id, key.path) for key in change.answered]
        places = [*(ItemRef(link_id, parent) for link_id, parent in change.rows), *places]
        page = self.pages.page()
        if places and page is not None and self._topic_of[places[0].link_id] != page.topic.link_id:
            self.go_to(places[0])

    # what is there all the time

    def show_saved(self, words: str) -> None:
        """Say at the bottom how saving stands."""
        self.bar.saved.setText(words)

    def _tell_stages_soon(self) -> None:
        """Say anew where the person is on the way, once what has changed is on the disk."""
        if not self._stages_timer.isActive():
            self._stages_timer.start(_COMMITTED)

    def _tell_stages(self) -> tuple[Stage, ...]:
        """Say in the header where the person is on the way (TB-05); as it was, while the disk is in trouble."""
        if self._workspace.save_state().error is None:
            with contextlib.suppress(StorageError):
                self._stages = self._workspace.assessments.journey(self.assessment.state.person.id).stages
        self.header.show_stages(self._stages)
        return self._stages

    def panes(self) -> tuple[QWidget, ...]:
        """Return the parts of the page that F6 goes round: topics, the middle, the bar, the header."""
        return (self.topics, self.middle, *self.desk.panes(), self.bar, self.header)

    def _remember_place(self) -> None:
        """Keep where the worker is, to come back there after a break or a flat battery."""
        page = self.pages.page()
        focused = page.focused() if page is not None and page.isVisible() else None
        if focused is not None and focused != self._place:
            self._place = focused
            (link_id, path), voice = focused
            self.assessment.remember_place(link_id, path, voice)

    def keep_place(self) -> None:
        """Keep exactly where the worker is, cursor and scroll too: before locking and closing."""
        page = self.pages.page()
        if page is None:
            return
        focused, voice = page.focused(), None
        if focused is not None:
            place, voice = focused
        elif self._place is not None and self._topic_of[self._place[0].link_id] == page.topic.link_id:
            place, voice = self._place
        elif page.visible_questions():  # a topic that was only looked at, from the list
            place = page.visible_questions()[0]
        else:
            return
        cursor = cursor_now() if focused is not None else 0
        scroll = page.verticalScrollBar().value()
        with contextlib.suppress(WriterEndedError):  # a convenience, and no reason to keep the window from closing
            self.assessment.remember_place(place.link_id, place.path, voice, cursor, scroll, page.unfolded)

    def _take_up(self, cursor: int, scroll: int, in_sight: tuple[str, ...]) -> None:
        """Go on where the worker stopped, to the letter, with the same questions in sight."""
        page = self.pages.page()
        if page is not None:
            page.stand_again(in_sight)
        put_cursor(cursor)
        if page is not None and scroll:
            scroll_to(page, scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the topics away when there is little room."""
        super().resizeEvent(event)
        self._fold(open_topics=False)
        self.desk.fit(narrow=self.width() < NARROW)
        self.middle.finder.place()

    def _fold(self, *, open_topics: bool) -> None:
        self._side.setVisible(self.width() >= NARROW or open_topics)

    def _switch_topics(self) -> None:
        self._fold(open_topics=not self._side.isVisible())
        if self._side.isVisible():
            self.topics.setFocus()

    def _look_at(self, link_id: str) -> None:
        """Show a topic while the arrow keys go through the list; not where the list lies over it."""
        if self.width() >= NARROW:
            self.open_topic(link_id)

    def _go_to_match(self, match: Match) -> None:
        if match.link_id is None:
            self._enter(self.open_topic(match.topic))
        else:
            self.go_to(ItemRef(match.link_id))

    def _pick_for_jot(self) -> None:
        here = self.topics.current() or ""
        asks = "File this line under which question?"
        self.middle.finder.pick(
            PlaceWanted(asks, lambda words, state: fileable(words, state, here), self.desk.take_place)
        )

    def _show_state(self) -> None:
        state = self.assessment.state
        self.header.show_state(state)
        standing = (len(state.visits), state.signed is not None)
        if standing != self._standing:
            self._standing = standing
            self._tell_stages_soon()
        count = state.missing_count
        needed = f"{count} still needed" if count else "Nothing more is needed"
        to_check = sum(map(self.topics.to_check, self.topics.order()))
        self.needed.setText(f"{to_check} from before to check\n{needed}" if to_check else needed)
        self.time.tell()

    def _here(self) -> int:
        page = self.pages.page()
        focused = page.focused() if page is not None else None
        if focused is not None:
            return self._order[focused[0].link_id]
        first = page.visible_questions()[:1] if page is not None else ()
        return self._order[first[0].link_id] - 1 if first else -1


def _names(change: Change) -> set[str]:
    return {
        *(key.link_id for key in change.answered),
        *(link_id for link_id, _ in change.rows),
        *(ref.link_id for ref in (*change.shown, *change.hidden, *change.newly_complete, *change.newly_incomplete)),
    }
