"""The topic pages of one assessment: each is built when it is first opened, the next one while nothing else happens.

Building a page takes some 20 ms; done in a quiet moment, every later switch is only a switch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget

from doorstep.ui.controls.term_words import no_terms
from doorstep.ui.topic_page.page import TopicPage

if TYPE_CHECKING:
    from doorstep.assessment.change import Change
    from doorstep.definition.model import Topic
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.controls.term_words import Terms
    from doorstep.ui.theme import Theme

_QUIET: Final = 150
"""Milliseconds after a page was shown until the next one is built beside it."""


class TopicPages(QStackedWidget):
    """A stack of topic pages. The signals are those of its pages; ``whole`` pages fold nothing."""

    changed = Signal(object)
    go_wanted = Signal(object, object)
    place_wanted = Signal(object)

    def __init__(
        self, assessment: OpenAssessment, theme: Theme, *, whole: bool = False, terms: Terms = no_terms
    ) -> None:
        super().__init__()
        self.setObjectName("topic_pages")
        self._whole = whole
        self._terms = terms
        self._assessment = assessment
        self._theme = theme
        self._pages: dict[str, TopicPage] = {}
        self._next: Topic | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(_QUIET)
        self._idle.timeout.connect(self._build_next)

    def open(self, topic: Topic, following: Topic | None) -> TopicPage:
        """Show a topic, and remember which one to make ready next."""
        leaving = self.page()
        if leaving is not None:
            leaving.commit_typing()
        page = self._page_of(topic)
        self.setCurrentWidget(page)
        self._next = following
        self._idle.start()
        return page

    def page(self) -> TopicPage | None:
        """Return the page in sight."""
        page = self.currentWidget()
        return page if isinstance(page, TopicPage) else None

    def repaint_change(self, change: Change) -> None:
        """Let every page that was built show what changed."""
        for page in self._pages.values():
            page.repaint_change(change)

    def commit_typing(self) -> None:
        """Make answers of all that is typed and not yet left."""
        for page in self._pages.values():
            page.commit_typing()

    def built(self) -> frozenset[str]:
        """Return the link_ids of the topics that have a page."""
        return frozenset(self._pages)

    def _page_of(self, topic: Topic) -> TopicPage:
        page = self._pages.get(topic.link_id)
        if page is None:
            page = TopicPage(self._assessment, topic, self._theme, whole=self._whole, terms=self._terms)
            page.changed.connect(self.changed)
            page.go_wanted.connect(self.go_wanted)
            page.place_wanted.connect(self.place_wanted)
            self._pages[topic.link_id] = page
            self.addWidget(page)
        return page

    def _build_next(self) -> None:
        if self._next is not None:
            self._page_of(self._next)
            self._next = None
